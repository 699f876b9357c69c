/**
 * How many pods one metric of pods asks for.
 *
 * Amounts are milli-units and whole; divisions of amounts truncate as Go's integers do, ratios are doubles.
 * Source: kubernetes/kubernetes 2026 master, pkg/controller/podautoscaler/replica_calculator.go and
 * metrics/utilization.go.
 */
import { HpaMetricError } from './metric-error.ts';
import { type GroupPodsOptions, groupPods, type PodGroups } from './pod-groups.ts';
import type { PodUsage } from './pod-usages.ts';
import type { HpaPod } from './policy.ts';
import { podRequestsMilli, type RequestOptions } from './requests.ts';
import { isWithinTolerance, keptBy, type Tolerance, timesText } from './tolerance.ts';
import { truncatedProductQuotient } from './whole-numbers.ts';

/** What a metric asks for. */
export interface ReplicaProposal {
  readonly replicas: number;
  /** Usage over target of all pods with a sample, before guesses. */
  readonly ratio: number;
  /** Utilisation in percent of requests, or the average in milli-units: what the HPA's status shows. */
  readonly current: number;
  /** Average usage of a pod, milli-units. */
  readonly rawAverageMilli: number;
  /** How `replicas` came about, with its figures. */
  readonly basis: string;
}

export interface PodMetricInput {
  readonly currentReplicas: number;
  readonly pods: readonly HpaPod[];
  readonly usages: ReadonlyMap<number, PodUsage>;
  readonly tolerance: Tolerance;
  readonly grouping: GroupPodsOptions;
}

/**
 * Replicas for a utilisation target: usage over requests, as a whole percentage.
 *
 * @throws HpaMetricError when no pod, no sample that counts or no request is there to calculate with
 */
export function replicasForUtilization(
  input: PodMetricInput,
  target: { readonly targetPercent: number; readonly request: RequestOptions },
): ReplicaProposal {
  const { targetPercent } = target;
  const { groups, usages } = countedUsages(input);
  const requests = podRequestsMilli(input.pods, target.request);
  return replicasForPods(input, groups, usages, {
    measure: (counted) => utilizationRatio(counted, requests, targetPercent),
    // A missing pod is taken to use its whole request, or the target where that is more.
    missingWhenLow: (pod) =>
      truncatedProductQuotient(requests.get(pod) ?? 0, Math.max(100, targetPercent), 100),
  });
}

/**
 * Replicas for an average value per pod, of a resource or of any other metric of pods.
 *
 * @throws HpaMetricError when no pod or no sample that counts is there to calculate with
 */
export function replicasForAverage(input: PodMetricInput, targetMilli: number): ReplicaProposal {
  const { groups, usages } = countedUsages(input);
  return replicasForPods(input, groups, usages, {
    measure: (counted) => averageRatio(counted, targetMilli),
    missingWhenLow: () => targetMilli,
  });
}

/** The groups of the pods, and the samples of those that are neither on their way in nor out. */
function countedUsages({ pods, usages, grouping }: PodMetricInput): {
  readonly groups: PodGroups;
  readonly usages: Map<number, number>;
} {
  if (pods.length === 0) {
    throw new HpaMetricError('no pods returned by selector while calculating replica count');
  }
  const groups = groupPods(pods, usages, grouping);
  const counted = new Map<number, number>();
  for (const [pod, { usageMilli }] of usages) {
    if (!groups.ignored.has(pod) && !groups.unready.has(pod)) counted.set(pod, usageMilli);
  }
  if (counted.size === 0) {
    throw new HpaMetricError('did not receive metrics for targeted pods (pods might be unready)');
  }
  return { groups, usages: counted };
}

interface PodMeasure {
  readonly measure: (usages: ReadonlyMap<number, number>) => Measured;
  /** Usage assumed of a pod without a sample when the others use too little. */
  readonly missingWhenLow: (pod: number) => number;
}

interface Measured {
  readonly ratio: number;
  readonly current: number;
  readonly rawAverageMilli: number;
}

/** `usages` is extended by the guesses. */
function replicasForPods(
  { currentReplicas, tolerance }: PodMetricInput,
  groups: PodGroups,
  usages: Map<number, number>,
  { measure, missingWhenLow }: PodMeasure,
): ReplicaProposal {
  const first = measure(usages);
  const { ratio } = first;
  const keep = (basis: string): ReplicaProposal => ({ ...first, replicas: currentReplicas, basis });
  const withUnready = groups.unready.size > 0 && ratio > 1;
  if (!withUnready && groups.missing.size === 0) {
    if (isWithinTolerance(ratio, tolerance)) return keep(keptBy(ratio, tolerance, currentReplicas));
    const replicas = Math.ceil(ratio * groups.readyCount);
    return { ...first, replicas, basis: `${timesText(groups.readyCount, ratio)} wanted` };
  }
  if (ratio !== 1) {
    for (const pod of groups.missing) usages.set(pod, ratio < 1 ? missingWhenLow(pod) : 0);
  }
  if (withUnready) for (const pod of groups.unready) usages.set(pod, 0);
  const { ratio: guessed } = measure(usages);
  const guesses = guessText(groups, withUnready);
  if (isWithinTolerance(guessed, tolerance)) {
    return keep(`${guesses}, ${keptBy(guessed, tolerance, currentReplicas)}`);
  }
  const wanted = Math.ceil(guessed * usages.size);
  const basis = `${guesses}, ${timesText(usages.size, guessed)} wanted`;
  // Guesses may dampen a change, never turn it round.
  const isFlipped = (ratio < 1 && guessed > 1) || (ratio > 1 && guessed < 1);
  const turnsRound = (guessed < 1 && wanted > currentReplicas) || (guessed > 1 && wanted < currentReplicas);
  if (isFlipped || turnsRound) return keep(`${basis}, which would turn round: ${currentReplicas} kept`);
  return { ...first, replicas: wanted, basis };
}

function guessText({ missing, unready }: PodGroups, withUnready: boolean): string {
  const parts: string[] = [];
  if (missing.size > 0) parts.push(`${missing.size} missing`);
  if (withUnready) parts.push(`${unready.size} unready`);
  return `with guesses for ${parts.join(' and ')}`;
}

/** Sum of usages over sum of requests, not a mean of ratios; samples of unknown pods are left out of both. */
function utilizationRatio(
  usages: ReadonlyMap<number, number>,
  requests: ReadonlyMap<number, number>,
  targetPercent: number,
): Measured {
  let usageSum = 0;
  let requestSum = 0;
  let entries = 0;
  for (const [pod, usage] of usages) {
    const request = requests.get(pod);
    if (request === undefined) continue;
    usageSum += usage;
    requestSum += request;
    entries += 1;
  }
  if (requestSum === 0) throw new HpaMetricError('no metrics returned matched known pods');
  const current = truncatedProductQuotient(usageSum, 100, requestSum);
  return { ratio: current / targetPercent, current, rawAverageMilli: Math.trunc(usageSum / entries) };
}

function averageRatio(usages: ReadonlyMap<number, number>, targetMilli: number): Measured {
  let sum = 0;
  for (const usage of usages.values()) sum += usage;
  const average = Math.trunc(sum / usages.size);
  return { ratio: average / targetMilli, current: average, rawAverageMilli: average };
}

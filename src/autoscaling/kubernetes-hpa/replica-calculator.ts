/**
 * How many pods one metric asks for.
 *
 * Amounts are milli-units and whole; divisions of amounts truncate as Go's integers do, ratios are doubles.
 * Source: kubernetes/kubernetes 2026 master, pkg/controller/podautoscaler/replica_calculator.go and
 * metrics/utilization.go.
 */
import { HpaMetricError } from './metric-error.ts';
import { type GroupPodsOptions, groupPods, type PodGroups, type SampleTiming } from './pod-groups.ts';
import type { HpaPod } from './policy.ts';
import { podRequestsMilli, type RequestOptions } from './requests.ts';
import { isWithinTolerance, type Tolerance } from './tolerance.ts';

export interface PodUsage extends SampleTiming {
  readonly usageMilli: number;
}

/** What a metric asks for. */
export interface ReplicaProposal {
  readonly replicas: number;
  /** Usage over target of all pods with a sample, before guesses. */
  readonly ratio: number;
  /** Utilisation in percent of requests, or the average in milli-units: what the HPA's status shows. */
  readonly current: number;
  /** Average usage of a pod, milli-units. */
  readonly rawAverageMilli: number;
}

export interface PodMetricInput {
  readonly currentReplicas: number;
  readonly pods: readonly HpaPod[];
  readonly usages: ReadonlyMap<number, PodUsage>;
  readonly tolerance: Tolerance;
  readonly grouping: GroupPodsOptions;
}

/** Replicas for a utilisation target: usage over requests, as a whole percentage. */
export function replicasForUtilization(
  input: PodMetricInput,
  target: { readonly targetPercent: number; readonly request: RequestOptions },
): ReplicaProposal {
  const { targetPercent } = target;
  const requests = podRequestsMilli(input.pods, target.request);
  return replicasForPods(input, {
    measure: (usages) => utilizationRatio(usages, requests, targetPercent),
    // A missing pod is taken to use its whole request, or the target where that is more.
    missingWhenLow: (pod) => Math.trunc(((requests.get(pod) ?? 0) * Math.max(100, targetPercent)) / 100),
  });
}

/** Replicas for an average value per pod, of a resource or of any other metric of pods. */
export function replicasForAverage(input: PodMetricInput, targetMilli: number): ReplicaProposal {
  return replicasForPods(input, {
    measure: (usages) => averageRatio(usages, targetMilli),
    missingWhenLow: () => targetMilli,
  });
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

function replicasForPods(input: PodMetricInput, { measure, missingWhenLow }: PodMeasure): ReplicaProposal {
  const { currentReplicas, tolerance } = input;
  const groups = groupPods(input.pods, input.usages, input.grouping);
  const usages = countedUsages(input.usages, groups);
  if (usages.size === 0) {
    throw new HpaMetricError('did not receive metrics for targeted pods (pods might be unready)');
  }
  const first = measure(usages);
  const { ratio } = first;
  const withUnready = groups.unready.size > 0 && ratio > 1;
  if (!withUnready && groups.missing.size === 0) {
    const replicas = isWithinTolerance(ratio, tolerance)
      ? currentReplicas
      : Math.ceil(ratio * groups.readyCount);
    return { ...first, replicas };
  }
  if (ratio !== 1) {
    for (const pod of groups.missing) usages.set(pod, ratio < 1 ? missingWhenLow(pod) : 0);
  }
  if (withUnready) for (const pod of groups.unready) usages.set(pod, 0);
  const { ratio: guessed } = measure(usages);
  const flipped = (ratio < 1 && guessed > 1) || (ratio > 1 && guessed < 1);
  if (isWithinTolerance(guessed, tolerance) || flipped) return { ...first, replicas: currentReplicas };
  const wanted = Math.ceil(guessed * usages.size);
  // Guesses may dampen a change, never turn it round.
  const turnsRound = (guessed < 1 && wanted > currentReplicas) || (guessed > 1 && wanted < currentReplicas);
  return { ...first, replicas: turnsRound ? currentReplicas : wanted };
}

function countedUsages(usages: ReadonlyMap<number, PodUsage>, groups: PodGroups): Map<number, number> {
  const counted = new Map<number, number>();
  for (const [pod, { usageMilli }] of usages) {
    if (!groups.ignored.has(pod) && !groups.unready.has(pod)) counted.set(pod, usageMilli);
  }
  return counted;
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
  const current = Math.trunc((usageSum * 100) / requestSum);
  return { ratio: current / targetPercent, current, rawAverageMilli: Math.trunc(usageSum / entries) };
}

function averageRatio(usages: ReadonlyMap<number, number>, targetMilli: number): Measured {
  let sum = 0;
  for (const usage of usages.values()) sum += usage;
  const average = Math.trunc(sum / usages.size);
  return { ratio: average / targetMilli, current: average, rawAverageMilli: average };
}

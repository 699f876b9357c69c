/**
 * How many pods one metric of pods asks for.
 *
 * Amounts are milli-units and whole; divisions of amounts truncate as Go's integers do, ratios are doubles.
 * Source: kubernetes/kubernetes 2026 master, pkg/controller/podautoscaler/replica_calculator.go and
 * metrics/utilization.go.
 */
import { HpaMetricError } from './metric-error.ts';
import { type GroupPodsOptions, groupOf, type PodGroup } from './pod-groups.ts';
import type { PodUsage } from './pod-usages.ts';
import type { HpaPod } from './policy.ts';
import { podRequestMilli, type RequestOptions } from './requests.ts';
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
 * Replicas for a utilisation target: usage over requests, as a whole percentage. The ratio is that of the sums, not a
 * mean of ratios.
 *
 * @throws HpaMetricError when no pod, no sample that counts or no request is there to calculate with
 */
export function replicasForUtilization(
  input: PodMetricInput,
  target: { readonly targetPercent: number; readonly request: RequestOptions },
): ReplicaProposal {
  const { targetPercent } = target;
  const counts = countPods(input);
  const sums = { ready: 0, unready: 0, missing: 0, ignored: 0 };
  let missingGuessMilli = 0;
  for (let i = 0; i < input.pods.length; i++) {
    const request = podRequestMilli(input.pods[i]!, target.request);
    const group = counts.groups[i]!;
    sums[group] += request;
    if (group === 'missing') {
      // A missing pod is taken to use its whole request, or the target where that is more.
      missingGuessMilli += truncatedProductQuotient(request, Math.max(100, targetPercent), 100);
    }
  }
  if (sums.ready === 0) throw new HpaMetricError('no metrics returned matched known pods');
  const current = truncatedProductQuotient(counts.readyUsageMilli, 100, sums.ready);
  return replicasForPods(input, counts, {
    current,
    rawAverageMilli: Math.trunc(counts.readyUsageMilli / counts.ready),
    ratio: current / targetPercent,
    guess: ({ withMissing, withUnready, isLow }) => {
      const usage = counts.readyUsageMilli + (withMissing && isLow ? missingGuessMilli : 0);
      const request = sums.ready + (withMissing ? sums.missing : 0) + (withUnready ? sums.unready : 0);
      return truncatedProductQuotient(usage, 100, request) / targetPercent;
    },
  });
}

/**
 * Replicas for an average value per pod, of a resource or of any other metric of pods.
 *
 * @throws HpaMetricError when no pod or no sample that counts is there to calculate with
 */
export function replicasForAverage(input: PodMetricInput, targetMilli: number): ReplicaProposal {
  const counts = countPods(input);
  const current = Math.trunc(counts.usageMilli / counts.samples);
  return replicasForPods(input, counts, {
    current,
    rawAverageMilli: current,
    ratio: current / targetMilli,
    guess: ({ withMissing, withUnready, isLow }) => {
      const usage = counts.usageMilli + (withMissing && isLow ? counts.missing * targetMilli : 0);
      return Math.trunc(usage / samplesWith(counts, withMissing, withUnready)) / targetMilli;
    },
  });
}

/** Pods by group, and the samples of all but those on their way in or out. */
interface PodCounts {
  /** Group of each pod, in the order of the pods. */
  readonly groups: readonly PodGroup[];
  readonly ready: number;
  readonly unready: number;
  readonly missing: number;
  /** Samples that count, also those of pods nobody knows. */
  readonly samples: number;
  readonly usageMilli: number;
  /** Usage of ready pods alone. */
  readonly readyUsageMilli: number;
}

function countPods({ pods, usages, grouping }: PodMetricInput): PodCounts {
  if (pods.length === 0) {
    throw new HpaMetricError('no pods returned by selector while calculating replica count');
  }
  const counts = { ready: 0, unready: 0, missing: 0, ignored: 0 };
  const groups: PodGroup[] = [];
  let samples = usages.size;
  let usageMilli = 0;
  for (const usage of usages.values()) usageMilli += usage.usageMilli;
  let readyUsageMilli = 0;
  for (const pod of pods) {
    const usage = usages.get(pod.id);
    const group = groupOf(pod, usage, grouping);
    groups.push(group);
    counts[group] += 1;
    if (usage === undefined) continue;
    if (group === 'ready') {
      readyUsageMilli += usage.usageMilli;
    } else {
      samples -= 1;
      usageMilli -= usage.usageMilli;
    }
  }
  if (samples === 0) {
    throw new HpaMetricError('did not receive metrics for targeted pods (pods might be unready)');
  }
  return { groups, ...counts, samples, usageMilli, readyUsageMilli };
}

interface Measured {
  readonly ratio: number;
  readonly current: number;
  readonly rawAverageMilli: number;
  /** The ratio once pods without a usable sample are guessed. */
  readonly guess: (guesses: Guesses) => number;
}

interface Guesses {
  readonly withMissing: boolean;
  readonly withUnready: boolean;
  /** Missing pods are taken to use much rather than nothing. */
  readonly isLow: boolean;
}

function samplesWith(
  { samples, missing, unready }: PodCounts,
  withMissing: boolean,
  withUnready: boolean,
): number {
  return samples + (withMissing ? missing : 0) + (withUnready ? unready : 0);
}

function replicasForPods(
  { currentReplicas, tolerance }: PodMetricInput,
  counts: PodCounts,
  { ratio, current, rawAverageMilli, guess }: Measured,
): ReplicaProposal {
  const proposal = (replicas: number, basis: string): ReplicaProposal => ({
    replicas,
    ratio,
    current,
    rawAverageMilli,
    basis,
  });
  const withUnready = counts.unready > 0 && ratio > 1;
  if (!withUnready && counts.missing === 0) {
    if (isWithinTolerance(ratio, tolerance)) {
      return proposal(currentReplicas, keptBy(ratio, tolerance, currentReplicas));
    }
    return proposal(Math.ceil(ratio * counts.ready), `${timesText(counts.ready, ratio)} wanted`);
  }
  const withMissing = counts.missing > 0 && ratio !== 1;
  const guessed = guess({ withMissing, withUnready, isLow: ratio < 1 });
  const samples = samplesWith(counts, withMissing, withUnready);
  const guesses = guessText(counts, withUnready);
  if (isWithinTolerance(guessed, tolerance)) {
    return proposal(currentReplicas, `${guesses}, ${keptBy(guessed, tolerance, currentReplicas)}`);
  }
  const wanted = Math.ceil(guessed * samples);
  const basis = `${guesses}, ${timesText(samples, guessed)} wanted`;
  // Guesses may dampen a change, never turn it round.
  const isFlipped = (ratio < 1 && guessed > 1) || (ratio > 1 && guessed < 1);
  const turnsRound = (guessed < 1 && wanted > currentReplicas) || (guessed > 1 && wanted < currentReplicas);
  if (isFlipped || turnsRound) {
    return proposal(currentReplicas, `${basis}, which would turn round: ${currentReplicas} kept`);
  }
  return proposal(wanted, basis);
}

function guessText({ missing, unready }: PodCounts, withUnready: boolean): string {
  const parts: string[] = [];
  if (missing > 0) parts.push(`${missing} missing`);
  if (withUnready) parts.push(`${unready} unready`);
  return `with guesses for ${parts.join(' and ')}`;
}

/**
 * How many pods an object or external metric asks for: values that belong to no pod.
 * Source: kubernetes/kubernetes 2026 master, replica_calculator.go (getUsageRatioReplicaCount,
 * GetExternalPerPodMetricReplicas and their like).
 */
import { HpaMetricError } from './metric-error.ts';
import type { HpaPod } from './policy.ts';
import type { ReplicaProposal } from './replica-calculator.ts';
import { isWithinTolerance, keptBy, type Tolerance, timesText } from './tolerance.ts';
import { maxInt32, maxInt64 } from './whole-numbers.ts';

export interface ValueMetricInput {
  /** `spec.replicas` for a value target; `status.replicas` for an average. */
  readonly currentReplicas: number;
  /** Whole values: one of an object metric, those of all matching series of an external one. */
  readonly valuesMilli: readonly (number | bigint)[];
  readonly targetMilli: number;
  readonly tolerance: Tolerance;
}

/**
 * Replicas for a target of the value itself. Only pods that run and are ready are multiplied, so a scale-up under way
 * asks for less than the value would need.
 *
 * @throws HpaMetricError when there is no value, or no pod to count where there should be
 */
export function replicasForValue(input: ValueMetricInput, pods: readonly HpaPod[]): ReplicaProposal {
  const { currentReplicas, targetMilli, tolerance } = input;
  const current = Number(saturatedSum(input.valuesMilli));
  const ratio = current / targetMilli;
  const proposal = { ratio, current, rawAverageMilli: current };
  if (currentReplicas === 0) {
    return {
      ...proposal,
      replicas: saturated(Math.ceil(ratio)),
      basis: `${timesText(1, ratio)} wanted from 0`,
    };
  }
  if (isWithinTolerance(ratio, tolerance)) {
    return { ...proposal, replicas: currentReplicas, basis: keptBy(ratio, tolerance, currentReplicas) };
  }
  if (pods.length === 0) {
    throw new HpaMetricError(
      'unable to calculate ready pods: no pods returned by selector while calculating replica count',
    );
  }
  let readyCount = 0;
  for (const { phase, ready } of pods) if (phase === 'Running' && ready === true) readyCount += 1;
  const replicas = saturated(Math.ceil(ratio * readyCount));
  return { ...proposal, replicas, basis: `${timesText(readyCount, ratio)} wanted` };
}

/**
 * Replicas for a target per pod: the value over the target, whatever the pods do.
 *
 * @throws HpaMetricError when there is no value
 */
export function replicasForValuePerPod(input: ValueMetricInput): ReplicaProposal {
  const { currentReplicas, targetMilli, tolerance } = input;
  const sum = Number(saturatedSum(input.valuesMilli));
  const ratio = sum / (targetMilli * currentReplicas);
  const isSaturated = sum >= Number(maxInt64);
  const current = isSaturated ? sum : Math.ceil(sum / currentReplicas);
  const proposal = { ratio, current, rawAverageMilli: current };
  if (isWithinTolerance(ratio, tolerance)) {
    return { ...proposal, replicas: currentReplicas, basis: keptBy(ratio, tolerance, currentReplicas) };
  }
  const replicas = saturated(Math.ceil(sum / targetMilli));
  return { ...proposal, replicas, basis: `${sum / 1000} / ${targetMilli / 1000} = ${replicas} wanted` };
}

/** Sum of int64 values that stays at the largest one once it got there. */
function saturatedSum(valuesMilli: readonly (number | bigint)[]): bigint {
  if (valuesMilli.length === 0) throw new HpaMetricError('no metrics returned from external metrics API');
  let sum = 0n;
  for (const value of valuesMilli) {
    sum += BigInt(value);
    if (sum > maxInt64) return maxInt64;
  }
  return sum;
}

function saturated(replicas: number): number {
  return Math.min(replicas, maxInt32);
}

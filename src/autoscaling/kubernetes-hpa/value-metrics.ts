/**
 * How many pods an object or external metric asks for: values that belong to no pod.
 * Source: kubernetes/kubernetes 2026 master, replica_calculator.go (GetObjectMetricReplicas and the like).
 */
import type { HpaPod } from './policy.ts';
import type { ReplicaProposal } from './replica-calculator.ts';
import { isWithinTolerance, type Tolerance } from './tolerance.ts';

const maxInt32 = 2 ** 31 - 1;
const maxInt64 = 2n ** 63n - 1n;

export interface ValueMetricInput {
  /** `spec.replicas` for a value target; `status.replicas` for an average. */
  readonly currentReplicas: number;
  readonly valuesMilli: readonly (number | bigint)[];
  readonly targetMilli: number;
  readonly tolerance: Tolerance;
}

/** Replicas for a target of the value itself. Only pods that run and are ready are multiplied. */
export function replicasForValue(input: ValueMetricInput, pods: readonly HpaPod[]): ReplicaProposal {
  const { currentReplicas, targetMilli, tolerance } = input;
  const sum = saturatedSum(input.valuesMilli);
  const ratio = Number(sum) / targetMilli;
  const current = Number(sum);
  const proposal = { ratio, current, rawAverageMilli: current };
  if (currentReplicas === 0) return { ...proposal, replicas: saturated(Math.ceil(ratio)) };
  if (isWithinTolerance(ratio, tolerance)) return { ...proposal, replicas: currentReplicas };
  const readyPods = pods.filter((pod) => pod.phase === 'Running' && pod.ready === true).length;
  return { ...proposal, replicas: saturated(Math.ceil(ratio * readyPods)) };
}

/** Replicas for a target per pod: the value over the target, whatever the pods do. */
export function replicasForValuePerPod(input: ValueMetricInput): ReplicaProposal {
  const { currentReplicas, targetMilli, tolerance } = input;
  const sum = Number(saturatedSum(input.valuesMilli));
  const ratio = sum / (targetMilli * currentReplicas);
  const average = Math.ceil(sum / currentReplicas);
  const proposal = { ratio, current: average, rawAverageMilli: average };
  if (isWithinTolerance(ratio, tolerance)) return { ...proposal, replicas: currentReplicas };
  return { ...proposal, replicas: saturated(Math.ceil(sum / targetMilli)) };
}

/** Sum of int64 values that stops at the largest one. */
export function saturatedSum(valuesMilli: readonly (number | bigint)[]): bigint {
  let sum = 0n;
  for (const value of valuesMilli) sum += BigInt(value);
  return sum > maxInt64 ? maxInt64 : sum;
}

function saturated(replicas: number): number {
  return Math.min(replicas, maxInt32);
}

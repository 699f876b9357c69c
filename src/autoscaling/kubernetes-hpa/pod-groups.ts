/**
 * Sorts the pods of an HPA into those whose metric counts and those that need a guess.
 * Source: kubernetes/kubernetes 2026 master, pkg/controller/podautoscaler/replica_calculator.go (groupPods).
 */
import type { HpaPod } from './policy.ts';

/** When a pod's sample was taken and over which window. */
export interface SampleTiming {
  readonly takenAtMs: number;
  readonly windowMs: number;
}

export interface PodGroups {
  readonly readyCount: number;
  /** Pods that do not serve yet: count as using nothing when scaling up, not at all when scaling down. */
  readonly unready: ReadonlySet<number>;
  /** Pods that should have a metric and have none. */
  readonly missing: ReadonlySet<number>;
  /** Pods on their way out: as if they were not there. */
  readonly ignored: ReadonlySet<number>;
}

export interface GroupPodsOptions {
  /** The resource of the metric; 'cpu' alone has readiness rules. Empty for other metrics. */
  readonly resource: string;
  readonly cpuInitializationPeriodMs: number;
  readonly initialReadinessDelayMs: number;
  readonly nowMs: number;
}

/** Groups the pods; each goes into the first group whose rule it meets. */
export function groupPods(
  pods: readonly HpaPod[],
  samples: ReadonlyMap<number, SampleTiming>,
  options: GroupPodsOptions,
): PodGroups {
  const unready = new Set<number>();
  const missing = new Set<number>();
  const ignored = new Set<number>();
  let readyCount = 0;
  for (const pod of pods) {
    const sample = samples.get(pod.id);
    if (pod.deleting || pod.phase === 'Failed') ignored.add(pod.id);
    else if (pod.phase === 'Pending') unready.add(pod.id);
    else if (sample === undefined) missing.add(pod.id);
    else if (options.resource === 'cpu' && isUnready(pod, sample, options)) unready.add(pod.id);
    else readyCount += 1;
  }
  return { readyCount, unready, missing, ignored };
}

function isUnready(pod: HpaPod, sample: SampleTiming, options: GroupPodsOptions): boolean {
  if (pod.ready === null || pod.startedAtMs === null) return true;
  const isStarting = isLater(pod.startedAtMs, options.cpuInitializationPeriodMs, options.nowMs);
  if (isStarting) {
    // A sample that began before the pod was ready includes its start-up work.
    return !pod.ready || isLater(pod.readyChangedAtMs, sample.windowMs, sample.takenAtMs);
  }
  // Not ready and never was: its readiness has not changed since about its start.
  return !pod.ready && isLater(pod.startedAtMs, options.initialReadinessDelayMs, pod.readyChangedAtMs);
}

/** `time + offset > other`, where -Infinity stands for Go's zero time, which is a time like any other there. */
function isLater(timeMs: number, offsetMs: number, otherMs: number): boolean {
  if (timeMs === Number.NEGATIVE_INFINITY) return otherMs === Number.NEGATIVE_INFINITY && offsetMs > 0;
  return timeMs + offsetMs > otherMs;
}

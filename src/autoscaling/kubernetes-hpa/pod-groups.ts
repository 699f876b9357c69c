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

/**
 * - `ready`: its metric counts.
 * - `unready`: does not serve yet; counts as using nothing when scaling up, not at all when scaling down.
 * - `missing`: should have a metric and has none.
 * - `ignored`: on its way out; as if it were not there.
 */
export type PodGroup = 'ready' | 'unready' | 'missing' | 'ignored';

export interface PodGroups {
  readonly readyCount: number;
  readonly unready: ReadonlySet<number>;
  readonly missing: ReadonlySet<number>;
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
    switch (groupOf(pod, samples.get(pod.id), options)) {
      case 'ready':
        readyCount += 1;
        break;
      case 'unready':
        unready.add(pod.id);
        break;
      case 'missing':
        missing.add(pod.id);
        break;
      case 'ignored':
        ignored.add(pod.id);
        break;
    }
  }
  return { readyCount, unready, missing, ignored };
}

/** The group of one pod; `sample` is undefined for a pod without a metric. */
export function groupOf(pod: HpaPod, sample: SampleTiming | undefined, options: GroupPodsOptions): PodGroup {
  if (pod.deleting || pod.phase === 'Failed') return 'ignored';
  if (pod.phase === 'Pending') return 'unready';
  if (sample === undefined) return 'missing';
  return options.resource === 'cpu' && isUnready(pod, sample, options) ? 'unready' : 'ready';
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

/**
 * Which instances are told to stop when a group is too large.
 *
 * Oddities kept, by name:
 *   - `protected-still-counted`: protected instances are no candidates, but how many must go is counted over all,
 *     so busy ones are taken to make up the number;
 *   - `participants-not-stress`: a bridge is chosen by its participants, the decision to shrink by its stress;
 *   - `busy-jibris-may-go`: when nothing else is left a recording Jibri is told to stop (it finishes first).
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/instance_launcher.ts.
 */
import type { InstanceId, JibriBusyStatus, TrackedInstance } from './inventory.ts';
import { countsAvailable, type JitsiGroupType, type ScalingOptions } from './policy.ts';

export interface VictimChoice {
  /** The tracked instances in the order of the store; in a simulation the order of their launches. */
  readonly tracked: readonly TrackedInstance[];
  readonly protectedIds: ReadonlySet<InstanceId>;
}

/** The instances to stop, first to go first: as many as exceed both desired and the minimum, or all there are. */
export function selectVictims(
  type: JitsiGroupType,
  options: Pick<ScalingOptions, 'minDesired' | 'desiredCount'>,
  { tracked, protectedIds }: VictimChoice,
): readonly InstanceId[] {
  const excess = tracked.length - Math.max(options.minDesired, options.desiredCount);
  const candidates = withoutProtected(tracked, protectedIds);
  const quantity = Math.max(0, Math.min(excess, candidates.length));
  const order = countsAvailable(type) ? jibriOrder(candidates) : stressOrder(candidates);
  return order.slice(0, quantity).map((instance) => instance.id);
}

export function withoutProtected(
  tracked: readonly TrackedInstance[],
  protectedIds: ReadonlySet<InstanceId>,
): readonly TrackedInstance[] {
  return tracked.filter((instance) => !protectedIds.has(instance.id));
}

/** Those not heard of in service first, then idle, expired and busy Jibris; within each, the order of the store. */
function jibriOrder(candidates: readonly TrackedInstance[]): readonly TrackedInstance[] {
  const inStatus = (status: JibriBusyStatus): readonly TrackedInstance[] =>
    candidates.filter((instance) => !isUnheard(instance) && instance.jibriStatus === status);
  return [...candidates.filter(isUnheard), ...inStatus('IDLE'), ...inStatus('EXPIRED'), ...inStatus('BUSY')];
}

/** Those not heard of in service first, then the running ones, least loaded first. */
function stressOrder(candidates: readonly TrackedInstance[]): readonly TrackedInstance[] {
  const byLoad = candidates.toSorted((a, b) => scaleDownLoad(a) - scaleDownLoad(b));
  return [...byLoad.filter(isUnheard), ...byLoad.filter(isRunning)];
}

/** What "least loaded" compares: the first figure the type reports, whatever its unit; 0 if it reports none. */
export function scaleDownLoad({ stats }: Pick<TrackedInstance, 'stats'>): number {
  return stats?.participants ?? stats?.allocatedCpu ?? stats?.connections ?? stats?.stressLevel ?? 0;
}

export function isRunning(instance: TrackedInstance): boolean {
  return !isUnheard(instance);
}

/** Still provisioning, or reporting without statistics. */
function isUnheard(instance: TrackedInstance): boolean {
  return instance.provisioning || (instance.stats === null && instance.jibriStatus === null);
}

/**
 * What the service knows about the instances of a group: the last state of each, when it is forgotten, which of
 * them count, and which metric a report writes.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/instance_tracker.ts, src/instance_state_expiry.ts, src/redis.ts.
 */
import type { JitsiAutoscalerTimers, JitsiGroupType } from './policy.ts';

/** Whatever the caller names its instances by. */
export type InstanceId = number | string;

export type JibriBusyStatus = 'IDLE' | 'BUSY' | 'EXPIRED';

/** Statistics a sidecar passes on, for all types but Jibri; absent fields were not reported. */
export interface InstanceStats {
  readonly stressLevel?: number;
  /** Bridges and Jigasi. */
  readonly participants?: number;
  /** Nomad, MHz. */
  readonly allocatedCpu?: number;
  /** Whisper. */
  readonly connections?: number;
  /** The instance refuses new work; a Nomad node not eligible for allocations says the same. */
  readonly gracefulShutdown?: boolean;
}

/** What a report, or a launch, says about an instance. */
export interface InstanceCondition {
  /** Launched and not heard of since. */
  readonly provisioning: boolean;
  /** The sidecar says it has begun to shut the instance down. */
  readonly shutdownReported: boolean;
  readonly stats: InstanceStats | null;
  /** Jibri types only; null while the Jibri does not answer its sidecar. Health is not looked at. */
  readonly jibriStatus: JibriBusyStatus | null;
}

/** The last known state of an instance. */
export interface TrackedInstance extends InstanceCondition {
  readonly id: InstanceId;
  /** When the statistics were read, or the launch made, milliseconds. */
  readonly atMs: number;
}

/** The condition of an instance from its launch to its first report. */
export const launchedCondition: InstanceCondition = {
  provisioning: true,
  shutdownReported: false,
  stats: null,
  jibriStatus: null,
};

/**
 * The sample a report writes, or null for none. Nothing is written for an instance that is provisioning or shutting
 * down.
 *
 * Oddity `availability-is-always-0`: upstream has no case for groups of type `availability`, so every report of
 * theirs writes 0 and such a group only ever scales up.
 */
export function metricOfReport(
  type: JitsiGroupType,
  condition: InstanceCondition,
  shutdownOrdered: boolean,
): number | null {
  if (condition.provisioning || shutdownOrdered || isShuttingDown(condition)) return null;
  switch (type) {
    case 'jibri':
    case 'sip-jibri':
      return condition.jibriStatus === 'IDLE' ? 1 : 0;
    case 'availability':
      return 0;
    case 'JVB':
    case 'jigasi':
    case 'nomad':
    case 'whisper':
    case 'stress':
    case 'selenium-grid':
      return condition.stats?.stressLevel ?? null;
  }
}

/** Shutting down by its own account: the sidecar's shutdown status, or graceful shutdown in the statistics. */
function isShuttingDown(condition: InstanceCondition): boolean {
  return condition.shutdownReported || condition.stats?.gracefulShutdown === true;
}

/** Stress of a Nomad node from its CPU allocation, MHz. */
export function nomadStress(cpu: { readonly allocated: number; readonly unallocated: number }): number {
  return cpu.allocated / (cpu.allocated + cpu.unallocated);
}

/** Whether a state is too old to be believed. A state exactly as old as its time to live still holds. */
export function isExpired(
  instance: TrackedInstance,
  { nowMs, shutdownOrdered }: { readonly nowMs: number; readonly shutdownOrdered: boolean },
  timers: JitsiAutoscalerTimers,
): boolean {
  const leaving = shutdownOrdered || instance.shutdownReported;
  const timeToLiveSec = leaving
    ? timers.shutdownStatusTTLSec
    : instance.provisioning
      ? timers.provisioningTTLSec
      : timers.idleTTLSec;
  return instance.atMs + timeToLiveSec * 1000 < nowMs;
}

/**
 * Whether an instance is one of the tracked `count`. An instance leaves the count the moment it is ordered to stop,
 * while it still runs and is still paid. A bridge that only drains still counts: upstream does not read `drain`.
 */
export function countsAsTracked(
  instance: TrackedInstance,
  at: { readonly nowMs: number; readonly shutdownOrdered: boolean },
  timers: JitsiAutoscalerTimers,
): boolean {
  return !at.shutdownOrdered && !isShuttingDown(instance) && !isExpired(instance, at, timers);
}

/** The sanity job: instances running or provisioning in the cloud of which the service holds no state. */
export function countUntracked(
  cloudInstanceIds: Iterable<InstanceId>,
  hasState: (id: InstanceId) => boolean,
): number {
  let untracked = 0;
  for (const id of cloudInstanceIds) if (!hasState(id)) untracked += 1;
  return untracked;
}

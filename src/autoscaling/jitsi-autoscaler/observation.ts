/**
 * What one decision of a jitsi-autoscaler group may see, and the rules by which it comes about.
 */
import type { PeriodSummaries } from './periods.ts';

export interface JitsiAutoscalerObservation {
  readonly nowMs: number;
  /** Instances that count: see `countsAsTracked`; `InstanceTracker.count` in a simulation. */
  readonly trackedCount: number;
  /** One number per period, newest first: a plain array, `summariesOf(samples)` or `MetricInventory.summariesAt`. */
  readonly summaries: PeriodSummaries;
  /** Instances the cloud runs or provisions; null or absent when it does not answer. Read only by the cloud guard. */
  readonly cloudRunningCount?: number | null;
  /** The schedule's active period forbids scaling down: see `scheduleInhibitsScaleDown`. */
  readonly scaleDownInhibited?: boolean;
  /** Another job holds the lock of the group. */
  readonly groupLocked?: boolean;
  /** Groups of type `selenium-grid` only: nodes under reservation. */
  readonly reservedNodes?: number;
}

/** The rule that decided. The first seven end the job before any metric is judged. */
export type AutoscaleRule =
  | 'group-locked'
  | 'autoscale-disabled'
  | 'grace-period'
  | 'cloud-guard'
  | 'empty-group'
  | 'waits-for-launcher'
  | 'no-metrics'
  | 'scale-up'
  | 'scale-down'
  | 'hold'
  | 'scale-down-inhibited'
  | 'reservations'
  | 'reservations-hold';

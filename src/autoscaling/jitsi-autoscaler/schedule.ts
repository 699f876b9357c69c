/**
 * Scheduled scaling: scaling options by time of day and day of week.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/scheduled_scaling_processor.ts.
 */
import type { ScalingOptions } from './policy.ts';

/** Upstream's `scheduledScaling` of a group. */
export interface ScheduledScaling {
  readonly enabled: boolean;
  /** IANA zone of the periods; absent: from the region, else the service's default (UTC). */
  readonly timezone?: string;
  readonly periods: readonly ScheduledPeriod[];
}

export interface ScheduledPeriod {
  readonly name: string;
  /** Days on which it starts: 0 is Sunday, 6 is Saturday. */
  readonly dayOfWeek: readonly number[];
  readonly startHour: number;
  readonly startMinute?: number;
  /** End, exclusive. Equal to the start: the whole day. Before the start: runs into the next day. */
  readonly endHour: number;
  readonly endMinute?: number;
  /** The highest wins; on a tie the first listed. */
  readonly priority: number;
  /** Options replaced while the period lasts. */
  readonly scalingOptions: Partial<ScalingOptions>;
  /** True: metrics do not scale down while the period lasts. */
  readonly inhibitScaleDown?: boolean;
}

/**
 * The scheduled-scaling job: acts only when a period begins, ends or gives way to another. Between such moments
 * it leaves alone what metrics and operators make of the options.
 *
 * Every transition starts a grace period, so no change by metrics follows for `gracePeriodTTLSec`.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/scheduled_scaling_processor.ts.
 */
import { type JitsiAutoscalerMemory, withChangedOptions } from './memory.ts';
import type { JitsiAutoscalerPolicy, ScalingOptions } from './policy.ts';
import { activePeriod, scheduleTimeZone, withInvariants, withLiveDesired } from './schedule.ts';

export interface ScheduleTransition {
  readonly memory: JitsiAutoscalerMemory;
  /** One sentence with the periods and the desired count, or null when nothing changed. */
  readonly reason: string | null;
}

export interface ScheduleMoment {
  /** Simulated time, milliseconds. */
  readonly nowMs: number;
  /** The same moment as milliseconds since 1970 UTC. */
  readonly epochMs: number;
  /** The group's region, for the zone of a schedule that names none. */
  readonly region: string;
}

/** Runs the job once. */
export function applySchedule(
  policy: JitsiAutoscalerPolicy,
  memory: JitsiAutoscalerMemory,
  moment: ScheduleMoment,
): ScheduleTransition {
  const schedule = policy.scheduledScaling;
  if (schedule === null || !schedule.enabled) return { memory, reason: null };
  const timeZone = scheduleTimeZone(schedule, { region: moment.region });
  const period = activePeriod(schedule, { epochMs: moment.epochMs, timeZone });
  const name = period?.name ?? null;
  if (name === memory.scheduledPeriod) return { memory, reason: null };

  const live = memory.scalingOptions;
  let scalingOptions: ScalingOptions;
  let scheduledBase: ScalingOptions | null;
  if (period !== null) {
    scheduledBase = memory.scheduledBase ?? live;
    scalingOptions = withLiveDesired(scheduledBase, live, period.scalingOptions);
  } else {
    if (memory.scheduledBase === null) return { memory, reason: null };
    // The desired count returns to the base only if the period that ends had set it, or is no longer listed.
    const ended = schedule.periods.find((candidate) => candidate.name === memory.scheduledPeriod);
    const periodSetDesired = ended === undefined || ended.scalingOptions.desiredCount !== undefined;
    const desiredCount = periodSetDesired ? memory.scheduledBase.desiredCount : live.desiredCount;
    scalingOptions = withInvariants({ ...memory.scheduledBase, desiredCount });
    scheduledBase = null;
  }
  const changed = withChangedOptions(policy, memory, { nowMs: moment.nowMs, scalingOptions });
  return {
    memory: { ...changed, scheduledPeriod: name, scheduledBase },
    reason:
      `schedule: ${memory.scheduledPeriod ?? 'no period'} gives way to ${name ?? 'no period'}, ` +
      `desired ${live.desiredCount} to ${scalingOptions.desiredCount} within ${scalingOptions.minDesired} to ` +
      `${scalingOptions.maxDesired}; no change by metrics for ${policy.gracePeriodTTLSec} s`,
  };
}

/** Whether the period in force forbids metrics to scale down. */
export function scheduleInhibitsScaleDown(
  policy: JitsiAutoscalerPolicy,
  { epochMs, region }: Pick<ScheduleMoment, 'epochMs' | 'region'>,
): boolean {
  const schedule = policy.scheduledScaling;
  if (schedule === null || !schedule.enabled) return false;
  const period = activePeriod(schedule, { epochMs, timeZone: scheduleTimeZone(schedule, { region }) });
  return period?.inhibitScaleDown === true;
}

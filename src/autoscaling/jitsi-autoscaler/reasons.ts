/**
 * The sentence that goes with each verdict of the autoscale job: the rule, its figures, what follows.
 */
import type { JitsiAutoscalerMemory } from './memory.ts';
import type { AutoscaleRule, JitsiAutoscalerObservation } from './observation.ts';
import type { PeriodSummaries } from './periods.ts';
import { countsAvailable, type JitsiAutoscalerPolicy, type ScalingOptions } from './policy.ts';
import { periodsOf } from './scale-conditions.ts';

export function autoscaleReason(
  policy: JitsiAutoscalerPolicy,
  memory: JitsiAutoscalerMemory,
  observation: JitsiAutoscalerObservation,
  { rule, desiredCount }: { readonly rule: AutoscaleRule; readonly desiredCount: number },
): string {
  const options = memory.scalingOptions;
  const { nowMs, trackedCount: count } = observation;
  const stays = `stays at ${desiredCount}`;
  switch (rule) {
    case 'group-locked':
      return `another job holds the group: ${stays}`;
    case 'autoscale-disabled':
      return `autoscaling is switched off: ${stays}`;
    case 'grace-period':
      return `${secondsText(memory.graceUntilMs - nowMs)} of the grace period left: ${stays}`;
    case 'cloud-guard':
      return `${count} tracked of ${desiredCount}, but the cloud runs ${observation.cloudRunningCount}: ${stays}`;
    case 'empty-group':
      return `no instance is tracked, so nothing can be decided: ${stays}`;
    case 'waits-for-launcher':
      return `${count} tracked of ${desiredCount} desired: waits for the launcher`;
    case 'no-metrics':
      return `no metric periods: ${stays}`;
    case 'scale-up':
    case 'scale-down':
      return changeReason(policy, options, observation, { rule, desiredCount });
    case 'hold':
    case 'scale-down-inhibited':
      return holdReason(policy, options, observation, { rule, stays });
    case 'reservations':
      return `${observation.reservedNodes} nodes reserved: up to ${desiredCount}; ${graceText(policy)}`;
    case 'reservations-hold':
      return `${observation.reservedNodes ?? 0} nodes reserved: ${stays}`;
  }
}

function changeReason(
  policy: JitsiAutoscalerPolicy,
  options: ScalingOptions,
  { trackedCount, summaries }: JitsiAutoscalerObservation,
  { rule, desiredCount }: { readonly rule: 'scale-up' | 'scale-down'; readonly desiredCount: number },
): string {
  const direction = rule === 'scale-up' ? 'up' : 'down';
  const step = Math.abs(desiredCount - options.desiredCount);
  const bound =
    direction === 'up' ? `the maximum ${options.maxDesired}` : `the minimum ${options.minDesired}`;
  const change =
    step === 0 ? `stays at ${bound}` : `${wordOf(desiredCount, options)} by ${step} to ${desiredCount}`;
  const cause =
    direction === 'up' && trackedCount < options.minDesired
      ? `${trackedCount} tracked, below the minimum ${options.minDesired}`
      : `${figures(policy, summaries, periodsOf(direction, options))} over ` +
        `${periodsText(periodsOf(direction, options))} of ${options.scalePeriod} s ` +
        `${thresholdText(policy, options, direction)}`;
  return `${cause}: ${change}; ${graceText(policy)}`;
}

/** "Up" lowers desired when the minimum lies above the maximum. */
function wordOf(desiredCount: number, options: ScalingOptions): string {
  return desiredCount > options.desiredCount ? 'up' : 'down';
}

function holdReason(
  policy: JitsiAutoscalerPolicy,
  options: ScalingOptions,
  { trackedCount, summaries }: JitsiAutoscalerObservation,
  { rule, stays }: { readonly rule: AutoscaleRule; readonly stays: string },
): string {
  const values = figures(policy, summaries, options.scaleUpPeriodsCount);
  const up =
    trackedCount >= options.maxDesired
      ? `at the maximum ${options.maxDesired}`
      : `not ${thresholdText(policy, options, 'up')} in all of ${periodsText(options.scaleUpPeriodsCount)}`;
  const down =
    rule === 'scale-down-inhibited'
      ? 'the schedule forbids scaling down'
      : trackedCount <= options.minDesired
        ? `at the minimum ${options.minDesired}`
        : `not ${thresholdText(policy, options, 'down')} in all of ${periodsText(options.scaleDownPeriodsCount)}`;
  return `${values}: ${up}, ${down}: ${stays}`;
}

function figures(policy: JitsiAutoscalerPolicy, summaries: PeriodSummaries, periodsCount: number): string {
  const values: string[] = [];
  for (let period = 0; period < Math.min(periodsCount, summaries.length); period += 1) {
    values.push(figure(summaries.at(period)!));
  }
  return countsAvailable(policy.type)
    ? `${values.join(', ')} available instances`
    : `mean stress ${values.join(', ')}`;
}

function thresholdText(
  policy: JitsiAutoscalerPolicy,
  options: ScalingOptions,
  direction: 'up' | 'down',
): string {
  if (direction === 'up') {
    return `${countsAvailable(policy.type) ? 'below' : 'at or above'} ${options.scaleUpThreshold}`;
  }
  return `${countsAvailable(policy.type) ? 'above' : 'below'} ${options.scaleDownThreshold}`;
}

function periodsText(count: number): string {
  return count === 1 ? '1 period' : `${count} periods`;
}

function graceText(policy: JitsiAutoscalerPolicy): string {
  return `next change not before ${policy.gracePeriodTTLSec} s`;
}

function secondsText(milliseconds: number): string {
  return `${figure(milliseconds / 1000)} s`;
}

/** At most four significant digits. */
function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

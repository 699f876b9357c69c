/**
 * The autoscale job of the jitsi-autoscaler: whether metrics change the desired count of a group.
 *
 * The rules run in upstream's order, and the order matters. Oddities kept, by name:
 *   - `empty-group-is-stuck`: with no tracked instance nothing happens, even if desired is below the minimum;
 *   - `waits-for-launcher`: while the tracked count differs from desired nothing is evaluated, so one instance that
 *     died, or cannot be launched, freezes scaling up and down;
 *   - `grace-without-change`: a verdict that the bounds cancel still starts a grace period;
 *   - `one-grace-for-both`: the same grace period holds up scale-up and scale-down;
 *   - `raise-may-lower`: below the minimum the group is scaled up, but never above the maximum, so with a minimum
 *     above the maximum "up" lowers desired.
 * What follows for speed: at most `scaleUpQuantity` instances per `gracePeriodTTLSec`, whatever the demand.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/autoscaler.ts.
 */
import type { Decision } from '../decision.ts';
import { cloudGuardAllowance } from './cloud-guard.ts';
import { type JitsiAutoscalerMemory, withChangedOptions } from './memory.ts';
import type { AutoscaleRule, JitsiAutoscalerObservation } from './observation.ts';
import type { JitsiAutoscalerPolicy } from './policy.ts';
import { autoscaleReason } from './reasons.ts';
import { desiredForReservations } from './reservations.ts';
import { allPeriodsAsk } from './scale-conditions.ts';

export interface JitsiAutoscalerDecision extends Decision<JitsiAutoscalerMemory> {
  readonly rule: AutoscaleRule;
}

/**
 * Runs the job once; call it every `groupJobsCreationIntervalSec`. It reads no more summaries than it needs.
 *
 * @example One tick of the service, as a simulation plays it; `InstanceTracker` keeps what sidecars reported.
 * ```ts
 * memory = applySchedule(policy, memory, { nowMs, epochMs, region }).memory;
 * const decision = decideJitsiAutoscaler(policy, memory, {
 *   nowMs,
 *   trackedCount: tracker.count(nowMs),
 *   summaries: tracker.summaries(nowMs, memory.scalingOptions),
 * });
 * memory = decision.memory;
 * const plan = planLaunch(policy, memory, { nowMs, ...tracker.launchView(nowMs) });
 * if (plan.action === 'launch') for (const id of cloud.launch(plan.count)) tracker.recordLaunch(id, nowMs, plan);
 * if (plan.action === 'shut-down') tracker.orderShutdown(plan.instanceIds, nowMs);
 * // Elsewhere, every 60 s per instance:
 * const { shutdown } = tracker.report(id, { nowMs, readAtMs }, { stats: { stressLevel, participants } });
 * ```
 * @throws RangeError if a period count of the options is below 1.
 */
export function decideJitsiAutoscaler(
  policy: JitsiAutoscalerPolicy,
  memory: JitsiAutoscalerMemory,
  observation: JitsiAutoscalerObservation,
): JitsiAutoscalerDecision {
  const rule = ruleInForce(policy, memory, observation);
  const desiredCount = desiredCountAfter(rule, memory, observation);
  const changes = rule === 'scale-up' || rule === 'scale-down' || rule === 'reservations';
  const scalingOptions =
    desiredCount === memory.scalingOptions.desiredCount
      ? memory.scalingOptions
      : { ...memory.scalingOptions, desiredCount };
  return {
    desiredCount,
    memory: changes
      ? withChangedOptions(policy, memory, { nowMs: observation.nowMs, scalingOptions })
      : memory,
    reason: autoscaleReason(policy, memory, observation, { rule, desiredCount }),
    rule,
  };
}

function ruleInForce(
  policy: JitsiAutoscalerPolicy,
  memory: JitsiAutoscalerMemory,
  observation: JitsiAutoscalerObservation,
): AutoscaleRule {
  const options = memory.scalingOptions;
  const { nowMs, trackedCount: count, summaries } = observation;
  if (observation.groupLocked === true) return 'group-locked';
  if (!policy.enableAutoScale) return 'autoscale-disabled';
  if (nowMs < memory.graceUntilMs) return 'grace-period';
  if (policy.type === 'selenium-grid') {
    const covered = desiredForReservations(options, observation.reservedNodes ?? 0) === options.desiredCount;
    return covered ? 'reservations-hold' : 'reservations';
  }
  if (policy.enableCloudGuard && count < options.desiredCount) {
    if (cloudGuardAllowance(options, observation.cloudRunningCount ?? null) === 0) return 'cloud-guard';
  }
  if (count === 0) return 'empty-group';
  if (options.desiredCount !== count) return 'waits-for-launcher';
  if (summaries.length === 0) return 'no-metrics';
  if (allPeriodsAsk('up', policy.type, options, { count, summaries })) return 'scale-up';
  if (observation.scaleDownInhibited === true) return 'scale-down-inhibited';
  return allPeriodsAsk('down', policy.type, options, { count, summaries }) ? 'scale-down' : 'hold';
}

function desiredCountAfter(
  rule: AutoscaleRule,
  { scalingOptions: options }: JitsiAutoscalerMemory,
  observation: JitsiAutoscalerObservation,
): number {
  switch (rule) {
    case 'scale-up':
      return Math.min(options.desiredCount + options.scaleUpQuantity, options.maxDesired);
    case 'scale-down':
      return Math.max(options.desiredCount - options.scaleDownQuantity, options.minDesired);
    case 'reservations':
      return desiredForReservations(options, observation.reservedNodes ?? 0);
    default:
      return options.desiredCount;
  }
}

/**
 * The launch job of the jitsi-autoscaler: from the desired count to launches or shutdown orders.
 *
 * It takes no lock and knows no grace period: it closes the whole gap at once, `scaleUpQuantity` limits only
 * decisions. A shutdown order is a flag that the sidecar of the instance reads at its next poll; the service never
 * stops an instance itself, and a surplus of untracked ones is never stopped.
 *
 * Oddity kept, `throttle-is-40`: launches stop at min(maxDesired + 1, 40) untracked instances, but as untracked ones
 * count towards the gap, fewer than maxDesired are untracked whenever a launch is due. Only the 40 ever acts.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/instance_launcher.ts.
 */
import { cloudGuardAllowance } from './cloud-guard.ts';
import type { InstanceId, TrackedInstance } from './inventory.ts';
import type { JitsiAutoscalerMemory } from './memory.ts';
import type { JitsiAutoscalerPolicy } from './policy.ts';
import { selectVictims } from './victims.ts';

export interface LaunchObservation {
  readonly nowMs: number;
  /** Instances that count, as in `JitsiAutoscalerObservation`. */
  readonly trackedCount: number;
  /** The same instances one by one; asked for only to scale down. */
  readonly tracked: () => readonly TrackedInstance[];
  readonly protectedIds: ReadonlySet<InstanceId>;
  /** Instances running in the cloud that the last sanity job found no state of; 0 when unknown. */
  readonly untrackedCount: number;
  /** Instances the cloud runs or provisions; null or absent when it does not answer. Read only by the cloud guard. */
  readonly cloudRunningCount?: number | null;
}

export type LaunchPlan =
  | {
      readonly action: 'launch';
      readonly count: number;
      /** The new instances are kept from scale-down until this time, milliseconds; null for no protection. */
      readonly protectedUntilMs: number | null;
      readonly reason: string;
    }
  | { readonly action: 'shut-down'; readonly instanceIds: readonly InstanceId[]; readonly reason: string }
  | { readonly action: 'none'; readonly rule: IdleRule; readonly reason: string };

/** Why the launcher did nothing. `throttled` is an error upstream and is counted as one. */
export type IdleRule = 'launch-disabled' | 'nothing-to-do' | 'throttled' | 'cloud-guard';

/** Runs the job once; call it at the same ticks as `decideJitsiAutoscaler`. */
export function planLaunch(
  policy: JitsiAutoscalerPolicy,
  memory: JitsiAutoscalerMemory,
  observation: LaunchObservation,
): LaunchPlan {
  const { desiredCount, minDesired, maxDesired } = memory.scalingOptions;
  const { trackedCount: count, untrackedCount } = observation;
  if (!policy.enableLaunch) return idle('launch-disabled', 'launching is switched off');
  const effective = count + untrackedCount;
  if (effective < desiredCount && effective < maxDesired) return planScaleUp(policy, memory, observation);
  if (count > desiredCount && count > minDesired) {
    const instanceIds = selectVictims(policy.type, memory.scalingOptions, {
      tracked: observation.tracked(),
      protectedIds: observation.protectedIds,
    });
    const short = count - Math.max(minDesired, desiredCount) - instanceIds.length;
    return {
      action: 'shut-down',
      instanceIds,
      reason:
        `${count} tracked for ${desiredCount} desired: ${instanceIds.length} told to stop` +
        (short > 0 ? `, ${short} more are protected` : ''),
    };
  }
  return idle('nothing-to-do', `${countText(observation)} for ${desiredCount} desired: nothing to do`);
}

function planScaleUp(
  policy: JitsiAutoscalerPolicy,
  { scalingOptions: options, protectedUntilMs }: JitsiAutoscalerMemory,
  observation: LaunchObservation,
): LaunchPlan {
  const { nowMs, untrackedCount } = observation;
  const gap = `${countText(observation)} for ${options.desiredCount} desired`;
  if (policy.enableUntrackedThrottle) {
    const threshold = Math.min(options.maxDesired + 1, policy.timers.maxThrottleThreshold);
    if (untrackedCount >= threshold) {
      return idle('throttled', `${gap}: launches nothing while ${threshold} or more are untracked`);
    }
  }
  const missing =
    Math.min(options.maxDesired, options.desiredCount) - observation.trackedCount - untrackedCount;
  const allowance = policy.enableCloudGuard
    ? cloudGuardAllowance(options, observation.cloudRunningCount ?? null)
    : Number.POSITIVE_INFINITY;
  if (allowance === 0) {
    return idle(
      'cloud-guard',
      `${gap}, but the cloud runs ${observation.cloudRunningCount}: launches nothing`,
    );
  }
  const count = Math.min(missing, allowance);
  return {
    action: 'launch',
    count,
    protectedUntilMs: nowMs < protectedUntilMs ? nowMs + policy.protectedTTLSec * 1000 : null,
    reason: `${gap}: launches ${count}${count < missing ? ', limited by the cloud guard' : ''}`,
  };
}

/**
 * What a launch that the cloud did not grant in full means: upstream records what came and reports an error, and
 * the next tick asks again for the rest.
 */
export function launchOutcome(requested: number, launched: number): 'complete' | 'partial' | 'failed' {
  if (launched <= 0) return 'failed';
  return launched === requested ? 'complete' : 'partial';
}

function idle(rule: IdleRule, reason: string): LaunchPlan {
  return { action: 'none', rule, reason };
}

function countText({ trackedCount, untrackedCount }: LaunchObservation): string {
  return untrackedCount === 0
    ? `${trackedCount} tracked`
    : `${trackedCount} tracked and ${untrackedCount} untracked`;
}

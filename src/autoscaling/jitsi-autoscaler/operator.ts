/**
 * What operators and external schedulers change by the API. Every such change starts a grace period.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/scaling_options_manager.ts, src/handlers.ts.
 */
import { type JitsiAutoscalerMemory, withChangedOptions } from './memory.ts';
import type { JitsiAutoscalerPolicy, ScalingOptions } from './policy.ts';

/** A full-scaling request: the options an external scheduler sets for the hours to come. */
export interface FullScalingRequest {
  readonly nowMs: number;
  /** `up` never lowers the desired count, `down` never raises it. */
  readonly direction: 'up' | 'down';
  readonly options: Partial<ScalingOptions>;
}

/** Applies a full-scaling request; afterwards the maximum is raised, and the minimum lowered, to fit desired. */
export function applyFullScaling(
  policy: JitsiAutoscalerPolicy,
  memory: JitsiAutoscalerMemory,
  { nowMs, direction, options }: FullScalingRequest,
): JitsiAutoscalerMemory {
  const live = memory.scalingOptions;
  const asked = options.desiredCount ?? live.desiredCount;
  const desiredCount =
    direction === 'up' ? Math.max(live.desiredCount, asked) : Math.min(live.desiredCount, asked);
  const scalingOptions = {
    ...live,
    ...options,
    desiredCount,
    maxDesired: Math.max(options.maxDesired ?? live.maxDesired, desiredCount),
    minDesired: Math.min(options.minDesired ?? live.minDesired, desiredCount),
  };
  return withChangedOptions(policy, memory, { nowMs, scalingOptions });
}

/**
 * Launches some more instances in protected mode: desired grows by `count`, the maximum with it if need be, and
 * what is launched within `protectedTTLSec` is kept from scale-down for `protectedTTLSec`.
 */
export function applyLaunchProtected(
  policy: JitsiAutoscalerPolicy,
  memory: JitsiAutoscalerMemory,
  { nowMs, count }: { readonly nowMs: number; readonly count: number },
): JitsiAutoscalerMemory {
  const live = memory.scalingOptions;
  const desiredCount = live.desiredCount + count;
  const scalingOptions = { ...live, desiredCount, maxDesired: Math.max(live.maxDesired, desiredCount) };
  return {
    ...withChangedOptions(policy, memory, { nowMs, scalingOptions }),
    protectedUntilMs: nowMs + policy.protectedTTLSec * 1000,
  };
}

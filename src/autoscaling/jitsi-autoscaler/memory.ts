/**
 * What the service remembers of a group between its jobs.
 */
import type { JitsiAutoscalerPolicy, ScalingOptions } from './policy.ts';

export interface JitsiAutoscalerMemory {
  /** The live options: the desired count changes here, and a schedule or an operator changes the others. */
  readonly scalingOptions: ScalingOptions;
  /** Metrics change nothing before this time, milliseconds; -Infinity when no grace period runs. */
  readonly graceUntilMs: number;
  /** Launches made before this time are protected from scale-down, milliseconds; -Infinity for none. */
  readonly protectedUntilMs: number;
  /** Name of the schedule's active period, or null. */
  readonly scheduledPeriod: string | null;
  /** The options before the first scheduled period, restored after the last; or null. */
  readonly scheduledBase: ScalingOptions | null;
}

/** The memory of a group that was just created: desired as in the policy, no grace period. */
export function initialJitsiAutoscalerMemory(policy: JitsiAutoscalerPolicy): JitsiAutoscalerMemory {
  return {
    scalingOptions: policy.scalingOptions,
    graceUntilMs: Number.NEGATIVE_INFINITY,
    protectedUntilMs: Number.NEGATIVE_INFINITY,
    scheduledPeriod: null,
    scheduledBase: null,
  };
}

/** New options, and a grace period from now: every change of the options by whatever hand starts one. */
export function withChangedOptions(
  policy: Pick<JitsiAutoscalerPolicy, 'gracePeriodTTLSec'>,
  memory: JitsiAutoscalerMemory,
  { nowMs, scalingOptions }: { readonly nowMs: number; readonly scalingOptions: ScalingOptions },
): JitsiAutoscalerMemory {
  return { ...memory, scalingOptions, graceUntilMs: nowMs + policy.gracePeriodTTLSec * 1000 };
}

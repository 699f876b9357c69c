/**
 * The cloud guard: before trusting a tracked count that is too low, ask the cloud how many instances really run.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/autoscaler.ts, src/instance_launcher.ts. Shipped switched off.
 */
import type { ScalingOptions } from './policy.ts';

/**
 * How many more instances the guard lets start: none once the cloud runs desired + grace, the rest of the grace
 * from desired on, any number below. A cloud that does not answer (null) guards nothing.
 */
export function cloudGuardAllowance(options: ScalingOptions, cloudRunningCount: number | null): number {
  if (cloudRunningCount === null || cloudRunningCount < options.desiredCount) return Number.POSITIVE_INFINITY;
  return Math.max(0, options.desiredCount + (options.cloudGuardGraceCount ?? 0) - cloudRunningCount);
}

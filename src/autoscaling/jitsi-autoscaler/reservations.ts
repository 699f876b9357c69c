/**
 * The reservation floor of `selenium-grid` groups: the only part of them that sizes a group without metrics.
 *
 * Simplification: the session queue of the grid, which also sizes such groups upstream, is taken as empty, and a
 * grid is not scaled down. No Jitsi media component is of this type.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/test/autoscaler.ts (reservation cases).
 */
import type { ScalingOptions } from './policy.ts';

/**
 * The desired count that covers all reserved nodes, once at least `reservationScaleUpThreshold` (1 if absent) of
 * them are not covered; else the present one.
 */
export function desiredForReservations(options: ScalingOptions, reservedNodes: number): number {
  const uncovered = reservedNodes - options.desiredCount;
  if (uncovered < (options.reservationScaleUpThreshold ?? 1)) return options.desiredCount;
  return Math.min(reservedNodes, options.maxDesired);
}

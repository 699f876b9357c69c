/**
 * When the cloud takes a spot instance back. The time to the interruption is exponential: a constant hazard.
 *
 * Simplification: real interruptions come in waves, several of one type and zone at a time; here they are independent.
 * A stock-out of spot with a fault that takes many at once shows the wave.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';

/** Hours of a month as providers count them: 365 * 24 / 12. */
const monthHours = 730;

/**
 * Hazard of one instance, per hour, from the share of instances interrupted within a month.
 *
 *   h = -ln(1 - p) / 730
 *
 * AWS's Spot Instance Advisor publishes p over the last 30 days in bands (under 5 %, 5 to 10 %, ...).
 */
export function interruptionHazardPerHour(interruptedPerMonthRatio: number): number {
  return -Math.log1p(-interruptedPerMonthRatio) / monthHours;
}

/** Milliseconds until the interruption; Infinity when the hazard is 0. */
export function interruptionAfterMs(hazardPerHour: number, stream: RandomStream): number {
  if (hazardPerHour === 0) return Number.POSITIVE_INFINITY;
  return (-Math.log1p(-stream.nextUnit()) / hazardPerHour) * 3_600_000;
}

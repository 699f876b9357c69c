/**
 * The two questions of the decision: do all recent periods ask for more, do all ask for less?
 *
 * Nothing makes the two thresholds agree with each other: with a Jibri group at up 1 and down 1 the only value
 * that asks for nothing is exactly 1.
 *
 * Source: jitsi/jitsi-autoscaler@c302ef1 src/autoscaler.ts.
 */
import type { PeriodSummaries } from './periods.ts';
import { countsAvailable, type JitsiGroupType, type ScalingOptions } from './policy.ts';

/**
 * Whether one period asks for more instances. Below the minimum it does, whatever its value.
 *
 *   available instances:  (count < max and value < scaleUpThreshold) or count < min
 *   stress:               (count < max and value >= scaleUpThreshold) or count < min
 */
function asksForMore(
  type: JitsiGroupType,
  options: ScalingOptions,
  { count, value }: { readonly count: number; readonly value: number },
): boolean {
  if (count < options.minDesired) return true;
  if (count >= options.maxDesired) return false;
  return countsAvailable(type) ? value < options.scaleUpThreshold : value >= options.scaleUpThreshold;
}

/**
 * Whether one period asks for fewer instances.
 *
 *   available instances:  count > min and value > scaleDownThreshold
 *   stress:               count > min and value < scaleDownThreshold
 */
function asksForFewer(
  type: JitsiGroupType,
  options: ScalingOptions,
  { count, value }: { readonly count: number; readonly value: number },
): boolean {
  if (count <= options.minDesired) return false;
  return countsAvailable(type) ? value > options.scaleDownThreshold : value < options.scaleDownThreshold;
}

/**
 * Whether all of the newest periods of a direction agree; reads no further than the first that does not.
 *
 * @throws RangeError if the period count of the direction is below 1, as upstream fails there too.
 */
export function allPeriodsAsk(
  direction: 'up' | 'down',
  type: JitsiGroupType,
  options: ScalingOptions,
  { count, summaries }: { readonly count: number; readonly summaries: PeriodSummaries },
): boolean {
  const asks = direction === 'up' ? asksForMore : asksForFewer;
  const periodsCount = Math.min(periodsOf(direction, options), summaries.length);
  if (periodsCount < 1) throw new RangeError(`allPeriodsAsk: no period to judge ${direction} by`);
  for (let period = 0; period < periodsCount; period += 1) {
    if (!asks(type, options, { count, value: summaries.at(period)! })) return false;
  }
  return true;
}

/** How many newest periods a direction is judged by. */
export function periodsOf(direction: 'up' | 'down', options: ScalingOptions): number {
  return direction === 'up' ? options.scaleUpPeriodsCount : options.scaleDownPeriodsCount;
}

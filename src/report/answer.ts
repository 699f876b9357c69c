/**
 * The answer in words: which variant to take, and for each how many bridges, when, at what cost, at what pain,
 * and how close to what was measured. Every figure with its interval.
 */
import { clockTime, horizonInWords } from '../charts/clock.ts';
import { formatEstimate, formatMoney, formatNumber, formatPercent } from '../charts/figures.ts';
import type { Estimate, Results, VariantResults } from '../experiment/results.ts';

export interface VariantAnswer {
  readonly variant: string;
  readonly policy: string;
  readonly bridges: string;
  readonly cost: string;
  readonly pain: string;
  /** Against every measured series; empty without measurements. */
  readonly measured: readonly string[];
}

/** One or two sentences that stand above everything else. */
export function verdictOf(results: Results): string {
  const { variants } = results;
  const [only] = variants;
  if (only === undefined) throw new Error('verdictOf: results without a variant');
  if (variants.length === 1) return verdictOfOne(only);
  const judged = variants.filter((variant) => variant.objectives.length > 0);
  if (judged.length === 0) return verdictWithoutObjectives(results);
  const meeting = judged.filter((variant) => variant.objectives.every(({ verdict }) => verdict === 'met'));
  if (meeting.length === 0) return verdictWhenNoneMeets(results);
  const cheapest = least(meeting, costOf);
  const cost = formatMoney(cheapest.estimates.cost, results.currency);
  const first =
    meeting.length === 1
      ? `Only “${cheapest.variant}” meets every objective, for ${cost} in ${horizonInWords(results)}.`
      : `“${cheapest.variant}” meets every objective at the least cost: ${cost} in ${horizonInWords(results)}.`;
  return `${first}${tiedWith(cheapest, meeting, costOf)}`;
}

export function answersOf(results: Results): readonly VariantAnswer[] {
  return results.variants.map((variant) => ({
    variant: variant.variant,
    policy: policyInWords(variant),
    bridges: bridgesInWords(results, variant),
    cost: costInWords(results, variant),
    pain: painInWords(results, variant),
    measured: variant.agreements.map((agreement) => {
      if (agreement.meanAbsolutePercentageError.mean === 0)
        return `${agreement.series}: the same in every minute.`;
      const inside = Math.round(agreement.insideBandRatio * 100);
      return `${agreement.series}: off by ${formatPercent(agreement.meanAbsolutePercentageError)} on average, ${biasInWords(agreement.bias)}; ${inside}\u00a0% of the measured minutes lie within the range of the replications.`;
    }),
  }));
}

function verdictOfOne(variant: VariantResults): string {
  const of = (verdict: string) =>
    variant.objectives.filter((objective) => objective.verdict === verdict).length;
  if (variant.objectives.length === 0) return 'No objective was set; the figures below are the answer.';
  if (of('violated') > 0) return `${of('violated')} of ${variant.objectives.length} objectives are violated.`;
  if (of('inconclusive') > 0)
    return 'Not certain: more replications are needed to tell whether every objective is met.';
  return 'Every objective is met.';
}

function verdictWithoutObjectives(results: Results): string {
  const cheapest = least(results.variants, costOf);
  const kindest = least(results.variants, overstressOf);
  const cost = formatMoney(cheapest.estimates.cost, results.currency);
  const share = formatPercent(kindest.estimates.overstressedParticipantMinutesRatio);
  if (cheapest === kindest) {
    return `“${cheapest.variant}” costs least (${cost}) and overstresses participants least (${share} of their time).`;
  }
  return [
    `“${cheapest.variant}” costs least (${cost}).${tiedWith(cheapest, results.variants, costOf)}`,
    `“${kindest.variant}” overstresses participants least (${share} of their time).${tiedWith(kindest, results.variants, overstressOf)}`,
  ].join(' ');
}

function verdictWhenNoneMeets(results: Results): string {
  const kindest = least(results.variants, overstressOf);
  const open = results.variants.some((variant) =>
    variant.objectives.every(({ verdict }) => verdict !== 'violated'),
  );
  const share = formatPercent(kindest.estimates.overstressedParticipantMinutesRatio);
  const first = open
    ? 'No variant is certain to meet every objective; more replications may decide.'
    : 'No variant meets every objective.';
  return `${first} “${kindest.variant}” comes closest in quality: ${share} of participants’ time on overstressed bridges.${tiedWith(kindest, results.variants, overstressOf)}`;
}

type EstimateOf = (variant: VariantResults) => Estimate;
const costOf: EstimateOf = (variant) => variant.estimates.cost;
const overstressOf: EstimateOf = (variant) => variant.estimates.overstressedParticipantMinutesRatio;

/** Says so when another variant cannot be told from the best by its interval. */
function tiedWith(best: VariantResults, among: readonly VariantResults[], of: EstimateOf): string {
  const tied = among.filter((variant) => variant !== best && lowerEnd(of(variant)) <= upperEnd(of(best)));
  if (tied.length === 0) return '';
  return ` Within the intervals, ${tied.map((variant) => `“${variant.variant}”`).join(' and ')} cannot be told from it.`;
}

function policyInWords(variant: VariantResults): string {
  const bridges = `policy ${variant.policyBridges}`;
  return variant.policyJibris === null ? bridges : `${bridges}, Jibris by ${variant.policyJibris}`;
}

function bridgesInWords(results: Results, variant: VariantResults): string {
  const ready = variant.bands.bridgesReady.mean;
  const most = extremeOf(ready, 1);
  const fewest = extremeOf(ready, -1);
  const mean = formatEstimate(variant.estimates.bridgesReadyMean);
  const [low, high] = [formatNumber(Math.round(fewest.value)), formatNumber(Math.round(most.value))];
  const hours = formatEstimate(variant.estimates.bridgeHoursPaid);
  if (low === high) return `${low} ready all the time, ${hours} bridge-hours paid.`;
  const when = clockTime(results, variant.minute[most.index] ?? 0);
  return `${low} to ${high} ready, ${mean} on average, most at ${when}; ${hours} bridge-hours paid.`;
}

function costInWords(results: Results, variant: VariantResults): string {
  const { cost, costPerDay, oracleCost } = variant.estimates;
  const whole = `${formatMoney(cost, results.currency)} for ${horizonInWords(results)}`;
  const least = formatMoney(oracleCost, results.currency);
  // The bound is the cost of serving all of the load: a fleet that was too small can have cost less.
  const bound =
    oracleCost.mean > cost.mean
      ? `To serve all of it, perfect foresight would have paid ${least}: there was less than the load needed.`
      : `Perfect foresight would have paid at least ${least}.`;
  if (results.horizonMinutes === 24 * 60) return `${whole}. ${bound}`;
  return `${whole}, ${formatMoney(costPerDay, results.currency)} a day. ${bound}`;
}

function painInWords(results: Results, variant: VariantResults): string {
  const share = variant.estimates.overstressedParticipantMinutesRatio;
  const failures = variant.estimates.joinFailureRatio;
  const worst = extremeOf(variant.bands.overstressedParticipantMinutes.mean, 1);
  const overstress =
    share.mean === 0
      ? 'No participant was ever on an overstressed bridge'
      : `${formatPercent(share)} of participants’ time on overstressed bridges, worst at ${clockTime(results, variant.minute[worst.index] ?? 0)}`;
  const joins = failures.mean === 0 ? 'no join failed' : `${formatPercent(failures)} of joins failed`;
  const parts = [overstress, joins];
  if (variant.estimates.participantsDropped.mean > 0) {
    const { participantsDropped, prosodyKills, frontRestarts } = variant.estimates;
    parts.push(
      `participants dropped out ${formatEstimate(participantsDropped)} times, with ${formatEstimate(frontRestarts)} restarts of web front pods and ${formatEstimate(prosodyKills)} of Prosody`,
    );
  }
  if (variant.policyJibris !== null) {
    const refused = variant.estimates.recordingRefusedRatio;
    parts.push(
      refused.mean === 0 ? 'no recording was refused' : `${formatPercent(refused)} of recordings refused`,
    );
  }
  return `${parts.join('; ')}.`;
}

function biasInWords(bias: Estimate): string {
  const size = formatEstimate({ ...bias, mean: Math.abs(bias.mean) });
  if (bias.mean === 0) return 'no bias';
  return `${size} too ${bias.mean > 0 ? 'high' : 'low'}`;
}

function least(
  variants: readonly VariantResults[],
  of: (variant: VariantResults) => Estimate,
): VariantResults {
  return variants.reduce((best, variant) => (of(variant).mean < of(best).mean ? variant : best));
}

/** The first minute that comes within a thousandth of the extreme: on a plateau, its beginning. */
function extremeOf(values: Float64Array, sign: 1 | -1): { index: number; value: number } {
  const known = values.filter((value) => Number.isFinite(value));
  const value = sign * known.reduce((most, each) => Math.max(most, sign * each), Number.NEGATIVE_INFINITY);
  const index = values.findIndex((each) => Math.abs(each - value) <= 1e-3 * Math.abs(value));
  return { index, value };
}

function upperEnd({ mean, halfWidth95 }: Estimate): number {
  return mean + (Number.isFinite(halfWidth95) ? halfWidth95 : 0);
}

function lowerEnd({ mean, halfWidth95 }: Estimate): number {
  return mean - (Number.isFinite(halfWidth95) ? halfWidth95 : 0);
}

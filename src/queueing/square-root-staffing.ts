/**
 * Square-root staffing: the load, plus a margin that grows only as its square root. Large fleets need relatively
 * little spare, small ones a lot.
 */
import { bisect } from '../stats/bisect.ts';
import { normalCdf, normalDensity, normalQuantile } from '../stats/normal.ts';

/**
 * Servers for a load and a margin.
 *
 *   s = ceil(m + beta sqrt(z m))
 *
 * m is `offeredLoadErlangs` (for a load that varies in time, the mean present m(t); with a lead time for provisioning,
 * its maximum over that time), z the peakedness, beta from {@link halfinWhittBeta} or {@link normalTailBeta}.
 *
 * An approximation: with {@link halfinWhittBeta}, from ten erlangs on, it gives the very number of servers Erlang C asks
 * for when a fifth or more may wait, and one or two too few when only a hundredth or a thousandth may.
 *
 * Source: O. Jennings, A. Mandelbaum, W. Massey, W. Whitt, Server staffing to meet time-varying demand, Management
 * Science 42 (1996) 1383-1394; peakedness after Whitt, Operations Research 40 (1992) 708-723.
 *
 * @param options.offeredLoadErlangs m, non-negative
 * @param options.beta the margin in standard deviations; negative values understaff
 * @param options.peakedness z, positive; 1 (Poisson) unless given
 * @throws RangeError when load or peakedness lie outside, or beta is NaN
 */
export function squareRootStaffing(options: {
  readonly offeredLoadErlangs: number;
  readonly beta: number;
  readonly peakedness?: number;
}): number {
  const { offeredLoadErlangs, beta, peakedness = 1 } = options;
  if (!(offeredLoadErlangs >= 0 && peakedness > 0) || Number.isNaN(beta)) {
    throw new RangeError(
      `squareRootStaffing: needs a load from 0, a positive peakedness and a beta, got ${offeredLoadErlangs}, ` +
        `${peakedness}, ${beta}`,
    );
  }
  return Math.max(0, Math.ceil(offeredLoadErlangs + beta * Math.sqrt(peakedness * offeredLoadErlangs)));
}

/**
 * Probability that an arrival must wait, in the limit of many servers s = m + beta sqrt(m).
 *
 *   P(wait) = 1 / (1 + beta Phi(beta) / phi(beta)),   beta > 0;   1 at beta = 0
 *
 * Source: S. Halfin, W. Whitt, Heavy-traffic limits for queues with many exponential servers, Operations Research 29
 * (1981) 567-588, proposition 1.
 *
 * @throws RangeError when beta is negative: such a queue has no steady state
 */
export function halfinWhittDelayProbability(beta: number): number {
  if (!(beta >= 0))
    throw new RangeError(`halfinWhittDelayProbability: beta must not be negative, got ${beta}`);
  return 1 / (1 + (beta * normalCdf(beta)) / normalDensity(beta));
}

/** Largest margin {@link halfinWhittBeta} looks for; there the probability of waiting is below 1e-190. */
const betaMax = 30;

/**
 * The margin beta with which an arrival must wait with a given probability: the inverse of
 * {@link halfinWhittDelayProbability}.
 *
 * @param delayProbability above 0, at most 1
 * @throws RangeError when it lies outside
 */
export function halfinWhittBeta(delayProbability: number): number {
  if (!(delayProbability > 0 && delayProbability <= 1)) {
    throw new RangeError(
      `halfinWhittBeta: probability must lie above 0, at most at 1, got ${delayProbability}`,
    );
  }
  return bisect({
    nonDecreasing: (beta) => -halfinWhittDelayProbability(beta),
    target: -delayProbability,
    low: 0,
    high: betaMax,
  });
}

/**
 * The margin beta with which the number present exceeds the servers with a given probability, in the normal
 * approximation of the infinite-server system.
 *
 *   beta = Phi^-1(1 - overflowProbability)
 *
 * Source: Jennings and others 1996, section 2.
 */
export function normalTailBeta(overflowProbability: number): number {
  return -normalQuantile(overflowProbability);
}

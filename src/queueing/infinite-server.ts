/**
 * Infinite servers, M_t/G/infinity: everyone who arrives is served at once. Conferences and participants behave so as
 * long as nothing is refused, and what is present is then the offered load that any fleet must carry.
 *
 * The number present at a time is Poisson with mean m(t), whatever the distribution of the stay. For a finite fleet,
 * m(t) put into Erlang B or C in place of a stationary load is the modified-offered-load approximation.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import { limitedMoment } from '../stats/distributions/moments.ts';
import { lowerIncompleteGamma } from '../stats/special-functions/incomplete-gamma.ts';
import { msPerMinute } from '../units/time.ts';

/** Arrivals per hour, linear between points; nobody arrives before the first or after the last. */
export interface ArrivalRate {
  /** Milliseconds, not decreasing; two equal times make a jump. */
  readonly timeMs: ArrayLike<number>;
  /** Non-negative. */
  readonly ratePerHour: ArrayLike<number>;
}

/**
 * Mean number present at a time t, for a rate that is linear between points and any distribution of the stay.
 *
 *   m(t) = integral over u >= 0 of lambda(t - u) P(S > u) du
 *
 * On a segment lambda(t - u) = alpha - slope u, and the integral is closed: alpha (H1(u2) - H1(u1)) - slope (H2(u2) -
 * H2(u1)) / 2 with Hk(u) = E[min(S, u)^k]. So there is no step size, and no error but rounding.
 *
 * Source: S. G. Eick, W. A. Massey, W. Whitt, The physics of the M_t/G/infinity queue, Operations Research 41 (1993)
 * 731-742, theorem 1.
 *
 * @param options.stayMinutes S, in minutes; its negative part counts as a stay of 0
 * @param options.atMs t; before the first point nobody is present
 */
export function meanPresent(options: {
  readonly arrivals: ArrivalRate;
  readonly stayMinutes: Distribution;
  readonly atMs: number;
}): number {
  const { arrivals, stayMinutes, atMs } = options;
  const { timeMs, ratePerHour } = arrivals;
  let present = 0;
  for (let index = 1; index < timeMs.length; index += 1) {
    const fromMs = timeMs[index - 1]!;
    const toMs = timeMs[index]!;
    if (fromMs >= atMs) break;
    if (fromMs === toMs) continue;
    const fromRate = ratePerHour[index - 1]! / 60;
    const slope = (ratePerHour[index]! / 60 - fromRate) / ((toMs - fromMs) / msPerMinute);
    const oldest = (atMs - fromMs) / msPerMinute;
    const youngest = Math.max(0, (atMs - toMs) / msPerMinute);
    const first = limitedMoment(stayMinutes, 1, oldest) - limitedMoment(stayMinutes, 1, youngest);
    const second = limitedMoment(stayMinutes, 2, oldest) - limitedMoment(stayMinutes, 2, youngest);
    present += (fromRate + slope * oldest) * first - (slope * second) / 2;
  }
  return Math.max(0, present);
}

/**
 * Mean number present under a sinusoidal rate and exponential stays, after it has gone on forever.
 *
 *   lambda(t) = r (1 + b sin g t)
 *   m(t) = r E[S] (1 + b / (1 + (g E[S])^2) * (sin g t - g E[S] cos g t)),   g = 2 pi / period
 *
 * The peak of m lags the peak of the rate by atan(g E[S]) / g, and is flatter by sqrt(1 + (g E[S])^2).
 *
 * Source: Eick, Massey, Whitt, M_t/G/infinity queues with sinusoidal arrival rates, Management Science 39 (1993)
 * 241-252.
 *
 * @param options.meanRatePerHour r
 * @param options.relativeAmplitude b, 0 to 1
 */
export function sinusoidalMeanPresent(options: {
  readonly meanRatePerHour: number;
  readonly relativeAmplitude: number;
  readonly periodMinutes: number;
  readonly stayMeanMinutes: number;
  readonly atMinutes: number;
}): number {
  const { meanRatePerHour, relativeAmplitude, periodMinutes, stayMeanMinutes, atMinutes } = options;
  const frequency = (2 * Math.PI) / periodMinutes;
  const lag = frequency * stayMeanMinutes;
  const swing = Math.sin(frequency * atMinutes) - lag * Math.cos(frequency * atMinutes);
  const load = (meanRatePerHour / 60) * stayMeanMinutes;
  return load * (1 + (relativeAmplitude / (1 + lag * lag)) * swing);
}

/**
 * Fewest servers that the number present exceeds with at most a given probability: the exact Poisson tail, of which
 * square-root staffing with the normal tail is the approximation.
 *
 *   s = min { s : P(N > s) <= probabilityMax },   N Poisson with mean m
 *
 * @param options.meanPresent m, non-negative
 * @param options.probabilityMax above 0, at most 1
 * @throws RangeError when the probability lies outside
 */
export function serversForOverflow(options: {
  readonly meanPresent: number;
  readonly probabilityMax: number;
}): number {
  const { meanPresent: mean, probabilityMax } = options;
  if (!(probabilityMax > 0 && probabilityMax <= 1)) {
    throw new RangeError(
      `serversForOverflow: probability must lie above 0, at most at 1, got ${probabilityMax}`,
    );
  }
  if (!(mean >= 0))
    throw new RangeError(`serversForOverflow: mean present must not be negative, got ${mean}`);
  // P(N > s) = P(s + 1, m), without the cancellation of 1 - probabilityMax.
  const overflow = (servers: number): number => lowerIncompleteGamma(servers + 1, mean);
  if (overflow(0) <= probabilityMax) return 0;
  let low = 0;
  let high = Math.ceil(mean) + 1;
  while (overflow(high) > probabilityMax) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (overflow(middle) <= probabilityMax) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Peakedness of arrivals that come in groups (the participants of conferences): the variance to mean ratio of the
 * number present with infinite servers. 1 for single arrivals.
 *
 *   z = 1 + (E[B^2] / E[B] - 1) * overlap,   overlap = E[min(S, S')] / E[S]
 *
 * B is the size of a group that arrives at once, S and S' the stays of two of its members: overlap 1 when members leave
 * together or all stay equally long, 1/2 for independent exponential stays.
 *
 * Derivation: for groups in a Poisson stream of rate r, Var N = r * integral of E[B] P(S > u) + E[B(B - 1)] P(S > u,
 * S' > u) du, divided by E N = r E[B] E[S].
 *
 * @param options.sizeMean E[B], at least 1
 * @param options.sizeVariance Var(B), non-negative
 * @param options.overlap 0 to 1
 * @throws RangeError outside those ranges
 */
export function groupPeakedness(options: {
  readonly sizeMean: number;
  readonly sizeVariance: number;
  readonly overlap: number;
}): number {
  const { sizeMean, sizeVariance, overlap } = options;
  if (!(sizeMean >= 1 && sizeVariance >= 0 && overlap >= 0 && overlap <= 1)) {
    throw new RangeError(
      `groupPeakedness: needs a mean from 1, a variance from 0 and an overlap in 0 to 1, got ${sizeMean}, ` +
        `${sizeVariance}, ${overlap}`,
    );
  }
  return 1 + (sizeMean + sizeVariance / sizeMean - 1) * overlap;
}

/**
 * Arrivals of a non-homogeneous Poisson process whose rate is linear between points.
 *
 *   L(t) = integral of the rate from 0 to t,   arrivals at L^-1(E_1), L^-1(E_1 + E_2), ...,   E_k ~ Exp(1)
 *
 * Inversion costs one exponential per arrival and rejects none, so arrival k is the same function of the same draws
 * whatever the curve does elsewhere. Within a segment with rate r at its start and slope s, the mass m is reached
 * after x = 2m / (r + sqrt(r^2 + 2 s m)), the stable root of r x + s x^2 / 2 = m.
 *
 * Before its first point the curve is not defined, after its last point it keeps the last rate. Only planned starts
 * from 0 up to, but not including, the horizon exist: a run begins with no conference in progress.
 *
 * Source: Cinlar 1975, Introduction to Stochastic Processes, chapter 4 (inversion of the mean value function).
 */
import type { RateCurve } from './demand.ts';

const msPerHour = 3_600_000;

export class CumulativeRate {
  /** Expected number of arrivals in [0, horizon). */
  readonly total: number;
  /** Segment i runs from startMs[i] to startMs[i + 1]; rates per millisecond; mass before the segment. */
  readonly #startMs: Float64Array;
  readonly #ratePerMs: Float64Array;
  readonly #massBefore: Float64Array;
  #segment = 0;
  #massReached = 0;
  #timeReachedMs = 0;

  constructor(curve: RateCurve, horizonMs: number) {
    const { times, rates } = clipToHorizon(curve, horizonMs);
    this.#startMs = Float64Array.from(times);
    this.#ratePerMs = Float64Array.from(rates, (ratePerHour) => ratePerHour / msPerHour);
    this.#massBefore = new Float64Array(times.length);
    for (let i = 1; i < times.length; i += 1) {
      const lengthMs = this.#startMs[i]! - this.#startMs[i - 1]!;
      const meanRatePerMs = (this.#ratePerMs[i]! + this.#ratePerMs[i - 1]!) / 2;
      this.#massBefore[i] = this.#massBefore[i - 1]! + lengthMs * meanRatePerMs;
    }
    this.total = this.#massBefore[times.length - 1]!;
  }

  /**
   * Moves on by `mass` (one draw of Exp(1)) and returns the time in milliseconds at which the cumulative rate
   * reaches it; Infinity beyond the horizon, and from then on.
   */
  advance(mass: number): number {
    // The target is kept as an absolute mass: adding times up would let rounding drift over millions of arrivals.
    this.#massReached += mass;
    const target = this.#massReached;
    if (!(target < this.total)) {
      return Number.POSITIVE_INFINITY;
    }
    let segment = this.#segment;
    while (this.#massBefore[segment + 1]! <= target) {
      segment += 1;
    }
    this.#segment = segment;
    const startMs = this.#startMs[segment]!;
    const lengthMs = this.#startMs[segment + 1]! - startMs;
    const rate = this.#ratePerMs[segment]!;
    const slope = (this.#ratePerMs[segment + 1]! - rate) / lengthMs;
    const massInSegment = target - this.#massBefore[segment]!;
    const root = Math.sqrt(Math.max(0, rate * rate + 2 * slope * massInSegment));
    const denominator = rate + root;
    const elapsedMs = denominator > 0 ? Math.min(lengthMs, (2 * massInSegment) / denominator) : 0;
    // Rounding may put two arrivals of nearly equal mass in the wrong order by one unit in the last place.
    this.#timeReachedMs = Math.max(this.#timeReachedMs, startMs + elapsedMs);
    return this.#timeReachedMs;
  }
}

/** Expected number of arrivals between two times within the horizon. */
export function expectedArrivals(
  curve: RateCurve,
  { fromMs, toMs, horizonMs }: { readonly fromMs: number; readonly toMs: number; readonly horizonMs: number },
): number {
  const { times, rates } = clipToHorizon(curve, horizonMs);
  let expected = 0;
  for (let i = 1; i < times.length; i += 1) {
    const start = Math.max(fromMs, times[i - 1]!);
    const end = Math.min(toMs, times[i]!);
    if (end <= start) continue;
    const slope = (rates[i]! - rates[i - 1]!) / (times[i]! - times[i - 1]!);
    const middleRate = rates[i - 1]! + slope * ((start + end) / 2 - times[i - 1]!);
    expected += (middleRate * (end - start)) / msPerHour;
  }
  return expected;
}

/** The curve's points inside [0, horizon], with interpolated points at both ends. */
export function clipToHorizon(curve: RateCurve, horizonMs: number): { times: number[]; rates: number[] } {
  const times = [0];
  const rates = [ratePerHourAt(curve, 0)];
  for (let i = 0; i < curve.timeMs.length; i += 1) {
    const timeMs = curve.timeMs[i]!;
    if (timeMs > 0 && timeMs < horizonMs) {
      times.push(timeMs);
      rates.push(curve.ratePerHour[i]!);
    }
  }
  times.push(horizonMs);
  rates.push(ratePerHourAt(curve, horizonMs));
  return { times, rates };
}

/** Conferences per hour at a time; the first or last rate outside the points. */
export function ratePerHourAt(curve: RateCurve, timeMs: number): number {
  const last = curve.timeMs.length - 1;
  if (timeMs <= curve.timeMs[0]!) {
    return curve.ratePerHour[0]!;
  }
  if (timeMs >= curve.timeMs[last]!) {
    return curve.ratePerHour[last]!;
  }
  let i = 1;
  while (curve.timeMs[i]! < timeMs) {
    i += 1;
  }
  const share = (timeMs - curve.timeMs[i - 1]!) / (curve.timeMs[i]! - curve.timeMs[i - 1]!);
  return curve.ratePerHour[i - 1]! + share * (curve.ratePerHour[i]! - curve.ratePerHour[i - 1]!);
}

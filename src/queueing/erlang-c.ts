/**
 * Erlang's delay system M/M/c: arrivals that find all servers busy wait, first come first served.
 */
import { erlangB } from './erlang-b.ts';

export interface DelaySystem {
  /** Whole, at least 1. */
  readonly servers: number;
  /** Arrival rate times mean service time; non-negative. */
  readonly offeredLoadErlangs: number;
}

/**
 * Erlang C: the probability that an arrival must wait in an M/M/c queue.
 *
 *   C = B / (1 - rho * (1 - B)),   B = Erlang B(c, a),   rho = a / c
 *
 * c is `servers`, a is `offeredLoadErlangs`. Holds for a < c; at or above it the queue grows without limit and every
 * arrival waits (1).
 *
 * Source: A. K. Erlang 1917; Cooper, Introduction to Queueing Theory, 2nd edition, 3.4.
 *
 * @throws RangeError when `servers` is not a whole number from 1, or the load is negative or not finite
 */
export function erlangC(system: DelaySystem): number {
  const { servers, offeredLoadErlangs } = system;
  if (servers === 0) throw new RangeError('erlangC: needs at least one server');
  const blocking = erlangB(system);
  if (offeredLoadErlangs >= servers) return 1;
  const utilisation = offeredLoadErlangs / servers;
  return blocking / (1 - utilisation * (1 - blocking));
}

/**
 * Mean wait in an M/M/c queue, over all arrivals, those that need not wait included.
 *
 *   W = C / (c - a) * E[S];   Infinity for a >= c
 *
 * @param options.serviceMeanMs E[S], milliseconds
 */
export function waitMeanMs(options: DelaySystem & { readonly serviceMeanMs: number }): number {
  const { servers, offeredLoadErlangs, serviceMeanMs } = options;
  const delayProbability = erlangC(options);
  if (offeredLoadErlangs >= servers) return Number.POSITIVE_INFINITY;
  return (delayProbability / (servers - offeredLoadErlangs)) * serviceMeanMs;
}

/**
 * Probability that an arrival waits longer than a time in an M/M/c queue, first come first served.
 *
 *   P(W > t) = C exp(-(c - a) t / E[S]);   1 for a >= c
 *
 * @param options.waitMs t, milliseconds, non-negative
 */
export function waitExceedsProbability(
  options: DelaySystem & { readonly serviceMeanMs: number; readonly waitMs: number },
): number {
  const { servers, offeredLoadErlangs, serviceMeanMs, waitMs } = options;
  const delayProbability = erlangC(options);
  if (offeredLoadErlangs >= servers) return 1;
  return delayProbability * Math.exp((-(servers - offeredLoadErlangs) * waitMs) / serviceMeanMs);
}

/**
 * The wait that a share p of the arrivals does not exceed: the inverse of {@link waitExceedsProbability}.
 *
 *   t = max(0, ln(C / (1 - p)) * E[S] / (c - a));   Infinity for a >= c
 *
 * @param options.p from 0, below 1
 * @throws RangeError when p lies outside
 */
export function waitQuantileMs(
  options: DelaySystem & { readonly serviceMeanMs: number; readonly p: number },
): number {
  const { servers, offeredLoadErlangs, serviceMeanMs, p } = options;
  if (!(p >= 0 && p < 1)) throw new RangeError(`waitQuantileMs: p must lie from 0 to below 1, got ${p}`);
  const delayProbability = erlangC(options);
  if (offeredLoadErlangs >= servers) return Number.POSITIVE_INFINITY;
  if (p <= 1 - delayProbability) return 0;
  return (Math.log(delayProbability / (1 - p)) * serviceMeanMs) / (servers - offeredLoadErlangs);
}

/**
 * Fewest servers with which an arrival must wait with at most a given probability.
 *
 * @param options.delayProbabilityMax above 0, at most 1
 * @throws RangeError when it lies outside
 */
export function serversForDelay(options: {
  readonly offeredLoadErlangs: number;
  readonly delayProbabilityMax: number;
}): number {
  const { offeredLoadErlangs, delayProbabilityMax } = options;
  if (!(delayProbabilityMax > 0 && delayProbabilityMax <= 1)) {
    throw new RangeError(
      `serversForDelay: probability must lie above 0, at most at 1, got ${delayProbabilityMax}`,
    );
  }
  const meets = (servers: number): boolean => erlangC({ servers, offeredLoadErlangs }) <= delayProbabilityMax;
  // C falls with every server; double the distance from the load until it is small enough, then halve.
  let low = Math.floor(offeredLoadErlangs);
  let distance = 1;
  while (!meets(low + distance)) distance *= 2;
  let high = low + distance;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (meets(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * One server and a queue: Prosody's single core is one, and so is a bridge's packet queue.
 */

/**
 * Mean wait before service in an M/G/1 queue (Pollaczek and Khinchine).
 *
 *   W = rho / (1 - rho) * (1 + v) / 2 * E[S]
 *
 * rho is `utilisation` (arrival rate times mean service time), v the squared coefficient of variation of the service
 * time, Var(S) / E[S]^2: 0 for a constant, 1 for an exponential service time. Infinity for rho >= 1.
 *
 * Source: Pollaczek 1930, Khinchine 1932; Kleinrock, Queueing Systems I, 5.6.
 *
 * @param options.utilisation non-negative
 * @param options.serviceMeanMs E[S], milliseconds, non-negative
 * @param options.serviceVariationSquared v, non-negative
 * @throws RangeError when one of them is negative or NaN
 */
export function pollaczekKhinchineWaitMs(options: {
  readonly utilisation: number;
  readonly serviceMeanMs: number;
  readonly serviceVariationSquared: number;
}): number {
  const { utilisation, serviceMeanMs, serviceVariationSquared } = options;
  if (!(utilisation >= 0 && serviceMeanMs >= 0 && serviceVariationSquared >= 0)) {
    throw new RangeError(
      'pollaczekKhinchineWaitMs: utilisation, mean and variation must not be negative, got ' +
        `${utilisation}, ${serviceMeanMs}, ${serviceVariationSquared}`,
    );
  }
  if (utilisation >= 1) return Number.POSITIVE_INFINITY;
  return (utilisation / (1 - utilisation)) * ((1 + serviceVariationSquared) / 2) * serviceMeanMs;
}

/**
 * Mean number present (waiting and in service) in an M/M/1 queue.
 *
 *   L = rho / (1 - rho);   Infinity for rho >= 1
 *
 * Source: Kleinrock, Queueing Systems I, 3.2.
 */
export function mm1PresentMean(utilisation: number): number {
  if (!(utilisation >= 0))
    throw new RangeError(`mm1PresentMean: utilisation must not be negative, got ${utilisation}`);
  return utilisation >= 1 ? Number.POSITIVE_INFINITY : utilisation / (1 - utilisation);
}

/**
 * Quantile of the time in an M/M/1 queue, wait and service together, first come first served; it is exponential.
 *
 *   t = -ln(1 - p) * E[S] / (1 - rho);   Infinity for rho >= 1
 *
 * Source: Kleinrock, Queueing Systems I, 5.7.
 *
 * @param options.p from 0, below 1
 * @throws RangeError when p lies outside
 */
export function mm1TimeInSystemQuantileMs(options: {
  readonly utilisation: number;
  readonly serviceMeanMs: number;
  readonly p: number;
}): number {
  const { utilisation, serviceMeanMs, p } = options;
  if (!(p >= 0 && p < 1)) {
    throw new RangeError(`mm1TimeInSystemQuantileMs: p must lie from 0 to below 1, got ${p}`);
  }
  return utilisation >= 1 ? Number.POSITIVE_INFINITY : (-Math.log1p(-p) * serviceMeanMs) / (1 - utilisation);
}

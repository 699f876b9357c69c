/**
 * Erlang's loss system M/G/c/c: arrivals that find all servers busy are lost. Recorders are one (Jicofo refuses a
 * recording when no Jibri is free), and by insensitivity only the mean of the service time matters.
 */
import { bisect } from '../stats/bisect.ts';
import { poissonDensity, upperIncompleteGamma } from '../stats/special-functions/incomplete-gamma.ts';

/** Most servers the recursions walk through; a larger answer means a slip in the load or the target. */
const serversMax = 10_000_000;

/**
 * Erlang B: the probability that an arrival finds all servers busy and is lost.
 *
 *   B(0) = 1,   B(n) = a B(n - 1) / (n + a B(n - 1)),   n = 1 ... c
 *
 * c is `servers`, a is `offeredLoadErlangs` (arrival rate times mean service time). Holds for Poisson arrivals and any
 * service time distribution (insensitivity).
 *
 * Source: A. K. Erlang 1917; recursion after Jagerman, Bell System Technical Journal 53 (1974) 525-551.
 *
 * @param options.servers whole, 0 to 10 million
 * @param options.offeredLoadErlangs non-negative, finite
 * @throws RangeError outside those ranges
 */
export function erlangB(options: { readonly servers: number; readonly offeredLoadErlangs: number }): number {
  const { servers, offeredLoadErlangs } = options;
  checkServers('erlangB', servers);
  checkLoad('erlangB', offeredLoadErlangs);
  let blocking = 1;
  for (let n = 1; n <= servers; n += 1) blocking = nextBlocking(blocking, offeredLoadErlangs, n);
  return blocking;
}

/**
 * Fewest servers whose blocking is at most a target: the inverse of Erlang B in its servers, by the same recursion.
 * No load needs no servers.
 *
 * @param options.blockingMax above 0, at most 1
 * @throws RangeError outside, or when more than 10 million servers would be needed
 */
export function serversForBlocking(options: {
  readonly offeredLoadErlangs: number;
  readonly blockingMax: number;
}): number {
  const { offeredLoadErlangs, blockingMax } = options;
  checkLoad('serversForBlocking', offeredLoadErlangs);
  checkTarget('serversForBlocking', blockingMax);
  if (offeredLoadErlangs === 0) return 0;
  let blocking = 1;
  let servers = 0;
  while (blocking > blockingMax) {
    servers += 1;
    if (servers > serversMax)
      throw new RangeError(`serversForBlocking: more than ${serversMax} servers needed`);
    blocking = nextBlocking(blocking, offeredLoadErlangs, servers);
  }
  return servers;
}

/**
 * Largest offered load, in erlangs, that so many servers carry within a blocking target: the inverse of Erlang B in its
 * load.
 *
 * @param options.servers whole, 0 to 10 million
 * @param options.blockingMax above 0 and below 1
 * @throws RangeError outside those ranges
 */
export function offeredLoadForBlocking(options: {
  readonly servers: number;
  readonly blockingMax: number;
}): number {
  const { servers, blockingMax } = options;
  checkServers('offeredLoadForBlocking', servers);
  checkTarget('offeredLoadForBlocking', blockingMax);
  if (blockingMax === 1) throw new RangeError('offeredLoadForBlocking: any load is within a blocking of 1');
  if (servers === 0) return 0;
  // B >= 1 - c / a: at a = c / (1 - B) the blocking is above the target already.
  return bisect({
    nonDecreasing: (offeredLoadErlangs) => erlangB({ servers, offeredLoadErlangs }),
    target: blockingMax,
    low: 0,
    high: servers / (1 - blockingMax),
  });
}

/**
 * Blocking of arrivals that come in clusters, by Hayward's approximation: the system is scaled down by its peakedness.
 *
 *   blocking ~ B(c / z, a / z),   B(x, a) = a^x e^-a / Gamma(x + 1) / Q(x + 1, a)   for real x
 *
 * z is `peakedness`, the variance to mean ratio of the busy servers if there were no limit. At z = 1 it is Erlang B.
 *
 * An approximation, and for arrivals in groups an optimistic one: with groups of 2 to 4 on average, at 20 to 100 servers
 * and 3 to 13 % blocking, it gave 0.68 to 0.94 of the simulated loss (where Erlang B gives 0.49 to 0.002).
 *
 * Source: A. A. Fredericks, Bell System Technical Journal 59 (1980) 807-827; real x after Jagerman 1974.
 *
 * @param options.peakedness positive
 */
export function haywardBlocking(options: {
  readonly servers: number;
  readonly offeredLoadErlangs: number;
  readonly peakedness: number;
}): number {
  const { servers, offeredLoadErlangs, peakedness } = options;
  checkServers('haywardBlocking', servers);
  checkLoad('haywardBlocking', offeredLoadErlangs);
  if (!(peakedness > 0))
    throw new RangeError(`haywardBlocking: peakedness must be positive, got ${peakedness}`);
  const x = servers / peakedness;
  const a = offeredLoadErlangs / peakedness;
  if (a === 0) return servers === 0 ? 1 : 0;
  return poissonDensity(x, a) / upperIncompleteGamma(x + 1, a);
}

function nextBlocking(blocking: number, offeredLoadErlangs: number, servers: number): number {
  const carriedOver = offeredLoadErlangs * blocking;
  return carriedOver / (servers + carriedOver);
}

function checkServers(name: string, servers: number): void {
  if (!(Number.isInteger(servers) && servers >= 0 && servers <= serversMax)) {
    throw new RangeError(`${name}: servers must be whole, 0 to ${serversMax}, got ${servers}`);
  }
}

function checkLoad(name: string, offeredLoadErlangs: number): void {
  if (!(offeredLoadErlangs >= 0 && offeredLoadErlangs < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`${name}: offered load must be finite and not negative, got ${offeredLoadErlangs}`);
  }
}

function checkTarget(name: string, blockingMax: number): void {
  if (!(blockingMax > 0 && blockingMax <= 1)) {
    throw new RangeError(`${name}: blocking target must lie above 0 and at most at 1, got ${blockingMax}`);
  }
}

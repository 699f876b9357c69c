/**
 * Textbook queueing systems on the product's engine (event list, run loop, random streams, samplers), and nothing of
 * the product above it: what they get wrong, the engine gets wrong.
 */
import type { FutureEventList } from '../../src/engine/future-event-list.ts';
import type { Distribution } from '../../src/engine/random/distribution.ts';
import { sampleExponential } from '../../src/engine/random/exponential.ts';
import { createRandomStreams } from '../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../src/engine/random/sample-distribution.ts';
import { runUntil } from '../../src/engine/run-loop.ts';
import { TimeWeightedAverage } from '../../src/stats/time-weighted-average.ts';

/** Entity of the arrival process; servers and customers come after it. */
const arrivals = 0;

export interface SystemRun {
  readonly list: FutureEventList;
  readonly seed: number;
  readonly replication: number;
  readonly servers: number;
  readonly offeredLoadErlangs: number;
  readonly service: Distribution;
  readonly serviceMeanMs: number;
  /**
   * Arrivals come in groups of geometric size: after each member this is the probability that the group ends. 1 (the
   * default) for single arrivals. Only in the loss system.
   */
  readonly groupEndProbability?: number;
  /** Left out of the averages, milliseconds. */
  readonly warmUpMs: number;
  readonly endMs: number;
}

export interface LossResult {
  /** Share of arrivals after the warm-up that found all servers busy. */
  readonly blockedRatio: number;
  readonly busyMean: number;
  readonly busyAtEnd: number;
}

/** M/G/c/c, with single arrivals or in groups whose members are lost one by one. */
export function simulateLossSystem(run: SystemRun): LossResult {
  const { list, servers, service, serviceMeanMs, offeredLoadErlangs, warmUpMs, endMs } = run;
  const { groupEndProbability = 1 } = run;
  const streams = createRandomStreams(run);
  const gaps = streams.stream('validation/gaps');
  const groups = streams.stream('validation/groups');
  const services = streams.stream('validation/services');
  const gapMeanMs = serviceMeanMs / (offeredLoadErlangs * groupEndProbability);
  const free = Array.from({ length: servers }, (_, index) => index + 1);
  const busy = new TimeWeightedAverage({ startMs: 0, value: 0 });
  let arrived = 0;
  let blocked = 0;
  const arrive = (nowMs: number): void => {
    const counted = nowMs >= warmUpMs;
    if (counted) arrived += 1;
    const server = free.pop();
    if (server === undefined) {
      if (counted) blocked += 1;
      return;
    }
    list.schedule(server, nowMs + sampleDistribution(service, services));
    busy.add(nowMs, 1);
  };
  const handle = (entity: number, nowMs: number): void => {
    if (entity !== arrivals) {
      free.push(entity);
      busy.add(nowMs, -1);
      return;
    }
    list.schedule(arrivals, nowMs + sampleExponential(gapMeanMs, gaps));
    do arrive(nowMs);
    while (groups.nextUnit() > groupEndProbability);
  };
  list.schedule(arrivals, sampleExponential(gapMeanMs, gaps));
  runUntil({ list, endTimeMs: warmUpMs, handle });
  busy.restart(warmUpMs);
  runUntil({ list, endTimeMs: endMs, handle });
  return { blockedRatio: blocked / arrived, busyMean: busy.averageUntil(endMs), busyAtEnd: busy.current };
}

/** M/G/c, first come first served: mean wait of arrivals after the warm-up, and the share that waited (longer). */
export function simulateDelaySystem(run: SystemRun & { readonly longWaitMs: number }): {
  readonly waitMeanMs: number;
  readonly delayedRatio: number;
  readonly longWaitRatio: number;
} {
  const { list, servers, service, serviceMeanMs, offeredLoadErlangs, warmUpMs, endMs, longWaitMs } = run;
  const streams = createRandomStreams(run);
  const gaps = streams.stream('validation/gaps');
  const services = streams.stream('validation/services');
  const gapMeanMs = serviceMeanMs / offeredLoadErlangs;
  const free = Array.from({ length: servers }, (_, index) => index + 1);
  const arrivedMs: number[] = [];
  let head = 0;
  let started = 0;
  let waitSumMs = 0;
  let delayed = 0;
  let longWaits = 0;
  const start = (server: number, customerMs: number, nowMs: number): void => {
    list.schedule(server, nowMs + sampleDistribution(service, services));
    if (customerMs < warmUpMs) return;
    const waitMs = nowMs - customerMs;
    started += 1;
    waitSumMs += waitMs;
    if (waitMs > 0) delayed += 1;
    if (waitMs > longWaitMs) longWaits += 1;
  };
  const handle = (entity: number, nowMs: number): void => {
    if (entity === arrivals) {
      list.schedule(arrivals, nowMs + sampleExponential(gapMeanMs, gaps));
      const server = free.pop();
      if (server === undefined) arrivedMs.push(nowMs);
      else start(server, nowMs, nowMs);
    } else if (head < arrivedMs.length) {
      start(entity, arrivedMs[head]!, nowMs);
      head += 1;
    } else {
      free.push(entity);
    }
  };
  list.schedule(arrivals, sampleExponential(gapMeanMs, gaps));
  runUntil({ list, endTimeMs: endMs, handle });
  return {
    waitMeanMs: waitSumMs / started,
    delayedRatio: delayed / started,
    longWaitRatio: longWaits / started,
  };
}

/**
 * M_t/G/infinity from empty: how many are present at each of the given times. Arrivals are thinned from a Poisson
 * process of the highest rate; every stay is drawn from the arrival's own substream.
 */
export function simulateInfiniteServers(run: {
  readonly list: FutureEventList;
  readonly seed: number;
  readonly replication: number;
  /** Arrivals per millisecond, never above `rateMaxPerMs`. */
  readonly ratePerMs: (atMs: number) => number;
  readonly rateMaxPerMs: number;
  readonly stayMinutes: Distribution;
  /** Increasing, milliseconds. */
  readonly observeAtMs: readonly number[];
}): number[] {
  const { list, ratePerMs, rateMaxPerMs, stayMinutes, observeAtMs } = run;
  const streams = createRandomStreams(run);
  const gaps = streams.stream('validation/gaps');
  const thinning = streams.stream('validation/thinning');
  const stays = streams.stream('validation/stays');
  const freeSlots: number[] = [];
  let slots = 0;
  let arrived = 0;
  let present = 0;
  const handle = (entity: number, nowMs: number): void => {
    if (entity !== arrivals) {
      present -= 1;
      freeSlots.push(entity);
      return;
    }
    list.schedule(arrivals, nowMs + sampleExponential(1 / rateMaxPerMs, gaps));
    if (thinning.nextUnit() * rateMaxPerMs >= ratePerMs(nowMs)) return;
    arrived += 1;
    const stayMs = Math.max(0, sampleDistribution(stayMinutes, stays.at(arrived))) * 60_000;
    const slot = freeSlots.pop() ?? ++slots;
    present += 1;
    list.schedule(slot, nowMs + stayMs);
  };
  list.schedule(arrivals, sampleExponential(1 / rateMaxPerMs, gaps));
  return observeAtMs.map((atMs) => {
    runUntil({ list, endTimeMs: atMs, handle });
    return present;
  });
}

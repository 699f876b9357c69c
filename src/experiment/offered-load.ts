/**
 * What a scenario's demand asks for, before anything serves it: conferences and participants planned to be present, as
 * M_t/G/infinity has it. Exact, without simulating; the closed form beside every plan and the known mean of control
 * variates.
 *
 * Simplification: planned times count. Participants who come early or late, and those who stay beyond the end, are not
 * in it.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import { meanPresent } from '../queueing/infinite-server.ts';
import type { Demand } from '../scenario/scenario.ts';
import { cdf } from '../stats/distributions/cdf.ts';
import { limitedMoment } from '../stats/distributions/moments.ts';
import type { ConferenceClass, DemandClass } from '../workload/demand.ts';
import { conferenceParticipantsMax, durationMinutesMax } from '../workload/limits.ts';
import { clipToHorizon, expectedArrivals } from '../workload/rate-curve.ts';

const msPerMinute = 60_000;

/** Planned length of a conference as it is drawn: within 0 and the longest allowed. */
function plannedMinutes({ durationMinutes }: ConferenceClass): Distribution {
  return { kind: 'clamped', of: durationMinutes, min: 0, max: durationMinutesMax };
}

export function meanPlannedMinutes(conferenceClass: ConferenceClass): number {
  return limitedMoment(conferenceClass.durationMinutes, 1, durationMinutesMax);
}

/** Probabilities below it end the sum over sizes. */
const TAIL_LEAST = 1e-13;

/**
 * Mean participants of a conference: sizes are rounded, and at least 1.
 *
 *   E[N] = sum over k >= 1 of P(N >= k) = 1 + sum over k >= 2 of P(X >= k - 1/2)
 */
export function meanSize({ size }: Pick<ConferenceClass, 'size'>): number {
  let total = 1;
  for (let k = 2; k <= conferenceParticipantsMax; k++) {
    const tail = 1 - cdf(size, k - 0.5);
    if (tail < TAIL_LEAST) break;
    total += tail;
  }
  return total;
}

/** Mean number of conferences planned to be going on. */
export function meanConferences(demand: DemandClass, horizonMs: number, atMs: number): number {
  switch (demand.kind) {
    case 'curve':
      return meanAlongCurve(demand, horizonMs, atMs);
    case 'burst': {
      if (demand.startMs > atMs || demand.startMs >= horizonMs) return 0;
      const going = 1 - cdf(plannedMinutes(demand.conferenceClass), (atMs - demand.startMs) / msPerMinute);
      return Math.max(0, Math.round(demand.conferences)) * going;
    }
    case 'trace':
      return demand.conferences.filter((one) => isGoing(one, atMs)).length;
    case 'participant-series':
      return Math.ceil(seriesAt(demand, atMs) / demand.roomSize);
  }
}

/** Mean number of participants planned to be present. */
export function meanParticipants(demand: Demand, horizonMs: number, atMs: number): number {
  switch (demand.kind) {
    case 'curve':
    case 'burst':
      return meanConferences(demand, horizonMs, atMs) * meanSize(demand.conferenceClass);
    case 'trace':
      return demand.conferences
        .filter((one) => isGoing(one, atMs))
        .reduce((sum, { participants }) => sum + participants, 0);
    case 'participant-series':
      return seriesAt(demand, atMs);
  }
}

/**
 * The aligned share starts on the marks of the clock, in clusters of Poisson size; the rest as it arrives. Both are
 * Poisson processes of their own, so their means add up.
 */
function meanAlongCurve(
  { rate, alignment, conferenceClass }: Extract<DemandClass, { kind: 'curve' }>,
  horizonMs: number,
  atMs: number,
): number {
  const stay = plannedMinutes(conferenceClass);
  const { times, rates } = clipToHorizon(rate, horizonMs);
  const arrivals = { timeMs: times, ratePerHour: rates };
  const alignedRatio = alignment?.ratio ?? 0;
  let present = (1 - alignedRatio) * meanPresent({ arrivals, stayMinutes: stay, atMs });
  if (alignment === null || alignedRatio === 0) return present;
  const periodMs = alignment.periodMinutes * msPerMinute;
  const originMs = alignment.originMs ?? 0;
  const first = Math.floor(-originMs / periodMs);
  for (let mark = originMs + first * periodMs; mark <= atMs; mark += periodMs) {
    const [fromMs, toMs] = [mark - periodMs / 2, mark + periodMs / 2];
    const mass = expectedArrivals(rate, { fromMs, toMs, horizonMs });
    if (mass > 0) present += alignedRatio * mass * (1 - cdf(stay, (atMs - mark) / msPerMinute));
  }
  return present;
}

function isGoing(one: { readonly startMs: number; readonly durationMs: number }, atMs: number): boolean {
  return one.startMs <= atMs && atMs < one.startMs + one.durationMs;
}

function seriesAt(
  { timeMs, participants }: Extract<DemandClass, { kind: 'participant-series' }>,
  atMs: number,
): number {
  let value = 0;
  for (let index = 0; index < timeMs.length && timeMs[index]! <= atMs; index++) value = participants[index]!;
  return value;
}

/** Moments looked at to find the busiest one. */
const MOMENTS = 288;

/** The moment, of 288 over the horizon and all starts of bursts, at which most participants are planned to be present. */
export function busiestMs(demands: readonly Demand[], horizonMs: number): number {
  const grid = Array.from({ length: MOMENTS }, (_, index) => ((index + 1) * horizonMs) / MOMENTS - 1);
  const starts = demands.flatMap((demand) =>
    demand.kind === 'burst' && demand.startMs < horizonMs ? [demand.startMs] : [],
  );
  let busiest = { atMs: 0, participants: -1 };
  for (const atMs of [...grid, ...starts]) {
    const participants = demands.reduce((sum, demand) => sum + meanParticipants(demand, horizonMs, atMs), 0);
    if (participants > busiest.participants) busiest = { atMs, participants };
  }
  return busiest.atMs;
}

/**
 * The source of a demand class's conferences, whatever kind it is.
 *
 * Conferences come in order of their first join. A conference's timeline is a function of the seed, the replication,
 * the name of its demand class and its number: it is the same whatever is drawn elsewhere, in whatever order.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import type { RandomStreams } from '../engine/random/random-streams.ts';
import type { ConferenceClass, DemandClass, PlannedDemand } from './demand.ts';
import { FirstJoinOrder } from './first-join-order.ts';
import { earlyJoinSecondsMax } from './limits.ts';
import { createParticipantSeriesSource } from './participant-series.ts';
import { PlannedAlongCurve, PlannedAtOnce, PlannedByTrace, type PlannedStarts } from './planned-starts.ts';
import { CumulativeRate } from './rate-curve.ts';
import type { ConferenceSource, TimelineBuffer } from './timeline.ts';
import { TimelineDrawer } from './timeline-drawer.ts';

/**
 * Makes the source of a demand class.
 *
 * @param demandIndex position of the class in the scenario; written into every timeline
 * @param streams of the replication; each demand class draws from streams named after it, so names must differ
 * @param horizonMs starts planned along a curve lie in [0, horizon); those of bursts and traces where they were put
 * @throws RangeError from `draw` when no conference is left (`nextStartMs` is Infinity)
 */
export function createConferenceSource(
  demand: DemandClass,
  demandIndex: number,
  streams: RandomStreams,
  horizonMs: number,
): ConferenceSource {
  if (demand.kind === 'participant-series') {
    return createParticipantSeriesSource(demand, demandIndex, streams, horizonMs);
  }
  const drawer = timelineDrawer(demand, demandIndex, streams);
  const order = new FirstJoinOrder(
    plannedStarts(demand, streams, horizonMs),
    (conference, plannedStartMs) => drawer.firstJoinMs(conference, plannedStartMs),
    earliestOffsetMs(demand.conferenceClass),
  );
  return {
    nextStartMs: () => order.nextStartMs(),
    draw(into: TimelineBuffer) {
      order.take();
      drawer.draw(into, order.conference, order.plannedStartMs);
    },
  };
}

/** Draws sizes, durations and timelines of the class's conferences, by their numbers. */
export function timelineDrawer(
  demand: PlannedDemand,
  demandIndex: number,
  streams: RandomStreams,
): TimelineDrawer {
  const { name, conferenceClass } = demand;
  const trace = demand.kind === 'trace' ? demand.conferences : null;
  return new TimelineDrawer({ demandName: name, demandIndex, conferenceClass, trace }, streams);
}

/** The planned starts of a demand class in one replication. */
export function plannedStarts(
  demand: PlannedDemand,
  streams: RandomStreams,
  horizonMs: number,
): PlannedStarts {
  switch (demand.kind) {
    case 'curve': {
      const arrivals = streams.stream(`workload/${demand.name}/arrivals`);
      const alignments = streams.stream(`workload/${demand.name}/alignment`);
      return new PlannedAlongCurve(demand, { arrivals, alignments }, horizonMs);
    }
    case 'burst':
      return new PlannedAtOnce(demand);
    case 'trace':
      return new PlannedByTrace(demand);
  }
}

/** The earliest that a participant of the class joins before the planned start, milliseconds, at most 0. */
function earliestOffsetMs(conferenceClass: ConferenceClass): number {
  const { joinOffsetSeconds, hostJoinOffsetSeconds } = conferenceClass;
  const lowest = Math.min(
    lowestValue(joinOffsetSeconds),
    hostJoinOffsetSeconds === null ? 0 : lowestValue(hostJoinOffsetSeconds),
  );
  return Math.max(-earlyJoinSecondsMax, Math.min(0, lowest)) * 1000;
}

/** Lower end of a distribution's support. */
function lowestValue(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.low;
    case 'normal':
      return Number.NEGATIVE_INFINITY;
    case 'discrete':
    case 'empirical':
      return distribution.values.reduce((lowest, value) => Math.min(lowest, value), Number.POSITIVE_INFINITY);
    case 'clamped':
      return Math.max(distribution.min ?? Number.NEGATIVE_INFINITY, lowestValue(distribution.of));
    case 'exponential':
    case 'lognormal':
    case 'gamma':
    case 'weibull':
    case 'poisson':
      return 0;
  }
}

/** Expected number of conferences whose start is planned within the horizon; exact for bursts and traces. */
export function expectedConferences(demand: PlannedDemand, horizonMs: number): number {
  switch (demand.kind) {
    case 'curve':
      return new CumulativeRate(demand.rate, horizonMs).total;
    case 'burst':
      return demand.startMs < horizonMs ? demand.conferences : 0;
    case 'trace':
      return demand.conferences.filter(({ startMs }) => startMs < horizonMs).length;
  }
}

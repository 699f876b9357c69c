/**
 * The source of a demand class's conferences, whatever kind it is.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import type { RandomStreams } from '../engine/random/random-streams.ts';
import type { ConferenceClass, DemandClass } from './demand.ts';
import { FirstJoinOrder } from './first-join-order.ts';
import { earlyJoinSecondsMax } from './limits.ts';
import { participantSeriesSource } from './participant-series.ts';
import { PlannedAlongCurve, PlannedAtOnce, PlannedByTrace, type PlannedStarts } from './planned-starts.ts';
import type { ConferenceSource, TimelineBuffer } from './timeline.ts';
import { TimelineDrawer } from './timeline-drawer.ts';

/**
 * Makes the source of a demand class.
 *
 * @param demandIndex position of the class in the scenario; written into every timeline
 * @param streams of the replication; each demand class draws from streams named after it
 * @param horizonMs planned starts lie in [0, horizon)
 */
export function createConferenceSource(
  demand: DemandClass,
  demandIndex: number,
  streams: RandomStreams,
  horizonMs: number,
): ConferenceSource {
  if (demand.kind === 'participant-series') return participantSeriesSource(demand, demandIndex, streams);
  const drawer = new TimelineDrawer(
    {
      demandName: demand.name,
      demandIndex,
      conferenceClass: demand.conferenceClass,
      trace: demand.kind === 'trace' ? demand.conferences : null,
    },
    streams,
  );
  const order = new FirstJoinOrder(
    plannedStarts(demand, streams, horizonMs),
    (conference, plannedStartMs) => drawer.firstJoinMs(conference, plannedStartMs),
    earliestOffsetMs(demand.conferenceClass),
  );
  return {
    nextStartMs: () => order.nextStartMs(),
    draw(into: TimelineBuffer) {
      const { conference, plannedStartMs } = order.take();
      drawer.draw(into, conference, plannedStartMs);
    },
  };
}

function plannedStarts(
  demand: Exclude<DemandClass, { kind: 'participant-series' }>,
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
      return Math.min(...distribution.values);
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

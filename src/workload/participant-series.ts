/**
 * Replays a measured series of participants present: rises are joins, falls are leaves, so that the number present
 * equals the series at every sample. Joins and leaves of an interval are spread uniformly over it.
 *
 * What the series does not say is assumed: conferences of one size are filled one after the other, large ones take
 * their share of the joins while they fill, and who leaves is drawn at random among those present. Churn that leaves
 * the count unchanged between two samples cannot be seen in a series and is left out.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { RandomStreams } from '../engine/random/random-streams.ts';
import type { DemandClass } from './demand.ts';
import type { ConferenceSource, TimelineBuffer } from './timeline.ts';

type SeriesDemand = Extract<DemandClass, { kind: 'participant-series' }>;

/** A conference of the replay: each participant's times, in order of join. */
interface ReplayedConference {
  readonly joinMs: number[];
  readonly leaveMs: number[];
  /** Most participants it takes. */
  readonly size: number;
  /** Index in `largeRooms`, or -1. */
  readonly largeRoom: number;
}

interface Present {
  readonly conference: ReplayedConference;
  readonly index: number;
}

/** Makes the source; the whole replay is worked out at once, since the series is known. */
export function participantSeriesSource(
  demand: SeriesDemand,
  demandIndex: number,
  streams: RandomStreams,
): ConferenceSource {
  const conferences = replay(demand, streams);
  const { audioSendersMax, videoSendersMax } = demand.conferenceClass;
  let next = 0;
  return {
    nextStartMs: () => conferences[next]?.joinMs[0] ?? Number.POSITIVE_INFINITY,
    draw(into: TimelineBuffer) {
      const conference = conferences[next];
      if (conference === undefined) throw new RangeError('participantSeriesSource: no conference is left');
      next += 1;
      const participants = conference.joinMs.length;
      into.reset(demandIndex, participants);
      into.joinMs.set(conference.joinMs);
      into.leaveMs.set(conference.leaveMs);
      // Those who come later start muted.
      into.audioSender.fill(0, 0, participants).fill(1, 0, Math.min(participants, audioSendersMax));
      into.videoSender.fill(0, 0, participants).fill(1, 0, Math.min(participants, videoSendersMax));
    },
  };
}

/** Works out every conference of the series, in order of first join. */
function replay(demand: SeriesDemand, streams: RandomStreams): ReplayedConference[] {
  const times = streams.stream(`workload/${demand.name}/times`);
  const choices = streams.stream(`workload/${demand.name}/choices`);
  const rooms = new Rooms(demand, choices);
  const present: Present[] = [];
  const samples = demand.timeMs.length;
  for (let sample = 0; sample < samples; sample++) {
    const change = Math.round(demand.participants[sample]!) - present.length;
    const untilMs = demand.timeMs[sample]!;
    const fromMs = sample === 0 ? untilMs : demand.timeMs[sample - 1]!;
    const moments = sortedMoments(times.at(sample), Math.abs(change), fromMs, untilMs);
    for (const atMs of moments) {
      if (change > 0) present.push(rooms.join(atMs));
      else leave(present, choices, atMs);
    }
  }
  return rooms.all.sort((a, b) => a.joinMs[0]! - b.joinMs[0]!);
}

/** One of those present leaves. Who stays to the end of the series keeps a leave time of Infinity. */
function leave(present: Present[], choices: RandomStream, atMs: number): void {
  const chosen = Math.floor(choices.nextUnit() * present.length);
  const { conference, index } = present[chosen]!;
  conference.leaveMs[index] = atMs;
  present[chosen] = present[present.length - 1]!;
  present.pop();
}

/** Times uniform in (from, until], ascending. */
function sortedMoments(stream: RandomStream, count: number, fromMs: number, untilMs: number): Float64Array {
  return Float64Array.from({ length: count }, () => untilMs - stream.nextUnit() * (untilMs - fromMs)).sort();
}

/** The conferences being filled. */
class Rooms {
  readonly all: ReplayedConference[] = [];
  readonly #demand: SeriesDemand;
  readonly #choices: RandomStream;
  #filling: ReplayedConference | null = null;
  readonly #large: (ReplayedConference | null)[];

  constructor(demand: SeriesDemand, choices: RandomStream) {
    this.#demand = demand;
    this.#choices = choices;
    this.#large = demand.largeRooms.map(() => null);
  }

  join(atMs: number): Present {
    const conference = this.#largeRoomAt(atMs) ?? this.#ordinaryRoom();
    const index = conference.joinMs.push(atMs) - 1;
    conference.leaveMs.push(Number.POSITIVE_INFINITY);
    return { conference, index };
  }

  #ordinaryRoom(): ReplayedConference {
    const { roomSize } = this.#demand;
    if (this.#filling === null || isFull(this.#filling) || isOver(this.#filling)) {
      this.#filling = this.#open(roomSize, -1);
    }
    return this.#filling;
  }

  /** The large room that takes this join, if one is filling and the draw falls to it. */
  #largeRoomAt(atMs: number): ReplayedConference | null {
    for (const [i, room] of this.#demand.largeRooms.entries()) {
      if (atMs < room.fromMs || atMs >= room.untilMs) continue;
      const open = this.#large[i] ?? null;
      if (open !== null && isFull(open)) continue;
      if (this.#choices.nextUnit() >= room.joinRatio) continue;
      const conference = open !== null && !isOver(open) ? open : this.#open(room.size, i);
      this.#large[i] = conference;
      return conference;
    }
    return null;
  }

  #open(size: number, largeRoom: number): ReplayedConference {
    const conference: ReplayedConference = { joinMs: [], leaveMs: [], size, largeRoom };
    this.all.push(conference);
    return conference;
  }
}

function isFull({ joinMs, size }: ReplayedConference): boolean {
  return joinMs.length >= size;
}

/** Everybody who ever joined has left: a conference that ended is not entered again. */
function isOver({ leaveMs }: ReplayedConference): boolean {
  return leaveMs.length > 0 && leaveMs.every((leaveTimeMs) => leaveTimeMs !== Number.POSITIVE_INFINITY);
}

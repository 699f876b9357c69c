/**
 * Works out who joined and left when, from nothing but the number of participants present at sample times.
 *
 * Between two samples a rise is that many joins and a fall that many leaves, spread uniformly over the open interval,
 * so that the number present equals the series at every sample, whichever side of an event a sample is taken on.
 * Before the first sample nobody is present; after the last one everybody stays to the end of the horizon.
 *
 * What a series does not say is assumed:
 * - a large room takes its share of the joins (exactly, by counting, not by chance) until it is full;
 * - other joins go to the oldest ordinary conference with a free place, or open a new one;
 * - who leaves is drawn at random among all those present, and a conference that emptied is over;
 * - a participant is a sender while fewer than the class's maximum were present at the join (later ones start muted).
 *
 * Simplification: churn that leaves the count unchanged between two samples cannot be seen and is left out, so the
 * replay has the fewest joins that explain the series.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { RandomStreams } from '../engine/random/random-streams.ts';
import type { DemandClass } from './demand.ts';
import { SeriesRooms } from './series-rooms.ts';
import { sortAscending } from './sort-ascending.ts';

export type SeriesDemand = Extract<DemandClass, { kind: 'participant-series' }>;

/** Participants are numbered in order of join, conferences in order of their first. */
export interface SeriesReplay {
  readonly conferenceCount: number;
  /** Per participant. */
  readonly conference: Int32Array;
  readonly joinMs: Float64Array;
  readonly leaveMs: Float64Array;
  readonly audioSender: Uint8Array;
  readonly videoSender: Uint8Array;
}

/** Those who stay to the end leave this long after it (and after the last sample): seen by no run, but they leave. */
const leaveAfterEndMs = 60_000;
/** How long the participants of a first sample took to join, when the series does not tell. */
const firstIntervalMs = 60_000;
/** Events keep this share of an interval away from its ends, so that rounding puts none on a sample. */
const marginRatio = 1e-6;

/** Replays the series; the arrays are complete and non-negative, their times strictly increasing. */
export function replaySeries(demand: SeriesDemand, streams: RandomStreams, horizonMs: number): SeriesReplay {
  const replayer = new Replayer(demand, streams);
  const { timeMs, participants } = demand;
  const samples = timeMs.length;
  // The last sample at or before the horizon start says who is present there already.
  let first = 0;
  while (first + 1 < samples && timeMs[first + 1]! <= 0) first += 1;
  if (samples > 0) {
    const beforeMs = samples > 1 ? timeMs[1]! - timeMs[0]! : firstIntervalMs;
    const firstMs = Math.max(0, timeMs[first]!);
    replayer.change(first, participants[first]!, Math.max(0, firstMs - beforeMs), firstMs);
  }
  for (let sample = first + 1; sample < samples; sample += 1) {
    replayer.change(sample, participants[sample]!, Math.max(0, timeMs[sample - 1]!), timeMs[sample]!);
  }
  const lastMs = samples > 0 ? timeMs[samples - 1]! : 0;
  return replayer.end(Math.max(horizonMs, lastMs) + leaveAfterEndMs);
}

/** Rises of the series summed up: as many joins, and therefore participants, as the replay has. */
function countJoins(participants: Float64Array): number {
  let joins = 0;
  let before = 0;
  for (const value of participants) {
    const present = Math.round(value);
    joins += Math.max(0, present - before);
    before = present;
  }
  return joins;
}

class Replayer {
  readonly #demand: SeriesDemand;
  readonly #moments: RandomStream;
  readonly #leaves: RandomStream;
  readonly #audio: RandomStream;
  readonly #video: RandomStream;
  readonly #rooms: SeriesRooms;
  readonly #conference: Int32Array;
  readonly #joinMs: Float64Array;
  readonly #leaveMs: Float64Array;
  readonly #audioSender: Uint8Array;
  readonly #videoSender: Uint8Array;
  #joined = 0;
  /** Participants present, in no particular order. */
  readonly #present: Int32Array;
  #presentCount = 0;
  #scratchMs = new Float64Array(256);

  constructor(demand: SeriesDemand, streams: RandomStreams) {
    const prefix = `workload/${demand.name}`;
    this.#demand = demand;
    this.#moments = streams.stream(`${prefix}/moments`);
    this.#leaves = streams.stream(`${prefix}/leaves`);
    this.#audio = streams.stream(`${prefix}/audio`);
    this.#video = streams.stream(`${prefix}/video`);
    const joins = countJoins(demand.participants);
    this.#rooms = new SeriesRooms(demand, joins);
    this.#conference = new Int32Array(joins);
    this.#joinMs = new Float64Array(joins);
    this.#leaveMs = new Float64Array(joins);
    this.#audioSender = new Uint8Array(joins);
    this.#videoSender = new Uint8Array(joins);
    this.#present = new Int32Array(joins);
  }

  /** Joins or leaves within (fromMs, untilMs) until as many are present as the sample says. */
  change(sample: number, presentAfter: number, fromMs: number, untilMs: number): void {
    const change = Math.round(presentAfter) - this.#presentCount;
    const count = Math.abs(change);
    const moments = this.#drawMoments(sample, count, fromMs, untilMs);
    this.#leaves.at(sample);
    for (let i = 0; i < count; i += 1) {
      if (change > 0) this.#join(moments[i]!);
      else this.#leave(this.#leaves.nextIndex(this.#presentCount), moments[i]!);
    }
  }

  end(atMs: number): SeriesReplay {
    while (this.#presentCount > 0) this.#leave(this.#presentCount - 1, atMs);
    const joined = this.#joined;
    return {
      conferenceCount: this.#rooms.conferenceCount,
      conference: this.#conference.subarray(0, joined),
      joinMs: this.#joinMs.subarray(0, joined),
      leaveMs: this.#leaveMs.subarray(0, joined),
      audioSender: this.#audioSender.subarray(0, joined),
      videoSender: this.#videoSender.subarray(0, joined),
    };
  }

  #join(atMs: number): void {
    const participant = this.#joined;
    this.#joined += 1;
    const conference = this.#rooms.place(atMs);
    const others = this.#rooms.presentIn(conference);
    this.#rooms.join(conference);
    this.#conference[participant] = conference;
    this.#joinMs[participant] = atMs;
    const { audioSenderRatio, audioSendersMax, videoSenderRatio, videoSendersMax } =
      this.#demand.conferenceClass;
    const hasAudio = others < audioSendersMax && this.#audio.at(participant).nextUnit() < audioSenderRatio;
    const hasVideo = others < videoSendersMax && this.#video.at(participant).nextUnit() < videoSenderRatio;
    this.#audioSender[participant] = hasAudio ? 1 : 0;
    this.#videoSender[participant] = hasVideo ? 1 : 0;
    this.#present[this.#presentCount] = participant;
    this.#presentCount += 1;
  }

  #leave(index: number, atMs: number): void {
    const participant = this.#present[index]!;
    this.#presentCount -= 1;
    this.#present[index] = this.#present[this.#presentCount]!;
    this.#leaveMs[participant] = atMs;
    this.#rooms.leave(this.#conference[participant]!);
  }

  /** Times uniform on the open interval, ascending; both ends equal when it is empty (the horizon start). */
  #drawMoments(sample: number, count: number, fromMs: number, untilMs: number): Float64Array {
    if (count > this.#scratchMs.length) this.#scratchMs = new Float64Array(2 * count);
    const moments = this.#scratchMs;
    this.#moments.at(sample);
    for (let i = 0; i < count; i += 1) {
      const share = marginRatio + (1 - 2 * marginRatio) * this.#moments.nextUnit();
      moments[i] = fromMs + share * (untilMs - fromMs);
    }
    sortAscending(moments, 0, count);
    return moments;
  }
}

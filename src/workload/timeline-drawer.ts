/**
 * Draws the timeline of one conference from its own random substreams. Everything is a function of (seed,
 * replication, demand class, conference number), so no scaling policy and no other demand class can change it.
 *
 * Joins, stays, microphones, cameras and recordings have a stream each: changing how cameras are drawn changes no
 * join. Participants come out in order of their join, so "later ones start muted" is a loop that stops.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { RandomStreams } from '../engine/random/random-streams.ts';
import { sampleDistribution } from '../engine/random/sample-distribution.ts';
import type { ConferenceClass, TraceConference } from './demand.ts';
import { KeptJoins, keptRunMax } from './kept-joins.ts';
import {
  conferenceParticipantsMax,
  durationMinutesMax,
  earlyJoinSecondsMax,
  lateJoinSecondsMax,
  lateLeaveSecondsMax,
  stayMsMin,
} from './limits.ts';
import { sampleMany } from './sample-many.ts';
import { sortAscending } from './sort-ascending.ts';
import type { TimelineBuffer } from './timeline.ts';

const msPerSecond = 1000;
const msPerMinute = 60_000;

export interface TimelineDrawerOptions {
  /** Unique among the demand classes of a scenario: it names the random streams. */
  readonly demandName: string;
  readonly demandIndex: number;
  readonly conferenceClass: ConferenceClass;
  /** Sizes and durations by conference number, or null to draw them from the class. */
  readonly trace: readonly TraceConference[] | null;
}

export class TimelineDrawer {
  readonly #options: TimelineDrawerOptions;
  readonly #joins: RandomStream;
  readonly #stays: RandomStream;
  readonly #audio: RandomStream;
  readonly #video: RandomStream;
  readonly #recordings: RandomStream;
  readonly #keptJoins = new KeptJoins();
  /** The conference at hand: its host's join, then all joins, ascending. */
  #joinMs = new Float64Array(keptRunMax);

  constructor(options: TimelineDrawerOptions, streams: RandomStreams) {
    this.#options = options;
    const prefix = `workload/${options.demandName}`;
    this.#joins = streams.stream(`${prefix}/joins`);
    this.#stays = streams.stream(`${prefix}/stays`);
    this.#audio = streams.stream(`${prefix}/audio`);
    this.#video = streams.stream(`${prefix}/video`);
    this.#recordings = streams.stream(`${prefix}/recordings`);
  }

  /**
   * Time of the conference's first join, simulated milliseconds. The joins drawn for it are kept only for a while:
   * `draw` repeats the draws when they are gone.
   */
  firstJoinMs(conference: number, plannedStartMs: number): number {
    const count = this.#drawJoins(conference, plannedStartMs);
    this.#keptJoins.keep(conference, this.#joinMs, count);
    return this.#joinMs[1]!;
  }

  /** Participants of a conference. */
  sizeOf(conference: number): number {
    return this.#participants(conference, this.#joins.at(conference));
  }

  /** Planned length of a conference, milliseconds. */
  plannedDurationMs(conference: number): number {
    return this.#durationMs(conference, this.#stays.at(conference));
  }

  draw(into: TimelineBuffer, conference: number, plannedStartMs: number): void {
    const kept = this.#keptJoins.recall(conference, this.#joinMs);
    const participants = (kept > 0 ? kept : this.#drawJoins(conference, plannedStartMs)) - 1;
    into.reset(this.#options.demandIndex, participants);
    for (let i = 0; i < participants; i += 1) into.joinMs[i] = this.#joinMs[i + 1]!;
    const hostJoinMs = this.#joinMs[0]!;

    const plannedEndMs = this.#drawLeaves(into, conference, plannedStartMs);
    const { conferenceClass } = this.#options;
    const { audioSenderRatio, audioSendersMax, videoSenderRatio, videoSendersMax } = conferenceClass;
    markSenders(
      into.audioSender,
      participants,
      audioSenderRatio,
      audioSendersMax,
      this.#audio.at(conference),
    );
    markSenders(
      into.videoSender,
      participants,
      videoSenderRatio,
      videoSendersMax,
      this.#video.at(conference),
    );
    if (this.#recordings.at(conference).nextUnit() < conferenceClass.recordingRatio) {
      record(into, Math.max(plannedStartMs, hostJoinMs), plannedEndMs);
    }
  }

  /** Fills `#joinMs`: the host's join, then all joins including it, ascending. Returns how many numbers that is. */
  #drawJoins(conference: number, plannedStartMs: number): number {
    const stream = this.#joins.at(conference);
    const count = this.#participants(conference, stream) + 1;
    if (count > this.#joinMs.length) this.#joinMs = new Float64Array(2 * count);
    const { hostJoinOffsetSeconds, joinOffsetSeconds } = this.#options.conferenceClass;
    const joins = this.#joinMs;
    if (hostJoinOffsetSeconds === null) {
      sampleMany(joinOffsetSeconds, stream, joins, 1, count);
    } else {
      joins[1] = sampleDistribution(hostJoinOffsetSeconds, stream);
      sampleMany(joinOffsetSeconds, stream, joins, 2, count);
    }
    for (let i = 1; i < count; i += 1) joins[i] = joinTimeMs(plannedStartMs, joins[i]!);
    joins[0] = joins[1]!;
    sortAscending(joins, 1, count);
    return count;
  }

  #participants(conference: number, stream: RandomStream): number {
    const { trace, conferenceClass } = this.#options;
    const drawn =
      trace === null ? sampleDistribution(conferenceClass.size, stream) : trace[conference]!.participants;
    return Math.min(conferenceParticipantsMax, Math.max(1, Math.round(drawn)));
  }

  #durationMs(conference: number, stays: RandomStream): number {
    const { trace, conferenceClass } = this.#options;
    const drawnMs =
      trace === null
        ? sampleDistribution(conferenceClass.durationMinutes, stays) * msPerMinute
        : trace[conference]!.durationMs;
    return Math.min(durationMinutesMax * msPerMinute, Math.max(0, drawnMs));
  }

  /** Returns the planned end in simulated milliseconds. */
  #drawLeaves(into: TimelineBuffer, conference: number, plannedStartMs: number): number {
    const { conferenceClass } = this.#options;
    const stays = this.#stays.at(conference);
    const plannedEndMs = plannedStartMs + this.#durationMs(conference, stays);
    const { joinMs, leaveMs, participantCount } = into;
    sampleMany(conferenceClass.leaveOffsetSeconds, stays, leaveMs, 0, participantCount);
    for (let i = 0; i < participantCount; i += 1) {
      const plannedMs = plannedEndMs + Math.min(lateLeaveSecondsMax, leaveMs[i]!) * msPerSecond;
      leaveMs[i] = Math.max(joinMs[i]! + stayMsMin, plannedMs);
    }
    return plannedEndMs;
  }
}

/** A join before the horizon start happens at the horizon start. */
function joinTimeMs(plannedStartMs: number, offsetSeconds: number): number {
  const limitedSeconds = Math.min(lateJoinSecondsMax, Math.max(-earlyJoinSecondsMax, offsetSeconds));
  return Math.max(0, plannedStartMs + limitedSeconds * msPerSecond);
}

/**
 * Marks each participant a sender with the ratio, in order of join, until the maximum is reached. One word of 32 bits
 * decides: the ratio is then off by less than 2^-32.
 */
function markSenders(
  flags: Uint8Array,
  participants: number,
  ratio: number,
  sendersMax: number,
  stream: RandomStream,
): void {
  if (ratio <= 0 || ratio >= 1) {
    const senders = ratio <= 0 ? 0 : Math.min(participants, Math.max(0, Math.floor(sendersMax)));
    flags.fill(1, 0, senders).fill(0, senders, participants);
    return;
  }
  const sendsBelow = ratio * 2 ** 32;
  let senders = 0;
  for (let i = 0; i < participants; i += 1) {
    const sends = senders < sendersMax && stream.nextUint32() < sendsBelow;
    flags[i] = sends ? 1 : 0;
    if (sends) senders += 1;
  }
}

/** Recorded until the planned end, or until nobody is left; not at all when the host comes after that. */
function record(into: TimelineBuffer, startMs: number, plannedEndMs: number): void {
  let lastLeaveMs = 0;
  for (let i = 0; i < into.participantCount; i += 1) {
    lastLeaveMs = Math.max(lastLeaveMs, into.leaveMs[i]!);
  }
  const endMs = Math.min(plannedEndMs, lastLeaveMs);
  if (endMs > startMs) {
    into.recordingStartMs = startMs;
    into.recordingDurationMs = endMs - startMs;
  }
}

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
import {
  conferenceParticipantsMax,
  durationMinutesMax,
  earlyJoinSecondsMax,
  lateJoinSecondsMax,
  lateLeaveSecondsMax,
  stayMsMin,
} from './limits.ts';
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
   * Time of the conference's first join, simulated milliseconds. It repeats the first draws of `draw` instead of
   * storing them: a look-ahead window then holds two numbers a conference, however large the conference is.
   */
  firstJoinMs(conference: number, plannedStartMs: number): number {
    const stream = this.#joins.at(conference);
    const participants = this.#participants(conference, stream);
    let firstMs = this.#hostJoinMs(plannedStartMs, stream);
    for (let i = 1; i < participants; i += 1) {
      firstMs = Math.min(firstMs, this.#joinMs(plannedStartMs, stream));
    }
    return firstMs;
  }

  draw(into: TimelineBuffer, conference: number, plannedStartMs: number): void {
    const joins = this.#joins.at(conference);
    const participants = this.#participants(conference, joins);
    into.reset(this.#options.demandIndex, participants);
    const hostJoinMs = this.#hostJoinMs(plannedStartMs, joins);
    into.joinMs[0] = hostJoinMs;
    for (let i = 1; i < participants; i += 1) {
      into.joinMs[i] = this.#joinMs(plannedStartMs, joins);
    }
    sortAscending(into.joinMs, participants);

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

  #participants(conference: number, stream: RandomStream): number {
    const { trace, conferenceClass } = this.#options;
    const drawn =
      trace === null ? sampleDistribution(conferenceClass.size, stream) : trace[conference]!.participants;
    return Math.min(conferenceParticipantsMax, Math.max(1, Math.round(drawn)));
  }

  #hostJoinMs(plannedStartMs: number, stream: RandomStream): number {
    const { hostJoinOffsetSeconds, joinOffsetSeconds } = this.#options.conferenceClass;
    const offsetSeconds = sampleDistribution(hostJoinOffsetSeconds ?? joinOffsetSeconds, stream);
    return joinTimeMs(plannedStartMs, offsetSeconds);
  }

  #joinMs(plannedStartMs: number, stream: RandomStream): number {
    return joinTimeMs(
      plannedStartMs,
      sampleDistribution(this.#options.conferenceClass.joinOffsetSeconds, stream),
    );
  }

  /** Returns the planned end in simulated milliseconds. */
  #drawLeaves(into: TimelineBuffer, conference: number, plannedStartMs: number): number {
    const { trace, conferenceClass } = this.#options;
    const stays = this.#stays.at(conference);
    const durationMs =
      trace === null
        ? sampleDistribution(conferenceClass.durationMinutes, stays) * msPerMinute
        : trace[conference]!.durationMs;
    const plannedEndMs = plannedStartMs + Math.min(durationMinutesMax * msPerMinute, Math.max(0, durationMs));
    for (let i = 0; i < into.participantCount; i += 1) {
      const offsetSeconds = sampleDistribution(conferenceClass.leaveOffsetSeconds, stays);
      const leaveMs = plannedEndMs + Math.min(lateLeaveSecondsMax, offsetSeconds) * msPerSecond;
      into.leaveMs[i] = Math.max(into.joinMs[i]! + stayMsMin, leaveMs);
    }
    return plannedEndMs;
  }
}

/** A join before the horizon start happens at the horizon start. */
function joinTimeMs(plannedStartMs: number, offsetSeconds: number): number {
  const limitedSeconds = Math.min(lateJoinSecondsMax, Math.max(-earlyJoinSecondsMax, offsetSeconds));
  return Math.max(0, plannedStartMs + limitedSeconds * msPerSecond);
}

/** Marks each participant a sender with the ratio, in order of join, until the maximum is reached. */
function markSenders(
  flags: Uint8Array,
  participants: number,
  ratio: number,
  sendersMax: number,
  stream: RandomStream,
): void {
  flags.fill(0, 0, participants);
  let senders = 0;
  for (let i = 0; i < participants && senders < sendersMax; i += 1) {
    if (stream.nextUnit() < ratio) {
      flags[i] = 1;
      senders += 1;
    }
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

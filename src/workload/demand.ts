/**
 * Demand: classes of conferences, and how each class's conferences come about.
 */
import type { Distribution } from '../engine/random/distribution.ts';

/** What a conference of the class looks like. */
export interface ConferenceClass {
  readonly name: string;
  /** Participants of a conference; rounded to the nearest whole number, at least 1. */
  readonly size: Distribution;
  /** Minutes from the planned start to the planned end. */
  readonly durationMinutes: Distribution;
  /** Seconds from the planned start to a participant's join; negative for early. */
  readonly joinOffsetSeconds: Distribution;
  /** The same for the first participant (the teacher, the host); null to treat it like the others. */
  readonly hostJoinOffsetSeconds: Distribution | null;
  /** Seconds from the planned end to a participant's leave; negative for early. */
  readonly leaveOffsetSeconds: Distribution;
  /** Probability that a participant has the microphone open, and the most who do (later ones start muted). */
  readonly audioSenderRatio: number;
  readonly audioSendersMax: number;
  /** Probability that a participant has the camera on, and the most who do. */
  readonly videoSenderRatio: number;
  readonly videoSendersMax: number;
  /** Probability that the conference is recorded. */
  readonly recordingRatio: number;
}

/** Conferences per hour over the horizon, linear between points. */
export interface RateCurve {
  /** Simulated milliseconds, strictly increasing, first at or before 0. */
  readonly timeMs: Float64Array;
  /** Conferences per hour, non-negative. */
  readonly ratePerHour: Float64Array;
}

/** Starts moved onto the clock: conferences begin at multiples of the period, give or take. */
export interface StartAlignment {
  /** Minutes between the marks: 60 for the hour, 30 for half hours. */
  readonly periodMinutes: number;
  /** Simulated milliseconds of one mark; 0 when the horizon starts on one. */
  readonly originMs?: number;
  /** Share of the conferences that are moved to the nearest mark; the rest start when they arrive. */
  readonly ratio: number;
}

/** One conference of a trace. Times in simulated milliseconds. */
export interface TraceConference {
  readonly startMs: number;
  readonly durationMs: number;
  readonly participants: number;
}

/** A room of a replayed participants series that is larger than the others. */
export interface ReplayRoom {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly size: number;
  /** Share of the joins in that time that go to this room until it is full. */
  readonly joinRatio: number;
}

export type DemandClass =
  | {
      readonly kind: 'curve';
      readonly name: string;
      readonly rate: RateCurve;
      readonly alignment: StartAlignment | null;
      readonly conferenceClass: ConferenceClass;
    }
  | {
      /** A fixed number of conferences planned for one moment ("30 classes start at 9:00 sharp"). */
      readonly kind: 'burst';
      readonly name: string;
      readonly startMs: number;
      readonly conferences: number;
      readonly conferenceClass: ConferenceClass;
    }
  | {
      readonly kind: 'trace';
      readonly name: string;
      readonly conferences: readonly TraceConference[];
      readonly conferenceClass: ConferenceClass;
    }
  | {
      /** Participants present, minute by minute, replayed exactly: rises are joins, falls are leaves. */
      readonly kind: 'participant-series';
      readonly name: string;
      readonly timeMs: Float64Array;
      readonly participants: Float64Array;
      /** Rooms of this size are filled one after the other ... */
      readonly roomSize: number;
      /** ... but for these. */
      readonly largeRooms: readonly ReplayRoom[];
      readonly conferenceClass: ConferenceClass;
    };

/** Demand whose conferences are planned: they have a planned start and end around which participants come and go. */
export type PlannedDemand = Exclude<DemandClass, { kind: 'participant-series' }>;

/**
 * Draws conferences from demand classes, as plain copies that tests can look at.
 */
import { createRandomStreams, type RandomStreams } from '../../src/engine/random/random-streams.ts';
import { createConferenceSource } from '../../src/workload/conference-source.ts';
import type { DemandClass, PlannedDemand } from '../../src/workload/demand.ts';
import { type ConferenceSource, TimelineBuffer } from '../../src/workload/timeline.ts';
import { aConferenceClass, hourMs } from './scenario.ts';

export interface Timeline {
  /** `nextStartMs` of the source just before the conference was drawn. */
  readonly announcedMs: number;
  readonly demandIndex: number;
  readonly joinMs: readonly number[];
  readonly leaveMs: readonly number[];
  readonly audioSender: readonly number[];
  readonly videoSender: readonly number[];
  /** NaN when the conference is not recorded. */
  readonly recordingStartMs: number;
  readonly recordingDurationMs: number;
}

export interface DrawOptions {
  readonly seed?: number;
  readonly replication?: number;
  readonly demandIndex?: number;
  readonly horizonMs?: number;
}

const defaultHorizonMs = 24 * hourMs;

export function aSource(demand: DemandClass, options: DrawOptions = {}): ConferenceSource {
  const { seed = 1, replication = 0, demandIndex = 0, horizonMs = defaultHorizonMs } = options;
  return createConferenceSource(demand, demandIndex, someStreams(seed, replication), horizonMs);
}

export function someStreams(seed = 1, replication = 0): RandomStreams {
  return createRandomStreams({ seed, replication });
}

/** Every conference of the class, in the order in which the source gives them. */
export function drawAll(demand: DemandClass, options: DrawOptions = {}): Timeline[] {
  const source = aSource(demand, options);
  const timelines: Timeline[] = [];
  while (source.nextStartMs() < Number.POSITIVE_INFINITY) timelines.push(drawNext(source));
  return timelines;
}

/** The next conference of a source that has one, drawn into a buffer that held another. */
export function drawNext(source: ConferenceSource): Timeline {
  const announcedMs = source.nextStartMs();
  source.draw(buffer);
  const count = buffer.participantCount;
  return {
    announcedMs,
    demandIndex: buffer.demandIndex,
    joinMs: Array.from(buffer.joinMs.subarray(0, count)),
    leaveMs: Array.from(buffer.leaveMs.subarray(0, count)),
    audioSender: Array.from(buffer.audioSender.subarray(0, count)),
    videoSender: Array.from(buffer.videoSender.subarray(0, count)),
    recordingStartMs: buffer.recordingStartMs,
    recordingDurationMs: buffer.recordingDurationMs,
  };
}

const buffer = new TimelineBuffer();

/** Participants present at a time: joined at it or before, and not yet gone. */
export function presentAt(timelines: readonly Timeline[], atMs: number): number {
  let present = 0;
  for (const { joinMs, leaveMs } of timelines) {
    for (const [i, join] of joinMs.entries()) if (join <= atMs && atMs < leaveMs[i]!) present += 1;
  }
  return present;
}

/** Most participants of one conference present at once. */
export function peakOf({ joinMs, leaveMs }: Timeline): number {
  // At equal times leaves come first: the peak is not counted too high.
  const changes = [...leaveMs.map((at) => ({ at, by: -1 })), ...joinMs.map((at) => ({ at, by: 1 }))];
  changes.sort((a, b) => a.at - b.at || a.by - b.by);
  let present = 0;
  let peak = 0;
  for (const { by } of changes) {
    present += by;
    peak = Math.max(peak, present);
  }
  return peak;
}

type OfKind<Kind extends DemandClass['kind']> = Extract<DemandClass, { readonly kind: Kind }>;

/** A class whose one participant joins at the planned start and stays half an hour: joins are planned starts. */
export function punctual(): PlannedDemand['conferenceClass'] {
  const zero = { kind: 'constant', value: 0 } as const;
  return aConferenceClass({
    size: { kind: 'constant', value: 1 },
    joinOffsetSeconds: zero,
    leaveOffsetSeconds: zero,
  });
}

/** Conferences along a curve given by its points: [hours, conferences per hour]. */
export function alongCurve(
  points: readonly (readonly [number, number])[],
  overrides: Partial<OfKind<'curve'>> = {},
): OfKind<'curve'> {
  return {
    kind: 'curve',
    name: 'along a curve',
    rate: {
      timeMs: Float64Array.from(points, ([hours]) => hours * hourMs),
      ratePerHour: Float64Array.from(points, ([, rate]) => rate),
    },
    alignment: null,
    conferenceClass: punctual(),
    ...overrides,
  };
}

export function aBurst(overrides: Partial<OfKind<'burst'>> = {}): OfKind<'burst'> {
  return {
    kind: 'burst',
    name: 'a burst',
    startMs: 9 * hourMs,
    conferences: 3,
    conferenceClass: punctual(),
    ...overrides,
  };
}

/** Participants present at minutes 0, 1, 2 ... */
export function aSeries(
  participants: readonly number[],
  overrides: Partial<OfKind<'participant-series'>> = {},
): OfKind<'participant-series'> {
  return {
    kind: 'participant-series',
    name: 'a series',
    timeMs: Float64Array.from(participants, (_, minute) => minute * 60_000),
    participants: Float64Array.from(participants),
    roomSize: 10,
    largeRooms: [],
    conferenceClass: punctual(),
    ...overrides,
  };
}

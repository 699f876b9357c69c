// Goal: what holds for every demand, whatever class and kind: the simulation relies on it without looking.
// Method: random demand of every kind with unbounded, early and late joins and aligned starts (fast-check); the
//   properties are those of the contract (`workload/timeline.ts`) and of common random numbers.

import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../src/engine/random/distribution.ts';
import { createConferenceSource } from '../../src/workload/conference-source.ts';
import type { ConferenceClass, DemandClass } from '../../src/workload/demand.ts';
import { fc } from '../support/property.ts';
import { hourMs } from '../support/scenario.ts';
import { drawAll, drawNext, peakOf, presentAt, someStreams, type Timeline } from '../support/workload.ts';

const minuteMs = 60_000;
const horizonMs = 3 * hourMs;
const runs = { numRuns: 150, seed: 20260105 };

/** Evenly spread, in thousandths: fast-check's doubles are mostly tiny. */
const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 1000, max: max * 1000 }).map((thousandths) => thousandths / 1000);
const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });

/** Seconds of offset: bounded, unbounded, beyond the limits, all early, all late, all at once. */
const offsetSeconds: fc.Arbitrary<Distribution> = fc.oneof(
  number(-7200, 7200).map((value): Distribution => ({ kind: 'constant', value })),
  fc
    .tuple(number(-7200, 600), number(0, 7200))
    .map(([low, width]): Distribution => ({ kind: 'uniform', low, high: low + width })),
  fc.record({
    kind: fc.constant('normal' as const),
    mean: number(-600, 600),
    standardDeviation: number(0, 3000),
  }),
  number(1, 1200).map((mean): Distribution => ({ kind: 'exponential', mean })),
  fc.record({ mean: number(-300, 300), min: number(-900, 0) }).map(
    ({ mean, min }): Distribution => ({
      kind: 'clamped',
      of: { kind: 'normal', mean, standardDeviation: 200 },
      min,
    }),
  ),
  fc
    .array(number(-3000, 3000), { minLength: 2, maxLength: 6 })
    .map((values): Distribution => ({ kind: 'empirical', values: values.sort((a, b) => a - b) })),
);

const conferenceClass: fc.Arbitrary<ConferenceClass> = fc.record({
  name: fc.constant('any'),
  size: fc.oneof(
    number(-1, 60).map((value): Distribution => ({ kind: 'constant', value })),
    number(0.5, 20).map((mean): Distribution => ({ kind: 'poisson', mean })),
    fc.constant<Distribution>({ kind: 'discrete', values: [2, 5, 150], weights: [5, 3, 1] }),
  ),
  durationMinutes: fc.oneof(
    number(0, 90).map((value): Distribution => ({ kind: 'constant', value })),
    fc.constant<Distribution>({ kind: 'lognormal', median: 30, logStandardDeviation: 1.5 }),
    fc.constant<Distribution>({ kind: 'normal', mean: 10, standardDeviation: 20 }),
  ),
  joinOffsetSeconds: offsetSeconds,
  hostJoinOffsetSeconds: fc.option(offsetSeconds, { nil: null }),
  leaveOffsetSeconds: offsetSeconds,
  audioSenderRatio: number(0, 1),
  audioSendersMax: whole(0, 12),
  videoSenderRatio: number(0, 1),
  videoSendersMax: whole(0, 12),
  recordingRatio: number(0, 1),
});

const curve: fc.Arbitrary<DemandClass> = fc.record({
  kind: fc.constant('curve' as const),
  name: fc.constant('curve'),
  conferenceClass,
  alignment: fc.option(
    fc.record({
      periodMinutes: fc.constantFrom(15, 30, 60),
      ratio: number(0, 1),
      originMs: whole(-60, 0).map((m) => m * minuteMs),
    }),
    { nil: null },
  ),
  rate: fc
    .array(fc.record({ gapMs: number(1000, hourMs), ratePerHour: number(0, 30) }), {
      minLength: 1,
      maxLength: 6,
    })
    .map((points) => {
      let atMs = -points[0]!.gapMs;
      const timeMs = Float64Array.from(points, ({ gapMs }) => {
        atMs += gapMs;
        return atMs;
      });
      return { timeMs, ratePerHour: Float64Array.from(points, ({ ratePerHour }) => ratePerHour) };
    }),
});
const burst: fc.Arbitrary<DemandClass> = fc.record({
  kind: fc.constant('burst' as const),
  name: fc.constant('burst'),
  startMs: number(0, horizonMs),
  conferences: whole(0, 40),
  conferenceClass,
});
const trace: fc.Arbitrary<DemandClass> = fc.record({
  kind: fc.constant('trace' as const),
  name: fc.constant('trace'),
  conferences: fc.array(
    fc.record({ startMs: number(0, horizonMs), durationMs: number(0, hourMs), participants: whole(1, 50) }),
    { maxLength: 30 },
  ),
  conferenceClass,
});
const series: fc.Arbitrary<Extract<DemandClass, { kind: 'participant-series' }>> = fc
  .record({
    participants: fc.array(whole(0, 200), { minLength: 1, maxLength: 30 }),
    firstMs: whole(-3, 3).map((minute) => minute * minuteMs),
    roomSize: whole(1, 40),
    largeRooms: fc.array(
      fc
        .record({
          fromMs: whole(0, 15).map((m) => m * minuteMs),
          size: whole(1, 150),
          joinRatio: number(0, 1),
        })
        .map((room) => ({ ...room, untilMs: room.fromMs + 8 * minuteMs })),
      { maxLength: 2 },
    ),
    conferenceClass,
  })
  .map(({ participants, firstMs, ...rest }) => ({
    kind: 'participant-series',
    name: 'series',
    timeMs: Float64Array.from(participants, (_, minute) => firstMs + minute * minuteMs),
    participants: Float64Array.from(participants),
    ...rest,
  }));

const demandOfAnyKind = fc.oneof(curve, burst, trace, series);
const seed = whole(0, 2 ** 31);

function sum(flags: readonly number[]): number {
  return flags.reduce((total, flag) => total + flag, 0);
}

describe('every timeline of every demand', () => {
  test('begins when its source announced it, and never before the one drawn before it', () => {
    fc.assert(
      fc.property(demandOfAnyKind, seed, (demand, seed) => {
        let before = 0;
        for (const { announcedMs, joinMs } of drawAll(demand, { seed, horizonMs })) {
          expect(announcedMs).toBeGreaterThanOrEqual(before);
          expect(Math.min(...joinMs)).toBe(announcedMs);
          before = announcedMs;
        }
      }),
      runs,
    );
  });

  test('lets everybody who joined leave, later than the join', () => {
    fc.assert(
      fc.property(demandOfAnyKind, seed, (demand, seed) => {
        for (const { joinMs, leaveMs } of drawAll(demand, { seed, horizonMs })) {
          expect(joinMs.length).toBeGreaterThanOrEqual(1);
          expect(leaveMs).toHaveLength(joinMs.length);
          expect(
            joinMs.every((join, i) => leaveMs[i]! > join && leaveMs[i]! < Number.POSITIVE_INFINITY),
          ).toBe(true);
          expect(joinMs.every((join, i) => i === 0 || join >= joinMs[i - 1]!)).toBe(true);
        }
      }),
      runs,
    );
  });

  test('is recorded only while somebody may be there, with no more senders than its class allows', () => {
    fc.assert(
      fc.property(fc.oneof(curve, burst, trace), seed, (demand, seed) => {
        const { audioSendersMax, videoSendersMax } = demand.conferenceClass;
        for (const timeline of drawAll(demand, { seed, horizonMs })) {
          expect(sum(timeline.audioSender)).toBeLessThanOrEqual(audioSendersMax);
          expect(sum(timeline.videoSender)).toBeLessThanOrEqual(videoSendersMax);
          if (Number.isNaN(timeline.recordingStartMs)) continue;
          expect(timeline.recordingStartMs).toBeGreaterThanOrEqual(0);
          expect(timeline.recordingDurationMs).toBeGreaterThan(0);
          const endMs = timeline.recordingStartMs + timeline.recordingDurationMs;
          expect(endMs).toBeLessThanOrEqual(Math.max(...timeline.leaveMs) + 1e-6);
        }
      }),
      runs,
    );
  });

  test('is the same whatever else is drawn, and in whatever turn', () => {
    fc.assert(
      fc.property(
        demandOfAnyKind,
        demandOfAnyKind,
        fc.infiniteStream(fc.boolean()),
        seed,
        (one, other, turns, seed) => {
          const alone = drawAll(one, { seed, horizonMs });
          const streams = someStreams(seed);
          const source = createConferenceSource(one, 0, streams, horizonMs);
          const beside = createConferenceSource({ ...other, name: 'another' }, 1, streams, horizonMs);
          const together: Timeline[] = [];
          while (source.nextStartMs() < Number.POSITIVE_INFINITY) {
            const otherFirst = turns.next().value && beside.nextStartMs() < Number.POSITIVE_INFINITY;
            if (otherFirst) drawNext(beside);
            else together.push(drawNext(source));
          }
          expect(together).toEqual(alone);
        },
      ),
      runs,
    );
  });

  test('differs between replications when anything about it is left to chance', () => {
    const chance = { kind: 'uniform', low: 0, high: 600 } as const;
    fc.assert(
      fc.property(burst, seed, (demand, seed) => {
        const random = {
          ...demand,
          conferenceClass: {
            ...demand.conferenceClass,
            joinOffsetSeconds: chance,
            hostJoinOffsetSeconds: null,
          },
        };
        const joins = [0, 1].map((replication) =>
          drawAll(random, { seed, replication, horizonMs }).map(({ joinMs }) => joinMs),
        );
        if (joins[0]!.length > 0) expect(joins[0]).not.toEqual(joins[1]);
      }),
      runs,
    );
  });
});

describe('every burst and every trace', () => {
  test('comes whole: each conference once, of its size', () => {
    fc.assert(
      fc.property(fc.oneof(burst, trace), seed, (demand, seed) => {
        const sizes = drawAll(demand, { seed, horizonMs }).map(({ joinMs }) => joinMs.length);
        if (demand.kind === 'burst') expect(sizes).toHaveLength(demand.conferences);
        if (demand.kind === 'trace') {
          expect(sizes.sort()).toEqual(demand.conferences.map(({ participants }) => participants).sort());
        }
      }),
      runs,
    );
  });
});

describe('every conference planned along a curve', () => {
  test('keeps its number, so a longer horizon only adds conferences', () => {
    fc.assert(
      fc.property(curve, seed, (demand, seed) => {
        // Without offsets: conferences planned before the shorter horizon are those whose first join is before it.
        const zero = { kind: 'constant', value: 0 } as const;
        const punctual = {
          ...demand,
          conferenceClass: {
            ...demand.conferenceClass,
            joinOffsetSeconds: zero,
            hostJoinOffsetSeconds: null,
          },
          alignment: null,
        } as DemandClass;
        const short = drawAll(punctual, { seed, horizonMs: horizonMs / 2 });
        const long = drawAll(punctual, { seed, horizonMs });
        // To the rounding of where the horizon cuts the curve.
        for (const [i, { announcedMs, joinMs }] of short.entries()) {
          expect(Math.abs(long[i]!.announcedMs - announcedMs)).toBeLessThan(1e-3);
          expect(long[i]!.joinMs).toHaveLength(joinMs.length);
        }
        expect(long.slice(short.length).every(({ announcedMs }) => announcedMs >= horizonMs / 2 - 1)).toBe(
          true,
        );
      }),
      runs,
    );
  });
});

describe('every replayed series', () => {
  test('is met at every sample of the horizon, with no conference over its size', () => {
    fc.assert(
      fc.property(series, seed, (demand, seed) => {
        const timelines = drawAll(demand, { seed, horizonMs });
        for (const [sample, atMs] of demand.timeMs.entries()) {
          if (atMs >= 0) expect(presentAt(timelines, atMs)).toBe(demand.participants[sample]);
        }
        const sizeMax = Math.max(demand.roomSize, ...demand.largeRooms.map(({ size }) => size));
        for (const timeline of timelines) expect(peakOf(timeline)).toBeLessThanOrEqual(sizeMax);
        if (demand.largeRooms.length === 0) {
          for (const timeline of timelines) expect(peakOf(timeline)).toBeLessThanOrEqual(demand.roomSize);
        }
      }),
      runs,
    );
  });

  test('asks for no more joins than the series rises', () => {
    fc.assert(
      fc.property(series, seed, (demand, seed) => {
        const seen = Array.from(demand.participants).slice(
          Math.max(
            0,
            demand.timeMs.findLastIndex((at) => at <= 0),
          ),
        );
        const rises = seen.map((value, i) => Math.max(0, value - (seen[i - 1] ?? 0)));
        const joins = drawAll(demand, { seed, horizonMs }).flatMap(({ joinMs }) => joinMs);
        expect(joins).toHaveLength(sum(rises));
      }),
      runs,
    );
  });
});

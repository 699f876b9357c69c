// Goal: conferences start when their demand class says: along a curve, on the marks of the clock, all at once, or as
//   a trace lists them.
// Method: classes whose only participant joins at the planned start, so that joins show it. Shares are compared with
//   their binomial interval, counts with their Poisson interval (99.9 %, normal approximation: z = 3.29).
import { describe, expect, test } from 'vitest';
import { hourMs } from '../../support/scenario.ts';
import { scenarioOf } from '../../support/study.ts';
import { aBurst, alongCurve, drawAll, punctual } from '../../support/workload.ts';

const minuteMs = 60_000;
const z999 = 3.29;

const starts = (timelines: readonly { readonly joinMs: readonly number[] }[]): number[] =>
  timelines.map(({ joinMs }) => joinMs[0]!);

describe('starts aligned to the clock', () => {
  const flat = (alignment: { periodMinutes: number; ratio: number; originMs?: number } | null) =>
    alongCurve(
      [
        [0, 500],
        [24, 500],
      ],
      { alignment },
    );

  test.each([
    { periodMinutes: 60, ratio: 0.6, originMs: 0 },
    { periodMinutes: 30, ratio: 0.25, originMs: -24 * minuteMs },
    { periodMinutes: 15, ratio: 0.9, originMs: -7 * minuteMs },
  ])('put the stated share on the marks: %o', (alignment) => {
    const { periodMinutes, ratio, originMs } = alignment;
    const all = starts(drawAll(flat(alignment)));
    const isOnMark = (startMs: number): boolean =>
      startMs === 0 || (startMs - originMs) % (periodMinutes * minuteMs) === 0;
    const onMarks = all.filter(isOnMark).length;
    const standardError = Math.sqrt((ratio * (1 - ratio)) / all.length);
    expect(all.length).toBeGreaterThan(10_000);
    expect(Math.abs(onMarks / all.length - ratio)).toBeLessThan(z999 * standardError);
  });

  test('each gather the conferences of half a period on either side', () => {
    const onEach = new Map<number, number>();
    for (const startMs of starts(drawAll(flat({ periodMinutes: 60, ratio: 1 })))) {
      onEach.set(startMs / hourMs, (onEach.get(startMs / hourMs) ?? 0) + 1);
    }
    // The first and the last mark lie on the ends of the horizon, beyond which nothing is planned.
    for (let mark = 0; mark <= 24; mark += 1) {
      const expected = mark === 0 || mark === 24 ? 250 : 500;
      expect(Math.abs(onEach.get(mark)! - expected)).toBeLessThan(z999 * Math.sqrt(expected));
    }
    expect(onEach.size).toBe(25);
  });

  test('move no other conference and none by more than half a period', () => {
    const free = starts(drawAll(flat(null))).sort((a, b) => a - b);
    const mixed = starts(drawAll(flat({ periodMinutes: 30, ratio: 0.5 })));
    const kept = mixed.filter((startMs) => startMs % (30 * minuteMs) !== 0);
    expect(mixed).toHaveLength(free.length);
    expect(new Set(free)).toEqual(new Set([...free, ...kept]));
    expect(kept.length).toBeGreaterThan(5000);
    // Nearest marks, one for one: rounding keeps the order, so the sorted starts pair up.
    const aligned = starts(drawAll(flat({ periodMinutes: 30, ratio: 1 }))).sort((a, b) => a - b);
    const moved = aligned.map((startMs, i) => Math.abs(startMs - free[i]!));
    expect(Math.max(...moved)).toBeLessThanOrEqual(15 * minuteMs);
  });

  test.each([
    ['2022-03-29T09:24', 'Europe/Paris', 30],
    ['2026-11-23T07:10', 'Asia/Kolkata', 60],
    ['2026-11-23T07:50:30', 'Asia/Kathmandu', 15],
  ])(
    'fall on the marks of the wall from %s in %s on, whatever minute the horizon begins at',
    async (start, timeZone, periodMinutes) => {
      const alignTo = periodMinutes === 60 ? 'hour' : `${periodMinutes}min`;
      const scenario = await scenarioOf(`name: S
horizon: { start: "${start}", hours: 8, timeZone: ${timeZone} }
demand:
  - class: team-meeting
    conferences: { curve: flat, peakPerHour: 40, alignTo: ${alignTo}, alignedRatio: 1 }
`);
      const { horizon, demand } = scenario;
      const planned = { ...demand[0]!, conferenceClass: punctual() };
      const clock = new Intl.DateTimeFormat('en-GB', { timeZone, minute: 'numeric', second: 'numeric' });
      const later = starts(drawAll(planned, { horizonMs: horizon.durationMs })).filter((ms) => ms > 0);
      expect(later.length).toBeGreaterThan(200);
      for (const startMs of later) {
        const [minute, second] = clock
          .format(horizon.startEpochMs + startMs)
          .split(':')
          .map(Number);
        expect([minute! % periodMinutes, second]).toEqual([0, 0]);
      }
    },
  );
});

describe('a burst', () => {
  test('is exactly its conferences, all planned for one moment', () => {
    expect(starts(drawAll(aBurst({ conferences: 30 })))).toEqual(Array(30).fill(9 * hourMs));
    expect(drawAll(aBurst({ conferences: 0 }))).toEqual([]);
  });

  test('draws conferences that differ', () => {
    const conferenceClass = { ...punctual(), size: { kind: 'uniform', low: 2, high: 100 } as const };
    const sizes = drawAll(aBurst({ conferences: 30, conferenceClass })).map(({ joinMs }) => joinMs.length);
    expect(new Set(sizes).size).toBeGreaterThan(15);
  });
});

describe('a trace', () => {
  const conferences = [
    { startMs: 5 * hourMs, durationMs: hourMs, participants: 7 },
    { startMs: 2 * hourMs, durationMs: 2 * hourMs, participants: 3 },
    { startMs: 5 * hourMs, durationMs: 3 * hourMs, participants: 1 },
  ];

  test('comes in order of start, each conference with its own size and end', () => {
    const drawn = drawAll({ kind: 'trace', name: 't', conferences, conferenceClass: punctual() });
    expect(
      drawn.map(({ joinMs, leaveMs }) => [joinMs[0]! / hourMs, leaveMs[0]! / hourMs, joinMs.length]),
    ).toEqual([
      [2, 4, 3],
      [5, 6, 7],
      [5, 8, 1],
    ]);
  });
});

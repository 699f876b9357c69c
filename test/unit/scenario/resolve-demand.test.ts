// Goal: curves, formulas and measured files become rates, counts and conferences at the right simulated times.
// Method: curves and files written here, with values worked out by hand, on ordinary days and on days on which clocks
// are changed.
import { describe, expect, test } from 'vitest';
import type { Demand } from '../../../src/scenario/scenario.ts';
import { issuesOf, registry, scenarioOf } from '../../support/study.ts';

type Of<Kind> = Extract<Demand, { readonly kind: Kind }>;

async function demandOf<Kind extends Demand['kind']>(
  kind: Kind,
  yaml: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Of<Kind>> {
  const [demand] = (await scenarioOf(yaml, files)).demand;
  if (demand?.kind !== kind) throw new Error(`expected ${kind}, got ${demand?.kind}`);
  return demand as Of<Kind>;
}

const curve = (conferences: string, horizon = '{ days: 1 }'): string => `name: S
horizon: ${horizon}
demand:
  - class: team-meeting
    conferences: ${conferences}
`;

/** Rate at an hour of simulated time, linear between points. */
function rateAt({ timeMs, ratePerHour }: Of<'curve'>['rate'], hour: number): number {
  const at = hour * 3_600_000;
  const after = timeMs.findIndex((time) => time >= at);
  if (timeMs[after] === at) return ratePerHour[after]!;
  const [from, to] = [timeMs[after - 1]!, timeMs[after]!];
  const [low, high] = [ratePerHour[after - 1]!, ratePerHour[after]!];
  return low + ((at - from) / (to - from)) * (high - low);
}

const office = registry.get('demand', 'office-weekday')!.parameters.relativeRateByHour!
  .value as readonly number[];

describe('a named curve', () => {
  test('reaches peakPerHour in the busiest hour and keeps its shape', async () => {
    const { rate } = await demandOf('curve', curve('{ peakPerHour: 60 }'));
    expect(Math.max(...rate.ratePerHour)).toBe(60);
    for (let hour = 0; hour <= 24; hour++) expect(rateAt(rate, hour)).toBeCloseTo(60 * office[hour]!, 10);
    expect(rateAt(rate, 9.5)).toBeCloseTo((60 * (office[9]! + office[10]!)) / 2, 10);
  });

  test('follows the clock of the zone, not the hours since the start', async () => {
    const start = '{ start: 2026-11-23T07:00, hours: 6, timeZone: Asia/Kolkata }';
    const { rate } = await demandOf('curve', curve('{ peakPerHour: 10 }', start));
    expect(rate.timeMs[0]).toBeLessThanOrEqual(0);
    expect(rateAt(rate, 3)).toBeCloseTo(10 * office[10]!, 10);
  });

  test('skips the hour that is skipped in spring and stretches the one repeated in autumn', async () => {
    const spring = await demandOf(
      'curve',
      curve('{ peakPerHour: 10 }', '{ start: 2022-03-27, timeZone: Europe/Paris }'),
    );
    // 10:00 comes nine hours after midnight; there is no point for 2:00.
    expect(rateAt(spring.rate, 9)).toBeCloseTo(10 * office[10]!, 10);
    expect(spring.rate.timeMs.slice(0, 3)).toEqual(Float64Array.of(0, 3_600_000, 7_200_000));
    const autumn = await demandOf(
      'curve',
      curve('{ peakPerHour: 10 }', '{ start: 2022-10-30, timeZone: Europe/Paris }'),
    );
    expect(rateAt(autumn.rate, 11)).toBeCloseTo(10 * office[10]!, 10);
  });

  test('grows with growthRatio and shrinks on the weekend with weekendRatio', async () => {
    const { rate } = await demandOf(
      'curve',
      curve('{ peakPerHour: 10, growthRatio: 1.5, weekendRatio: 0.2 }', '{ start: 2026-11-27, days: 4 }'),
    );
    // Friday, Saturday, Sunday, Monday at ten o'clock.
    expect([10, 34, 58, 82].map((hour) => rateAt(rate, hour))).toEqual([15, 3, 3, 15]);
    expect([...rate.timeMs].every((time, index) => index === 0 || time > rate.timeMs[index - 1]!)).toBe(true);
  });

  test('puts the marks of alignTo on the clock', async () => {
    const start = '{ start: 2026-11-23T07:24, hours: 6 }';
    const aligned = await demandOf('curve', curve('{ peakPerHour: 10, alignTo: 30min }', start));
    expect(aligned.alignment).toEqual({ periodMinutes: 30, ratio: 0.6, originMs: -24 * 60_000 });
  });

  test('of zero is refused', async () => {
    const weekend = '{ start: 2026-11-28, days: 2 }';
    expect(await issuesOf(curve('{ peakPerHour: 10, weekendRatio: 0 }', weekend))).toMatch(
      /gives no conference at all: its rate is zero over the whole horizon/,
    );
  });
});

describe('a formula', () => {
  const formula = (text: string, rest = ''): string => curve(`{ curve: { expression: "${text}" }${rest} }`);

  test('gives conferences per hour of the clock', async () => {
    const { rate } = await demandOf('curve', formula('40 + 30*sin((hour-6)/24*2*pi)'));
    expect(rateAt(rate, 6)).toBeCloseTo(40, 9);
    expect(rateAt(rate, 12)).toBeCloseTo(70, 9);
    expect(rateAt(rate, 0)).toBeCloseTo(10, 9);
  });

  test('may jump between two days', async () => {
    const yaml = `name: S
horizon: { start: 2026-11-27, days: 2 }
demand:
  - class: team-meeting
    conferences: { curve: { expression: "day == 6 ? 5 : 50" } }
`;
    const { rate } = await demandOf('curve', yaml);
    expect(rateAt(rate, 23.99)).toBeCloseTo(50, 9);
    expect(rateAt(rate, 24.01)).toBeCloseTo(5, 9);
  });

  test.each([
    ['0', /gives no conference at all/],
    ['sin(hour)', /is negative at hour 3\.1\d* of day 1.*\n.*wrap it in max\(0/],
    ['1/(hour-12)', /is negative at hour 0/],
    ['1/hour', /is not a finite number at hour 0/],
    ['hour.x', /must not contain a dot/],
    ['houl + 1', /did you mean hour\?/],
  ])('is refused as %s', async (text, problem) => {
    expect(await issuesOf(formula(text))).toMatch(problem);
  });

  test('is not given beside peakPerHour', async () => {
    expect(await issuesOf(formula('5', ', peakPerHour: 3'))).toMatch(/must not be given with a formula/);
  });
});

const replay = (rest = ''): string => `name: S
horizon: { start: 2022-03-29T09:24, hours: 2, timeZone: Europe/Paris }
demand:
  - class: load-test-room
    replay: { file: p.csv, timeColumn: t, participantsColumn: n, roomSize: 30${rest} }
`;

describe('a replay', () => {
  test('takes the rows inside the horizon, and the value held at its beginning', async () => {
    const files = { 'p.csv': 't,n\n09:00,5\n09:20,7\n09:30,40\n10:24,20\n11:24,3\n12:00,9\n' };
    const { timeMs, participants, roomSize } = await demandOf('participant-series', replay(), files);
    expect(timeMs).toEqual(Float64Array.of(0, 6 * 60_000, 60 * 60_000));
    expect(participants).toEqual(Float64Array.of(7, 40, 20));
    expect(roomSize).toBe(30);
  });

  test('goes on after midnight, and takes dates as well', async () => {
    const overnight = replay().replace('2022-03-29T09:24, hours: 2', '2022-03-29T23:00, hours: 2');
    const times = await demandOf('participant-series', overnight, { 'p.csv': 't,n\n23:30,5\n00:15,7\n' });
    expect(times.timeMs).toEqual(Float64Array.of(30 * 60_000, 75 * 60_000));
    const dates = await demandOf('participant-series', overnight, {
      'p.csv': 't,n\n2022-03-29T23:30,5\n2022-03-30 00:15:00,7\n',
    });
    expect(dates.timeMs).toEqual(times.timeMs);
  });

  test('knows large rooms by clock time', async () => {
    const rest = ', largeRooms: [{ from: 09:54, until: 10:26, size: 490, joinRatio: 0.45 }]';
    const { largeRooms } = await demandOf('participant-series', replay(rest), { 'p.csv': 't,n\n09:30,40\n' });
    expect(largeRooms).toEqual([{ fromMs: 30 * 60_000, untilMs: 62 * 60_000, size: 490, joinRatio: 0.45 }]);
    const reversed = rest.replace('until: 10:26', 'until: 09:30');
    expect(await issuesOf(replay(reversed), { 'p.csv': 't,n\n09:30,40\n' })).toMatch(
      /must be after from \(09:54\)/,
    );
  });

  test.each([
    ['t,n\n09:30,x\n', /p\.csv has 1 problem\n {2}2 {2}n {2}must be a number, got "x"/],
    ['t,n\n09:30,NaN\n', /2 {2}n {2}must be a number, got "NaN"/],
    ['t,n\n09:30,\n', /2 {2}n {2}must be a number, got nothing/],
    ['t,n\n09:30,-4\n', /2 {2}n {2}must be at least 0, got -4/],
    ['t,n\n09:30,4\nnoon,5\n', /3 {2}t {2}must be a time, HH:MM or YYYY-MM-DDTHH:MM, got "noon"/],
    ['t,n\n09:30,4\n09:30,5\n', /3 {2}t {2}must be later than the row above, got 09:30/],
    ['t,n\n09:30\n', /2 {2}row is too short/],
    ['t,n\n09:30,1,2\n', /2 {2}row is too long/],
    ['time,n\n09:30,1\n', /t {2}there is no such column\n.*the file has time, n/],
    ['t,participants\n09:30,1\n', /n {2}there is no such column/],
    ['t,n\n', /names a file that has a header and no rows, got "p\.csv"/],
    ['', /names a file that is empty, got "p\.csv"/],
    ['t,n\n09:30,0\n10:00,0\n', /gives no participant at all/],
    [
      't,n\n13:30,4\n',
      /has no row inside the horizon \(2022-03-29T09:24 to 2022-03-29T11:24 Europe\/Paris\)/,
    ],
  ])('is refused when its file reads %j', async (text, problem) => {
    expect(await issuesOf(replay(), { 'p.csv': text })).toMatch(problem);
  });
});

describe('a trace', () => {
  const trace = `name: S
horizon: { start: 2026-11-23T08:00, hours: 4 }
demand:
  - class: lecture
    trace: { file: c.csv, startColumn: start, durationMinutesColumn: minutes, participantsColumn: people }
`;

  test('is the list of its conferences', async () => {
    const files = { 'c.csv': 'start,minutes,people\n08:30,45,12\n08:30,60,3\n11:00,10,80\n13:00,5,5\n' };
    const { conferences } = await demandOf('trace', trace, files);
    expect(conferences).toEqual([
      { startMs: 30 * 60_000, durationMs: 45 * 60_000, participants: 12 },
      { startMs: 30 * 60_000, durationMs: 60 * 60_000, participants: 3 },
      { startMs: 180 * 60_000, durationMs: 10 * 60_000, participants: 80 },
    ]);
  });

  test.each([
    ['start,minutes,people\n08:30,45,0\n', /2 {2}people {2}must be at least 1, got 0/],
    ['start,minutes,people\n08:30,99999,3\n', /2 {2}minutes {2}must be at most 1440/],
    ['start,minutes,people\n2026-11-24T09:00,9,3\n2026-11-24T08:00,9,3\n', /3 {2}start {2}must be later/],
  ])('is refused when its file reads %j', async (text, problem) => {
    expect(await issuesOf(trace, { 'c.csv': text })).toMatch(problem);
  });
});

describe('an observed series', () => {
  const observed = `name: S
horizon: { start: 2026-11-23T08:00, hours: 4 }
demand: [{ class: lecture, burst: { at: 9:00, conferences: 1 } }]
observed: [{ name: measured, column: bridgesReady, file: o.csv, timeColumn: t, valueColumn: v }]
`;

  test('is in minutes of the horizon, without the missing samples', async () => {
    const { observed: series } = await scenarioOf(observed, {
      'o.csv': 't,v\n07:00,1\n08:00,2\n09:30,\n12:00,4\n',
    });
    expect(series).toEqual([
      {
        name: 'measured',
        column: 'bridgesReady',
        minute: Float64Array.of(0, 240),
        value: Float64Array.of(2, 4),
        source: 'o.csv, column v',
      },
    ]);
  });

  test('must be of a column that is simulated', async () => {
    const wrong = observed.replace('bridgesReady', 'bridges');
    expect(await issuesOf(wrong, { 'o.csv': 't,v\n08:00,2\n' })).toMatch(
      /observed\[0\]\.column {2}must be participants,/,
    );
  });
});

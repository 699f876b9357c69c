/**
 * Goal: a fixed pool of Jibris refuses recordings exactly as a loss system does, keeps to the closed form when finalising,
 * uploading and restarting make it busy for longer, and behaves as a retrial queue when users press the button again.
 * Method: recorded conferences arrive as a Poisson process; 5 Jibris, 3 erlang offered, recordings of 30 min with
 * three laws of the same mean (Erlang B is insensitive to the law). The refused share of 20 replications, after it has
 * filled, against B(5, 3) = 0.110054 (any Erlang B table), by a 99 % t interval. The same with recordings of 20 min and
 * 10 min of what follows. With retries, against the balance equations of the Markov chain below.
 */
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/engine/random/distribution.ts';
import type { JibriSettings } from '../../src/jitsi/jibri-settings.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aCurveDemand, aJibriPool, aScenario } from '../support/scenario.ts';

const erlangB = 0.110054;
/** t(0.995; 19). */
const tQuantile = 2.860935;
const replications = 20;
const hours = 100;
const { settings: shipped } = aJibriPool();

interface Pool {
  readonly jibris: number;
  readonly durationMinutes: Distribution;
  readonly finaliseSeconds?: Distribution;
  readonly settings?: Partial<JibriSettings>;
}

/** 6 recordings an hour; each starts with the first join. */
function recorded({ jibris, durationMinutes, finaliseSeconds, settings }: Pool): Scenario {
  return aScenario({
    hours,
    demand: [
      aCurveDemand(6, {
        size: { kind: 'constant', value: 1 },
        durationMinutes,
        joinOffsetSeconds: { kind: 'constant', value: 0 },
        recordingRatio: 1,
      }),
    ],
    deployment: {
      region: 'test',
      shardCount: 1,
      cloud: aCloud(),
      signalling: null,
      bridges: aBridgePool(),
      jibris: aJibriPool({
        initialCount: jibris,
        finaliseSeconds: finaliseSeconds ?? { kind: 'constant', value: 0 },
        settings: { ...shipped, ...settings },
      }),
    },
    scaling: {
      bridges: { policy: 'static', static: { count: 2 } },
      jibris: { policy: 'static', static: { count: jibris } },
    },
  });
}

function interval(values: readonly number[]): { readonly mean: number; readonly halfWidth: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, halfWidth: tQuantile * Math.sqrt(variance / values.length) };
}

/** Refused share of what was asked for after the first two hours, which fill the pool. */
function refusedRatio(scenario: Scenario): ReturnType<typeof interval> {
  return interval(
    Array.from({ length: replications }, (_, replication) => {
      const { recordingsRefused } = simulate(scenario, { seed: 3, replication }).minutes;
      return recordingsRefused.slice(120).reduce((a, b) => a + b, 0) / (6 * (hours - 2));
    }),
  );
}

/** Gauss and Jordan; the last column is the right-hand side. */
function solve(rows: Float64Array[]): Float64Array {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const candidates = rows.slice(column).map((row) => Math.abs(row[column]!));
    const pivotAt = column + candidates.indexOf(Math.max(...candidates));
    [rows[column], rows[pivotAt]] = [rows[pivotAt]!, rows[column]!];
    const pivot = rows[column]!;
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[column]! / pivot[column]!;
      if (factor !== 0) for (let k = column; k <= size; k++) row[k]! -= factor * pivot[k]!;
    }
  }
  return Float64Array.from(rows, (row, index) => row[size]! / row[index]!);
}

/** Mean number of Jibris that record, and of users who wait, when both c Jibris and users' patience matter. */
function retrialChain(options: {
  readonly jibris: number;
  readonly arrivalsPerHour: number;
  readonly endsPerHour: number;
  readonly retriesPerHour: number;
}): { readonly recording: number; readonly waiting: number } {
  const { jibris: c, arrivalsPerHour: a, endsPerHour: m, retriesPerHour: r } = options;
  // States (recording b, waiting j): an arrival records if b < c, else waits; who waits tries again at rate r and gives
  // up when its conference ends, at the rate m at which recordings end. Total conferences are Poisson(a / m).
  const waitMax = 15;
  const at = (b: number, j: number): number => b * (waitMax + 1) + j;
  const states = (c + 1) * (waitMax + 1);
  /** Inflow minus outflow of each state, in the columns where it comes from. */
  const balance = Array.from({ length: states }, () => new Float64Array(states + 1));
  for (let b = 0; b <= c; b++) {
    for (let j = 0; j <= waitMax; j++) {
      const move = (toB: number, toJ: number, rate: number): void => {
        balance[at(toB, toJ)]![at(b, j)]! += rate;
        balance[at(b, j)]![at(b, j)]! -= rate;
      };
      if (b < c) move(b + 1, j, a);
      else if (j < waitMax) move(b, j + 1, a);
      if (b > 0) move(b - 1, j, b * m);
      if (j > 0) move(b, j - 1, j * m);
      if (j > 0 && b < c) move(b + 1, j - 1, j * r);
    }
  }
  balance[states - 1]!.fill(1);
  const p = solve(balance);
  let recording = 0;
  let waiting = 0;
  for (let b = 0; b <= c; b++) {
    for (let j = 0; j <= waitMax; j++) {
      recording += b * p[at(b, j)]!;
      waiting += j * p[at(b, j)]!;
    }
  }
  return { recording, waiting };
}

/** Minutes of meetings whose recordings last 30 min on average; recording starts with the first join. */
const laws: readonly (readonly [string, Distribution])[] = [
  ['constant', { kind: 'constant', value: 30 }],
  ['exponential', { kind: 'exponential', mean: 30 }],
  ['gamma with squared variation 1/4', { kind: 'gamma', shape: 4, scale: 7.5 }],
];

describe('a fixed pool of Jibris', () => {
  it.each(laws)('refuses the Erlang B share of %s recordings', (_name, durationMinutes) => {
    const { mean, halfWidth } = refusedRatio(recorded({ jibris: 5, durationMinutes }));
    expect(Math.abs(mean - erlangB)).toBeLessThan(halfWidth);
    expect(halfWidth).toBeLessThan(0.02);
  });

  it('counts finalising, uploading and restarting as busy: 20 min of recording and 10 min more', () => {
    // 20 min at 1.2 GB/h is 0.4 GB, 400 s at 8 Mbit/s; 50 s of finalising; half a minute until cron looks; 120 s of boot.
    const scenario = recorded({
      jibris: 5,
      durationMinutes: { kind: 'constant', value: 20 },
      finaliseSeconds: { kind: 'exponential', mean: 50 },
      settings: {
        upload: { gigabytesPerHour: 1.2, megabitsPerSecond: 8 },
        singleUse: { checkPeriodSeconds: 60, rebootSeconds: { kind: 'constant', value: 120 } },
      },
    });
    const { mean, halfWidth } = refusedRatio(scenario);
    expect(Math.abs(mean - erlangB)).toBeLessThan(halfWidth);
    expect(halfWidth).toBeLessThan(0.02);
  });
});

describe('users who press the button again', () => {
  const rates = { jibris: 3, arrivalsPerHour: 6, endsPerHour: 2 };

  it('know the chain that they are held against: Erlang B without retries, M/M/infinity when they never stop', () => {
    // B(3, 3) = 0.346154, so 3 (1 - B) = 1.961538 record. With retries without end all are served while there is room:
    // the number of conferences is Poisson(3), and E min(N, 3) = 3 - (3 + 2 x 3 + 1 x 4.5) exp(-3) = 2.327875.
    expect(retrialChain({ ...rates, retriesPerHour: 0 }).recording).toBeCloseTo(1.961538, 4);
    expect(retrialChain({ ...rates, retriesPerHour: 20_000 }).recording).toBeCloseTo(2.327875, 2);
  });

  it('record as much, and are refused as often, as the chain says', () => {
    const { recording, waiting } = retrialChain({ ...rates, retriesPerHour: 12 });
    const scenario = recorded({
      jibris: 3,
      durationMinutes: { kind: 'exponential', mean: 30 },
      settings: { userRetries: { everySeconds: { kind: 'exponential', mean: 300 }, attemptsMax: 1000 } },
    });
    const runs = Array.from(
      { length: replications },
      (_, replication) => simulate(scenario, { seed: 8, replication }).totals,
    );
    // A Jibri-hour recorded is an hour of the mean; who waits leaves at the rate at which conferences end. The pool is
    // empty at first: by the chain's own relaxation (half an hour) 100 h lose 0.5 % of the mean, far inside the interval.
    const hoursRecorded = interval(runs.map(({ recordedHours }) => recordedHours / hours));
    expect(Math.abs(hoursRecorded.mean - recording)).toBeLessThan(hoursRecorded.halfWidth);
    expect(hoursRecorded.halfWidth).toBeLessThan(0.1);
    const refused = interval(runs.map(({ recordingRefusedRatio }) => recordingRefusedRatio));
    expect(Math.abs(refused.mean - (waiting * 2) / 6)).toBeLessThan(refused.halfWidth);
    expect(refused.halfWidth).toBeLessThan(0.03);
  });
});

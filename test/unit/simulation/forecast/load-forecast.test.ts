// Goal: the load that policies are given as expected is that of M_t/G/infinity, and what simulations come to on average.
// Method: constant stays, for which the number present is the starts of the last stay; the staffing table of a Poisson load
//   (100 erlangs and 1.96 standard deviations are 120); and means of simulated days.
import { describe, expect, test } from 'vitest';
import type { Demand } from '../../../../src/scenario/scenario.ts';
import { squareRootStaffingController } from '../../../../src/simulation/controllers/staffing-controllers.ts';
import { conferencesPresent } from '../../../../src/simulation/forecast/conferences-present.ts';
import { loadForecast } from '../../../../src/simulation/forecast/load-forecast.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aPool, aRunContext, signalsOf, tickUntil } from '../../../support/pools.ts';
import { aCurveDemand, aJibriPool, aScenario } from '../../../support/scenario.ts';

const minute = 60_000;
const half = { durationMinutes: { kind: 'constant', value: 30 } } as const;

function meanAt(demand: Demand, minutes: number): number {
  return conferencesPresent(demand, minutes + 1, minute).mean[minutes]!;
}

describe('conferences expected to be present', () => {
  test('of a constant rate are the starts of the last half hour', () => {
    const demand = aCurveDemand(40, half);
    expect(meanAt(demand, 15)).toBeCloseTo(10, 6);
    expect(meanAt(demand, 60)).toBeCloseTo(20, 6);
    expect(meanAt(demand, 63)).toBeCloseTo(20, 6);
  });

  test('that start on the hour are there for half an hour after it', () => {
    const aligned: Demand = {
      ...aCurveDemand(40, half),
      alignment: { periodMinutes: 60, ratio: 1 },
    } as Demand;
    expect(meanAt(aligned, 61)).toBeCloseTo(40, 6);
    expect(meanAt(aligned, 89)).toBeCloseTo(40, 6);
    expect(meanAt(aligned, 91)).toBeCloseTo(0, 6);
    // Before the horizon nobody starts: at 0:10 only the half hour after it was moved back.
    expect(meanAt(aligned, 10)).toBeCloseTo(20, 6);
  });

  test('of a burst and of a trace are those planned', () => {
    const { conferenceClass, media } = aCurveDemand(1, half);
    const burst: Demand = {
      kind: 'burst',
      name: 'b',
      startMs: 600_000,
      conferences: 12,
      conferenceClass,
      media,
    };
    expect([9, 10, 39, 41].map((at) => meanAt(burst, at))).toEqual([0, 12, 12, 0]);
    const conferences = [{ startMs: 0, durationMs: 300_000, participants: 3 }];
    const trace: Demand = { kind: 'trace', name: 't', conferences, conferenceClass, media };
    expect([4, 5].map((at) => meanAt(trace, at))).toEqual([1, 0]);
  });
});

test('the expected load of bridges is the mean of simulated ones', () => {
  const scenario = aScenario({ hours: 2, demand: [aCurveDemand(60)] });
  const forecast = loadForecast(scenario, 'bridges');
  const last = [60, 80, 100, 119];
  const expected = last.reduce((sum, at) => sum + forecast.mean[at + 1]!, 0);
  let simulated = 0;
  const replications = 30;
  for (let replication = 0; replication < replications; replication++) {
    const { minutes } = simulate(scenario, { seed: 5, replication });
    for (const at of last) simulated += minutes.bridgesLoad[at]! / replications;
  }
  // 30 conferences: a standard error of 5 % / sqrt(30) a sample and, for late joins, 1 to 2 % too few.
  expect(simulated / expected).toBeGreaterThan(0.9);
  expect(simulated / expected).toBeLessThan(1.06);
});

test('square-root staffing of 100 erlangs with 97.5 % confidence is 120', () => {
  // 200 recordings an hour of half an hour each, and a Jibri for each.
  const scenario = aScenario({ demand: [aCurveDemand(200, { ...half, recordingRatio: 1 })] });
  const { deployment, ...rest } = scenario;
  const context = aRunContext({ ...rest, deployment: { ...deployment, jibris: aJibriPool() } });
  const pool = aPool(1, 'jibris');
  const controller = squareRootStaffingController(context, signalsOf(pool, { figures: {}, unserved: 0 }), {
    policy: 'square-root-staffing',
    target: 1,
    overflowProbability: 0.025,
    leadSeconds: 0,
    minCount: 0,
    maxCount: 1000,
    forecastRatio: 1,
    controlIntervalSeconds: 60,
  });
  tickUntil(controller, null, 60 * minute);
  expect(controller.desiredCount).toBe(120);
});

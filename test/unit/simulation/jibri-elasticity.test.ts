/**
 * Goal: the elasticity of Jibris is that of the recordings asked for against the ready ones; a deployment without Jibris has
 * none, and its bridges have the elasticity they had.
 * Method: two recordings at fixed times on one Jibri, and pools that are scaled, each minute worked out by hand from the
 * definitions of the SPEC Research Group.
 */
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../../src/report/report.ts';
import type { Demand } from '../../../src/scenario/scenario.ts';
import { jibriElasticityTotals } from '../../../src/simulation/jibris/jibri-elasticity-totals.ts';
import type { DecisionRow, RunTotals } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { QuantileSketch } from '../../../src/stats/quantile-sketch.ts';
import { aResults } from '../../support/sample-results.ts';
import {
  aConferenceClass,
  aCurveDemand,
  aJibriPool,
  aScenario,
  withFixedJibris,
} from '../../support/scenario.ts';

const constant = (value: number) => ({ kind: 'constant', value }) as const;

/** Conferences of one participant at these minutes, each recorded for so long; half an hour in all. */
function totalsOf(jibris: number | null, asked: readonly (readonly [minute: number, minutes: number])[]) {
  const { media } = aCurveDemand(1);
  const demand = asked.map(([minute, minutes], index): Demand => {
    const conferenceClass = aConferenceClass({
      size: constant(1),
      durationMinutes: constant(minutes),
      joinOffsetSeconds: constant(0),
      recordingRatio: jibris === null ? 0 : 1,
    });
    const startMs = minute * 60_000;
    return { kind: 'burst', name: `asked ${index}`, startMs, conferences: 1, conferenceClass, media };
  });
  const scenario = aScenario({ hours: 0.5, demand });
  if (jibris === null) return simulate(scenario, { seed: 5, replication: 0 }).totals;
  const pool = aJibriPool({ initialCount: jibris, finaliseSeconds: constant(60) });
  return simulate(withFixedJibris(scenario, pool), { seed: 5, replication: 0 }).totals;
}

// Recorded from 4.5 to 14.5 and finalised until 15.5; asked for at 9.5 and refused by one Jibri, would have lasted until 17.5.
const asked = [
  [4.5, 10],
  [9.5, 8],
] as const;

describe('elasticity of Jibris', () => {
  it('of one Jibri that is asked for twice', () => {
    const totals = totalsOf(1, asked);
    expect([totals.recordingsStarted, totals.recordingsRefused]).toEqual([1, 1]);
    // Ends of minutes 1 to 30, supply 1 throughout:
    //   demand 0 at 1 to 4, 1 at 5 to 9 (records), 2 at 10 to 15 (one refused), 1 at 16 and 17 (refused), 0 at 18 to 30
    // Too few at 10 to 15, one of two each: 6 * 1/2 / 30 = 0.1, for 6/30 of the time.
    expect(totals.jibriUnderProvisioningAccuracyRatio).toBeCloseTo(0.1, 12);
    expect(totals.jibriUnderProvisioningTimeRatio).toBeCloseTo(0.2, 12);
    // Too many at 1 to 4 and 18 to 30: 17 minutes with one and no demand.
    expect(totals.jibriOverProvisioningAccuracyRatio).toBeCloseTo(17 / 30, 12);
    expect(totals.jibriOverProvisioningTimeRatio).toBeCloseTo(17 / 30, 12);
    expect(totals.jibriHoursSurplus).toBeCloseTo(17 / 60, 12);
    // Demand moves at 5, 10, 16 and 18, the pool never: 4 of 29, and 4 in half an hour.
    expect(totals.jibriInstabilityRatio).toBeCloseTo(4 / 29, 12);
    expect(totals.jibriJitterPerHour).toBeCloseTo(-8, 12);
    expect([totals.jibriLaunchesPerDay, totals.jibriFlipsPerDay, totals.jibriHoursDraining]).toEqual([
      0, 0, 0,
    ]);
    expect(totals.jibriOrderToReadySecondsP95).toBe(0);
  });

  it('of two Jibris that are asked for twice is never short', () => {
    const totals = totalsOf(2, asked);
    // Second recording until 17.5, finalised until 18.5: demand 2 at 10 to 15, 1 at 5 to 9 and 16 to 18, 0 in 16 minutes.
    expect(totals.jibriUnderProvisioningTimeRatio).toBe(0);
    expect(totals.jibriHoursSurplus).toBeCloseTo((16 * 2 + 8) / 60, 12);
    expect(totals.jibriOverProvisioningAccuracyRatio).toBeCloseTo((16 * 2 + 8) / 30, 12);
  });

  it('is absent without Jibris, and leaves that of the bridges alone', () => {
    const without = totalsOf(null, asked);
    const names = Object.keys(without).filter((name) =>
      /^jibri(?!HoursPaid|StartsFailed|Restarts)/.test(name),
    );
    expect(names).toHaveLength(13);
    for (const name of names) expect(without[name as keyof RunTotals], name).toBeNaN();
    const withOne = totalsOf(1, asked);
    expect(without.overProvisioningAccuracyRatio).toBe(withOne.overProvisioningAccuracyRatio);
    expect(without.scalingDeviation).toBe(withOne.scalingDeviation);
  });

  it('of a pool that is scaled, counted a day, with draining apart', () => {
    const row = (pool: DecisionRow['pool'], desiredBefore: number, desiredAfter: number): DecisionRow => ({
      ...{ atMs: 0, pool, policy: 'test', desiredBefore, desiredAfter, reason: '', saw: '' },
      ...{ readyCount: 0, launchingCount: 0, drainingCount: 0 },
    });
    const orderToReadySeconds = new QuantileSketch();
    orderToReadySeconds.insert(100, 3);
    const totals = jibriElasticityTotals(
      { jibrisLoad: Float64Array.of(0, 1, 3, 2), jibrisReady: Float64Array.of(1, 1, 2, 3) },
      [row('jibris', 1, 2), row('bridges', 9, 2), row('jibris', 2, 1), row('jibris', 1, 4)],
      { orderToReadySeconds, instances: { launches: 3, drainingMs: 5_400_000 } },
    );
    // d 0 1 3 2, s 1 1 2 3: missing 1/3 at the third; surplus 1 (of 1) at the first and 1/2 at the fourth.
    expect(totals.jibriUnderProvisioningAccuracyRatio).toBeCloseTo(1 / 12, 12);
    expect(totals.jibriOverProvisioningAccuracyRatio).toBeCloseTo(1.5 / 4, 12);
    expect([totals.jibriUnderProvisioningTimeRatio, totals.jibriOverProvisioningTimeRatio]).toEqual([
      0.25, 0.5,
    ]);
    // d moves + + -, s 0 + +: two of three differ.
    expect(totals.jibriInstabilityRatio).toBeCloseTo(2 / 3, 12);
    // s 2 changes, d 3, in four minutes.
    expect(totals.jibriJitterPerHour).toBeCloseTo(-15, 9);
    // Four minutes are 1/360 of a day: 2 reversals and 3 launches.
    expect([totals.jibriFlipsPerDay, totals.jibriLaunchesPerDay]).toEqual([720, 1080]);
    expect([totals.jibriHoursSurplus, totals.jibriHoursDraining]).toEqual([2 / 60, 1.5]);
    expect(totals.jibriOrderToReadySecondsP50 / 100).toBeCloseTo(1, 1);
    // (1/12)^3 + (3/8)^3 + (1/4)^3 + (1/2)^3 + (2/3)^3 = 0.48974...
    expect(totals.jibriScalingDeviation ** 3).toBeCloseTo(
      0.000_578_7 + 0.052_734_4 + 0.015_625 + 0.125 + 0.296_296_3,
      6,
    );
  });
});

describe('the section of the report', () => {
  const page = (results: ReturnType<typeof aResults>) => renderReport({ results, charts: [], scripts: [] });

  it('has Jibris where there are any', () => {
    const results = aResults();
    expect(page(results)).not.toContain('Elasticity of the Jibris');
    const figures = totalsOf(1, asked);
    const variants = results.variants.map((variant) => ({
      ...variant,
      totals: variant.totals.map(() => figures),
      estimates: {
        ...variant.estimates,
        jibriUnderProvisioningTimeRatio: { mean: 0.2, halfWidth95: 0, replications: 4 },
      },
    }));
    const text = page({ ...results, variants });
    const part = text.slice(text.indexOf('Elasticity of the Jibris'), text.indexOf('Demand: Jibris'));
    expect(part).toMatch(/Time with too few<\/th>.*20\s±\s0/);
    // The same run under every variant: none is better.
    expect(part).toMatch(/Elastic speedup.*>1 \(1 to 1\)</);
  });
});

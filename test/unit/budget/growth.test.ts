// Goal: months at another demand than the one simulated cost what their days cost there, and where a fleet is linear it does
// not matter whether they were simulated or scaled.
// Method: typed-in days at two demands: linear ones, whose bill is the same digit for digit either way; a fleet of fixed
// size; and one with a base, where the error of proportion is worked out by hand.
import { describe, expect, it } from 'vitest';
import { amountToNumber } from '../../../src/billing/exact.ts';
import type { LoadedDay } from '../../../src/budget/budget-context.ts';
import { dayAt } from '../../../src/budget/day-levels.ts';
import { forecast } from '../../../src/budget/forecast.ts';
import { growthCheck, growthWords } from '../../../src/budget/growth-check.ts';
import { totalAmount } from '../../../src/budget/views.ts';
import { withScaledDemand } from '../../../src/scenario/scaled-demand.ts';
import { aBudget, aDay } from '../../support/budget.ts';
import { scenarioOf } from '../../support/study.ts';

const plain =
  'resamples: 20\nmonths: 2\nstart: 2026-09\nfixed: { addresses: none }\ngrowth: { perMonth: 0.5 }\n';

/** A day of `hours` bridge-hours and 10 GB an hour. */
const day = (hours: number, policy = 'react') =>
  aDay({
    bridges: [[[0, hours]]],
    costPerHour: 1,
    policy,
    usage: [{ measure: 'egress-gigabytes', quantity: 10 * hours }],
  });
const at = (demand: number, { results, variant }: LoadedDay) => ({ demand, results, variant });
const months = (days: LoadedDay[]) =>
  forecast(aBudget(plain, days)).months.map((month) => amountToNumber(totalAmount([month], 'list')));

describe('a month at one and a half times the demand', () => {
  it('costs the same simulated or scaled, to the digit, where the fleet is linear', () => {
    expect(months([{ ...day(8), grown: [at(2, day(16))] }])).toEqual(months([day(8)]));
    expect(growthCheck(aBudget(plain, [{ ...day(8), grown: [at(2, day(16))] }])).proportionError).toBeCloseTo(
      0,
      12,
    );
  });

  it('costs what lies between the demands simulated, where there is a base', () => {
    // 8 hours at demand 1, 12 at 2: October, at 1.5, has 31 days of 10 hours and 100 GB; in proportion 12 hours, 120 GB.
    const days = [{ ...day(8), grown: [at(2, day(12))] }];
    const traffic = (gigabytes: number) => (gigabytes - 100) * 0.09;
    const [september, october] = months(days);
    expect(september).toBeCloseTo(30 * 8 + traffic(30 * 80), 6);
    expect(october).toBeCloseTo(31 * 10 + traffic(31 * 100), 6);
    const check = growthCheck(aBudget(plain, days));
    const proportional = september! + 31 * 12 + traffic(31 * 120);
    expect(check.proportionError).toBeCloseTo(proportional / (september! + october!) - 1, 9);
    expect(growthWords(check)).toMatch(
      /1 to 1\.5 times the demand simulated; simulated at 1, 2, interpolated between; in proportion it would be \+\d/,
    );
  });

  it('costs no more instances where the pool is of fixed size', () => {
    const hours = (days: LoadedDay[]) =>
      forecast(aBudget(plain, days)).months.map(
        ({ lines }) => Number(lines.find(({ category }) => category === 'compute')!.quantity) / 1e6,
      );
    expect(hours([day(24, 'static')])).toEqual([720, 744]);
    expect(hours([{ ...day(24, 'static'), grown: [at(2, day(24, 'static'))] }])).toEqual([720, 744]);
  });

  it('is in proportion to the nearest demand beyond those simulated', () => {
    const [type] = aBudget(plain, [{ ...day(8), grown: [at(2, day(12)), at(0.5, day(6))] }]).days;
    const hours = (demand: number): number => {
      const { hours: byKind, scale } = dayAt(type!, 0, demand);
      return scale * byKind[0]!.reduce((sum, hour) => sum + hour, 0);
    };
    // Below 0.5: 6 hours x 0.25 / 0.5; between: 7 and 10; above 2: 12 x 3 / 2.
    expect([0.25, 0.5, 0.75, 1, 1.5, 2, 3].map(hours)).toEqual([3, 6, 7, 8, 10, 12, 18]);
  });
});

describe('a scenario at a multiple of its demand', () => {
  it('has that many more conferences, of every kind', async () => {
    const scenario = await scenarioOf(`
name: all kinds
horizon: { start: 2026-11-23T08:00, hours: 2 }
demand:
  - { name: curve, class: team-meeting, conferences: { curve: flat, peakPerHour: 20 } }
  - { name: burst, class: lecture, burst: { at: "08:30", conferences: 9 } }
deployment: { bridges: { instanceType: aws/eu-west-1/c5.xlarge } }
scaling: { bridges: { policy: static, count: 4 } }
`);
    const trace = {
      ...scenario.demand[0]!,
      kind: 'trace' as const,
      conferences: [0, 1, 2, 3].map((minute) => ({
        startMs: 60_000 * minute,
        durationMs: 1,
        participants: 3,
      })),
    };
    const series = {
      ...scenario.demand[0]!,
      kind: 'participant-series' as const,
      timeMs: Float64Array.of(0, 60_000),
      participants: Float64Array.of(10, 31),
      roomSize: 5,
      largeRooms: [],
    };
    const { demand } = withScaledDemand({ ...scenario, demand: [...scenario.demand, trace, series] }, 1.5);
    const [curve, burst, replayed, counted] = demand;
    expect(curve!.kind === 'curve' && Math.max(...curve!.rate.ratePerHour)).toBe(30);
    expect(burst!.kind === 'burst' && burst!.conferences).toBe(14);
    // One, two, one, two: six for four.
    expect(
      replayed!.kind === 'trace' && replayed!.conferences.map(({ startMs }) => startMs / 60_000),
    ).toEqual([0, 1, 1, 2, 3, 3]);
    expect(counted!.kind === 'participant-series' && [...counted!.participants]).toEqual([15, 47]);
    // However little is asked for, a burst stays one: 9 x 0.01 would round to none.
    const [, rest] = withScaledDemand(scenario, 0.01).demand;
    expect(rest!.kind === 'burst' && rest!.conferences).toBe(1);
  });

  it('is itself at 1', async () => {
    const scenario = await scenarioOf(`
name: same
demand: [ { name: curve, class: team-meeting, conferences: { curve: flat, peakPerHour: 20 } } ]
`);
    expect(withScaledDemand(scenario, 1)).toBe(scenario);
  });
});

// Goal: a cloud that refuses leaves the desired count unmet, is asked again, and what waited costs nothing.
// Method: a fixed fleet that grows from 1 to 4 bridges under a quota; every time and count is worked out by hand.
import { describe, expect, it } from 'vitest';
import type { CloudSettings } from '../../../../src/cloud/cloud-settings.ts';
import type { RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aScenario, hourMs } from '../../../support/scenario.ts';

const always = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
const anything = { instanceType: null, zone: null, purchase: null };

/** One bridge at the start, four wanted; a launch takes 240 s. One hour. */
function grow(cloud: Partial<CloudSettings>, bridges: Parameters<typeof aBridgePool>[0] = {}): RunRows {
  const scenario = aScenario({
    hours: 1,
    demand: [],
    scaling: { bridges: { policy: 'static', static: { count: 4 } }, jibris: null },
  });
  const deployment = {
    ...scenario.deployment,
    cloud: aCloud(cloud),
    bridges: aBridgePool({ initialCount: 1, ...bridges }),
  };
  return simulate({ ...scenario, deployment }, { seed: 1, replication: 0 });
}

const refusals = ({ incidents }: RunRows) => incidents.filter(({ kind }) => kind === 'launch-refused');

describe('a quota', () => {
  // The first look is at 0 s (the policy looks at the start and then each minute): 3 wanted, 1 fits beside the first.
  // The other two are asked for again at 60, 120 ... 600 s: the quota ends at 600 s, when both are granted.
  const rows = grow({ quotas: [{ pool: null, instanceType: null, maxCount: 2, fromMs: 0, toMs: 600_000 }] });

  it('holds the fleet below what is wanted until it ends', () => {
    const { bridgesReady, bridgesLaunching, bridgesDesired, minute } = rows.minutes;
    const at = (wanted: number): number => minute.indexOf(wanted);
    expect(bridgesDesired[at(5)]).toBe(4);
    expect([bridgesReady[at(3)], bridgesLaunching[at(3)]]).toEqual([1, 1]);
    expect([bridgesReady[at(9)], bridgesLaunching[at(9)]]).toEqual([2, 0]);
    expect([bridgesReady[at(11)], bridgesLaunching[at(11)]]).toEqual([2, 2]);
    // 600 + 240 s = minute 14.
    expect(bridgesReady[at(15)]).toBe(4);
  });

  it('counts every refused request, tells of each order once, and adds up the wait', () => {
    // Two orders refused at 0, 60 ... 540 s: 10 times each.
    expect(rows.totals.launchesRefused).toBe(20);
    expect(refusals(rows)).toHaveLength(2);
    expect(refusals(rows)[0]?.detail).toMatch(/quota: the account may run 2 instances/);
    // Two orders for ten minutes.
    expect(rows.totals.launchWaitMinutes).toBeCloseTo(20, 6);
  });

  it('costs nothing while it refuses: the bill is the hours of instances that were there', () => {
    // 1 h + 1 h + 2 of 50 minutes, launching included.
    expect(rows.totals.bridgeHoursPaid).toBeCloseTo(2 + (2 * 50) / 60, 9);
    const billed = rows.bill.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(billed).toBeCloseTo(rows.totals.bridgeHoursPaid, 9);
    expect(
      rows.lives.map(({ endMs, startMs }) => endMs - startMs).reduce((a, b) => a + b, 0) / hourMs,
    ).toBeCloseTo(rows.totals.bridgeHoursPaid, 9);
  });
});

describe('a stock-out', () => {
  it('of the first type is met by the next one, at its price', () => {
    const rows = grow(
      { stockOuts: [{ ...anything, instanceType: 'test/xs', refusedRatio: 1, ...always }] },
      {
        supply: {
          types: [
            { instanceType: 'test/xs', priceRatio: 1 },
            { instanceType: 'test/xl', priceRatio: 1.5 },
          ],
          spot: null,
          warmPool: null,
          rebalanceSeconds: null,
        },
      },
    );
    expect(rows.totals.launchesRefused).toBe(0);
    expect(rows.bill.map(({ instanceType, quantity, cost }) => [instanceType, quantity, cost])).toEqual([
      ['test/xs', 1, 1],
      // Three of 1.5 EUR an hour for the whole hour.
      ['test/xl', 3, 4.5],
    ]);
  });

  it('in one zone sends instances to the others', () => {
    const rows = grow({
      zones: ['a', 'b', 'c'],
      stockOuts: [{ ...anything, zone: 'b', refusedRatio: 1, ...always }],
    });
    expect(rows.totals.launchesRefused).toBe(0);
    expect(rows.totals.bridgesReadyMax).toBe(4);
  });

  it('with a chance of one half is passed by every second request', () => {
    // 200 bridges are asked for again every second until each is granted: requests per bridge are geometric, mean 2,
    // so refusals are 200 on average with variance 200 * (1 - p) / p^2 = 400.
    const scenario = aScenario({
      hours: 1,
      demand: [],
      scaling: { bridges: { policy: 'static', static: { count: 201 } }, jibris: null },
    });
    const cloud = aCloud({ retrySeconds: 1, stockOuts: [{ ...anything, refusedRatio: 0.5, ...always }] });
    const deployment = { ...scenario.deployment, cloud, bridges: aBridgePool({ initialCount: 1 }) };
    const { totals } = simulate({ ...scenario, deployment }, { seed: 5, replication: 0 });
    expect(totals.bridgesReadyMax).toBe(201);
    expect(Math.abs(totals.launchesRefused - 200)).toBeLessThan(3.29 * 20);
  });
});

describe('a slow API', () => {
  it('lets the burst through at once and the rest one by one', () => {
    // A request each 100 s and a burst of 1: launches at 0, 100 and 200 s, ready 240 s later.
    const rows = grow({ api: { requestsPerSecond: 0.01, burstRequests: 1 } });
    const { bridgesReady, minute } = rows.minutes;
    const ready = [3, 5, 7, 8].map((at) => bridgesReady[minute.indexOf(at)]);
    // 240 s = minute 4, 340 s = 5.67, 440 s = 7.33.
    expect(ready).toEqual([1, 2, 3, 4]);
    expect(rows.totals.launchesThrottled).toBeGreaterThan(0);
    expect(rows.totals.launchesRefused).toBe(0);
  });
});

describe('slow boots', () => {
  it('stretch what is launched within their window', () => {
    const rows = grow({ slowBoots: [{ factor: 3, zone: null, fromMs: 0, toMs: 60_000 }] });
    const { bridgesReady, minute } = rows.minutes;
    expect([11, 13].map((at) => bridgesReady[minute.indexOf(at)])).toEqual([1, 4]);
  });
});

// Goal: warm pools, spot instances, balance of zones and drains do in a run what their rules say, and are billed for it.
// Method: timelines worked out by hand; for spot the exponential law of survivors; the bill is the sum of the lives.
import { describe, expect, it } from 'vitest';
import type { PoolSupply, SpotOptions, WarmPoolOptions } from '../../../../src/cloud/pool-supply.ts';
import { simpleSupply } from '../../../../src/cloud/pool-supply.ts';
import type { Scenario } from '../../../../src/scenario/scenario.ts';
import type { RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import {
  aBridgePool,
  aCloud,
  aCurveDemand,
  aScenario,
  aTimetableScenario,
  hourMs,
} from '../../../support/scenario.ts';

/** A timetable of bridges by minute, looked at each minute; boots take 240 s, shutting down 60 s. */
function timetable(
  entries: readonly (readonly [minute: number, count: number])[],
  supply: Partial<PoolSupply>,
  more: { readonly bridges?: Parameters<typeof aBridgePool>[0]; readonly demand?: Scenario['demand'] } = {},
): RunRows {
  const scenario = aTimetableScenario(entries, more.demand);
  const bridges = aBridgePool({
    initialCount: entries[0]![1],
    supply: { ...simpleSupply('test/xs'), ...supply },
    ...more.bridges,
  });
  return simulate(
    { ...scenario, deployment: { ...scenario.deployment, bridges } },
    { seed: 1, replication: 0 },
  );
}

const at = (
  { minutes }: RunRows,
  column: 'bridgesReady' | 'bridgesLaunching' | 'bridgesDraining',
  minute: number,
) => minutes[column][minutes.minute.indexOf(minute)];

describe('a warm pool', () => {
  const warmPool: WarmPoolOptions = {
    minCount: 0,
    maxPreparedCount: 4,
    state: 'stopped',
    startSeconds: { kind: 'constant', value: 30 },
    preparedPriceRatio: 0.1,
    reusesOnScaleIn: false,
  };

  it('lets a scale-up start in its own time instead of a boot', () => {
    const rows = timetable(
      [
        [0, 1],
        [30, 3],
      ],
      { warmPool },
    );
    // 1 in service, 3 prepared at the start. At 30 min two start and serve 30 s later.
    expect(at(rows, 'bridgesReady', 30)).toBe(1);
    expect(at(rows, 'bridgesReady', 31)).toBe(3);
    expect(rows.totals.warmStarts).toBe(2);
    // With 3 in service the pool wants 4 - 3 = 1, which is there: 3 waited for 30 min, 1 for 90 more.
    expect(rows.totals.warmPoolHours).toBeCloseTo(1.5 + 1.5, 9);
  });

  it('is billed at the price of stopped instances', () => {
    const rows = timetable(
      [
        [0, 1],
        [30, 3],
      ],
      { warmPool },
    );
    const lines = rows.bill.map(({ instanceType, quantity, cost }) => [instanceType, quantity, cost]);
    // Bridges: 2 h + 2 of 90 min at 1 EUR; prepared: 3 instance-hours at 0.1 EUR.
    expect(lines).toEqual([
      ['test/xs', 5, 5],
      ['test/xs stopped', 3, 0.3],
    ]);
    expect(rows.lives).toHaveLength(3);
  });

  it('refills by booting, and takes instances back when it is told to', () => {
    const refilled = timetable(
      [
        [0, 1],
        [30, 4],
        [60, 1],
      ],
      { warmPool },
    );
    // Down to 1 at 60 min: the 3 that leave are gone after 60 s; the pool wants 3 and boots them.
    expect(refilled.bill.at(-1)?.instanceType).toBe('test/xs stopped');
    const reusing = timetable(
      [
        [0, 1],
        [30, 4],
        [60, 1],
      ],
      { warmPool: { ...warmPool, reusesOnScaleIn: true } },
    );
    // Prepared: 3 for 30 min, none until 61 min, then 3 for 59 min. Nothing boots.
    expect(reusing.totals.warmPoolHours).toBeCloseTo((3 * 30 + 3 * 59) / 60, 9);
    // The other pool ordered its 3 at 60 min, when they were no longer wanted: 240 s of boot each, 60 min in all.
    expect(refilled.totals.warmPoolHours).toBeCloseTo((3 * 30 + 3 * 60) / 60, 1);
  });
});

describe('spot instances', () => {
  const spot: SpotOptions = {
    name: 'test',
    priceRatio: 0.4,
    // A hazard of 0.5 an hour: 1 - exp(-0.5 * 730).
    interruptedPerMonthRatio: -Math.expm1(-0.01 * 730),
    noticeSeconds: 120,
    fallsBackToOnDemand: false,
    onDemandBaseCount: 20,
    onDemandAboveBaseRatio: 0.5,
  };
  const rows = timetable([[0, 220]], { spot });

  it('are bought in the proportions that are asked for, and billed at their price', () => {
    const types = rows.bill.map(({ instanceType, unitPrice }) => [instanceType, unitPrice]);
    expect(types).toEqual([
      ['test/xs', 1],
      ['test/xs on spot', 0.4],
    ]);
    // 20 + half of 200 on demand at the start.
    expect(rows.lives.filter(({ startMs, purchase }) => startMs === 0 && purchase === 'spot')).toHaveLength(
      100,
    );
  });

  it('are taken as often as their hazard says', () => {
    // About 100 spot instances for 2 h at 0.01 an hour: 2 taken, Poisson; with a hundred times the hazard, 200.
    const busy = timetable([[0, 220]], {
      spot: { ...spot, interruptedPerMonthRatio: -Math.expm1(-0.04 * 730) },
    });
    // Exposure: spot instance-hours of the bill; taken ~ Poisson(0.04 * hours), 3.3 sigma.
    const hours = busy.bill[1]!.quantity;
    expect(Math.abs(busy.totals.spotInterruptions - 0.04 * hours)).toBeLessThan(
      3.3 * Math.sqrt(0.04 * hours),
    );
    expect(busy.totals.spotInterruptions).toBeGreaterThan(0);
    const taken = busy.lives.filter(({ isInterrupted }) => isInterrupted);
    // Empty bridges drain within the notice and are gone by themselves; nobody was on them.
    expect(taken.length).toBeLessThanOrEqual(busy.totals.spotInterruptions);
  });

  it('are replaced, so that the fleet is whole after a boot', () => {
    const busy = timetable([[0, 60]], { spot: { ...spot, onDemandBaseCount: 0, onDemandAboveBaseRatio: 0 } });
    expect(busy.totals.bridgesReadyMean).toBeGreaterThan(59);
    expect(busy.minutes.bridgesReady.every((ready) => ready <= 60)).toBe(true);
  });

  it('move the participants of a bridge that does not get empty within the notice', () => {
    // 300 meetings at a time on 30 spot bridges, each taken 0.038 times an hour: about 2 in 2 h.
    const demand = [aCurveDemand(600)];
    const moved = timetable(
      [[0, 30]],
      {
        spot: {
          ...spot,
          interruptedPerMonthRatio: 1 - 1e-12,
          onDemandBaseCount: 0,
          onDemandAboveBaseRatio: 0,
        },
      },
      {
        demand,
        bridges: {
          boot: { name: 'quick', stages: [{ name: 'ready', atSeconds: 10 }], spreadLogStandardDeviation: 0 },
        },
      },
    );
    const incidents = moved.incidents.filter(({ kind }) => kind === 'instance-taken');
    // Two minutes are shorter than a meeting: everybody who was there is moved, and the instance is gone.
    expect(moved.totals.spotInterruptions).toBeGreaterThan(0);
    expect(incidents).toHaveLength(moved.totals.spotInterruptions);
    expect(moved.lives.filter(({ isInterrupted }) => isInterrupted)).toHaveLength(incidents.length);
    for (const { affected } of incidents) expect(affected).toBeGreaterThan(0);
    expect(moved.totals.participantsMoved).toBe(incidents.reduce((sum, { affected }) => sum + affected, 0));
  });
});

describe('zones out of balance', () => {
  it('are balanced again: the replacement is ready before the other leaves', () => {
    const scenario = aScenario({
      hours: 1,
      demand: [],
      scaling: { bridges: { policy: 'static', static: { count: 6 } }, jibris: null },
    });
    // Zone b is out of stock for the first ten minutes, so 4 launches go to a: 3 + 3 becomes a 5, b 1 (2 at the start).
    const cloud = aCloud({
      zones: ['a', 'b'],
      stockOuts: [
        { instanceType: null, zone: 'b', purchase: null, refusedRatio: 1, fromMs: 0, toMs: 600_000 },
      ],
    });
    const bridges = aBridgePool({
      initialCount: 2,
      supply: { ...simpleSupply('test/xs'), rebalanceSeconds: 300 },
    });
    const rows = simulate(
      { ...scenario, deployment: { ...scenario.deployment, cloud, bridges } },
      { seed: 1, replication: 0 },
    );
    // Looks at 5 min (b refuses), 10 min (moves one: 5,1 -> 4,2 at 14 min), 15 min (-> 3,3 at 19 min), then none.
    expect(rows.totals.bridgeLaunches).toBe(4 + 2);
    expect(rows.totals.bridgeDrains).toBe(2);
    expect([13, 14, 18, 19, 30].map((minute) => at(rows, 'bridgesReady', minute))).toEqual([6, 6, 6, 6, 6]);
    expect([11, 16, 21].map((minute) => at(rows, 'bridgesLaunching', minute))).toEqual([1, 1, 0]);
    // The first to leave is gone at 15 min, the very moment when the second replacement is launched: 6 + 1 + 1.
    expect(rows.totals.bridgesPaidMax).toBe(8);
  });
});

describe('drains', () => {
  it('that hang are paid for until the limit', () => {
    const drainLimit = { seconds: 1800, by: 'drainMaxSeconds' };
    const rows = timetable(
      [
        [0, 4],
        [10, 1],
      ],
      {},
      { bridges: { drainLimit, hungDrainRatio: 1 } },
    );
    // Three empty bridges are told to go at 10 min, hang, and are stopped at 40 min: 3 half hours.
    expect(rows.totals.drainsHung).toBe(3);
    expect(rows.totals.bridgeHoursDraining).toBeCloseTo(1.5, 9);
    expect(rows.incidents.filter(({ kind }) => kind === 'drain-hung')).toHaveLength(3);
    const billedMs = rows.lives.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
    expect(billedMs / hourMs).toBeCloseTo(2 + 3 * (40 / 60), 9);
  });

  it('that hang without a limit are paid for to the end', () => {
    const rows = timetable(
      [
        [0, 2],
        [10, 1],
      ],
      {},
      { bridges: { hungDrainRatio: 1 } },
    );
    expect(rows.totals.bridgeHoursDraining).toBeCloseTo(110 / 60, 9);
  });

  it('end by themselves after the shutdown when nothing hangs', () => {
    const rows = timetable(
      [
        [0, 4],
        [10, 1],
      ],
      {},
    );
    expect(rows.totals.drainsHung).toBe(0);
    // 60 s of shutting down each.
    expect(rows.totals.bridgeHoursDraining).toBeCloseTo(3 / 60, 9);
  });
});

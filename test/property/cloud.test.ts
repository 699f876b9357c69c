// Goal: whatever a cloud refuses, takes or delays, instances are conserved and the bill is what they lived.
// Method: random accounts, purchase options, warm pools, nodes and drains; counts, lives, hours and bill against each other.
//   That nobody is on a bridge that is gone is asserted by every run.

import { expect, it } from 'vitest';
import { simulate } from '../../src/simulation/simulate.ts';
import { fc } from '../support/property.ts';
import { scenarioOf } from '../support/study.ts';

const window = fc.constantFrom('', ', from: "08:10", to: "08:40"', ', to: "08:30"');
const cloud = fc.record({
  quota: fc.option(fc.tuple(fc.integer({ min: 2, max: 12 }), window), { nil: null }),
  stock: fc.option(fc.tuple(fc.constantFrom(0.3, 0.9, 1), window), { nil: null }),
  zones: fc.constantFrom('[a]', '[a, b, c]'),
  api: fc.option(fc.constantFrom(0.02, 0.5), { nil: null }),
});
const buying = fc.constantFrom(
  '',
  'spot: { model: { from: aws-eu-west-1-c6i-2xlarge, interruptedPerMonthRatio: 0.99999999 }, onDemandAboveBaseRatio: 0.3 }',
  'warmPool: { maxPreparedCount: 10 }',
  'warmPool: { minCount: 2, state: running, reusesOnScaleIn: true }',
  'rebalanceSeconds: 120',
  'nodes: {}',
  'nodes: { groups: [{ podsPerNode: 3, priceRatio: 3 }], evictsPods: true, autoscaler: { kind: cluster-autoscaler, scaleDownUnneededSeconds: 60, scaleDownDelayAfterAddSeconds: 60 } }',
  'nodes: { groups: [{ podsPerNode: 1 }, { instanceType: big, podsPerNode: 4, priceRatio: 3 }], autoscaler: { kind: karpenter }, evictsPods: true }',
);

it('instances are conserved and billed for their lives', async () => {
  await fc.assert(
    fc.asyncProperty(
      cloud,
      buying,
      fc.constantFrom(30, 600, 21_600),
      fc.constantFrom(0, 0.5),
      fc.integer({ min: 0, max: 1000 }),
      async ({ quota, stock, zones, api }, bought, drainMaxSeconds, hungDrainRatio, seed) => {
        const scenario = await scenarioOf(`
name: any cloud
horizon: { start: 2026-11-23T08:00, hours: 1.5 }
demand: [{ class: team-meeting, conferences: { curve: flat, peakPerHour: 25 } }]
deployment:
  cloud:
    zones: ${zones}
    quotas: ${quota === null ? '[]' : `[{ max: ${quota[0]}${quota[1]} }]`}
    stockOuts: ${stock === null ? '[]' : `[{ refusedRatio: ${stock[0]}${stock[1]} }]`}
${api === null ? '' : `    api: { requestsPerSecond: ${api} }`}
  bridges: { initialCount: 2, drainMaxSeconds: ${drainMaxSeconds}, hungDrainRatio: ${hungDrainRatio}${bought === '' ? '' : `, ${bought}`} }
scaling: { bridges: { policy: react, min: 2, max: 10 } }
prices: { bridges: { currency: EUR, costPerHour: 1 } }
`);
        const rows = simulate(scenario, { seed, replication: 0 });
        const { totals, lives, bill, minutes } = rows;
        const livedHours = lives.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) / 3_600_000;
        const isOnNodes = bought.startsWith('nodes');
        const isPlain = !isOnNodes && !bought.startsWith('warmPool');
        // Hours by state, hours of the lives and hours billed are three counts of one thing.
        if (isPlain) expect(livedHours).toBeCloseTo(totals.bridgeHoursPaid, 6);
        if (isOnNodes) expect(livedHours).toBeCloseTo(totals.nodeHoursPaid, 6);
        const billed = bill.filter(({ instanceType }) => !instanceType.endsWith('stopped'));
        const billedHours = billed.reduce((sum, { quantity }) => sum + quantity, 0);
        // Each life is charged by the started second.
        expect(billedHours).toBeGreaterThanOrEqual(livedHours - 1e-9);
        expect(billedHours).toBeLessThanOrEqual(livedHours + lives.length / 3600 + 1e-9);
        // Launched and provided ones are there, on their way, leaving or gone.
        const there = totals.bridgeLaunches + 2 - lives.length;
        if (isPlain) expect(there).toBe(0);
        for (let row = 0; row < minutes.minute.length; row++) {
          const counts = [
            minutes.bridgesReady,
            minutes.bridgesLaunching,
            minutes.bridgesDraining,
            minutes.bridgesWaiting,
          ];
          expect(counts.every((column) => column[row]! >= 0)).toBe(true);
          expect(minutes.bridgesReady[row]! + minutes.bridgesLaunching[row]!).toBeLessThanOrEqual(11);
        }
        if (quota !== null && quota[1] === '')
          expect(totals.bridgesPaidMax <= Math.max(2, quota[0]) || isOnNodes).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);

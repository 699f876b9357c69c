// Goal: the oracle pays for exactly what must be paid, no run pays less, and as a policy it has what comes in time.
// Method: hand-worked curves; instance by instance as a union of intervals, which is another way to the same hours; and runs
//   of several policies on one demand.

import { describe, expect, test } from 'vitest';
import type { BridgeScaling } from '../../../../src/scenario/scenario.ts';
import { oracleHours } from '../../../../src/simulation/oracle/foresight.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { fc } from '../../../support/property.ts';
import { aScenario } from '../../../support/scenario.ts';
import { issuesOf, scenarioOf } from '../../../support/study.ts';

const minute = 60_000;

describe('the hours of the cheapest fleet', () => {
  test('begin a boot before the load, and end with it', () => {
    // Two instances for two minutes, each paid from two minutes before: 8 instance-minutes.
    expect(oracleHours([0, 0, 0, 2, 2, 0], 2 * minute) * 60).toBeCloseTo(8, 9);
    // A gap no longer than the boot is not worth giving up for: 5 minutes of one.
    expect(oracleHours([1, 0, 0, 0, 1], 3 * minute) * 60).toBeCloseTo(5, 9);
    // A longer one is: 1 minute, and 1 with the 2 before it.
    expect(oracleHours([1, 0, 0, 0, 1], 2 * minute) * 60).toBeCloseTo(4, 9);
    expect(oracleHours([0.2, 1.3, 2.0], 0) * 60).toBeCloseTo(5, 9);
  });

  test('are those of every instance alone, paid over its own spells', () => {
    const demands = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(demands, fc.integer({ min: 0, max: 6 }), (demand, boot) => {
        // Instance k serves while more than k are needed; each spell is paid from `boot` before it.
        let minutes = 0;
        for (let k = 0; k < 4; k++) {
          const paid = new Set<number>();
          demand.forEach((needed, at) => {
            if (needed <= k) return;
            for (let before = Math.max(0, at - boot); before <= at; before++) paid.add(before);
          });
          minutes += paid.size;
        }
        expect(oracleHours(demand, boot * minute) * 60).toBeCloseTo(minutes, 9);
      }),
      { numRuns: 200 },
    );
  });
});

describe('in a run', () => {
  const oracle: BridgeScaling = { policy: 'oracle', target: 0.5, minCount: 0, maxCount: 50, plan: null };
  const fixed = (count: number): BridgeScaling => ({ policy: 'static', static: { count } });
  const run = (bridges: BridgeScaling) =>
    simulate(aScenario({ hours: 3, scaling: { bridges, jibris: null } }), { seed: 2, replication: 0 });

  test('no policy pays less than the bound, whose hours hardly depend on the policy', () => {
    const totals = [fixed(2), fixed(6), oracle].map((scaling) => run(scaling).totals);
    for (const { cost, oracleCost, bridgeHoursPaid, oracleBridgeHours } of totals) {
      expect(cost).toBeGreaterThanOrEqual(oracleCost);
      expect(bridgeHoursPaid).toBeGreaterThanOrEqual(oracleBridgeHours);
      expect(oracleBridgeHours).toBeGreaterThan(0);
    }
    expect(totals[1]!.oracleBridgeHours).toBeCloseTo(totals[0]!.oracleBridgeHours, 0);
  });

  test('the policy fails nobody and overstresses nobody', () => {
    const { totals, decisions } = run(oracle);
    expect(totals.joinsFailed).toBe(0);
    expect(totals.overstressedParticipantMinutes).toBe(0);
    expect(decisions.length).toBeGreaterThan(0);
    expect(decisions.every(({ reason }) => /^what is to come needs \d+/.test(reason))).toBe(true);
  });
});

describe('policies that know or compute the future, as written', () => {
  const scenario = (policy: string) => `name: S
horizon: { start: 2026-11-23T07:00, hours: 2 }
demand: [{ class: team-meeting, conferences: { peakPerHour: 60 } }]
scaling: { bridges: { policy: ${policy} } }
`;

  test('a formula counts for every control interval', async () => {
    const given = await scenarioOf(
      scenario('custom, min: 1, max: 30, expression: "max(ceil(participantsSum / 40), hour >= 7.5 ? 6 : 2)"'),
    );
    const { decisions, totals } = simulate(given, { seed: 1, replication: 0 });
    expect(totals.bridgesReadyMax).toBeGreaterThanOrEqual(6);
    const half = decisions.filter(({ atMs }) => atMs <= 30 * minute).at(-1);
    expect(half?.desiredAfter).toBeGreaterThanOrEqual(6);
    expect(half?.reason).toMatch(/^the formula gives \d+.*\(hour 7\.5, participantsSum \d+\)$/);
  });

  test.each([
    ['custom', /expression {2}is missing/],
    ['custom, expression: "stresMean * 2"', /unknown name stresMean.*\n.*did you mean stressMean\?/],
    ['custom, expression: "busyMean"', /unknown name busyMean/],
    ['custom, expression: "import(1)"', /unknown function import/],
    ['custom, expression: "f(x) = 2"', /must not contain a definition of a function/],
    ['custom, expression: "load.constructor"', /must not contain a dot/],
    ['custom, expression: "1", min: 5, max: 2', /must be at least min/],
    ['mpc, horizonSteps: 0', /horizonSteps {2}must be at least 1/],
    ['square-root-staffing, overflowProbability: 0', /overflowProbability {2}must be above 0/],
    ['square-root-staffing, controlIntervalSeconds: 0', /controlIntervalSeconds {2}must be at least 1/],
    ['oracle, targetStress: 0', /targetStress {2}must be above 0/],
    ['aws-auto-scaling', /policies {2}is missing/],
    [
      'aws-auto-scaling, policies: [{ kind: step, metric: stress, threshold: 0.5, comparison: ">", adjustmentType: ChangeInCapacity, steps: [{ lower: 0, upper: 0.2, adjust: 1 }, { lower: 0.3, upper: null, adjust: 2 }] }]',
      /must neither overlap nor leave gaps/,
    ],
    [
      'aws-auto-scaling, policies: [{ kind: simple, metric: stress, threshold: 0.5, comparison: ">", adjustmentType: ChangeInCapacity, adjustment: 1 }, { kind: simple, metric: stress, threshold: 0.6, comparison: "<", adjustmentType: ChangeInCapacity, adjustment: -1 }]',
      /must be below the threshold for more \(0\.5\)/,
    ],
    [
      'azure-vmss, rules: [{ metric: stress, direction: out, operator: ">", threshold: 0.5 }, { metric: stress, direction: in, operator: "<", threshold: 0.5 }]',
      /must be below the threshold for more/,
    ],
    [
      'azure-vmss, rules: [{ metric: stress, direction: out, operator: "<", threshold: 0.5 }]',
      /would scale out when the metric is low/,
    ],
    ['gcp-mig, signals: [{ metric: strss, target: 0.5 }]', /did you mean stress\?/],
    [
      'gcp-mig, signals: [{ metric: stress, target: 0.5 }], scaleInControl: { timeWindowSeconds: 600 }',
      /must have maxScaledInReplicas or maxScaledInPercent/,
    ],
  ])('%s is refused', async (policy, problem) => {
    expect(await issuesOf(scenario(policy))).toMatch(problem);
  });

  test.each([
    'react, targetStress: 0.08',
    'gcp-mig, signals: [{ metric: stress, target: 0.08 }]',
    'aws-auto-scaling, policies: [{ kind: target-tracking, metric: stress, target: 0.08 }]',
    'azure-vmss, rules: [{ metric: stress, direction: out, operator: ">", threshold: 0.08 }]',
    'mpc, targetStress: 0.05',
    'kubernetes-hpa, min: 1, max: 9, metrics: [{ metric: stress, averageValue: 0.08 }]',
    'keda-scaled-object, triggers: [{ kind: metric, metric: stress, threshold: 0.08 }]',
  ])('%s is warned of', async (policy) => {
    const { warnings } = await scenarioOf(scenario(policy));
    expect(warnings.join('\n')).toMatch(/is a digit missing\?/);
  });
});

describe('the bound of the cost', () => {
  const bound = async (bridges: string): Promise<{ readonly cost: number; readonly bound: number }> => {
    const scenario = await scenarioOf(`name: S
horizon: { start: 2026-11-23T08:00, hours: 3 }
demand: [{ class: team-meeting, conferences: { curve: flat, peakPerHour: 20 } }]
deployment: { bridges: { initialCount: 6, ${bridges} } }
scaling: { bridges: { policy: static, count: 6 } }
prices: { bridges: { costPerHour: 1, currency: USD } }
`);
    const { totals } = simulate(scenario, { seed: 1, replication: 0 });
    return { cost: totals.cost, bound: totals.oracleCost };
  };

  test('takes the cheapest way to buy: spot, a cheaper type, a share of a full node', async () => {
    // The same demand and the same instance-hours, at 0.4, 0.7 and 3 / 6 of the price.
    const plain = await bound('');
    const spot = await bound('spot: { model: { from: aws-eu-west-1-c5-xlarge, priceRatio: 0.4 } }');
    const types = await bound('fallbackTypes: [{ instanceType: other, priceRatio: 0.7 }]');
    const pods = await bound('nodes: { groups: [{ podsPerNode: 6, priceRatio: 3 }] }');
    expect(plain.bound).toBeGreaterThan(0);
    expect(spot.bound).toBeCloseTo(0.4 * plain.bound, 6);
    expect(types.bound).toBeCloseTo(0.7 * plain.bound, 6);
    expect(pods.bound).toBeCloseTo(0.5 * plain.bound, 6);
    for (const run of [plain, spot, types, pods]) expect(run.cost).toBeGreaterThanOrEqual(run.bound);
  });
});

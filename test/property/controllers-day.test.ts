/**
 * Goal: whatever a day brings, every controller keeps its bounds and rate limits, on either pool, and gives for each change
 * a reason with its figures.
 * Method: each policy as a user writes it runs for a simulated day on a pool whose figures are random from ten minutes to
 * ten minutes; instances boot in four minutes and go at once. Desired counts are noted at every tick, beside the decisions
 * that the controller wrote: the two must tell the same story.
 */

import { describe, expect, it } from 'vitest';
import type { BridgeScaling, Scenario } from '../../src/scenario/scenario.ts';
import type { Controller } from '../../src/simulation/controllers/controller.ts';
import { createController } from '../../src/simulation/controllers/create-controllers.ts';
import type { DecisionRow } from '../../src/simulation/rows.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { aPool, aRunContext, type GivenFigures, signalsOf } from '../support/pools.ts';
import { fc } from '../support/property.ts';
import { scenarioOf } from '../support/study.ts';

const dayMs = 86_400_000;
const bootMs = 240_000;
const figureMs = 600_000;
const bounds = 'min: 2, max: 12';

/** Policies that both pools can have; METRIC, TARGET, LOW stand for figures of the pool. */
const policies: Readonly<Record<string, string>> = {
  static: 'count: 7',
  'constant-free': `free: 2, ${bounds}`,
  scheduled: 'timetable: [{ at: "08:00", count: 12 }, { at: "18:00", count: 2 }]',
  react: bounds,
  hist: bounds,
  reg: bounds,
  adapt: bounds,
  conpaas: bounds,
  'square-root-staffing': bounds,
  mpc: `${bounds}, rateMax: 2`,
  oracle: bounds,
  custom: `${bounds}, expression: "ceil(load / 0.5) + 1"`,
  'kubernetes-hpa': `${bounds}, metrics: [{ metric: METRIC, averageValue: TARGET }], behavior: { scaleUp: { policies: [{ type: Pods, value: 2, periodSeconds: 60 }] } }`,
  'keda-scaled-object': `${bounds}, triggers: [{ kind: metric, metric: METRIC, threshold: TARGET }]`,
  'aws-auto-scaling': `${bounds}, policies: [{ kind: target-tracking, metric: METRIC, target: TARGET }]`,
  'gcp-mig': `${bounds}, signals: [{ metric: METRIC, target: TARGET }], scaleInControl: { maxScaledInReplicas: 2, timeWindowSeconds: 600 }`,
  'azure-vmss': `${bounds}, rules: [{ metric: METRIC, direction: out, operator: ">", threshold: TARGET, changeCount: 2 }, { metric: METRIC, direction: in, operator: "<", threshold: LOW }]`,
  'jitsi-autoscaler': `${bounds}, scaleUpQuantity: 2`,
};

type PoolName = 'bridges' | 'jibris';

async function scenarioWith(pool: PoolName, policy: string): Promise<Scenario> {
  const [metric, target, low] = pool === 'bridges' ? ['stress', '0.5', '0.2'] : ['busy', '0.7', '0.3'];
  const written = policies[policy]!.replaceAll('METRIC', metric!)
    .replaceAll('TARGET', target!)
    .replaceAll('LOW', low!);
  return scenarioOf(`name: S
horizon: { start: 2026-11-23T00:00, days: 1 }
demand: [{ class: { from: team-meeting, recordingRatio: 0.2 }, conferences: { peakPerHour: 60 } }]
deployment: { bridges: { initialCount: 4 }, jibris: { initialCount: 4 } }
scaling: { ${pool}: { policy: ${policy}, ${written} } }
`);
}

interface Day {
  readonly desired: readonly { readonly atMs: number; readonly count: number }[];
  readonly decisions: readonly DecisionRow[];
}

/** The next thing to happen on a pool: the controller's tick, an instance's agent, a boot. */
function playDay(scenario: Scenario, pool: PoolName, loads: readonly number[]): Day {
  const scaled = aPool(4, pool);
  const given: GivenFigures = { figures: {}, unserved: 0 };
  const context = aRunContext(scenario);
  const { instances } = scaled;
  const scaling = { plan: { required: loads.map((load) => Math.ceil(10 * load)), stepMs: figureMs } };
  const written = scenario.scaling[pool] as BridgeScaling;
  const policy = written.policy === 'oracle' ? { ...written, ...scaling } : written;
  const controller: Controller = createController(context, signalsOf(scaled, given), policy);
  const agents = new Map<number, number>();
  const boots = new Map<number, number>();
  scaled.retire = (slot, nowMs) => {
    instances.end(slot, nowMs);
    boots.delete(slot);
    agents.delete(slot);
    controller.agentEnd(slot, nowMs);
  };
  const see = (nowMs: number): void => {
    const load = loads[Math.floor(nowMs / figureMs) % loads.length]!;
    given.figures = {
      stress: load,
      participants: Math.round(load * 80),
      busy: (slot) => Number(slot % 10 < 10 * load),
    };
  };
  see(0);
  for (const slot of instances.slotsIn('ready')) agents.set(slot, controller.agentStart(slot, 0));
  const desired: { atMs: number; count: number }[] = [];
  let tickMs = controller.start(0);
  for (;;) {
    const [agent = -1, agentMs = Number.POSITIVE_INFINITY] = first(agents);
    const [booting = -1, readyMs = Number.POSITIVE_INFINITY] = first(boots);
    const nowMs = Math.min(tickMs, agentMs, readyMs);
    if (nowMs >= dayMs) return { desired, decisions: context.decisions };
    see(nowMs);
    if (readyMs === nowMs) {
      boots.delete(booting);
      instances.markReady(booting, nowMs);
      agents.set(booting, controller.agentStart(booting, nowMs));
    } else if (agentMs === nowMs) {
      const nextMs = controller.agentTick(agent, nowMs);
      if (agents.has(agent)) agents.set(agent, nextMs);
    } else {
      tickMs = controller.tick(nowMs);
      desired.push({ atMs: nowMs, count: controller.desiredCount });
    }
    for (const slot of instances.slotsIn('launching')) if (!boots.has(slot)) boots.set(slot, nowMs + bootMs);
  }
}

function first(times: ReadonlyMap<number, number>): readonly [number?, number?] {
  let earliest: readonly [number?, number?] = [];
  for (const entry of times) if (entry[1] < (earliest[1] ?? Number.POSITIVE_INFINITY)) earliest = entry;
  return earliest;
}

/** What a policy may not exceed from one decision to the next. */
function expectRates(policy: string, { desired, decisions }: Day): void {
  const changes = decisions.map(({ desiredBefore, desiredAfter }) => desiredAfter - desiredBefore);
  const rises = changes.filter((change) => change > 0);
  switch (policy) {
    case 'mpc':
      expect(Math.max(0, ...changes.map(Math.abs))).toBeLessThanOrEqual(2);
      return;
    case 'azure-vmss':
      expect(Math.max(0, ...rises)).toBeLessThanOrEqual(2);
      expectApart(decisions, 300_000);
      return;
    case 'jitsi-autoscaler':
      expect(Math.max(0, ...rises)).toBeLessThanOrEqual(2);
      expect(Math.min(0, ...changes)).toBeGreaterThanOrEqual(-1);
      expectApart(decisions, 300_000);
      return;
    case 'kubernetes-hpa':
      // Two pods a minute: no count of the minute before is more than two below.
      desired.forEach(({ count }, index) => {
        expectNoneBelow(count - 2, countsBefore(desired, index, 60_000));
      });
      return;
    case 'gcp-mig':
      desired.forEach(({ count }, index) => {
        expect(count).toBeGreaterThanOrEqual(Math.max(0, ...countsBefore(desired, index, 540_000)) - 2);
      });
      return;
    default:
      return;
  }
}

/** Counts of the ticks before, back to `ms` ago. */
function countsBefore(desired: Day['desired'], index: number, ms: number): number[] {
  const counts: number[] = [];
  for (let before = index - 1; before >= 0; before--) {
    if (desired[before]!.atMs < desired[index]!.atMs - ms) break;
    counts.push(desired[before]!.count);
  }
  return counts;
}

function expectNoneBelow(lowest: number, counts: readonly number[]): void {
  if (Math.min(lowest, ...counts) < lowest) expect(Math.min(...counts)).toBeGreaterThanOrEqual(lowest);
}

function expectApart(decisions: readonly DecisionRow[], ms: number): void {
  for (let index = 1; index < decisions.length; index++) {
    expect(decisions[index]!.atMs - decisions[index - 1]!.atMs).toBeGreaterThan(ms - 1);
  }
}

const loads = fc.array(fc.double({ min: 0, max: 1.2, noNaN: true }), { minLength: 24, maxLength: 24 });

describe.each(['bridges', 'jibris'] as const)('a day of %s', (pool) => {
  it.each(Object.keys(policies))(
    'under %s keeps bounds and limits and explains every change',
    async (policy) => {
      const scenario = await scenarioWith(pool, policy);
      fc.assert(
        fc.property(loads, (given) => {
          const day = playDay(scenario, pool, given);
          const counts = day.desired.map(({ count }) => count);
          expect(counts.length).toBeGreaterThan(100);
          expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
          expect(Math.max(...counts)).toBeLessThanOrEqual(12);
          // The rows lead from the first count to the last without a gap: no change is left unexplained.
          let present = 4;
          for (const { desiredBefore, desiredAfter, reason } of day.decisions) {
            expect(desiredBefore).toBe(present);
            expect(reason).toMatch(/\d/);
            present = desiredAfter;
          }
          expect(present).toBe(counts.at(-1));
          expectRates(policy, day);
        }),
        { numRuns: 2, endOnFailure: true },
      );
    },
  );
});

it('a day of Jibris under keda-scaled-job starts jobs only, within its maximum, and explains every start', async () => {
  // ScaledJob needs Jibris that end with their recordings, so this one is a whole run.
  const scenario = await scenarioOf(`name: S
horizon: { start: 2026-11-23T00:00, days: 1 }
demand: [{ class: { from: team-meeting, recordingRatio: 0.5 }, conferences: { peakPerHour: 60 } }]
deployment: { jibris: { initialCount: 4 } }
scaling: { jibris: { policy: keda-scaled-job, max: 12 } }
`);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
      const { decisions, minutes } = simulate(scenario, { seed, replication: 0 });
      const starts = decisions.filter(({ pool }) => pool === 'jibris');
      expect(starts.length).toBeGreaterThan(20);
      for (const { desiredBefore, desiredAfter, reason } of starts) {
        expect(desiredAfter).toBeGreaterThan(desiredBefore);
        expect(desiredAfter).toBeLessThanOrEqual(12);
        expect(reason).toMatch(/\d/);
      }
      // Nothing starts without a decision: what is there at most is what the decisions ever asked for, or the first four.
      const asked = Math.max(4, ...starts.map(({ desiredAfter }) => desiredAfter));
      minutes.jibrisReady.forEach((ready, row) => {
        expect(ready + minutes.jibrisLaunching[row]!).toBeLessThanOrEqual(asked);
      });
    }),
    { numRuns: 2, endOnFailure: true },
  );
});

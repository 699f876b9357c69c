// Goal: every policy runs a whole scenario, the same way each time and on any thread.
// Method: a morning with recordings under each policy for both pools at once; the scenario sent through structuredClone, as
//   worker threads get it, must give the very same trace, and the run must keep its invariants (it throws if not).
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { scenarioOf } from '../../../support/study.ts';

const bounds = 'min: 1, max: 8';
const both: Readonly<Record<string, readonly [string, string]>> = {
  'constant-free': ['free: 1, max: 8', 'free: 1, max: 8'],
  scheduled: ['timetable: [{ at: "07:30", count: 3 }]', 'timetable: [{ at: "07:30", count: 3 }]'],
  conpaas: [bounds, bounds],
  hist: [bounds, bounds],
  'square-root-staffing': [bounds, bounds],
  mpc: [bounds, bounds],
  oracle: [bounds, bounds],
  custom: [
    `${bounds}, expression: "stressSum / 0.5 + 1"`,
    `${bounds}, expression: "busySum + (hour > 7.5 ? 2 : 1)"`,
  ],
  'kubernetes-hpa': [`${bounds}, preset: stress`, 'preset: openfun-jibri'],
  'keda-scaled-object': [
    `${bounds}, triggers: [{ kind: metric, metric: participants, threshold: 40 }]`,
    `${bounds}, triggers: [{ kind: metric, metric: busy, threshold: 0.7 }]`,
  ],
  'aws-auto-scaling': [
    `${bounds}, policies: [{ kind: target-tracking, metric: cpu, target: 2 }], predictive: { target: 0.5, history: demand }`,
    `${bounds}, protectBusy: true, policies: [{ kind: simple, metric: busy, comparison: ">", threshold: 0.6, adjustmentType: ChangeInCapacity, adjustment: 1 }]`,
  ],
  'gcp-mig': [
    `${bounds}, signals: [{ metric: stress, target: 0.5 }]`,
    `${bounds}, signals: [{ metric: busy, target: 0.7 }]`,
  ],
  'azure-vmss': [
    `${bounds}, rules: [{ metric: stress, direction: out, operator: ">", threshold: 0.5 }]`,
    `${bounds}, rules: [{ metric: busy, direction: out, operator: ">", threshold: 0.6 }]`,
  ],
  'jitsi-autoscaler': [bounds, 'groupType: sip-jibri, launchJobFirst: true'],
};

describe.each(Object.keys(both))('a run under %s', (policy) => {
  test('is the same on another thread', async () => {
    const [bridges, jibris] = both[policy]!;
    const scenario = await scenarioOf(`name: S
horizon: { start: 2026-11-23T07:00, hours: 1 }
demand: [{ class: { from: team-meeting, recordingRatio: 0.3 }, conferences: { peakPerHour: 300 } }]
deployment: { jibris: {} }
scaling: { bridges: { policy: ${policy}, ${bridges} }, jibris: { policy: ${policy}, ${jibris} } }
`);
    const here = simulate(scenario, { seed: 1, replication: 0 });
    const there = simulate(structuredClone(scenario), { seed: 1, replication: 0 });
    expect(there.fingerprint).toBe(here.fingerprint);
    expect(there.decisions).toEqual(here.decisions);
    expect(here.totals.recordings).toBeGreaterThan(0);
    expect(here.decisions.every(({ reason }) => reason !== '')).toBe(true);
  });
});

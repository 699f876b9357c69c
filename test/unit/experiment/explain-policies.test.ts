// Goal: whatever scales the bridges, a stranger is told what it saw and how old that was, what it computed, which rule bound it,
//   and what perfect foresight would have had; for a scale-up and a scale-down alike.
// Method: one morning of twelve classes at nine with every policy; explanations of the minutes in which the first replication
//   grew and shrank. What each sees is its own: the words are those of its way to its figures.
import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/experiment/explain.ts';
import { reduceVariant } from '../../../src/experiment/reduce.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { scenarioOf } from '../../support/study.ts';

const bounds = 'min: 2, max: 30';
const stressRules =
  'rules: [{ metric: stress, direction: out, operator: ">", threshold: 0.4, changeCount: 4 }, { metric: stress, direction: in, operator: "<", threshold: 0.2 }]';
const policies: readonly (readonly [policy: string, settings: string, saw: RegExp])[] = [
  ['kubernetes-hpa', `preset: stress, ${bounds}`, /metrics scraped \d+ s ago/],
  [
    'keda-scaled-object',
    `${bounds}, triggers: [{ kind: metric, metric: participants, threshold: 30 }]`,
    /metrics \d+ s old/,
  ],
  [
    'aws-auto-scaling',
    `${bounds}, policies: [{ kind: target-tracking, metric: stress, target: 0.4 }]`,
    /metrics 60 s old/,
  ],
  ['gcp-mig', `${bounds}, signals: [{ metric: stress, target: 0.4 }]`, /metrics 60 s old/],
  ['azure-vmss', `${bounds}, timeWindowSeconds: 120, ${stressRules}`, /metrics 60 s old/],
  ['jitsi-autoscaler', bounds, /newest readings of \d+ sidecars/],
  ['react', bounds, /stress .* old/],
  ['hist', bounds, /stress .* old/],
  ['reg', bounds, /stress .* old/],
  ['adapt', bounds, /stress .* old/],
  ['conpaas', bounds, /stress .* old/],
  ['mpc', bounds, /stress .* old/],
  ['constant-free', `free: 2, ${bounds}`, /stress .* old/],
  ['custom', `${bounds}, expression: "ceil(load / 0.5) + 1"`, /stress .* old/],
  ['square-root-staffing', bounds, /forecast of demand/],
  ['oracle', bounds, /load to come/],
  [
    'scheduled',
    'timetable: [{ at: "08:30", count: 2 }, { at: "09:00", count: 9 }, { at: "10:00", count: 2 }]',
    /^$/,
  ],
];

describe('explain', () => {
  it.each(policies)('%s', async (policy, settings, saw) => {
    const scenario = await scenarioOf(`name: S
horizon: { start: 2026-11-23T08:30, hours: 2, timeZone: Europe/Paris }
demand: [{ class: school-class, burst: { at: "9:00", conferences: 6 } }]
deployment: { bridges: { initialCount: 2 } }
scaling: { bridges: { policy: ${policy}, ${settings} } }
`);
    const reduced = reduceVariant(scenario, [simulate(scenario, { seed: 1, replication: 0 })]);
    const variant = { ...reduced, parameterShares: null };
    const changes = variant.decisions.filter(({ pool }) => pool === 'bridges');
    const up = changes.find(({ desiredBefore, desiredAfter }) => desiredAfter > desiredBefore);
    const down = changes.find(({ desiredBefore, desiredAfter }) => desiredAfter < desiredBefore);
    for (const change of [up, down]) {
      if (change === undefined) return expect.unreachable(`${policy} did not scale both ways`);
      // The next whole minute: what was decided then is the newest look.
      const atMs = Math.ceil(change.atMs / 60_000) * 60_000;
      const { look, oracle, load } = explain(variant, { pool: 'bridges', atMs });
      expect(look?.saw).toMatch(saw);
      // The rule with its figures, and what bound it where it says more than the count.
      expect(look?.reason).toMatch(/\d/);
      expect(look?.reason).toMatch(/[a-z]{4}/);
      expect(Number.isFinite(oracle.mean)).toBe(true);
      expect(Number.isFinite(load.mean)).toBe(true);
    }
    const bound = changes.find(({ desiredAfter }) => desiredAfter === 2)?.reason;
    if (!['scheduled', 'constant-free', 'jitsi-autoscaler', 'azure-vmss', 'adapt', 'mpc'].includes(policy)) {
      expect(bound).toMatch(/minimum/);
    }
  });
});

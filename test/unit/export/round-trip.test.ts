// Goal: a policy exported and read back simulates to identical results, and what a target cannot say is refused.
// Method: scenarios with settings far from any preset are exported, imported and put in place of what they had; the
// resolved policies and the fingerprints of a run must be the same, and different from that of another setting.
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { exportSettings } from '../../../src/export/export-settings.ts';
import { importPolicy } from '../../../src/export/import-policy.ts';
import { scalingText } from '../../../src/export/imported-policy.ts';
import { parseQuantity, quantityText } from '../../../src/export/quantity.ts';
import { formatIssues } from '../../../src/scenario/issues.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { scenarioOf } from '../../support/study.ts';

const base = `name: Round
horizon: { start: 2026-11-23T08:30, hours: 1, timeZone: Europe/Paris }
demand: [{ class: school-class, burst: { at: 9:00, conferences: 12 } }]
deployment: { bridges: { initialCount: 2 }, jibris: { initialCount: 3 } }
`;
const withScaling = (scaling: unknown): Promise<Scenario> => scenarioOf(`${base}${stringify({ scaling })}`);

async function there(scenario: Scenario, target: 'hpa' | 'jitsi-autoscaler'): Promise<Scenario> {
  const exported = exportSettings(scenario, target, null);
  if (!exported.ok) throw new Error(exported.reason);
  const read = importPolicy('exported', exported.text, { pool: null, name: null });
  if (!read.ok) throw new Error(formatIssues(read.issues));
  return scenarioOf(`${base}${scalingText(read.value)}`);
}

const fingerprintOf = (scenario: Scenario): string =>
  simulate(scenario, { seed: 1, replication: 0 }).fingerprint;

const hpa = {
  bridges: {
    policy: 'kubernetes-hpa',
    preset: 'openfun',
    min: 2,
    max: 17,
    metrics: [
      { metric: 'stress', averageValue: 0.355 },
      { metric: 'participants', source: 'external', aggregate: 'sum', averageValue: 40 },
      { metric: 'cpu', averageUtilizationPercent: 55 },
      { metric: 'packetRateKpps', source: 'object', aggregate: 'max', value: 60 },
    ],
    behavior: {
      scaleUp: {
        selectPolicy: 'Min',
        policies: [{ type: 'Pods', value: 3, periodSeconds: 60 }],
        tolerance: 0.05,
      },
      scaleDown: { selectPolicy: 'Disabled' },
    },
    cpuRequestCores: 2.5,
    syncPeriodSeconds: 20,
    toleranceRatio: 0.07,
    podDeletionCost: 'load',
  },
  jibris: { policy: 'kubernetes-hpa', preset: 'openfun-jibri', min: 3, max: 9, behavior: null },
};
const groups = {
  bridges: {
    policy: 'jitsi-autoscaler',
    min: 2,
    max: 15,
    scaleUpThreshold: 0.25,
    scaleDownThreshold: 0.12,
    scaleUpQuantity: 3,
    gracePeriodTTLSec: 120,
    sidecarPollIntervalSec: 15,
    groupJobsCreationIntervalSec: 20,
    launchJobFirst: true,
    scheduledScaling: {
      periods: [
        {
          name: 'morning',
          dayOfWeek: [1, 2, 3, 4, 5],
          startHour: 8,
          startMinute: 45,
          endHour: 10,
          priority: 10,
          scalingOptions: { minDesired: 4, desiredCount: 5 },
          inhibitScaleDown: true,
        },
      ],
    },
  },
  jibris: { policy: 'jitsi-autoscaler', min: 3, max: 12, scaleUpThreshold: 2, scaleDownThreshold: 4 },
};

describe('the way there and back', () => {
  it.each([
    ['hpa', hpa],
    ['jitsi-autoscaler', groups],
  ] as const)('of %s is the same policy and the same run', async (target, scaling) => {
    const before = await withScaling(scaling);
    const after = await there(before, target);
    expect(after.scaling).toEqual(before.scaling);
    const fingerprint = fingerprintOf(before);
    expect(fingerprintOf(after)).toBe(fingerprint);
    const other = await withScaling({ ...scaling, bridges: { ...scaling.bridges, min: 6 } });
    expect(fingerprintOf(other)).not.toBe(fingerprint);
  });
});

describe('a policy that the target has no words for', () => {
  it('is refused with the reason and what comes nearest', async () => {
    const timetable = [{ at: '08:00', count: 3 }];
    const scenario = await withScaling({ bridges: { policy: 'scheduled', timetable } });
    const refused = exportSettings(scenario, 'hpa', 'bridges');
    expect(refused).toMatchObject({ ok: false });
    expect(!refused.ok && refused.reason).toMatch(/bridges are scaled by scheduled, which is a timetable/);
    expect(!refused.ok && refused.alternatives.join()).toMatch(/scheduledScaling/);
  });
});

// Values of the documentation of resource.Quantity: 0.1 = 100m, 1Ki = 1024, 123e6 = 123M.
it.each([
  ['100m', 0.1],
  ['1Ki', 1024],
  ['123M', 123e6],
  ['1e3', 1000],
  ['0.8', 0.8],
  ['x', null],
  ['1 m', null],
])('the quantity %s is %s', (text, amount) => {
  expect(parseQuantity(text)).toBe(amount);
});

it.each([
  [355, '355m'],
  [60_000, '60'],
])('%i thousandths are %s', (milli, text) => {
  expect(quantityText(milli)).toBe(text);
});

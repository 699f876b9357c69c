// Goal: policies as their operators published them are read field for field, and what is unknown or cannot be simulated
// is said with its place.
// Method: OpenFUN's manifests (openfun/jitsi-k8s@e9307968 k8s/base/jvb-hpa.yml and jibri-hpa.yaml) and the sample groups of
// jitsi/jitsi-autoscaler (@e97cf77 groups.json, @5e89716 groups-digitalocean.json), their values typed in anew.
import { describe, expect, it } from 'vitest';
import { importPolicy } from '../../../src/export/import-policy.ts';
import { formatIssues } from '../../../src/scenario/issues.ts';

const behavior = `
  behavior:
    scaleDown:
      stabilizationWindowSeconds: 60
      policies: [{ type: Percent, value: 20, periodSeconds: 30 }]
    scaleUp:
      policies: [{ type: Pods, value: 2, periodSeconds: 120 }]`;
const manifest = (name: string, bounds: string, metrics: string): string => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: ${name}-hpa }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }
  ${bounds}${behavior}
  metrics:
${metrics}`;
const bridges = manifest(
  'jvb',
  'minReplicas: 1\n  maxReplicas: 5',
  '    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 75 } } }',
);
const jibris = manifest(
  'jibri',
  'minReplicas: 2\n  maxReplicas: 10',
  `    - type: Object
      object:
        metric: { name: jibri_busy }
        describedObject: { apiVersion: v1, kind: Namespace, name: jitsi }
        target: { type: Value, value: 0.8 }`,
);
const sameBehavior = {
  scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 120 }] },
  scaleDown: {
    stabilizationWindowSeconds: 60,
    policies: [{ type: 'Percent', value: 20, periodSeconds: 30 }],
  },
};

const options = {
  minDesired: 1,
  maxDesired: 2,
  desiredCount: 2,
  scaleUpQuantity: 1,
  scaleDownQuantity: 1,
  scaleUpThreshold: 1,
  scaleDownThreshold: 2,
  scalePeriod: 60,
  scaleUpPeriodsCount: 2,
  scaleDownPeriodsCount: 4,
};
const jibriGroup = {
  name: 'lonely-us-phoenix-1-JibriGroup1',
  region: 'us-phoenix-1',
  environment: 'lonely',
  compartmentId: '',
  instanceConfigurationId: '',
  enableAutoScale: true,
  gracePeriodTTLSec: 480,
  protectedTTLSec: 600,
  scalingOptions: options,
  cloud: 'oracle',
};

const none = { pool: null, name: null };

describe('a manifest of OpenFUN', () => {
  it('of bridges', () => {
    const read = importPolicy('jvb-hpa.yml', bridges, none);
    expect(read).toMatchObject({ ok: true, value: [{ pool: 'bridges', name: 'jvb-hpa' }] });
    expect(read.ok && read.value[0]!.scaling).toEqual({
      policy: 'kubernetes-hpa',
      min: 1,
      max: 5,
      metrics: [{ metric: 'cpu', source: 'resource', averageUtilizationPercent: 75 }],
      behavior: sameBehavior,
    });
    expect(read.ok && read.value[0]!.notes.join('\n')).toMatch(/cpuRequestCores/);
  });

  it('of Jibris: jibri_busy is the busy share of the namespace', () => {
    const read = importPolicy('jibri-hpa.yaml', jibris, none);
    expect(read.ok && read.value[0]!.pool).toBe('jibris');
    expect(read.ok && read.value[0]!.scaling).toEqual({
      policy: 'kubernetes-hpa',
      min: 2,
      max: 10,
      metrics: [{ metric: 'busy', source: 'object', aggregate: 'mean', value: 0.8 }],
      behavior: sameBehavior,
    });
  });

  it.each([
    ['maxReplicas: 5', 'maxReplica: 5', /7:3 +spec.maxReplica +unknown key; did you mean maxReplicas/],
    ['name: cpu', 'name: memory', /spec.metrics\[0\].resource.name +scales on memory/],
    ['averageUtilization: 75', 'value: 75', /target.value +is no part of a target of type Utilization/],
    ['value: 20, ', 'value: 0, ', /policies\[0\].value +must be at least 1, got 0/],
    ['maxReplicas: 5', 'maxReplicas: 0', /7:16 +spec.maxReplicas +must be at least minReplicas \(1\), got 0/],
  ])('with %s as %s is refused with the place', (right, wrong, said) => {
    const read = importPolicy('jvb-hpa.yml', bridges.replace(right, wrong), none);
    expect(read.ok ? 'read' : formatIssues(read.issues)).toMatch(said);
  });

  it('with a target of nothing, which Kubernetes refuses too, is refused', () => {
    const read = importPolicy('j.yaml', jibris.replace('value: 0.8', 'value: "0"'), none);
    expect(read.ok ? 'read' : formatIssues(read.issues)).toMatch(/target.value +must be above 0, got "0"/);
  });

  it('with a metric nobody knows is refused with the names that are known', () => {
    const read = importPolicy('j.yaml', jibris.replace('jibri_busy', 'network_transmit_bytes_last_5m'), none);
    expect(read.ok ? 'read' : formatIssues(read.issues)).toMatch(/network_transmit[\s\S]*jitsi_stress_level/);
  });
});

describe('a group of jitsi-autoscaler', () => {
  const { minDesired: min, maxDesired: max, desiredCount: _count, ...others } = options;
  const file = (...groupEntries: readonly object[]): string => JSON.stringify({ groupEntries }, null, 2);

  it('of Jibris, as in groups.json', () => {
    const read = importPolicy('groups.json', file(jibriGroup), { pool: 'jibris', name: null });
    expect(read.ok && read.value[0]!.scaling).toEqual({
      policy: 'jitsi-autoscaler',
      groupType: 'jibri',
      min,
      max,
      ...others,
      enableAutoScale: true,
      gracePeriodTTLSec: 480,
      protectedTTLSec: 600,
    });
    const notes = read.ok ? read.value[0]!.notes.join('\n') : '';
    expect(notes).toMatch(/region, environment, cloud/);
    expect(notes).toMatch(/enableLaunch is missing/);
  });

  it('of bridges, as in groups-digitalocean.json, whose type has small letters', () => {
    const group = { ...jibriGroup, type: 'jvb', enableLaunch: true, cloud: 'digitalocean' };
    const read = importPolicy('g.json', file(group), none);
    expect(read).toMatchObject({ ok: true, value: [{ pool: 'bridges', scaling: { groupType: 'JVB' } }] });
    // These thresholds count available Jibris: as stress they are the wrong way round.
    expect(read.ok && read.value[0]!.notes.join('\n')).toMatch(
      /scaleUpThreshold 1 and scaleDownThreshold 2 contradict each other/,
    );
  });

  it('is not guessed: no type, two groups, an unknown field', () => {
    const issuesOf = (text: string): string => {
      const read = importPolicy('groups.json', text, none);
      return read.ok ? 'read' : formatIssues(read.issues);
    };
    expect(issuesOf(file(jibriGroup))).toMatch(/groupEntries\[0\].type +is missing/);
    const typed = { ...jibriGroup, type: 'jibri' };
    const swapped = { ...typed, scalingOptions: { ...options, minDesired: 3 } };
    expect(issuesOf(file(swapped))).toMatch(
      /scalingOptions.maxDesired +must be at least minDesired \(3\), got 2/,
    );
    expect(issuesOf(file(typed, { ...typed, name: 'second' }))).toMatch(/--name: lonely[^,]+, second/);
    // The first published sample still had options of a rotation that is gone.
    const rotating = { ...typed, scalingOptions: { ...options, rotateQuantity: 2 } };
    expect(issuesOf(file(rotating))).toMatch(
      /\d+:\d+ +groupEntries\[0\].scalingOptions.rotateQuantity +unknown key/,
    );
  });
});

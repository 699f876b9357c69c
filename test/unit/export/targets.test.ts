// Goal: what is exported for KEDA, EC2, Jicofo, the bridge and Prometheus says what the scenario says, in the targets' words.
// Method: expected keys and values are those of the targets' own documents: reference.conf of jitsi/jicofo@00e73cc and
// jitsi/jitsi-videobridge@005d85e (as shipped), the API references of EC2 and CloudWatch, KEDA's ScaledObject
// specification; and a bill worked by hand.
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { exportSettings } from '../../../src/export/export-settings.ts';
import type { ExportTarget } from '../../../src/export/export-target.ts';
import { scenarioOf } from '../../support/study.ts';

const base = {
  name: 'Targets',
  horizon: { start: '2026-11-23T08:00', hours: 4, timeZone: 'Europe/Paris' },
  demand: [{ class: 'school-class', burst: { at: '9:00', conferences: 2 } }],
};

async function exported(target: ExportTarget, parts: object): Promise<string> {
  const scenario = await scenarioOf(stringify({ ...base, ...parts }));
  const result = exportSettings(scenario, target, null);
  return result.ok ? result.text : `refused: ${result.reason}`;
}

describe('jicofo.conf', () => {
  it('as shipped is reference.conf', async () => {
    const text = await exported('jicofo', {
      deployment: { bridges: { selection: { preset: 'shipped-default' } } },
    });
    for (const line of [
      'selection-strategy = SingleBridgeSelectionStrategy',
      'max-bridge-participants = 80',
      'average-participant-stress = 0.01',
      'participant-rampup-interval = 20 seconds',
      'stress-threshold = 0.8',
    ]) {
      expect(text).toContain(line);
    }
    expect(text).toMatch(/load-redistribution \{\s+enabled = false\s+\}/);
    expect(text).toMatch(/octo \{\s+enabled = false\s+\}/);
    expect(text).not.toContain('per-interval');
  });

  it('says what a scenario changes', async () => {
    const selection = { preset: '8x8-production', stressThreshold: 0.7 };
    const text = await exported('jicofo', { deployment: { bridges: { selection } } });
    expect(text).toContain('RegionBasedBridgeSelectionStrategy');
    expect(text).toMatch(/ stress-threshold = 0.7\n/);
    expect(text).toContain('max-bridge-participants-per-interval = 30');
  });
});

it('jvb.conf has the load threshold of its measure and the reducer', async () => {
  const bridges = { stress: { measure: 'packet-rate' }, lastN: { reducer: {} } };
  const text = await exported('jvb', { deployment: { bridges } });
  expect(text).toContain('reducer-enabled = true');
  expect(text).toContain('load-measurement = packet-rate');
  const [, load, recovery] = /load-threshold = (\d+)\s+recovery-threshold = (\d+)/.exec(text) ?? [];
  // As shipped 40000 of 50000.
  expect(Number(recovery)).toBeCloseTo(0.8 * Number(load), 6);
  for (const line of ['reduction-scale = 0.75', 'recover-scale = 1.25', 'impact-time = 60 seconds']) {
    expect(text).toContain(line);
  }
});

it('EC2: group and target tracking, whose alarms CloudWatch makes itself', async () => {
  const bridges = {
    policy: 'aws-auto-scaling',
    min: 2,
    max: 20,
    policies: [{ kind: 'target-tracking', metric: 'stress', target: 0.5 }],
  };
  const { updateAutoScalingGroup, putScalingPolicy, putMetricAlarm } = JSON.parse(
    await exported('asg', { scaling: { bridges } }),
  );
  expect(updateAutoScalingGroup[0]).toMatchObject({ MinSize: 2, MaxSize: 20 });
  expect(putScalingPolicy[0]).toMatchObject({
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingConfiguration: {
      TargetValue: 0.5,
      CustomizedMetricSpecification: { MetricName: 'stress', Statistic: 'Average' },
    },
  });
  expect(putMetricAlarm).toEqual([]);
});

it('KEDA: triggers of a metric and of a timetable', async () => {
  const bridges = {
    policy: 'keda-scaled-object',
    min: 1,
    max: 9,
    triggers: [
      { kind: 'metric', metric: 'participants', threshold: 40 },
      { kind: 'cron', start: '08:45', end: '10:15', desiredReplicas: 5 },
    ],
  };
  const { kind, spec } = parse(await exported('keda', { scaling: { bridges } }));
  expect(kind).toBe('ScaledObject');
  expect(spec).toMatchObject({ minReplicaCount: 1, maxReplicaCount: 9, scaleTargetRef: { name: 'jvb' } });
  expect(spec.triggers[0]).toMatchObject({
    type: 'prometheus',
    metadata: { query: 'sum(jitsi_participants)', threshold: '40' },
  });
  expect(spec.triggers[1].metadata).toEqual({
    timezone: 'Europe/Paris',
    start: '45 8 * * *',
    end: '15 10 * * *',
    desiredReplicas: '5',
  });
});

it('alerts: one for each objective, or refused', async () => {
  const text = await exported('alerts', {
    objectives: { overstressedParticipantMinutesRatio: { max: 0.02 }, joinFailureRatio: { max: 0.001 } },
  });
  const [first, second] = parse(text).groups[0].rules;
  expect(first.expr).toMatch(/jitsi_stress_level > bool [\d.]+.* > 0\.02$/);
  expect(second.expr).toMatch(/> 0\.001$/);
  expect(await exported('alerts', {})).toBe('refused: the scenario has no objectives');
});

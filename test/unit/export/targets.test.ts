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

it('EC2: step and simple policies with their alarms, each under a name of its own', async () => {
  const alarm = { metric: 'stress', adjustmentType: 'ChangeInCapacity' };
  const bridges = {
    policy: 'aws-auto-scaling',
    min: 2,
    max: 20,
    alarmPeriodSeconds: 30,
    metricSampleSeconds: 10,
    policies: [
      {
        ...{
          ...alarm,
          kind: 'step',
          comparison: '>=',
          threshold: 0.6,
          evaluationPeriods: 3,
          datapointsToAlarm: 2,
        },
        steps: [
          { lower: 0, upper: 0.2, adjust: 1 },
          { lower: 0.2, upper: null, adjust: 3 },
        ],
      },
      {
        ...{ ...alarm, kind: 'simple', comparison: '<', threshold: 0.2, aggregate: 'max', adjustment: -1 },
        ...{ cooldownSeconds: 600, treatMissingData: 'notBreaching' },
      },
    ],
    scheduledActions: [{ at: '08:40', min: 6 }],
  };
  const { putScalingPolicy, putMetricAlarm, putScheduledUpdateGroupAction } = JSON.parse(
    await exported('asg', { scaling: { bridges } }),
  );
  expect(putScalingPolicy).toEqual([
    {
      ...{ AutoScalingGroupName: 'jvb', PolicyName: 'stress-1', PolicyType: 'StepScaling' },
      ...{ AdjustmentType: 'ChangeInCapacity', MinAdjustmentMagnitude: 0, MetricAggregationType: 'Average' },
      EstimatedInstanceWarmup: 300,
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 0.2, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 0.2, ScalingAdjustment: 3 },
      ],
    },
    {
      ...{ AutoScalingGroupName: 'jvb', PolicyName: 'stress-2', PolicyType: 'SimpleScaling' },
      ...{
        AdjustmentType: 'ChangeInCapacity',
        ScalingAdjustment: -1,
        MinAdjustmentMagnitude: 0,
        Cooldown: 600,
      },
    },
  ]);
  expect(putMetricAlarm).toMatchObject([
    {
      ...{ AlarmName: 'jvb-stress-1', Statistic: 'Average', Period: 30, EvaluationPeriods: 3 },
      ...{
        DatapointsToAlarm: 2,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'missing',
      },
    },
    {
      ...{ AlarmName: 'jvb-stress-2', Statistic: 'Maximum', EvaluationPeriods: 1, DatapointsToAlarm: 1 },
      ...{ ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'notBreaching' },
    },
  ]);
  // 08:40 in Paris in November.
  expect(putScheduledUpdateGroupAction).toEqual([
    {
      ...{ AutoScalingGroupName: 'jvb', ScheduledActionName: 'jvb-1' },
      ...{ StartTime: '2026-11-23T07:40:00.000Z', MinSize: 6 },
    },
  ]);
});

it('EC2: a timetable is scheduled actions, rises as early as they are prewarmed; a fixed fleet is bounds', async () => {
  const timetable = [
    { at: '08:00', count: 2 },
    { at: '08:45', count: 9 },
    { at: '10:00', count: 3 },
  ];
  const bridges = { policy: 'scheduled', prewarmSeconds: 300, timetable };
  const { updateAutoScalingGroup, putScheduledUpdateGroupAction, putScalingPolicy } = JSON.parse(
    await exported('asg', { scaling: { bridges } }),
  );
  expect(updateAutoScalingGroup).toEqual([
    { AutoScalingGroupName: 'jvb', MinSize: 2, MaxSize: 9, DesiredCapacity: 2 },
  ]);
  expect(putScalingPolicy).toEqual([]);
  const times = putScheduledUpdateGroupAction.map(
    ({ StartTime, DesiredCapacity }: Record<string, unknown>) => [StartTime, DesiredCapacity],
  );
  expect(times).toEqual([
    ['2026-11-23T07:00:00.000Z', 2],
    ['2026-11-23T07:40:00.000Z', 9],
    ['2026-11-23T09:00:00.000Z', 3],
  ]);
  const fixed = JSON.parse(await exported('asg', { scaling: { bridges: { policy: 'static', count: 4 } } }));
  expect(fixed.updateAutoScalingGroup).toMatchObject([{ MinSize: 4, MaxSize: 4, DesiredCapacity: 4 }]);
});

it('KEDA: a ScaledJob of Jibris counts idle ones as free, not expired ones', async () => {
  const jibris = {
    ...{ policy: 'keda-scaled-job', wantedFree: 3, max: 12, strategy: 'custom' },
    ...{ customScalingQueueLengthDeduction: 1, customScalingRunningJobPercentage: 0.5 },
  };
  const scenario = await scenarioOf(stringify({ ...base, deployment: { jibris: {} }, scaling: { jibris } }));
  const result = exportSettings(scenario, 'keda', 'jibris');
  if (!result.ok) return expect.unreachable(result.reason);
  const { kind, spec } = parse(result.text);
  expect(kind).toBe('ScaledJob');
  expect(spec).toMatchObject({ pollingInterval: 30, minReplicaCount: 0, maxReplicaCount: 12 });
  expect(spec.scalingStrategy).toEqual({
    ...{ strategy: 'custom', customScalingQueueLengthDeduction: 1, customScalingRunningJobPercentage: '0.5' },
  });
  // The exporter says 0 idle, 1 busy, 2 expired.
  expect(spec.triggers[0].metadata.query).toBe('clamp_min(3 - sum(jibri_busystatus == bool 0), 0)');
  expect(result.notes.join('\n')).toMatch(/refused recordings are no part of the query/);
});

it('KEDA: what the object cannot say is said beside it', async () => {
  const trigger = { kind: 'metric', metric: 'participants', threshold: 40 };
  const bridges = {
    ...{ policy: 'keda-scaled-object', toleranceRatio: 0.2, podDeletionCost: 'load' },
    triggers: [{ ...trigger, useCachedMetrics: true, outages: [{ from: '09:00', until: '09:30' }] }],
  };
  const scenario = await scenarioOf(stringify({ ...base, scaling: { bridges } }));
  const result = exportSettings(scenario, 'keda', null);
  if (!result.ok) return expect.unreachable(result.reason);
  expect(parse(result.text).spec.triggers[0].useCachedMetrics).toBe(true);
  const notes = result.notes.join('\n');
  for (const said of [/outages/, /pod-deletion-cost/, /tolerance 0\.2/, /scrapes every 30 s/]) {
    expect(notes).toMatch(said);
  }
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

/**
 * The policy `aws-auto-scaling` as inputs of the AWS command line (`--cli-input-json`), one list for each call.
 * Source: the API reference of EC2 Auto Scaling (PutScalingPolicy, PutScheduledUpdateGroupAction, UpdateAutoScalingGroup)
 * and of CloudWatch (PutMetricAlarm).
 */
import type { Alarm } from '../autoscaling/aws/alarms.ts';
import type { AwsScalingPolicy } from '../autoscaling/aws/group-policy.ts';
import type { AwsAutoScaling, HpaMetricReading, Scenario } from '../scenario/scenario.ts';
import { type PlainPool, plainActionsOf, plainGroupOf } from './asg-plain.ts';
import type { Exported, ExportPool } from './export-target.ts';
import { workloadNames } from './hpa.ts';
import { given } from './imported-policy.ts';

export interface AwsPool {
  readonly pool: ExportPool;
  readonly scaling: AwsAutoScaling;
}

/** Where the figures of the instances are published. */
const namespace = 'Jitsi';

export function exportAsg(
  { horizon }: Scenario,
  pools: readonly AwsPool[],
  plain: readonly PlainPool[] = [],
): Exported {
  const predicting = pools.find(({ scaling }) => scaling.predictive !== null);
  if (predicting !== undefined) {
    return {
      ok: false,
      reason: `predictive scaling of the ${predicting.pool} needs a pair of load and scaling metrics, which a scenario does not name`,
      alternatives: [
        'the same policy without predictive, and predictive scaling by hand',
        '--for hpa or jitsi-autoscaler',
      ],
    };
  }
  const value = {
    updateAutoScalingGroup: [...pools.map(groupOf), ...plain.map(plainGroupOf)],
    putScalingPolicy: pools.flatMap(({ pool, scaling }) =>
      scaling.group.policies.map((policy, index) =>
        policyOf(pool, scaling, { policy, name: nameOf(policy, index) }, scaling.readings[index]!),
      ),
    ),
    putMetricAlarm: pools.flatMap(({ pool, scaling }) =>
      scaling.group.policies.flatMap((policy, index) =>
        policy.kind === 'target-tracking'
          ? []
          : [alarmOf(pool, scaling, { policy, name: nameOf(policy, index) }, scaling.readings[index]!)],
      ),
    ),
    putScheduledUpdateGroupAction: [
      ...pools.flatMap(({ pool, scaling }) =>
        scaling.group.scheduledActions
          .filter(({ atMs }) => atMs >= 0)
          .map((action, index) => ({
            AutoScalingGroupName: workloadNames[pool],
            ScheduledActionName: `${workloadNames[pool]}-${index + 1}`,
            StartTime: new Date(horizon.startEpochMs + action.atMs).toISOString(),
            ...given({
              MinSize: action.minSize ?? undefined,
              MaxSize: action.maxSize ?? undefined,
              DesiredCapacity: action.desiredCapacity ?? undefined,
            }),
          })),
      ),
      ...plain.flatMap((one) => plainActionsOf(one, horizon.startEpochMs)),
    ],
  };
  const notes = notesOn(pools, plain);
  return { ok: true, text: `${JSON.stringify(value, null, 2)}\n`, notes };
}

function notesOn(pools: readonly AwsPool[], plain: readonly PlainPool[]): string[] {
  const notes: string[] = [];
  const policies = pools.flatMap(({ scaling }) => scaling.group.policies);
  if (policies.length > 0) {
    const seconds = [...new Set(pools.map(({ scaling }) => scaling.monitoring.sampleSeconds))].join(' and ');
    notes.push(
      `publish the metrics every ${seconds} s in the namespace ${namespace} with the dimension AutoScalingGroupName`,
    );
  }
  if (policies.some(({ kind }) => kind !== 'target-tracking')) {
    notes.push('put the PolicyARN that PutScalingPolicy answers into the AlarmActions of each alarm');
  }
  if (policies.some(({ kind }) => kind === 'target-tracking')) {
    notes.push('CloudWatch chooses the alarms of target tracking itself; its periods are no setting');
  }
  if (pools.some(({ scaling }) => scaling.protectBusy)) {
    notes.push(
      'protectBusy is no setting of the group: instances call SetInstanceProtection while they are busy',
    );
  }
  if (plain.some(({ scaling }) => scaling.policy === 'scheduled')) {
    notes.push(
      'scheduled actions are written for the days of the horizon, each once; Recurrence repeats them',
    );
  }
  return notes;
}

const terminationPolicies: Readonly<Record<AwsAutoScaling['terminationPolicy'], string>> = {
  default: 'Default',
  'oldest-instance': 'OldestInstance',
  'newest-instance': 'NewestInstance',
  'closest-to-next-instance-hour': 'ClosestToNextInstanceHour',
};

function groupOf({ pool, scaling }: AwsPool): unknown {
  const { group } = scaling;
  return {
    AutoScalingGroupName: workloadNames[pool],
    MinSize: group.minSize,
    MaxSize: group.maxSize,
    DefaultCooldown: group.defaultCooldownSeconds,
    DefaultInstanceWarmup: scaling.warmupSeconds,
    TerminationPolicies: [terminationPolicies[scaling.terminationPolicy]],
  };
}

interface Named<Policy> {
  readonly policy: Policy;
  /** Unique in the group: a policy put under a name replaces the one that has it. */
  readonly name: string;
}

function nameOf({ name }: AwsScalingPolicy, index: number): string {
  return `${name}-${index + 1}`;
}

const statistics = { sum: 'Sum', mean: 'Average', max: 'Maximum' } as const;

function metricOf(pool: ExportPool, { metric, aggregate }: HpaMetricReading, isMean: boolean): object {
  return {
    MetricName: metric,
    Namespace: namespace,
    Dimensions: [{ Name: 'AutoScalingGroupName', Value: workloadNames[pool] }],
    Statistic: isMean ? statistics.mean : statistics[aggregate],
  };
}

function policyOf(
  pool: ExportPool,
  scaling: AwsAutoScaling,
  { policy, name }: Named<AwsScalingPolicy>,
  reading: HpaMetricReading,
): unknown {
  const named = { AutoScalingGroupName: workloadNames[pool], PolicyName: name };
  switch (policy.kind) {
    case 'target-tracking':
      return {
        ...named,
        PolicyType: 'TargetTrackingScaling',
        EstimatedInstanceWarmup: scaling.warmupSeconds,
        TargetTrackingConfiguration: {
          CustomizedMetricSpecification: metricOf(pool, reading, true),
          TargetValue: policy.target,
          DisableScaleIn: policy.disableScaleIn,
        },
      };
    case 'step':
      return {
        ...named,
        PolicyType: 'StepScaling',
        AdjustmentType: policy.steps.adjustmentType,
        ...given({ MinAdjustmentMagnitude: policy.steps.minAdjustmentMagnitude }),
        MetricAggregationType: statistics[reading.aggregate === 'max' ? 'max' : 'mean'],
        EstimatedInstanceWarmup: scaling.warmupSeconds,
        StepAdjustments: policy.steps.steps.map(({ lower, upper, adjust }) => ({
          ...given({
            MetricIntervalLowerBound: lower ?? undefined,
            MetricIntervalUpperBound: upper ?? undefined,
          }),
          ScalingAdjustment: adjust,
        })),
      };
    case 'simple':
      return {
        ...named,
        PolicyType: 'SimpleScaling',
        AdjustmentType: policy.adjustment.type,
        ScalingAdjustment: policy.adjustment.value,
        ...given({
          MinAdjustmentMagnitude: policy.adjustment.minAdjustmentMagnitude,
          Cooldown: policy.cooldownSeconds ?? undefined,
        }),
      };
  }
}

const comparisons: Readonly<Record<Alarm['comparison'], string>> = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
};

function alarmOf(
  pool: ExportPool,
  scaling: AwsAutoScaling,
  { policy: { alarm }, name }: Named<Exclude<AwsScalingPolicy, { kind: 'target-tracking' }>>,
  reading: HpaMetricReading,
): unknown {
  return {
    AlarmName: `${workloadNames[pool]}-${name}`,
    ...metricOf(pool, reading, false),
    Period: scaling.alarmPeriodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    DatapointsToAlarm: alarm.datapointsToAlarm,
    TreatMissingData: alarm.treatMissingData,
    Threshold: alarm.threshold,
    ComparisonOperator: comparisons[alarm.comparison],
  };
}

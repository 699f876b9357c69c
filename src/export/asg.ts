/**
 * The policy `aws-auto-scaling` as inputs of the AWS command line (`--cli-input-json`), one list for each call.
 * Source: the API reference of EC2 Auto Scaling (PutScalingPolicy, PutScheduledUpdateGroupAction, UpdateAutoScalingGroup)
 * and of CloudWatch (PutMetricAlarm).
 */
import type { Alarm } from '../autoscaling/aws/alarms.ts';
import type { AwsScalingPolicy } from '../autoscaling/aws/group-policy.ts';
import type { AwsAutoScaling, HpaMetricReading, Scenario } from '../scenario/scenario.ts';
import type { Exported, ExportPool } from './export-target.ts';
import { workloadNames } from './hpa.ts';
import { given } from './imported-policy.ts';

export interface AwsPool {
  readonly pool: ExportPool;
  readonly scaling: AwsAutoScaling;
}

/** Where the figures of the instances are published. */
const namespace = 'Jitsi';

export function exportAsg({ horizon }: Scenario, pools: readonly AwsPool[]): Exported {
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
    updateAutoScalingGroup: pools.map(groupOf),
    putScalingPolicy: pools.flatMap(({ pool, scaling }) =>
      scaling.group.policies.map((policy, index) =>
        policyOf(pool, scaling, policy, scaling.readings[index]!),
      ),
    ),
    putMetricAlarm: pools.flatMap(({ pool, scaling }) =>
      scaling.group.policies.flatMap((policy, index) =>
        policy.kind === 'target-tracking' ? [] : [alarmOf(pool, scaling, policy, scaling.readings[index]!)],
      ),
    ),
    putScheduledUpdateGroupAction: pools.flatMap(({ pool, scaling }) =>
      scaling.group.scheduledActions.map((action, index) => ({
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
  };
  const notes = [
    `publish the metrics in the namespace ${namespace} with the dimension AutoScalingGroupName`,
    'put the PolicyARN that PutScalingPolicy answers into the AlarmActions of each alarm',
    'CloudWatch chooses the alarms of target tracking itself; its periods are no setting',
  ];
  return { ok: true, text: `${JSON.stringify(value, null, 2)}\n`, notes };
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
  policy: AwsScalingPolicy,
  reading: HpaMetricReading,
): unknown {
  const named = { AutoScalingGroupName: workloadNames[pool], PolicyName: policy.name };
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
  { name, alarm }: Exclude<AwsScalingPolicy, { kind: 'target-tracking' }>,
  reading: HpaMetricReading,
): unknown {
  return {
    AlarmName: `${workloadNames[pool]}-${name}`,
    ...metricOf(pool, reading, false),
    Period: scaling.alarmPeriodSeconds,
    EvaluationPeriods: alarm.evaluationPeriods,
    Threshold: alarm.threshold,
    ComparisonOperator: comparisons[alarm.comparison],
  };
}

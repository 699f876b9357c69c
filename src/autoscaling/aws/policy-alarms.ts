/**
 * The alarms of a scaling policy of an EC2 Auto Scaling group: target tracking has one for each way, the others have one
 * that serves both, since their steps say which way to go.
 */
import { type Alarm, alarmState, initialAlarmStates, type PolicyAlarmStates } from './alarms.ts';
import type { AwsScalingPolicy } from './group-policy.ts';

/** @param datapoints of the policy's metric, one a period, newest last; null for a period without data */
export function alarmStatesAfter(
  policy: AwsScalingPolicy,
  datapoints: readonly (number | null)[],
  before: PolicyAlarmStates = initialAlarmStates,
): PolicyAlarmStates {
  return {
    out: alarmState(alarmOut(policy), datapoints, before.out),
    in: alarmState(alarmIn(policy), datapoints, before.in),
  };
}

/** The alarm that lets a policy scale out. */
export function alarmOut(policy: AwsScalingPolicy): Alarm {
  if (policy.kind !== 'target-tracking') return policy.alarm;
  return trackingAlarm('>', policy.target, policy.scaleOutPeriods);
}

/** The alarm that lets a policy scale in. */
export function alarmIn(policy: AwsScalingPolicy): Alarm {
  if (policy.kind !== 'target-tracking') return policy.alarm;
  return trackingAlarm('<', policy.scaleInRatio * policy.target, policy.scaleInPeriods);
}

/** Missing data makes an alarm of target tracking insufficient, in which it does nothing. */
function trackingAlarm(comparison: '>' | '<', threshold: number, periods: number): Alarm {
  return {
    comparison,
    threshold,
    evaluationPeriods: periods,
    datapointsToAlarm: periods,
    treatMissingData: 'missing',
  };
}

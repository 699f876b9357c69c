/**
 * What an EC2 Auto Scaling group is told, what it sees once a minute, and what it remembers.
 *
 * Target tracking's own computation and alarms are not published: capacity follows the ratio of metric and target, rounded
 * up both ways (the documentation's 1.5 more are 2, 1.5 fewer are 1), and the alarms' periods are parameters with the
 * values seen on policies that AWS created. Source: awsdocs/amazon-ec2-auto-scaling-user-guide@6c46a78 doc_source/
 * as-scaling-simple-step.md, as-scaling-target-tracking.md, as-scale-based-on-demand.md, Cooldown.md,
 * ec2-auto-scaling-default-instance-warmup.md, schedule_time.md.
 */
import type { Adjustment } from './adjustment.ts';
import { type Alarm, initialAlarmStates, type PolicyAlarmStates } from './alarms.ts';
import type { MaxCapacityBreach } from './predictive-scaling.ts';
import type { StepScalingPolicy } from './step-scaling.ts';

export type AwsScalingPolicy =
  | {
      readonly kind: 'target-tracking';
      readonly name: string;
      /** Wanted mean of the metric over the instances. */
      readonly target: number;
      readonly disableScaleIn: boolean;
      /** Periods above the target before scaling out (3 seen), and below `scaleInRatio` x target before scaling in (15). */
      readonly scaleOutPeriods: number;
      readonly scaleInPeriods: number;
      readonly scaleInRatio: number;
    }
  | {
      readonly kind: 'step';
      readonly name: string;
      readonly alarm: Alarm;
      readonly steps: StepScalingPolicy;
    }
  | {
      readonly kind: 'simple';
      readonly name: string;
      readonly alarm: Alarm;
      readonly adjustment: Adjustment;
      /** Seconds after the activity's end in which the policy does nothing; null for the group's default. */
      readonly cooldownSeconds: number | null;
    };

/** Sets what is not null, at a time. */
export interface AwsScheduledAction {
  readonly atMs: number;
  readonly minSize: number | null;
  readonly maxSize: number | null;
  readonly desiredCapacity: number | null;
}

export interface AutoScalingGroupPolicy {
  readonly minSize: number;
  readonly maxSize: number;
  /** Seconds; of simple scaling (300 by default). */
  readonly defaultCooldownSeconds: number;
  readonly policies: readonly AwsScalingPolicy[];
  /** In order of time. They do not wait for cooldowns. */
  readonly scheduledActions: readonly AwsScheduledAction[];
  readonly maxCapacityBreach: MaxCapacityBreach;
}

export interface AutoScalingGroupObservation {
  readonly nowMs: number;
  readonly desiredCapacity: number;
  /** Of each policy's metric over the instances that are warm, in the order of the policies; null for no data. */
  readonly readings: readonly (number | null)[];
  /** Instances that launch, or serve for less than their warm-up. */
  readonly warmingCount: number;
  readonly terminatingCount: number;
  /** When the last launch or termination was complete; null while one goes on, -Infinity for never. */
  readonly activityEndedMs: number | null;
  /** Capacity that predictive scaling forecasts for now and the buffer ahead; null without. */
  readonly predictedCapacity: number | null;
}

export interface AutoScalingGroupMemory {
  readonly minSize: number;
  readonly maxSize: number;
  /** Scheduled actions up to here are done. */
  readonly actedUntilMs: number;
  /** Newest datapoints of each policy, newest last. */
  readonly datapoints: readonly (readonly (number | null)[])[];
  /** States of each policy's alarms after the last look. */
  readonly alarms: readonly PolicyAlarmStates[];
}

export function initialAutoScalingGroupMemory(policy: AutoScalingGroupPolicy): AutoScalingGroupMemory {
  return {
    minSize: policy.minSize,
    maxSize: policy.maxSize,
    actedUntilMs: Number.NEGATIVE_INFINITY,
    datapoints: policy.policies.map(() => []),
    alarms: policy.policies.map(() => initialAlarmStates),
  };
}

/**
 * EC2 Auto Scaling of one group, once a minute: scheduled actions, then scaling out by any policy in alarm, else scaling
 * in; the policy that gives the largest capacity decides, and predictive scaling is one that only ever raises.
 *
 *   scaling out   policies reckon with the capacity without warming instances; what is desired already is not added again
 *   scaling in    waits until all instances are warm; policies reckon with the terminating ones still there
 *
 * Oddities kept, by name:
 *   - `warm-up-blocks-scale-in`: one instance that still warms holds up every scale-in;
 *   - `simple-waits-for-all`: a simple policy waits for the end of any activity, drains included, and its cooldown;
 *   - `all-must-agree-to-shrink`: target tracking scales in only when all of its policies that may are below.
 *
 * Source: as in `group-policy.ts`.
 */
import type { Decision } from '../decision.ts';
import { adjustedCapacity } from './adjustment.ts';
import { alarmText } from './alarms.ts';
import type {
  AutoScalingGroupMemory,
  AutoScalingGroupObservation,
  AutoScalingGroupPolicy,
  AwsScalingPolicy,
} from './group-policy.ts';
import { alarmIn, alarmOut, alarmStatesAfter } from './policy-alarms.ts';
import { effectiveMaxCapacity } from './predictive-scaling.ts';
import { stepScalingCapacity } from './step-scaling.ts';

/** Datapoints kept of each policy: the longest alarm, and what it retrieves beyond that. */
const datapointsMax = 64;

interface Candidate {
  readonly capacity: number;
  readonly reason: string;
}

export function decideAutoScalingGroup(
  policy: AutoScalingGroupPolicy,
  before: AutoScalingGroupMemory,
  observation: AutoScalingGroupObservation,
): Decision<AutoScalingGroupMemory> {
  const { nowMs, desiredCapacity } = observation;
  const datapoints = policy.policies.map((_policy, index) =>
    [...(before.datapoints[index] ?? []), observation.readings[index] ?? null].slice(-datapointsMax),
  );
  const scheduled = actOnSchedule(policy, before, { nowMs, desiredCapacity });
  const alarms = policy.policies.map((one, index) =>
    alarmStatesAfter(one, datapoints[index]!, before.alarms[index]),
  );
  const memory = { ...scheduled.memory, datapoints, alarms };
  const current = { ...observation, desiredCapacity: scheduled.capacity };
  const dynamic =
    largest(scaleOutCandidates(policy, memory, current)) ??
    largest(scaleInCandidates(policy, memory, current));
  const { predictedCapacity: predicted } = observation;
  const max =
    predicted === null
      ? memory.maxSize
      : effectiveMaxCapacity({ predicted, max: memory.maxSize }, policy.maxCapacityBreach);
  const wanted = dynamic ?? { capacity: current.desiredCapacity, reason: '' };
  const raised =
    predicted !== null && predicted > wanted.capacity
      ? { capacity: predicted, reason: joined(wanted.reason, `predictive scaling forecasts ${predicted}`) }
      : wanted;
  const desired = Math.min(max, Math.max(memory.minSize, raised.capacity));
  const bound =
    desired < raised.capacity
      ? `; limited by the maximum ${max}`
      : desired > raised.capacity
        ? `; raised to the minimum ${memory.minSize}`
        : '';
  const reason = joined(scheduled.reason, raised.reason) + bound;
  return {
    desiredCount: desired,
    memory,
    reason: reason === '' ? idleReason(policy, memory, current) : reason,
  };
}

/** Why nothing happens: where the metrics stand, and what holds up scaling in. */
function idleReason(
  { policies }: AutoScalingGroupPolicy,
  { datapoints, alarms }: AutoScalingGroupMemory,
  { warmingCount }: AutoScalingGroupObservation,
): string {
  if (policies.length === 0) return 'no scheduled action is due';
  const figures = policies.map(({ name }, index) => {
    const metric = newest(datapoints[index]!);
    return metric === null ? `${name} without data` : `${name} now ${figure(metric)}`;
  });
  const isHeld = warmingCount > 0 && alarms.some((states) => states.in === 'ALARM');
  const said = alarms.some((states) => states.out === 'ALARM' || states.in === 'ALARM')
    ? 'alarms ask for no change'
    : 'no policy in alarm';
  return `${said} (${figures.join(', ')})${isHeld ? `; ${warmingCount} still warming, so none goes` : ''}`;
}

function joined(first: string, second: string): string {
  return [first, second].filter((text) => text !== '').join('; ');
}

function actOnSchedule(
  policy: AutoScalingGroupPolicy,
  memory: AutoScalingGroupMemory,
  { nowMs, desiredCapacity }: { readonly nowMs: number; readonly desiredCapacity: number },
): { readonly memory: AutoScalingGroupMemory; readonly capacity: number; readonly reason: string } {
  let { minSize, maxSize } = memory;
  let capacity = desiredCapacity;
  const said: string[] = [];
  for (const action of policy.scheduledActions) {
    if (action.atMs <= memory.actedUntilMs || action.atMs > nowMs) continue;
    minSize = action.minSize ?? minSize;
    maxSize = action.maxSize ?? maxSize;
    capacity = action.desiredCapacity ?? capacity;
    said.push(
      `scheduled action: ${action.desiredCapacity ?? 'as it is'} desired within ${minSize} to ${maxSize}`,
    );
  }
  return { memory: { ...memory, minSize, maxSize, actedUntilMs: nowMs }, capacity, reason: said.join('; ') };
}

function largest(candidates: readonly Candidate[]): Candidate | null {
  return candidates.reduce<Candidate | null>(
    (best, one) => (best === null || one.capacity > best.capacity ? one : best),
    null,
  );
}

/** What the policies that would scale out ask for: only what is more than desired. */
function scaleOutCandidates(
  group: AutoScalingGroupPolicy,
  { datapoints, alarms }: AutoScalingGroupMemory,
  observation: AutoScalingGroupObservation,
): Candidate[] {
  const { desiredCapacity, warmingCount } = observation;
  const warm = Math.max(0, desiredCapacity - warmingCount);
  return group.policies.flatMap((policy, index) => {
    const metric = newest(datapoints[index]!);
    if (alarms[index]!.out !== 'ALARM' || metric === null) return [];
    const alarm = alarmOut(policy);
    const capacity = capacityFor(group, policy, { metric, capacity: warm, observation });
    if (capacity === null || capacity <= desiredCapacity) return [];
    const warming = warmingCount > 0 ? `, ${warmingCount} still warming` : '';
    return [
      {
        capacity,
        reason: `${alarmText(policy.name, alarm)} (now ${figure(metric)}${warming}): ${desiredCapacity} to ${capacity}`,
      },
    ];
  });
}

function scaleInCandidates(
  group: AutoScalingGroupPolicy,
  { datapoints, alarms }: AutoScalingGroupMemory,
  observation: AutoScalingGroupObservation,
): Candidate[] {
  const { desiredCapacity, warmingCount, terminatingCount } = observation;
  if (warmingCount > 0) return [];
  const isLow = (index: number): boolean => alarms[index]!.in === 'ALARM';
  const trackingAgrees = group.policies.every(
    (policy, index) => policy.kind !== 'target-tracking' || policy.disableScaleIn || isLow(index),
  );
  return group.policies.flatMap((policy, index) => {
    const metric = newest(datapoints[index]!);
    if (!isLow(index) || metric === null) return [];
    if (policy.kind === 'target-tracking' && (policy.disableScaleIn || !trackingAgrees)) return [];
    const present = desiredCapacity + terminatingCount;
    const capacity = capacityFor(group, policy, { metric, capacity: present, observation });
    if (capacity === null || capacity >= desiredCapacity) return [];
    return [
      {
        capacity,
        reason: `${alarmText(policy.name, alarmIn(policy))} (now ${figure(metric)}): ${desiredCapacity} to ${capacity}`,
      },
    ];
  });
}

/** The newest datapoint there is: what a policy reckons with when the last period has none. */
function newest(datapoints: readonly (number | null)[]): number | null {
  return datapoints.findLast((point) => point !== null) ?? null;
}

/** Capacity a policy in alarm asks for; null when it must wait. */
function capacityFor(
  group: AutoScalingGroupPolicy,
  policy: AwsScalingPolicy,
  given: {
    readonly metric: number;
    readonly capacity: number;
    readonly observation: AutoScalingGroupObservation;
  },
): number | null {
  const { metric, capacity, observation } = given;
  switch (policy.kind) {
    case 'target-tracking':
      return Math.ceil((capacity * metric) / policy.target);
    case 'step':
      return stepScalingCapacity(policy.steps, { metric, capacity });
    case 'simple': {
      const { nowMs, activityEndedMs, desiredCapacity } = observation;
      const cooldownMs = (policy.cooldownSeconds ?? group.defaultCooldownSeconds) * 1000;
      if (activityEndedMs === null || nowMs < activityEndedMs + cooldownMs) return null;
      return adjustedCapacity(desiredCapacity, policy.adjustment);
    }
  }
}

function figure(value: number): string {
  return String(Number(value.toFixed(3)));
}

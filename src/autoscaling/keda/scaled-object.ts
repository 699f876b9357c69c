/**
 * KEDA's ScaledObject: KEDA itself takes a workload from 0 to 1 and back (activation), and the HPA that it makes scales
 * from 1 to the maximum on the same triggers as external metrics of type AverageValue. Two loops on two clocks:
 * `pollScaledObject` every polling interval, `decideScaledObjectHpa` every sync of the HPA.
 *
 * What it ignores: pausing, scaling modifiers, cached metrics.
 *
 * Oddities kept, by name:
 *   - `cooldown-only-to-zero`: the cooldown holds up only the last step; from N to 1 it is the HPA's stabilisation;
 *   - `failure-threshold-plus-one`: the fallback begins with the failure after the threshold's;
 *   - `fallback-keeps-zero`: with fallback replicas a failing trigger never takes the workload to zero;
 *   - `cron-is-one-outside`: outside its hours a cron trigger still asks for one replica of the HPA.
 *
 * Source: kedacore/keda@8b4f083c pkg/scaling/executor/scale_scaledobjects.go, pkg/fallback/fallback.go,
 * pkg/scalers/cron_scaler.go; docs scaledobject-spec.md (2.21).
 */
import type { Decision } from '../decision.ts';
import { decideKubernetesHpa } from '../kubernetes-hpa/decide.ts';
import {
  emptyKubernetesHpaMemory,
  type HpaBehavior,
  type HpaPod,
  type HpaReading,
  type KubernetesHpaMemory,
  type ToleranceForm,
} from '../kubernetes-hpa/policy.ts';

export interface ScaledObjectTrigger {
  /** For reasons. */
  readonly name: string;
  /** Target of the HPA: metric for each replica, milli-units. */
  readonly targetMilli: number;
  /** The trigger is active strictly above this, in the unit of the metric. */
  readonly activationThreshold: number;
}

export interface ScaledObjectFallback {
  /** Consecutive failures of a trigger that are still borne. */
  readonly failureThreshold: number;
  readonly replicas: number;
  readonly behavior: 'static' | 'currentReplicas' | 'currentReplicasIfHigher' | 'currentReplicasIfLower';
}

export interface ScaledObjectPolicy {
  readonly triggers: readonly ScaledObjectTrigger[];
  readonly pollingIntervalSeconds: number;
  /** After the last activity until the workload goes to zero, seconds. */
  readonly cooldownPeriodSeconds: number;
  /** After creation until a workload that never was active goes to zero, seconds. */
  readonly initialCooldownPeriodSeconds: number;
  /** Replicas while no trigger is active; null for none of the kind. */
  readonly idleReplicaCount: number | null;
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly fallback: ScaledObjectFallback | null;
  readonly hpa: {
    readonly behavior: HpaBehavior | null;
    readonly toleranceRatio: number;
    readonly toleranceForm: ToleranceForm;
    readonly downscaleStabilizationSeconds: number;
    readonly syncPeriodSeconds: number;
  };
}

/** A trigger's figure, or null when its scaler fails. In milli-units. */
export type TriggerReading = { readonly valueMilli: number; readonly isActive: boolean } | null;

export interface ScaledObjectMemory {
  /** When a trigger was last active, as KEDA noted it; null before. */
  readonly lastActiveMs: number | null;
  readonly createdMs: number;
  /** Consecutive failures of each trigger. */
  readonly failures: readonly number[];
  readonly hpa: KubernetesHpaMemory;
}

export function initialScaledObjectMemory(policy: ScaledObjectPolicy, createdMs: number): ScaledObjectMemory {
  return {
    lastActiveMs: null,
    createdMs,
    failures: policy.triggers.map(() => 0),
    hpa: emptyKubernetesHpaMemory,
  };
}

export interface ScaledObjectPollObservation {
  readonly nowMs: number;
  readonly specReplicas: number;
  readonly readings: readonly TriggerReading[];
}

/** KEDA's own loop: activation, cooldown, idle. */
export function pollScaledObject(
  policy: ScaledObjectPolicy,
  memory: ScaledObjectMemory,
  { nowMs, specReplicas: current, readings }: ScaledObjectPollObservation,
): Decision<ScaledObjectMemory> {
  const { idleReplicaCount: idle, minReplicaCount: min } = policy;
  const active = policy.triggers.find((_trigger, index) => readings[index]?.isActive === true);
  const decision = (desiredCount: number, reason: string, lastActiveMs = memory.lastActiveMs) => ({
    desiredCount,
    memory: { ...memory, lastActiveMs },
    reason,
  });
  if (active !== undefined) {
    const rises = current === 0 || (idle !== null && current < min);
    const to = Math.max(min, 1);
    const text = `${active.name} is above its activation threshold ${active.activationThreshold}`;
    return rises
      ? decision(to, `${text}: ${current} to ${to}`, nowMs)
      : decision(current, `${text}: the HPA scales`, nowMs);
  }
  if (readings.includes(null)) {
    const why =
      policy.fallback !== null && policy.fallback.replicas !== 0 ? 'the fallback decides' : 'left as it is';
    return decision(current, `a trigger fails: ${why}`);
  }
  const floor = idle ?? 0;
  if ((idle !== null && current > idle) || (min === 0 && current > 0)) {
    const sinceMs = memory.lastActiveMs ?? memory.createdMs;
    const waitSeconds =
      memory.lastActiveMs === null ? policy.initialCooldownPeriodSeconds : policy.cooldownPeriodSeconds;
    if (sinceMs + waitSeconds * 1000 < nowMs) {
      return decision(floor, `no trigger active for more than ${waitSeconds} s: ${current} to ${floor}`);
    }
    return decision(current, `no trigger active, cooling down for ${waitSeconds} s`);
  }
  if (idle === null && current < min) return decision(min, `${current} is below the minimum ${min}`);
  return decision(current, 'no trigger active');
}

export interface ScaledObjectHpaObservation extends ScaledObjectPollObservation {
  readonly statusReplicas: number;
  readonly readyReplicas: number;
  readonly pods: readonly HpaPod[];
}

/** One sync of the HPA that KEDA made, which asks KEDA for the metrics. */
export function decideScaledObjectHpa(
  policy: ScaledObjectPolicy,
  memory: ScaledObjectMemory,
  observation: ScaledObjectHpaObservation,
): Decision<ScaledObjectMemory> {
  const failures = policy.triggers.map((_trigger, index) =>
    observation.readings[index] === null ? (memory.failures[index] ?? 0) + 1 : 0,
  );
  const readings = policy.triggers.map((trigger, index) =>
    hpaReading(policy, trigger, { failures: failures[index]!, index }, observation),
  );
  const { hpa } = policy;
  const decision = decideKubernetesHpa(
    {
      minReplicas: policy.minReplicaCount > 0 ? policy.minReplicaCount : 1,
      maxReplicas: policy.maxReplicaCount,
      metrics: policy.triggers.map(({ name, targetMilli }) => ({
        kind: 'external-average-value',
        metricName: name,
        targetMilli,
      })),
      ...hpa,
      // Not used: only CPU has readiness rules, and the cap is kube-controller-manager's own.
      cpuInitializationPeriodSeconds: 300,
      initialReadinessDelaySeconds: 30,
      scaleUpLimitFactor: 2,
      scaleUpLimitMinimum: 4,
    },
    memory.hpa,
    { ...observation, readings },
  );
  return {
    desiredCount: decision.desiredCount,
    memory: { ...memory, failures, hpa: decision.memory },
    reason: decision.reason,
  };
}

function hpaReading(
  { fallback }: ScaledObjectPolicy,
  { name, targetMilli }: ScaledObjectTrigger,
  { failures, index }: { readonly failures: number; readonly index: number },
  observation: ScaledObjectHpaObservation,
): HpaReading {
  const reading = observation.readings[index] ?? null;
  if (reading !== null) return { kind: 'values', valuesMilli: [reading.valueMilli] };
  if (fallback === null || failures <= fallback.failureThreshold) {
    return { kind: 'unavailable', error: `${name} fails (${failures} in a row)` };
  }
  const replicas = fallbackReplicas(fallback, observation.specReplicas);
  return { kind: 'values', valuesMilli: [targetMilli * replicas] };
}

function fallbackReplicas({ behavior, replicas }: ScaledObjectFallback, current: number): number {
  switch (behavior) {
    case 'static':
      return replicas;
    case 'currentReplicas':
      return current;
    case 'currentReplicasIfHigher':
      return Math.max(current, replicas);
    case 'currentReplicasIfLower':
      return Math.min(current, replicas);
  }
}

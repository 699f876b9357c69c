/**
 * One reconcile of a Kubernetes HorizontalPodAutoscaler: short-cuts, metrics, stabilisation, limits, in the order of
 * the controller.
 *
 * What it does not do: choose victims, wait for drains, or know that a pod it deleted still serves. A draining
 * bridge is ignored from the moment of its deletion.
 *
 * Source: kubernetes/kubernetes 2026 master, pkg/controller/podautoscaler/horizontal.go (reconcileAutoscaler,
 * normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors).
 */
import type { Decision } from '../decision.ts';
import { resolveScaleDownRules, resolveScaleUpRules } from './default-rules.ts';
import type {
  HpaRecommendation,
  HpaScaleEvent,
  KubernetesHpaMemory,
  KubernetesHpaObservation,
  KubernetesHpaPolicy,
} from './policy.ts';
import { replicasForMetrics } from './proposals.ts';
import { type Limited, type LimitReason, limitByCap, limitByRules, storeScaleEvent } from './rate-limits.ts';
import { stabiliseBothWays, stabiliseDown } from './stabilisation.ts';
import type { Tolerance } from './tolerance.ts';

export type AbleToScaleReason =
  | 'SucceededGetScale'
  | 'SucceededRescale'
  | 'ReadyForNewScale'
  | 'ScaleUpStabilized'
  | 'ScaleDownStabilized';

export interface KubernetesHpaDecision extends Decision<KubernetesHpaMemory> {
  /** Reasons of the conditions that the controller would set on the HPA object; null when it sets none. */
  readonly ableToScaleReason: AbleToScaleReason;
  readonly scalingLimitedReason: LimitReason | null;
}

/** What a path of the reconcile arrived at, before the scale is written. */
interface Outcome {
  readonly replicas: number;
  readonly reason: string;
  readonly recommendations: readonly HpaRecommendation[];
  readonly ableToScaleReason: AbleToScaleReason;
  readonly scalingLimitedReason: LimitReason | null;
}

/** Reconciles once; call it every `syncPeriodSeconds`. */
export function decideKubernetesHpa(
  policy: KubernetesHpaPolicy,
  memory: KubernetesHpaMemory,
  observation: KubernetesHpaObservation,
): KubernetesHpaDecision {
  const { specReplicas, nowMs } = observation;
  // A fresh HPA cannot scale down before the window has passed: it starts from the count it finds.
  const recommendations = memory.recommendations ?? [{ replicas: specReplicas, atMs: nowMs }];
  const outcome =
    shortCut(policy, memory, specReplicas, recommendations) ??
    byMetrics(policy, memory, observation, recommendations);
  const { replicas } = outcome;
  const isChanged = replicas !== specReplicas;
  return {
    desiredCount: replicas,
    memory: {
      recommendations: outcome.recommendations,
      scaleUpEvents: withScaleUp(policy, memory, replicas - specReplicas, nowMs),
      scaleDownEvents: withScaleDown(policy, memory, specReplicas - replicas, nowMs),
      scaledToZero: isChanged ? replicas === 0 && mayScaleToZero(policy) : memory.scaledToZero,
    },
    reason: outcome.reason,
    ableToScaleReason: isChanged ? 'SucceededRescale' : outcome.ableToScaleReason,
    scalingLimitedReason: outcome.scalingLimitedReason,
  };
}

/** Going to zero and coming back needs a metric that exists without pods. */
function mayScaleToZero({ minReplicas, metrics }: KubernetesHpaPolicy): boolean {
  return minReplicas === 0 && hasMetricWithoutPods(metrics);
}

function hasMetricWithoutPods(metrics: KubernetesHpaPolicy['metrics']): boolean {
  return metrics.some(({ kind }) => kind.startsWith('object-') || kind.startsWith('external-'));
}

/** Cases decided without metrics, stabilisation or limits; null when none applies. */
function shortCut(
  { minReplicas, maxReplicas, metrics }: KubernetesHpaPolicy,
  { scaledToZero }: KubernetesHpaMemory,
  specReplicas: number,
  recommendations: readonly HpaRecommendation[],
): Outcome | null {
  if (specReplicas === 0) {
    // Only what the HPA itself took to zero comes back; a raised minimum brings it back with any metric.
    if (scaledToZero && (minReplicas !== 0 || hasMetricWithoutPods(metrics))) return null;
    return unlimited(0, 'scaling is disabled: somebody else set the count to 0', recommendations);
  }
  if (specReplicas > maxReplicas) {
    return unlimited(maxReplicas, `${specReplicas} is above the maximum ${maxReplicas}`, recommendations);
  }
  if (specReplicas < minReplicas) {
    return unlimited(minReplicas, `${specReplicas} is below the minimum ${minReplicas}`, recommendations);
  }
  return null;
}

function unlimited(replicas: number, reason: string, recommendations: readonly HpaRecommendation[]): Outcome {
  return {
    replicas,
    reason,
    recommendations,
    ableToScaleReason: 'SucceededGetScale',
    scalingLimitedReason: null,
  };
}

function byMetrics(
  policy: KubernetesHpaPolicy,
  memory: KubernetesHpaMemory,
  observation: KubernetesHpaObservation,
  recommendations: readonly HpaRecommendation[],
): Outcome {
  const { specReplicas } = observation;
  const wanted = replicasForMetrics(policy, observation, toleranceOf(policy));
  if (wanted.replicas === null) return unlimited(specReplicas, wanted.text, recommendations);
  const normalised =
    policy.behavior === null
      ? normaliseByCap(policy, observation, recommendations, wanted.replicas)
      : normaliseByRules(policy, memory, observation, recommendations, wanted.replicas);
  const reason = wanted.text + normalised.reason;
  // The minimum was raised while the count was 0: scaling up looks at the maximum only.
  if (specReplicas === 0 && normalised.replicas < policy.minReplicas) {
    const { minReplicas } = policy;
    return {
      ...normalised,
      replicas: minReplicas,
      reason: `${reason}; raised to the minimum ${minReplicas}`,
    };
  }
  return { ...normalised, reason };
}

/** The older path: stabilised downwards only, then minimum, cap and maximum. */
function normaliseByCap(
  policy: KubernetesHpaPolicy,
  { specReplicas, nowMs }: KubernetesHpaObservation,
  recommendations: readonly HpaRecommendation[],
  desiredReplicas: number,
): Outcome {
  const windowMs = policy.downscaleStabilizationSeconds * 1000;
  const stable = stabiliseDown({ desiredReplicas, recommendations, windowMs, nowMs });
  const limited = limitByCap({ ...policy, currentReplicas: specReplicas, desiredReplicas: stable.replicas });
  const isHeld = stable.replicas !== desiredReplicas;
  return {
    replicas: limited.replicas,
    reason: textOf(desiredReplicas, stable.replicas, policy.downscaleStabilizationSeconds, limited),
    recommendations: stable.recommendations,
    ableToScaleReason: isHeld ? 'ScaleDownStabilized' : 'ReadyForNewScale',
    scalingLimitedReason: limited.reason,
  };
}

/** The path of `spec.behavior`: stabilised both ways, then the policies of the direction and the bounds. */
function normaliseByRules(
  policy: KubernetesHpaPolicy,
  memory: KubernetesHpaMemory,
  { specReplicas, nowMs }: KubernetesHpaObservation,
  recommendations: readonly HpaRecommendation[],
  desiredReplicas: number,
): Outcome {
  const scaleUp = resolveScaleUpRules(policy.behavior?.scaleUp ?? null);
  const scaleDown = resolveScaleDownRules(policy.behavior?.scaleDown ?? null, policy);
  const stable = stabiliseBothWays({
    currentReplicas: specReplicas,
    desiredReplicas,
    recommendations,
    upWindowMs: scaleUp.stabilizationWindowSeconds * 1000,
    downWindowMs: scaleDown.stabilizationWindowSeconds * 1000,
    nowMs,
  });
  // Fields one by one: this runs every 15 simulated seconds, and spreading both objects took a third of its time.
  const limited = limitByRules({
    minReplicas: policy.minReplicas,
    maxReplicas: policy.maxReplicas,
    scaleUpEvents: memory.scaleUpEvents,
    scaleDownEvents: memory.scaleDownEvents,
    currentReplicas: specReplicas,
    desiredReplicas: stable.replicas,
    scaleUp,
    scaleDown,
    nowMs,
  });
  const isUp = desiredReplicas >= specReplicas;
  const held = isUp ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
  const { stabilizationWindowSeconds } = isUp ? scaleUp : scaleDown;
  return {
    replicas: limited.replicas,
    reason: textOf(desiredReplicas, stable.replicas, stabilizationWindowSeconds, limited),
    recommendations: stable.recommendations,
    ableToScaleReason: stable.replicas === desiredReplicas ? 'ReadyForNewScale' : held,
    scalingLimitedReason: limited.reason,
  };
}

/** The log of scale-ups after this sync; only `behavior` has logs. */
function withScaleUp(
  { behavior }: KubernetesHpaPolicy,
  { scaleUpEvents }: KubernetesHpaMemory,
  added: number,
  nowMs: number,
): readonly HpaScaleEvent[] {
  if (behavior === null || added <= 0) return scaleUpEvents;
  return storeScaleEvent(scaleUpEvents, resolveScaleUpRules(behavior.scaleUp), added, nowMs);
}

function withScaleDown(
  policy: KubernetesHpaPolicy,
  { scaleDownEvents }: KubernetesHpaMemory,
  removed: number,
  nowMs: number,
): readonly HpaScaleEvent[] {
  if (policy.behavior === null || removed <= 0) return scaleDownEvents;
  const rules = resolveScaleDownRules(policy.behavior.scaleDown, policy);
  return storeScaleEvent(scaleDownEvents, rules, removed, nowMs);
}

function toleranceOf({ behavior, toleranceRatio, toleranceForm }: KubernetesHpaPolicy): Tolerance {
  return {
    scaleDown: behavior?.scaleDown?.tolerance ?? toleranceRatio,
    scaleUp: behavior?.scaleUp?.tolerance ?? toleranceRatio,
    form: toleranceForm,
  };
}

/** What stabilisation and limits made of the count that the metrics wanted. */
function textOf(wanted: number, stable: number, windowSeconds: number, limited: Limited): string {
  const held = stable === wanted ? '' : `; held at ${stable} by the last ${windowSeconds} s`;
  const bound = limited.by === '' ? '' : `; ${limited.replicas} allowed by ${limited.by}`;
  return held + bound;
}

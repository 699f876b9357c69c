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
    shortCut(policy, memory, observation, recommendations) ??
    byMetrics(policy, memory, observation, recommendations);
  const changed = outcome.replicas !== specReplicas;
  return {
    desiredCount: outcome.replicas,
    memory: {
      ...withScaleEvent(policy, memory, specReplicas, outcome.replicas, nowMs),
      recommendations: outcome.recommendations,
      scaledToZero: changed ? outcome.replicas === 0 : memory.scaledToZero,
    },
    reason: outcome.reason,
    ableToScaleReason: changed ? 'SucceededRescale' : outcome.ableToScaleReason,
    scalingLimitedReason: outcome.scalingLimitedReason,
  };
}

/** Cases decided without metrics, stabilisation or limits; null when none applies. */
function shortCut(
  policy: KubernetesHpaPolicy,
  memory: KubernetesHpaMemory,
  { specReplicas }: KubernetesHpaObservation,
  recommendations: readonly HpaRecommendation[],
): Outcome | null {
  const { minReplicas, maxReplicas } = policy;
  const outcome = (replicas: number, reason: string): Outcome => ({
    replicas,
    reason,
    recommendations,
    ableToScaleReason: 'SucceededGetScale',
    scalingLimitedReason: null,
  });
  if (specReplicas === 0 && minReplicas !== 0 && !memory.scaledToZero) {
    return outcome(0, 'scaling is disabled: somebody set the count to 0');
  }
  if (specReplicas > maxReplicas) {
    return outcome(maxReplicas, `${specReplicas} is above the maximum ${maxReplicas}`);
  }
  if (specReplicas < minReplicas) {
    return outcome(minReplicas, `${specReplicas} is below the minimum ${minReplicas}`);
  }
  return null;
}

function byMetrics(
  policy: KubernetesHpaPolicy,
  memory: KubernetesHpaMemory,
  observation: KubernetesHpaObservation,
  recommendations: readonly HpaRecommendation[],
): Outcome {
  const wanted = replicasForMetrics(policy, observation, toleranceOf(policy));
  if (wanted.replicas === null) {
    return {
      replicas: observation.specReplicas,
      reason: wanted.text,
      recommendations,
      ableToScaleReason: 'SucceededGetScale',
      scalingLimitedReason: null,
    };
  }
  const normalised =
    policy.behavior === null
      ? normaliseByCap(policy, observation, recommendations, wanted.replicas)
      : normaliseByRules(policy, memory, observation, recommendations, wanted.replicas);
  return { ...normalised, reason: wanted.text + normalised.reason };
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
    reason: textOf(desiredReplicas, stable.replicas, limited, policy),
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
  const limited = limitByRules({
    ...policy,
    ...memory,
    currentReplicas: specReplicas,
    desiredReplicas: stable.replicas,
    scaleUp,
    scaleDown,
    nowMs,
  });
  const held = desiredReplicas >= specReplicas ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
  return {
    replicas: limited.replicas,
    reason: textOf(desiredReplicas, stable.replicas, limited, policy),
    recommendations: stable.recommendations,
    ableToScaleReason: stable.replicas === desiredReplicas ? 'ReadyForNewScale' : held,
    scalingLimitedReason: limited.reason,
  };
}

/** Stores the change in the log of its direction; only `behavior` has logs. */
function withScaleEvent(
  policy: KubernetesHpaPolicy,
  memory: KubernetesHpaMemory,
  before: number,
  after: number,
  nowMs: number,
): KubernetesHpaMemory {
  if (policy.behavior === null || before === after) return memory;
  if (after > before) {
    const rules = resolveScaleUpRules(policy.behavior.scaleUp);
    return { ...memory, scaleUpEvents: storeScaleEvent(memory.scaleUpEvents, rules, after - before, nowMs) };
  }
  const rules = resolveScaleDownRules(policy.behavior.scaleDown, policy);
  return {
    ...memory,
    scaleDownEvents: storeScaleEvent(memory.scaleDownEvents, rules, before - after, nowMs),
  };
}

function toleranceOf({ behavior, toleranceRatio, toleranceForm }: KubernetesHpaPolicy): Tolerance {
  return {
    scaleDown: behavior?.scaleDown?.tolerance ?? toleranceRatio,
    scaleUp: behavior?.scaleUp?.tolerance ?? toleranceRatio,
    form: toleranceForm,
  };
}

const limitTexts: Readonly<Record<LimitReason, (policy: KubernetesHpaPolicy) => string>> = {
  DesiredWithinRange: () => '',
  ScaleUpLimit: () => ' allowed by the scale-up limit',
  ScaleDownLimit: () => ' allowed by the scale-down limit',
  TooManyReplicas: ({ maxReplicas }) => ` allowed by the maximum ${maxReplicas}`,
  TooFewReplicas: ({ minReplicas }) => ` held by the minimum ${minReplicas}`,
};

function textOf(wanted: number, stable: number, limited: Limited, policy: KubernetesHpaPolicy): string {
  const held = stable === wanted ? '' : `; ${stable} by stabilisation`;
  const bound =
    limited.reason === 'DesiredWithinRange'
      ? ''
      : `; ${limited.replicas}${limitTexts[limited.reason](policy)}`;
  return held + bound;
}

/**
 * How far an HPA may go at once: `spec.behavior` policies with their event logs, or the older cap without them.
 * Source: kubernetes/kubernetes 2026 master, horizontal.go (convertDesiredReplicasWithBehaviorRate,
 * calculateScaleUpLimitWithScalingRules, storeScaleEvent, normalizeDesiredReplicas).
 */
import type { HpaScaleEvent, HpaScalingPolicy } from './policy.ts';

/** Rules with every default filled in. */
export interface ResolvedRules {
  readonly stabilizationWindowSeconds: number;
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  readonly policies: readonly HpaScalingPolicy[];
}

/** Reasons of the ScalingLimited condition. */
export type LimitReason =
  | 'DesiredWithinRange'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit'
  | 'TooManyReplicas'
  | 'TooFewReplicas';

export interface Limited {
  readonly replicas: number;
  readonly reason: LimitReason;
  /** The rule that limited, with its figures; empty within range. */
  readonly by: string;
}

/** The changes both directions made, and the time they are looked at. */
export interface ScaleLogs {
  readonly scaleUpEvents: readonly HpaScaleEvent[];
  readonly scaleDownEvents: readonly HpaScaleEvent[];
  readonly nowMs: number;
}

/** The count that the policies of a direction allow, and the policy that says so. */
export interface RateLimit {
  readonly limit: number;
  readonly by: string;
}

interface Bounds {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** With `behavior`: limits the change by the policies of its direction, then by the bounds. */
export function limitByRules(
  options: ScaleLogs & Bounds & { readonly scaleUp: ResolvedRules; readonly scaleDown: ResolvedRules },
): Limited {
  const { currentReplicas, desiredReplicas, minReplicas, maxReplicas } = options;
  if (desiredReplicas > currentReplicas) {
    const rate = scaleUpLimit(currentReplicas, options.scaleUp, options);
    const limit = Math.max(currentReplicas, rate.limit);
    if (maxReplicas > limit) {
      if (desiredReplicas > limit) return { replicas: limit, reason: 'ScaleUpLimit', by: rate.by };
    } else if (desiredReplicas > maxReplicas) return tooMany(maxReplicas);
  } else if (desiredReplicas < currentReplicas) {
    const rate = scaleDownLimit(currentReplicas, options.scaleDown, options);
    const limit = Math.min(currentReplicas, rate.limit);
    if (minReplicas < limit) {
      if (desiredReplicas < limit) return { replicas: limit, reason: 'ScaleDownLimit', by: rate.by };
    } else if (desiredReplicas < minReplicas) return tooFew(minReplicas);
  }
  return withinRange(desiredReplicas);
}

/** Without `behavior`: the minimum, then the larger of a factor and a floor, and the maximum. */
export function limitByCap(
  options: Bounds & { readonly scaleUpLimitFactor: number; readonly scaleUpLimitMinimum: number },
): Limited {
  const { currentReplicas, desiredReplicas, minReplicas, maxReplicas } = options;
  const { scaleUpLimitFactor, scaleUpLimitMinimum } = options;
  if (desiredReplicas < minReplicas) return tooFew(minReplicas);
  const cap = Math.trunc(Math.max(scaleUpLimitFactor * currentReplicas, scaleUpLimitMinimum));
  if (maxReplicas > cap) {
    if (desiredReplicas > cap) {
      const by = `the larger of ${scaleUpLimitFactor} x ${currentReplicas} and ${scaleUpLimitMinimum} per sync`;
      return { replicas: cap, reason: 'ScaleUpLimit', by };
    }
  } else if (desiredReplicas > maxReplicas) return tooMany(maxReplicas);
  return withinRange(desiredReplicas);
}

function withinRange(replicas: number): Limited {
  return { replicas, reason: 'DesiredWithinRange', by: '' };
}

function tooMany(maxReplicas: number): Limited {
  return { replicas: maxReplicas, reason: 'TooManyReplicas', by: `the maximum ${maxReplicas}` };
}

function tooFew(minReplicas: number): Limited {
  return { replicas: minReplicas, reason: 'TooFewReplicas', by: `the minimum ${minReplicas}` };
}

/** The count that the policies let a scale-up reach now; may be below the current one. */
export function scaleUpLimit(currentReplicas: number, rules: ResolvedRules, logs: ScaleLogs): RateLimit {
  return rateLimit(currentReplicas, rules, logs, 'up');
}

/** The count that the policies let a scale-down reach now; may be above the current one, or negative. */
export function scaleDownLimit(currentReplicas: number, rules: ResolvedRules, logs: ScaleLogs): RateLimit {
  return rateLimit(currentReplicas, rules, logs, 'down');
}

function rateLimit(
  currentReplicas: number,
  rules: ResolvedRules,
  logs: ScaleLogs,
  direction: 'up' | 'down',
): RateLimit {
  if (rules.selectPolicy === 'Disabled') {
    return { limit: currentReplicas, by: `scaling ${direction} being disabled` };
  }
  // Max means most change: the largest count on the way up, the smallest on the way down.
  const takesLargest = (direction === 'up') === (rules.selectPolicy === 'Max');
  let best: { readonly limit: number; readonly policy: HpaScalingPolicy } | null = null;
  for (const policy of rules.policies) {
    const limit = limitOf(policy, periodStart(currentReplicas, policy, logs), direction);
    if (best === null || (takesLargest ? limit > best.limit : limit < best.limit)) best = { limit, policy };
  }
  if (best === null) return { limit: currentReplicas, by: 'an empty list of policies' };
  const { type, value, periodSeconds } = best.policy;
  const by = `${value} ${type === 'Pods' ? 'pods' : '%'} per ${periodSeconds} s ${direction}`;
  return { limit: best.limit, by };
}

function limitOf({ type, value }: HpaScalingPolicy, start: number, direction: 'up' | 'down'): number {
  if (direction === 'up') return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
  return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
}

/** Pods at the start of the policy's period: the changes since then, of both directions, are taken back. */
function periodStart(currentReplicas: number, { periodSeconds }: HpaScalingPolicy, logs: ScaleLogs): number {
  const added = replicasChanged(logs.scaleUpEvents, periodSeconds, logs.nowMs);
  const removed = replicasChanged(logs.scaleDownEvents, periodSeconds, logs.nowMs);
  return currentReplicas - added + removed;
}

/** Sum of the changes strictly newer than the period. */
export function replicasChanged(
  events: readonly HpaScaleEvent[],
  periodSeconds: number,
  nowMs: number,
): number {
  const cutoffMs = nowMs - periodSeconds * 1000;
  let changed = 0;
  for (const { atMs, replicaChange } of events) if (atMs > cutoffMs) changed += replicaChange;
  return changed;
}

/** The log with one more change in it; the last event too old for any policy gives its slot. */
export function storeScaleEvent(
  events: readonly HpaScaleEvent[],
  rules: Pick<ResolvedRules, 'policies'>,
  replicaChange: number,
  nowMs: number,
): readonly HpaScaleEvent[] {
  const longestSeconds = Math.max(0, ...rules.policies.map(({ periodSeconds }) => periodSeconds));
  const cutoffMs = nowMs - longestSeconds * 1000;
  const marked = events.map((event) => (event.atMs < cutoffMs ? { ...event, outdated: true } : event));
  const oldSlot = marked.findLastIndex(({ outdated }) => outdated);
  const added = { replicaChange, atMs: nowMs, outdated: false };
  return oldSlot < 0 ? [...marked, added] : marked.with(oldSlot, added);
}

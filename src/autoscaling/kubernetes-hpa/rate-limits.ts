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
  readonly tolerance: number | null;
}

export type LimitReason =
  | 'DesiredWithinRange'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit'
  | 'TooManyReplicas'
  | 'TooFewReplicas';

export interface Limited {
  readonly replicas: number;
  readonly reason: LimitReason;
}

export interface ScaleLogs {
  readonly scaleUpEvents: readonly HpaScaleEvent[];
  readonly scaleDownEvents: readonly HpaScaleEvent[];
  readonly nowMs: number;
}

/** With `behavior`: limits the change by the policies of its direction, then by the bounds. */
export function limitByRules(
  options: ScaleLogs & {
    readonly currentReplicas: number;
    readonly desiredReplicas: number;
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly scaleUp: ResolvedRules;
    readonly scaleDown: ResolvedRules;
  },
): Limited {
  const { currentReplicas, desiredReplicas, minReplicas, maxReplicas } = options;
  if (desiredReplicas > currentReplicas) {
    const limit = Math.max(currentReplicas, scaleUpLimit(currentReplicas, options.scaleUp, options));
    const isByRules = maxReplicas > limit;
    const allowed = isByRules ? limit : maxReplicas;
    if (desiredReplicas > allowed) {
      return { replicas: allowed, reason: isByRules ? 'ScaleUpLimit' : 'TooManyReplicas' };
    }
  } else if (desiredReplicas < currentReplicas) {
    const limit = Math.min(currentReplicas, scaleDownLimit(currentReplicas, options.scaleDown, options));
    const isByRules = minReplicas < limit;
    const allowed = isByRules ? limit : minReplicas;
    if (desiredReplicas < allowed) {
      return { replicas: allowed, reason: isByRules ? 'ScaleDownLimit' : 'TooFewReplicas' };
    }
  }
  return { replicas: desiredReplicas, reason: 'DesiredWithinRange' };
}

/** The count that the policies let a scale-up reach now. */
export function scaleUpLimit(currentReplicas: number, rules: ResolvedRules, logs: ScaleLogs): number {
  if (rules.selectPolicy === 'Disabled') return currentReplicas;
  const proposals = rules.policies.map((policy) => {
    const start = periodStart(currentReplicas, policy, logs);
    return policy.type === 'Pods' ? start + policy.value : Math.ceil(start * (1 + policy.value / 100));
  });
  return rules.selectPolicy === 'Min'
    ? Math.min(...proposals)
    : Math.max(Number.MIN_SAFE_INTEGER, ...proposals);
}

/** The count that the policies let a scale-down reach now. */
export function scaleDownLimit(currentReplicas: number, rules: ResolvedRules, logs: ScaleLogs): number {
  if (rules.selectPolicy === 'Disabled') return currentReplicas;
  const proposals = rules.policies.map((policy) => {
    const start = periodStart(currentReplicas, policy, logs);
    return policy.type === 'Pods' ? start - policy.value : Math.trunc(start * (1 - policy.value / 100));
  });
  // The largest change wins under Max, which is the smallest count.
  return rules.selectPolicy === 'Min'
    ? Math.max(...proposals)
    : Math.min(Number.MAX_SAFE_INTEGER, ...proposals);
}

/** Pods at the start of the policy's period: the changes since then are taken back. */
function periodStart(currentReplicas: number, policy: HpaScalingPolicy, logs: ScaleLogs): number {
  return (
    currentReplicas -
    replicasChanged(logs.scaleUpEvents, policy.periodSeconds, logs.nowMs) +
    replicasChanged(logs.scaleDownEvents, policy.periodSeconds, logs.nowMs)
  );
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

/** The log with one more change in it; events too old for any policy make room. */
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
  if (oldSlot < 0) return [...marked, added];
  return marked.map((event, slot) => (slot === oldSlot ? added : event));
}

/** Without `behavior`: the minimum, then the larger of a factor and a floor, and the maximum. */
export function limitByCap(options: {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scaleUpLimitFactor: number;
  readonly scaleUpLimitMinimum: number;
}): Limited {
  const { currentReplicas, desiredReplicas, minReplicas, maxReplicas } = options;
  if (desiredReplicas < minReplicas) return { replicas: minReplicas, reason: 'TooFewReplicas' };
  const cap = Math.trunc(Math.max(options.scaleUpLimitFactor * currentReplicas, options.scaleUpLimitMinimum));
  const isByCap = maxReplicas > cap;
  const highest = isByCap ? cap : maxReplicas;
  if (desiredReplicas > highest) {
    return { replicas: highest, reason: isByCap ? 'ScaleUpLimit' : 'TooManyReplicas' };
  }
  return { replicas: desiredReplicas, reason: 'DesiredWithinRange' };
}

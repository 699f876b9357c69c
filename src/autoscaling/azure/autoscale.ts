/**
 * Azure Monitor's autoscale of a virtual machine scale set: rules on metrics averaged over a window; out if any rule fires,
 * in only if all scale-in rules agree and no scale-out rule would fire then (the flapping guard); after every action a
 * cooldown. Without data the default count holds if there is less.
 *
 * What it ignores: predictive autoscale, notifications. Source: MicrosoftDocs/azure-docs articles/azure-monitor/autoscale:
 * autoscale-understanding-settings.md, autoscale-best-practices.md, autoscale-flapping.md.
 */
import type { Decision } from '../decision.ts';
import { type ScaleOutRule, scaleInTarget } from './flapping-guard.ts';

export interface AutoscaleRule {
  readonly name: string;
  readonly direction: 'out' | 'in';
  readonly operator: '>' | '>=' | '<' | '<=';
  /** Mean over instances and window, in the unit of the metric. */
  readonly threshold: number;
  /** Window over which the metric is averaged, seconds (600 by default). */
  readonly windowSeconds: number;
  readonly change: { readonly kind: 'count' | 'percent' | 'exact'; readonly value: number };
  /** After any action until this rule may act, seconds (300 by default). */
  readonly cooldownSeconds: number;
}

export interface AutoscalePolicy {
  readonly minCount: number;
  readonly maxCount: number;
  /** Count while metrics are missing, if there is less. */
  readonly defaultCount: number;
  readonly rules: readonly AutoscaleRule[];
  /** Profiles with bounds of their own in given times; the first in force counts. */
  readonly profiles: readonly {
    readonly windows: readonly { readonly fromMs: number; readonly untilMs: number }[];
    readonly minCount: number;
    readonly maxCount: number;
  }[];
}

export interface AutoscaleObservation {
  readonly nowMs: number;
  readonly count: number;
  /** Mean of each rule's metric over the instances now; null without data. */
  readonly readings: readonly (number | null)[];
}

export interface AutoscaleMemory {
  readonly lastActionMs: number;
  /** Readings of each rule within its window, newest last. */
  readonly samples: readonly (readonly { readonly atMs: number; readonly value: number }[])[];
}

export function initialAutoscaleMemory({ rules }: AutoscalePolicy): AutoscaleMemory {
  return { lastActionMs: Number.NEGATIVE_INFINITY, samples: rules.map(() => []) };
}

interface Verdict {
  readonly count: number;
  readonly reason: string;
}

export function decideAutoscale(
  policy: AutoscalePolicy,
  memory: AutoscaleMemory,
  observation: AutoscaleObservation,
): Decision<AutoscaleMemory> {
  const { nowMs, count } = observation;
  const samples = policy.rules.map(({ windowSeconds }, index) => {
    const kept = (memory.samples[index] ?? []).filter(({ atMs }) => atMs > nowMs - windowSeconds * 1000);
    const value = observation.readings[index] ?? null;
    return value === null ? kept : [...kept, { atMs: nowMs, value }];
  });
  const means = samples.map((points) =>
    points.length === 0 ? null : points.reduce((sum, { value }) => sum + value, 0) / points.length,
  );
  const { minCount, maxCount } = boundsAt(policy, nowMs);
  const verdict = withoutData(policy, means, count) ??
    scaleOut(policy, means, { nowMs, count, lastActionMs: memory.lastActionMs }) ??
    scaleIn(policy, means, { nowMs, count, lastActionMs: memory.lastActionMs }) ?? {
      count,
      reason: idleReason(policy, means, { nowMs, count, lastActionMs: memory.lastActionMs }),
    };
  const desiredCount = Math.min(maxCount, Math.max(minCount, verdict.count));
  const bound =
    desiredCount < verdict.count
      ? `; limited by the maximum ${maxCount}`
      : desiredCount > verdict.count
        ? `; raised to the minimum ${minCount}`
        : '';
  const lastActionMs = desiredCount === count ? memory.lastActionMs : nowMs;
  return { desiredCount, memory: { lastActionMs, samples }, reason: verdict.reason + bound };
}

function boundsAt(
  { profiles, minCount, maxCount }: AutoscalePolicy,
  nowMs: number,
): { readonly minCount: number; readonly maxCount: number } {
  return (
    profiles.find(({ windows }) =>
      windows.some(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs),
    ) ?? {
      minCount,
      maxCount,
    }
  );
}

function withoutData(
  { defaultCount }: AutoscalePolicy,
  means: readonly (number | null)[],
  count: number,
): Verdict | null {
  if (!means.includes(null)) return null;
  return count < defaultCount
    ? { count: defaultCount, reason: `a metric is missing: default of ${defaultCount}` }
    : { count, reason: `a metric is missing: ${count} kept` };
}

interface Moment {
  readonly nowMs: number;
  readonly count: number;
  readonly lastActionMs: number;
}

function scaleOut(
  { rules }: AutoscalePolicy,
  means: readonly (number | null)[],
  moment: Moment,
): Verdict | null {
  let best: Verdict | null = null;
  for (const [index, rule] of rules.entries()) {
    if (rule.direction !== 'out' || !fires(rule, means[index]!) || isCooling(rule, moment)) continue;
    const count = Math.max(moment.count, changed(rule, moment.count));
    if (best === null || count > best.count)
      best = { count, reason: `${ruleText(rule, means[index]!)}: ${moment.count} to ${count}` };
  }
  return best;
}

function scaleIn(
  { rules }: AutoscalePolicy,
  means: readonly (number | null)[],
  moment: Moment,
): Verdict | null {
  const { count } = moment;
  const inward = rules.flatMap((rule, index) =>
    rule.direction === 'in' ? [{ rule, mean: means[index]! }] : [],
  );
  if (inward.length === 0 || !inward.every(({ rule, mean }) => fires(rule, mean))) return null;
  if (inward.some(({ rule }) => isCooling(rule, moment))) return null;
  // Of several scale-in rules the one that leaves most instances decides.
  const candidate = Math.max(...inward.map(({ rule }) => Math.min(count, changed(rule, count))));
  const { rule, mean } = inward[0]!;
  const guards = rules.flatMap((other, index) =>
    other.direction === 'out' && (other.operator === '>' || other.operator === '>=')
      ? [
          {
            rule: { operator: other.operator, threshold: other.threshold } satisfies ScaleOutRule,
            mean: means[index]!,
          },
        ]
      : [],
  );
  const target = guards.reduce(
    (reached, { rule: guard, mean: present }) =>
      Math.max(
        reached,
        scaleInTarget({ instances: count, metricPerInstance: present, scaleOutRules: [guard] }, candidate),
      ),
    candidate,
  );
  const guarded = target > candidate ? `, but ${candidate} would flap` : '';
  return { count: target, reason: `${ruleText(rule, mean)}${guarded}: ${count} to ${target}` };
}

/** Why nothing happens: the mean that each rule sees, and those that fire and wait. */
function idleReason({ rules }: AutoscalePolicy, means: readonly (number | null)[], moment: Moment): string {
  const firing = rules.flatMap((rule, index) =>
    fires(rule, means[index]!) ? [ruleText(rule, means[index]!)] : [],
  );
  if (firing.length === 0) {
    const seen = rules.map(({ name, operator, threshold }, index) => {
      const mean = Number((means[index] ?? 0).toFixed(3));
      return `mean ${name} ${mean}, not ${operator} ${threshold}`;
    });
    return `no rule fires: ${[...new Set(seen)].join('; ')}`;
  }
  const waited = Math.max(
    0,
    ...rules.map(({ cooldownSeconds }) => cooldownSeconds - (moment.nowMs - moment.lastActionMs) / 1000),
  );
  return waited > 0 && Number.isFinite(waited)
    ? `${firing.join('; ')}: ${Math.ceil(waited)} s of the cooldown left`
    : `${firing.join('; ')}: not all scale-in rules fire, or nothing is left to change`;
}

function isCooling({ cooldownSeconds }: AutoscaleRule, { nowMs, lastActionMs }: Moment): boolean {
  return nowMs < lastActionMs + cooldownSeconds * 1000;
}

function fires({ operator, threshold }: AutoscaleRule, mean: number | null): boolean {
  if (mean === null) return false;
  switch (operator) {
    case '>':
      return mean > threshold;
    case '>=':
      return mean >= threshold;
    case '<':
      return mean < threshold;
    case '<=':
      return mean <= threshold;
  }
}

function changed({ direction, change }: AutoscaleRule, count: number): number {
  const sign = direction === 'out' ? 1 : -1;
  switch (change.kind) {
    case 'count':
      return Math.max(0, count + sign * change.value);
    case 'percent':
      return Math.max(0, count + sign * Math.max(1, Math.floor((count * change.value) / 100)));
    case 'exact':
      return change.value;
  }
}

function ruleText({ name, operator, threshold, windowSeconds }: AutoscaleRule, mean: number | null): string {
  return `mean ${name} ${Number((mean ?? 0).toFixed(3))} ${operator} ${threshold} over ${windowSeconds} s`;
}

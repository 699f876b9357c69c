/**
 * A controller that looks once an interval and brings its pool to the count it decides: what most policies need in a
 * run besides their own rule.
 */
import type { RunContext } from '../run-context.ts';
import { applyDesired, type VictimOrder, youngestFirst } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';
import type { MonitoredMetrics } from './monitored-metrics.ts';
import type { PoolSignals } from './pool-signals.ts';

export interface IntervalRule {
  readonly policy: string;
  readonly intervalSeconds: number;
  /** When it looks first; at the start unless given. */
  readonly firstAfterSeconds?: number;
  /** Who goes first; the youngest unless given. */
  readonly victims?: VictimOrder;
  /** What it looks at, where that is nothing measured. */
  readonly looksAt?: string;
  /** The monitoring it reads, and the instances that count in it, all ready ones unless given. */
  readonly metrics?: MonitoredMetrics;
  readonly counted?: (nowMs: number) => readonly number[];
  /** Decides; `desiredCount` is what it decided before. Several changes of one look are several decisions. */
  decide(nowMs: number, desiredCount: number): { readonly desiredCount: number; readonly reason: string };
}

export function intervalController(
  context: RunContext,
  signals: Pick<PoolSignals, 'pool' | 'saw'>,
  rule: IntervalRule,
): Controller {
  const { pool } = signals;
  const { metrics, counted } = rule;
  let desiredCount = pool.instances.readyCount;
  let nextLookMs = 0;
  const nextMs = (): number => Math.min(nextLookMs, metrics?.nextSampleMs ?? Number.POSITIVE_INFINITY);
  return {
    policy: rule.policy,
    get desiredCount() {
      return desiredCount;
    },
    start(nowMs) {
      nextLookMs = nowMs + (rule.firstAfterSeconds ?? 0) * 1000;
      return nextMs();
    },
    tick(nowMs) {
      metrics?.sample(nowMs, counted?.(nowMs));
      if (nowMs < nextLookMs) return nextMs();
      nextLookMs = nowMs + rule.intervalSeconds * 1000;
      const decision = rule.decide(nowMs, desiredCount);
      const { reason } = decision;
      const saw = (): string => rule.looksAt ?? (metrics ?? signals).saw(nowMs);
      noteDecision(context, pool, rule.policy, desiredCount, decision.desiredCount, reason, nowMs, saw);
      desiredCount = decision.desiredCount;
      applyDesired(pool, desiredCount, rule.victims ?? youngestFirst, nowMs);
      return nextMs();
    },
    ...withoutAgents,
  };
}

/** Instances asked for and not given up: ready, on their way, or refused so far. */
export function presentCount({ pool: { instances, supply } }: Pick<PoolSignals, 'pool'>): number {
  return supply.waitingCount + instances.launchingCount + instances.readyCount;
}

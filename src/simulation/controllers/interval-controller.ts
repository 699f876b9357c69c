/**
 * A controller that looks once an interval and brings its pool to the count it decides: what most policies need in a
 * run besides their own rule.
 */
import type { RunContext } from '../run-context.ts';
import { applyDesired, type VictimOrder, youngestFirst } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';
import type { PoolSignals } from './pool-signals.ts';

export interface IntervalRule {
  readonly policy: string;
  readonly intervalSeconds: number;
  /** When it looks first; at the start unless given. */
  readonly firstAfterSeconds?: number;
  /** Who goes first; the youngest unless given. */
  readonly victims?: VictimOrder;
  /** Decides; `desiredCount` is what it decided before. Several changes of one look are several decisions. */
  decide(nowMs: number, desiredCount: number): { readonly desiredCount: number; readonly reason: string };
}

export function intervalController(
  context: RunContext,
  signals: Pick<PoolSignals, 'pool' | 'saw'>,
  rule: IntervalRule,
): Controller {
  const { pool } = signals;
  let desiredCount = pool.instances.readyCount;
  return {
    policy: rule.policy,
    get desiredCount() {
      return desiredCount;
    },
    start: (nowMs) => nowMs + (rule.firstAfterSeconds ?? 0) * 1000,
    tick(nowMs) {
      const decision = rule.decide(nowMs, desiredCount);
      const { reason } = decision;
      const saw = (): string => signals.saw(nowMs);
      noteDecision(context, pool, rule.policy, desiredCount, decision.desiredCount, reason, nowMs, saw);
      desiredCount = decision.desiredCount;
      applyDesired(pool, desiredCount, rule.victims ?? youngestFirst, nowMs);
      return nowMs + rule.intervalSeconds * 1000;
    },
    ...withoutAgents,
  };
}

/** Instances asked for and not given up: ready, on their way, or refused so far. */
export function presentCount({ pool: { instances, waitingCount } }: Pick<PoolSignals, 'pool'>): number {
  return waitingCount + instances.launchingCount + instances.readyCount;
}

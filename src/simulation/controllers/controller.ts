/**
 * A controller in a run: it has its own clock, sees the fleet with its real lag, and acts through the pool. The
 * decision itself is pure and lives in `autoscaling`.
 */
import type { RunContext } from '../run-context.ts';
import type { ScaledPool } from '../scaled-pool.ts';

export interface Controller {
  readonly policy: string;
  /** Instances the controller wants now. */
  readonly desiredCount: number;
  /** Begins; returns the time of its first tick. */
  start(nowMs: number): number;
  /** Acts; returns the time of its next tick (Infinity for never). */
  tick(nowMs: number): number;
  /** Begins the clocks of an instance's agent, where the controller has one; returns its first tick. */
  agentStart(slot: number, nowMs: number): number;
  /** The agent of an instance acts; returns its next tick. */
  agentTick(slot: number, nowMs: number): number;
  /** The instance is gone. */
  agentEnd(slot: number, nowMs: number): void;
}

/** What controllers without agents answer. */
export const withoutAgents = {
  agentStart: (): number => Number.POSITIVE_INFINITY,
  agentTick: (): number => Number.POSITIVE_INFINITY,
  agentEnd: (): void => {},
};

/** Says how old the figures were that a controller decided on. */
export type Saw = () => string;

/** Writes a decision row when the desired count changed, and a look now and then when it did not. */
export function noteDecision(
  context: RunContext,
  pool: ScaledPool,
  policy: string,
  desiredBefore: number,
  desiredAfter: number,
  reason: string,
  nowMs: number,
  saw: Saw = () => '',
): void {
  const isChange = desiredBefore !== desiredAfter;
  // A job that had nothing to say leaves the minute to the next one.
  const isKept = reason !== '' && context.looks.wants(pool.name, nowMs, isChange);
  if (!isChange && !isKept) return;
  const row = {
    atMs: nowMs,
    pool: pool.name,
    policy,
    desiredBefore,
    desiredAfter,
    readyCount: pool.instances.readyCount,
    launchingCount: pool.instances.launchingCount,
    drainingCount: pool.instances.drainingCount,
    reason,
    saw: saw(),
  };
  if (isChange) context.decisions.push(row);
  if (isKept) context.looks.note(row);
}

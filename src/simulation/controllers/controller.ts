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

/** Writes a decision row when the desired count changed. */
export function noteDecision(
  context: RunContext,
  pool: ScaledPool,
  policy: string,
  desiredBefore: number,
  desiredAfter: number,
  reason: string,
  nowMs: number,
): void {
  if (desiredBefore === desiredAfter) return;
  context.decisions.push({
    atMs: nowMs,
    pool: pool.name,
    policy,
    desiredBefore,
    desiredAfter,
    readyCount: pool.instances.readyCount,
    launchingCount: pool.instances.launchingCount,
    drainingCount: pool.instances.drainingCount,
    reason,
  });
}

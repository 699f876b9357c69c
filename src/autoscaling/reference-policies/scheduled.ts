/**
 * A timetable of counts, with each rise brought forward so that instances are up when it is due.
 *
 *   desired(t) = max over u in [t, t + prewarm] of the count the timetable gives at u
 *
 * so rises come early by `prewarm` and falls come on time. Source: provisioning with a lead, as in staffing for
 * time-varying demand (Jennings, Mandelbaum, Massey, Whitt 1996).
 */
import type { Decision } from '../decision.ts';

export interface ScheduledPolicy {
  /** Counts by the time from which they hold, milliseconds, ascending. Before the first its count holds. At least one. */
  readonly steps: readonly { readonly atMs: number; readonly count: number }[];
  /** How long before a rise it is asked for, seconds: the boot delay to allow for. */
  readonly prewarmSeconds: number;
}

export interface ScheduledObservation {
  readonly nowMs: number;
}

export function decideScheduled(
  policy: ScheduledPolicy,
  _memory: null,
  { nowMs }: ScheduledObservation,
): Decision<null> {
  const untilMs = nowMs + policy.prewarmSeconds * 1000;
  const inForce = policy.steps.findLast(({ atMs }) => atMs <= nowMs) ?? policy.steps[0]!;
  let highest = inForce;
  for (const step of policy.steps) {
    if (step.atMs > nowMs && step.atMs <= untilMs && step.count > highest.count) highest = step;
  }
  return {
    desiredCount: highest.count,
    memory: null,
    reason:
      highest === inForce
        ? `the timetable says ${highest.count}`
        : `the timetable says ${inForce.count}, and ${highest.count} in ${Math.ceil((highest.atMs - nowMs) / 1000)} s`,
  };
}

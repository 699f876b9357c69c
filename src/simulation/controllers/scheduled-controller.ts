/**
 * A timetable in a run: at every control interval the pool is brought to the count that is due, or soon will be.
 */
import { decideScheduled } from '../../autoscaling/reference-policies/scheduled.ts';
import type { ScheduledScaling } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import { applyDesired, type ScaledPool, youngestFirst } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';

export function scheduledController(
  context: RunContext,
  pool: ScaledPool,
  { policy, scheduled, controlIntervalSeconds }: ScheduledScaling,
): Controller {
  let desiredCount = pool.instances.readyCount;
  return {
    policy,
    get desiredCount() {
      return desiredCount;
    },
    start: (nowMs) => nowMs,
    tick(nowMs) {
      const decision = decideScheduled(scheduled, null, { nowMs });
      noteDecision(context, pool, policy, desiredCount, decision.desiredCount, decision.reason, nowMs);
      desiredCount = decision.desiredCount;
      applyDesired(pool, desiredCount, youngestFirst, nowMs);
      return nowMs + controlIntervalSeconds * 1000;
    },
    ...withoutAgents,
  };
}

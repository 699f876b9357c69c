/**
 * A fixed number of instances: what is missing is launched, what is too many drains. Looks once a minute.
 */
import { decideStatic, type StaticPolicy } from '../../autoscaling/static.ts';
import type { RunContext } from '../run-context.ts';
import { applyDesired, type ScaledPool, youngestFirst } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';

const periodMs = 60_000;

export function staticController(context: RunContext, pool: ScaledPool, policy: StaticPolicy): Controller {
  let desiredCount = pool.instances.readyCount;
  return {
    policy: 'static',
    get desiredCount() {
      return desiredCount;
    },
    start: (nowMs) => nowMs,
    tick(nowMs) {
      const decision = decideStatic(policy, null, { nowMs });
      noteDecision(context, pool, 'static', desiredCount, decision.desiredCount, decision.reason, nowMs);
      desiredCount = decision.desiredCount;
      applyDesired(pool, desiredCount, youngestFirst, nowMs);
      return nowMs + periodMs;
    },
    ...withoutAgents,
  };
}

/**
 * A constant number of free Jibris. Looks every 30 s (assumption: a cron-like loop; its period is a lag the policy's
 * users choose), and gives up idle Jibris before busy ones.
 */
import { type ConstantFreePolicy, decideConstantFree } from '../../autoscaling/constant-free.ts';
import type { JibriOperations } from '../jibri-operations.ts';
import type { RunContext } from '../run-context.ts';
import { applyDesired, type VictimOrder, youngestFirst } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';

const periodMs = 30_000;

export function constantFreeController(
  context: RunContext,
  jibris: JibriOperations,
  policy: ConstantFreePolicy,
): Controller {
  const idleFirst: VictimOrder = (pool, a, b) =>
    Number(jibris.fleet.isBusy(a)) - Number(jibris.fleet.isBusy(b)) || youngestFirst(pool, a, b);
  let desiredCount = jibris.instances.readyCount;
  return {
    policy: 'constant-free',
    get desiredCount() {
      return desiredCount;
    },
    start: (nowMs) => nowMs,
    tick(nowMs) {
      const decision = decideConstantFree(policy, null, { nowMs, busyCount: jibris.fleet.busyCount });
      noteDecision(
        context,
        jibris,
        'constant-free',
        desiredCount,
        decision.desiredCount,
        decision.reason,
        nowMs,
      );
      desiredCount = decision.desiredCount;
      applyDesired(jibris, desiredCount, idleFirst, nowMs);
      return nowMs + periodMs;
    },
    ...withoutAgents,
  };
}

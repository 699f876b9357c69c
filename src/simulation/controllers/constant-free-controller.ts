/**
 * A constant number of free instances. Looks every 30 s (assumption: a cron-like loop; its period is a lag the policy's
 * users choose), and gives up idle instances before busy ones. A bridge is busy with anybody on it.
 */
import { type ConstantFreePolicy, decideConstantFree } from '../../autoscaling/constant-free.ts';
import type { RunContext } from '../run-context.ts';
import { type VictimOrder, youngestFirst } from '../scaled-pool.ts';
import type { Controller } from './controller.ts';
import { intervalController } from './interval-controller.ts';
import type { PoolSignals } from './pool-signals.ts';

const periodSeconds = 30;

export function constantFreeController(
  context: RunContext,
  signals: PoolSignals,
  policy: ConstantFreePolicy,
): Controller {
  const { instances } = signals.pool;
  const isBusy = (slot: number): boolean => signals.work(slot) > 0;
  const idleFirst: VictimOrder = (pool, a, b) =>
    Number(isBusy(a)) - Number(isBusy(b)) || youngestFirst(pool, a, b);
  return intervalController(context, signals, {
    policy: 'constant-free',
    intervalSeconds: periodSeconds,
    victims: idleFirst,
    decide(nowMs) {
      let busyCount = 0;
      for (let slot = 0; slot < instances.slotCount; slot++) {
        const state = instances.stateOf(slot);
        if ((state === 'ready' || state === 'draining') && isBusy(slot)) busyCount += 1;
      }
      return decideConstantFree(policy, null, { nowMs, busyCount });
    },
  });
}

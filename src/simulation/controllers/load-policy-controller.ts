/**
 * The load-following policies of the literature in a run. Each control interval they see the stress that the ready
 * bridges last published, summed, and the bridges asked for: ready and on their way.
 *
 * Simplification: the policies were written for instances that are there at once. Bridges that boot count as there,
 * or a policy that holds its count would give them up again.
 */
import type { Decide, Decision } from '../../autoscaling/decision.ts';
import { decideAdapt, initialAdaptMemory } from '../../autoscaling/reference-policies/adapt.ts';
import { decideConpaas, initialConpaasMemory } from '../../autoscaling/reference-policies/conpaas.ts';
import {
  decideHist,
  type HistObservation,
  initialHistMemory,
} from '../../autoscaling/reference-policies/hist.ts';
import type { LoadPolicy } from '../../autoscaling/reference-policies/load-policy.ts';
import { decideReact } from '../../autoscaling/reference-policies/react.ts';
import { decideReg } from '../../autoscaling/reference-policies/reg.ts';
import type { LoadScaling } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import { applyDesired, youngestFirst } from '../scaled-pool.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';
import { localHours } from './local-hours.ts';
import type { PoolSignals } from './pool-signals.ts';

export function loadPolicyController(
  context: RunContext,
  signals: Pick<PoolSignals, 'pool' | 'load' | 'saw'>,
  { policy, load: loadPolicy, controlIntervalSeconds }: LoadScaling,
): Controller {
  const intervalMs = controlIntervalSeconds * 1000;
  const decide = remembering(policy, loadPolicy);
  const hourAt = localHours(context.scenario.horizon);
  const { pool } = signals;
  const { instances } = pool;
  let desiredCount = instances.readyCount;
  return {
    policy,
    get desiredCount() {
      return desiredCount;
    },
    // There is nothing to see before the first interval is over.
    start: (nowMs) => nowMs + intervalMs,
    tick(nowMs) {
      const decision = decide({
        nowMs,
        load: signals.load(nowMs),
        count: pool.supply.waitingCount + instances.launchingCount + instances.readyCount,
        hour: hourAt(nowMs),
        comingHour: hourAt(nowMs + intervalMs),
      });
      const reason = decision.reason + boundText(loadPolicy, decision.desiredCount);
      const saw = (): string => signals.saw(nowMs);
      noteDecision(context, pool, policy, desiredCount, decision.desiredCount, reason, nowMs, saw);
      desiredCount = decision.desiredCount;
      applyDesired(pool, desiredCount, youngestFirst, nowMs);
      return nowMs + intervalMs;
    },
    ...withoutAgents,
  };
}

type DecideNow = (observation: HistObservation) => Decision<unknown>;

function remembering(name: LoadScaling['policy'], policy: LoadPolicy): DecideNow {
  switch (name) {
    case 'react':
      return withMemory(decideReact, policy, null);
    case 'hist':
      return withMemory(decideHist, policy, initialHistMemory);
    case 'reg':
      return withMemory(decideReg, policy, []);
    case 'adapt':
      return withMemory(decideAdapt, policy, initialAdaptMemory);
    case 'conpaas':
      return withMemory(decideConpaas, policy, initialConpaasMemory);
  }
}

function withMemory<Memory>(
  decide: Decide<LoadPolicy, Memory, HistObservation>,
  policy: LoadPolicy,
  initial: Memory,
): DecideNow {
  let memory = initial;
  return (observation) => {
    const decision = decide(policy, memory, observation);
    memory = decision.memory;
    return decision;
  };
}

function boundText({ minCount, maxCount }: LoadPolicy, desiredCount: number): string {
  if (desiredCount === maxCount) return ` (${maxCount} is the maximum)`;
  return desiredCount === minCount ? ` (${minCount} is the minimum)` : '';
}

/**
 * Azure Monitor's autoscale in a run: once an interval its rules see the mean over the instances.
 */
import { decideAutoscale, initialAutoscaleMemory } from '../../autoscaling/azure/autoscale.ts';
import type { AzureScaling } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import type { Controller } from './controller.ts';
import { intervalController, presentCount } from './interval-controller.ts';
import { metricReader, type PoolSignals } from './pool-signals.ts';

export function azureVmssController(
  context: RunContext,
  signals: PoolSignals,
  { policy, autoscale, readings, controlIntervalSeconds }: AzureScaling,
): Controller {
  const readers = readings.map(() => metricReader(signals));
  let memory = initialAutoscaleMemory(autoscale);
  return intervalController(context, signals, {
    policy,
    intervalSeconds: controlIntervalSeconds,
    firstAfterSeconds: controlIntervalSeconds,
    decide(nowMs) {
      const decision = decideAutoscale(autoscale, memory, {
        nowMs,
        count: presentCount(signals),
        readings: readings.map(({ metric, aggregate }, index) =>
          signals.pool.instances.readyCount === 0 ? null : readers[index]!(metric, aggregate, nowMs),
        ),
      });
      memory = decision.memory;
      return decision;
    },
  });
}

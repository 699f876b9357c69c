/**
 * Azure Monitor's autoscale in a run: once an interval its rules see what was measured of the instances, a grain of time each.
 */
import { decideAutoscale, initialAutoscaleMemory } from '../../autoscaling/azure/autoscale.ts';
import type { AzureScaling } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import type { Controller } from './controller.ts';
import { intervalController, presentCount } from './interval-controller.ts';
import { MonitoredMetrics } from './monitored-metrics.ts';
import type { PoolSignals } from './pool-signals.ts';

export function azureVmssController(
  context: RunContext,
  signals: PoolSignals,
  { policy, autoscale, readings, controlIntervalSeconds, monitoring }: AzureScaling,
): Controller {
  const metrics = new MonitoredMetrics(signals, readings, monitoring, monitoring.sampleSeconds * 1000);
  let memory = initialAutoscaleMemory(autoscale);
  return intervalController(context, signals, {
    policy,
    intervalSeconds: controlIntervalSeconds,
    firstAfterSeconds: controlIntervalSeconds,
    metrics,
    decide(nowMs) {
      const decision = decideAutoscale(autoscale, memory, {
        nowMs,
        count: presentCount(signals),
        readings: metrics.read(nowMs),
      });
      memory = decision.memory;
      return decision;
    },
  });
}

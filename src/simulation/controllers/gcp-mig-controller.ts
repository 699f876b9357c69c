/**
 * A Google managed instance group in a run: it sees the load of instances past their initialisation period.
 */
import {
  decideInstanceGroup,
  initialInstanceGroupMemory,
} from '../../autoscaling/gcp/managed-instance-group.ts';
import type { GcpScaling } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import type { Controller } from './controller.ts';
import { intervalController, presentCount } from './interval-controller.ts';
import { MonitoredMetrics } from './monitored-metrics.ts';
import { type PoolSignals, servingSince } from './pool-signals.ts';

export function gcpMigController(context: RunContext, signals: PoolSignals, scaling: GcpScaling): Controller {
  const { policy, group, initializationPeriodSeconds, controlIntervalSeconds, monitoring } = scaling;
  const sources = scaling.metrics.map((metric) => ({ metric, aggregate: 'sum' as const }));
  const metrics = new MonitoredMetrics(signals, sources, monitoring, monitoring.sampleSeconds * 1000);
  let memory = initialInstanceGroupMemory;
  return intervalController(context, signals, {
    policy,
    intervalSeconds: controlIntervalSeconds,
    firstAfterSeconds: controlIntervalSeconds,
    metrics,
    counted(nowMs) {
      const { instances } = signals.pool;
      // Those that were there at the beginning are past it.
      const initialised = servingSince(signals, initializationPeriodSeconds, nowMs);
      return instances
        .slotsIn('ready')
        .filter((slot) => instances.becameReadyMs(slot) === 0 || initialised.includes(slot));
    },
    decide(nowMs) {
      const decision = decideInstanceGroup(group, memory, {
        nowMs,
        count: presentCount(signals),
        loads: metrics.read(nowMs),
      });
      memory = decision.memory;
      return decision;
    },
  });
}

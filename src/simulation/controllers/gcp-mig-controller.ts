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
import { metricReader, type PoolSignals, servingSince } from './pool-signals.ts';

export function gcpMigController(
  context: RunContext,
  signals: PoolSignals,
  { policy, group, metrics, initializationPeriodSeconds, controlIntervalSeconds }: GcpScaling,
): Controller {
  const readers = metrics.map(() => metricReader(signals));
  let memory = initialInstanceGroupMemory;
  return intervalController(context, signals, {
    policy,
    intervalSeconds: controlIntervalSeconds,
    firstAfterSeconds: controlIntervalSeconds,
    decide(nowMs) {
      const { instances } = signals.pool;
      // Those that were there at the beginning are past it.
      const initialised = instances
        .slotsIn('ready')
        .filter(
          (slot) =>
            instances.becameReadyMs(slot) === 0 ||
            servingSince(signals, initializationPeriodSeconds, nowMs).includes(slot),
        );
      const decision = decideInstanceGroup(group, memory, {
        nowMs,
        count: presentCount(signals),
        loads: metrics.map((metric, index) => readers[index]!(metric, 'sum', nowMs, initialised)),
      });
      memory = decision.memory;
      return decision;
    },
  });
}

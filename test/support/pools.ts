/**
 * Pools whose instances and figures a test sets by hand, for controllers that run without a simulation around them.
 */
import { InstancePool } from '../../src/cloud/instance-pool.ts';
import { createRandomStreams } from '../../src/engine/random/random-streams.ts';
import type { InstanceMetric } from '../../src/scenario/scaling-metrics.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Controller } from '../../src/simulation/controllers/controller.ts';
import type { PoolSignals } from '../../src/simulation/controllers/pool-signals.ts';
import { LookLog } from '../../src/simulation/look-log.ts';
import type { DecisionRow } from '../../src/simulation/rows.ts';
import type { RunContext } from '../../src/simulation/run-context.ts';
import type { ScaledPool } from '../../src/simulation/scaled-pool.ts';
import { aScenario } from './scenario.ts';

/** Instances that are there at once end at once when retired; launched ones wait for `boot`. */
export function aPool(readyCount: number, name: ScaledPool['name'] = 'bridges'): ScaledPool {
  const instances = new InstancePool();
  for (let index = 0; index < readyCount; index++) instances.provideReady(0);
  return {
    name,
    instances,
    supply: {
      waitingCount: 0,
      spareCount: 0,
      order: (count, nowMs) => {
        for (let index = 0; index < count; index++) instances.launch(nowMs);
      },
      tryOnce: (count, nowMs) => {
        for (let index = 0; index < count; index++) instances.launch(nowMs);
        return count;
      },
      withdraw: () => 0,
    },
    retire: (slot, nowMs) => instances.end(slot, nowMs),
    onReady: () => {},
    onGone: () => {},
  };
}

/** Makes everything that launches ready. */
export function boot({ instances }: ScaledPool, nowMs: number): void {
  for (const slot of instances.slotsIn('launching')) instances.markReady(slot, nowMs);
}

/** Figures of every instance alike, or by slot. */
export interface GivenFigures {
  figures: Partial<Record<InstanceMetric, number | ((slot: number) => number)>>;
  unserved: number;
}

export function signalsOf(pool: ScaledPool, given: GivenFigures): PoolSignals {
  const read = (metric: InstanceMetric, slot: number): number => {
    const figure = given.figures[metric] ?? 0;
    return typeof figure === 'number' ? figure : figure(slot);
  };
  const work = (slot: number): number => read(pool.name === 'jibris' ? 'busy' : 'participants', slot);
  return {
    pool,
    read,
    cpuCoreMs: (slot, nowMs) => read('cpu', slot) * nowMs,
    unservedCount: () => given.unserved,
    work,
    load: () =>
      pool.instances
        .slotsIn('ready')
        .reduce((sum, slot) => sum + read(pool.name === 'jibris' ? 'busy' : 'stress', slot), 0),
    saw: () => 'figures as of now',
  };
}

export function aRunContext(
  scenario: Scenario = aScenario(),
): RunContext & { readonly decisions: DecisionRow[] } {
  // Controllers write decisions and draw phases; nothing else of a run is touched.
  return {
    scenario,
    streams: createRandomStreams({ seed: 1, replication: 0 }),
    endMs: scenario.horizon.durationMs,
    decisions: [],
    looks: new LookLog({ replication: 0, durationMs: scenario.horizon.durationMs }),
    incidents: [],
  } as unknown as RunContext & { readonly decisions: DecisionRow[] };
}

/** Ticks a controller up to and including a time; begins it when `fromMs` is null. Returns its next tick. */
export function tickUntil(controller: Controller, fromMs: number | null, untilMs: number): number {
  let nextMs = fromMs ?? controller.start(0);
  while (nextMs <= untilMs) nextMs = controller.tick(nextMs);
  return nextMs;
}

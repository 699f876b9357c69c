/**
 * Example 02 (thirty classes that begin at nine o'clock, and meetings beside) with its conferences, bridges and shards
 * multiplied.
 */
import { checkScenario } from '../../src/io/read-scenario.ts';
import type { Demand, Scenario } from '../../src/scenario/scenario.ts';

export interface Size {
  readonly conferences: number;
  readonly bridges: number;
  readonly shards: number;
  /** Whether a conference stays on one bridge, whatever its load: then shards change nothing but who chooses. */
  readonly isSingle: boolean;
}

export interface SizedScenario {
  readonly full: Scenario;
  /**
   * The same deployment with one class a burst and no meetings: what bridges cost by being there, once and in each minute,
   * which is no cost of an event.
   */
  readonly nearlyEmpty: Scenario;
}

export async function exampleScenario(): Promise<Scenario> {
  const read = await checkScenario('examples/02-monday-nine-oclock');
  if (!read.ok) throw new Error(`example 02 is not valid: ${JSON.stringify(read.issues)}`);
  return read.value.variants[0]!;
}

export function scaled(scenario: Scenario, size: Size): SizedScenario {
  const deployment = scaledDeployment(scenario, size);
  const demand = scenario.demand.map((one) => scaledDemand(one, size.conferences));
  return {
    full: { ...deployment, demand },
    nearlyEmpty: { ...deployment, demand: demand.flatMap(oneConference) },
  };
}

function scaledDeployment(scenario: Scenario, size: Size): Scenario {
  const { bridges } = scenario.deployment;
  const count = bridges.initialCount * size.bridges;
  return {
    ...scenario,
    deployment: {
      ...scenario.deployment,
      shardCount: size.shards,
      bridges: {
        ...bridges,
        initialCount: count,
        selection: { ...bridges.selection, ...(size.isSingle ? { strategy: 'single' } : {}) },
      },
    },
    scaling: { ...scenario.scaling, bridges: { policy: 'static', static: { count } } },
  };
}

function scaledDemand(demand: Demand, factor: number): Demand {
  switch (demand.kind) {
    case 'burst':
      return { ...demand, conferences: demand.conferences * factor };
    case 'curve':
      return {
        ...demand,
        rate: { ...demand.rate, ratePerHour: demand.rate.ratePerHour.map((rate) => rate * factor) },
      };
    default:
      throw new Error(`scaledDemand: example 02 has no ${demand.kind} demand`);
  }
}

function oneConference(demand: Demand): readonly Demand[] {
  return demand.kind === 'burst' ? [{ ...demand, conferences: 1 }] : [];
}

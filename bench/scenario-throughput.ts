/**
 * Goal: events per second of a whole run, and that the cost of an event does not grow with the deployment.
 * Method: example 02 with its conferences, bridges and bounds multiplied by 1, 10, 100 and 300; then on as many shards as
 * the factor; CPU time of `simulate`.
 */
import { checkScenario } from '../src/io/read-scenario.ts';
import type { Demand, Scenario } from '../src/scenario/scenario.ts';
import { simulate } from '../src/simulation/simulate.ts';

export const name = 'scenario-throughput';

export async function run({
  quick,
}: {
  readonly quick: boolean;
}): Promise<readonly Record<string, string>[]> {
  const read = await checkScenario('examples/02-monday-nine-oclock');
  if (!read.ok) throw new Error(`example 02 is not valid: ${JSON.stringify(read.issues)}`);
  const scenario = read.value.variants[0]!;
  const rows: Record<string, string>[] = [];
  const sizes = quick ? quickSizes : fullSizes;
  for (const [factor, shards] of sizes) {
    const scaled = scaleUp(scenario, factor, shards);
    const times: number[] = [];
    let events = 0;
    for (let i = 0; i < (quick ? 1 : 5); i++) {
      const before = process.cpuUsage();
      events = simulate(scaled, { seed: 1, replication: i }).totals.events;
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1e6);
    }
    times.sort((a, b) => a - b);
    const median = times[times.length >> 1]!;
    rows.push({
      scale: `x${factor}`,
      shards: String(shards),
      events: String(events),
      'CPU s min': times[0]!.toFixed(3),
      'CPU s median': median.toFixed(3),
      'ns per event': ((median / events) * 1e9).toFixed(0),
      'events per s': Math.round(events / median).toLocaleString('en'),
    });
  }
  return rows;
}

/** Factor and shards. */
type Size = readonly [number, number];

const quickSizes: readonly Size[] = [
  [1, 1],
  [1, 4],
];

const fullSizes: readonly Size[] = [
  [1, 1],
  [10, 1],
  [100, 1],
  [300, 1],
  [10, 10],
  [30, 30],
];

/** The same day in a deployment `factor` times as large, with so many shards. */
function scaleUp(scenario: Scenario, factor: number, shardCount: number): Scenario {
  const { bridges } = scenario.deployment;
  return {
    ...scenario,
    demand: scenario.demand.map((demand) => scaleDemand(demand, factor)),
    deployment: {
      ...scenario.deployment,
      shardCount,
      bridges: { ...bridges, initialCount: bridges.initialCount * factor },
    },
    scaling: {
      ...scenario.scaling,
      bridges: { policy: 'static', static: { count: bridges.initialCount * factor } },
    },
  };
}

function scaleDemand(demand: Demand, factor: number): Demand {
  switch (demand.kind) {
    case 'burst':
      return { ...demand, conferences: demand.conferences * factor };
    case 'curve':
      return {
        ...demand,
        rate: { ...demand.rate, ratePerHour: demand.rate.ratePerHour.map((rate) => rate * factor) },
      };
    default:
      throw new Error(`scaleDemand: example 02 has no ${demand.kind} demand`);
  }
}

/**
 * Goal: the cost of an event of a whole run, and that it does not grow with bridges, conferences or shards.
 * Method: example 02 (thirty classes at nine o'clock) with its conferences, bridges and shards multiplied. CPU time of
 * `simulate`, less that of the same fleet without conferences, which is what looking at every bridge once a minute costs;
 * over events. Sizes take turns, so that all meet the same machine; ratios are of one turn, and their median is shown.
 */
import { checkScenario } from '../src/io/read-scenario.ts';
import type { Demand, Scenario } from '../src/scenario/scenario.ts';
import { simulate } from '../src/simulation/simulate.ts';
import type { Row } from './row.ts';

export const name = 'scenario throughput, CPU time of an event';

interface Size {
  readonly what: string;
  readonly conferences: number;
  readonly bridges: number;
  readonly shards: number;
  /** Whether a conference stays on one bridge, whatever its load: then shards change nothing but who chooses. */
  readonly isSingle: boolean;
}

const base: Size = { what: 'all', conferences: 10, bridges: 10, shards: 1, isSingle: false };
const shards: Size = { what: 'shards', conferences: 100, bridges: 100, shards: 1, isSingle: true };

const quickSizes: readonly Size[] = [
  { ...base, conferences: 1, bridges: 1 },
  { ...base, conferences: 1, bridges: 1, shards: 4 },
];

const fullSizes: readonly Size[] = [
  base,
  { ...base, conferences: 30, bridges: 30 },
  { ...base, conferences: 100, bridges: 100 },
  { ...base, conferences: 300, bridges: 300 },
  { ...base, what: 'bridges', bridges: 100 },
  { ...base, what: 'bridges', bridges: 1000 },
  { ...base, what: 'conferences', conferences: 30, bridges: 100 },
  { ...shards, shards: 10, isSingle: false },
  { ...shards, shards: 100, isSingle: false },
  shards,
  { ...shards, shards: 10 },
  { ...shards, shards: 100 },
];

interface Measured {
  readonly size: Size;
  readonly scenario: Scenario;
  readonly empty: Scenario;
  readonly eventNs: number[];
  readonly emptySeconds: number[];
  events: number;
  bridgesMax: number;
}

export async function run({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const read = await checkScenario('examples/02-monday-nine-oclock');
  if (!read.ok) throw new Error(`example 02 is not valid: ${JSON.stringify(read.issues)}`);
  const scenario = read.value.variants[0]!;
  const all = (quick ? quickSizes : fullSizes).map(
    (size): Measured => ({
      size,
      scenario: scaled(scenario, size),
      empty: { ...scaled(scenario, size), demand: [] },
      ...{ eventNs: [], emptySeconds: [], events: 0, bridgesMax: 0 },
    }),
  );
  const turns = quick ? 1 : 5;
  // The first turn warms up.
  for (let turn = quick ? 0 : -1; turn < turns; turn++) for (const one of all) measure(one, turn);
  return all.map((one) => rowOf(one, all[0]!));
}

function measure(one: Measured, turn: number): void {
  const seed = { seed: 1, replication: Math.max(0, turn) };
  const emptySeconds = cpuSeconds(() => simulate(one.empty, seed));
  const seconds = cpuSeconds(() => {
    const { events, bridgesPerConferenceMax } = simulate(one.scenario, seed).totals;
    one.events = events;
    one.bridgesMax = Math.max(one.bridgesMax, bridgesPerConferenceMax);
  });
  if (turn < 0) return;
  one.emptySeconds.push(emptySeconds);
  one.eventNs.push(((seconds - emptySeconds) / one.events) * 1e9);
}

function cpuSeconds(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function rowOf({ size, events, eventNs, emptySeconds, bridgesMax }: Measured, first: Measured): Row {
  const ratios = eventNs.map((ns, turn) => ns / first.eventNs[turn]!);
  return {
    more: size.what,
    ...{ conferences: `x${size.conferences}`, bridges: `x${size.bridges}`, shards: size.shards },
    selection: size.isSingle ? 'single' : 'region-based',
    events: events.toLocaleString('en'),
    'CPU s without conferences': median(emptySeconds).toFixed(2),
    'ns per event, median': median(eventNs).toFixed(0),
    'min to max': `${Math.min(...eventNs).toFixed(0)} to ${Math.max(...eventNs).toFixed(0)}`,
    'ratio to the first': median(ratios).toFixed(2),
    'bridges of a conference, at most': bridgesMax,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

/** The same day with so many times the conferences and bridges, and so many shards. */
function scaled(scenario: Scenario, size: Size): Scenario {
  const { conferences, bridges: bridgeFactor, isSingle } = size;
  const { bridges } = scenario.deployment;
  const count = bridges.initialCount * bridgeFactor;
  return {
    ...scenario,
    demand: scenario.demand.map((demand) => scaledDemand(demand, conferences)),
    deployment: {
      ...scenario.deployment,
      shardCount: size.shards,
      bridges: {
        ...bridges,
        initialCount: count,
        selection: { ...bridges.selection, ...(isSingle ? { strategy: 'single' } : {}) },
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

/**
 * Goal: the cost of an event of a whole run, and that it does not grow with bridges, conferences or shards.
 * Method: example 02 (thirty classes at nine o'clock) with its conferences, bridges and shards multiplied. CPU time of
 * `simulate`, less that of the same deployment with hardly a conference, which is what bridges cost by being there; over
 * events. Sizes take turns, so that all meet the same machine; ratios are of one turn, and their median is shown. What is
 * the machine's in it, and what the algorithm's: `counted-work.ts` and `runs-in-turns.ts`.
 */
import type { RunTotals } from '../src/simulation/rows.ts';
import { simulate } from '../src/simulation/simulate.ts';
import type { Row } from './row.ts';
import {
  exampleScenario,
  type Size as ScenarioSize,
  type SizedScenario,
  scaled,
} from './support/scaled-scenario.ts';

export const name = 'scenario throughput, CPU time of an event';

interface Size extends ScenarioSize {
  readonly what: string;
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
  readonly scenarios: SizedScenario;
  readonly eventNs: number[];
  readonly emptySeconds: number[];
  events: number;
  bridgesMax: number;
}

export async function run({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const scenario = await exampleScenario();
  const all = (quick ? quickSizes : fullSizes).map(
    (size): Measured => ({
      size,
      scenarios: scaled(scenario, size),
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
  const { full, nearlyEmpty } = one.scenarios;
  const empty = timed(() => simulate(nearlyEmpty, seed).totals);
  const { totals, seconds } = timed(() => simulate(full, seed).totals);
  one.events = totals.events;
  one.bridgesMax = Math.max(one.bridgesMax, totals.bridgesPerConferenceMax);
  if (turn < 0) return;
  one.emptySeconds.push(empty.seconds);
  one.eventNs.push(((seconds - empty.seconds) / (totals.events - empty.totals.events)) * 1e9);
}

function timed(act: () => RunTotals): { readonly totals: RunTotals; readonly seconds: number } {
  const before = process.cpuUsage();
  const totals = act();
  const { user, system } = process.cpuUsage(before);
  return { totals, seconds: (user + system) / 1e6 };
}

function rowOf({ size, events, eventNs, emptySeconds, bridgesMax }: Measured, first: Measured): Row {
  const ratios = eventNs.map((ns, turn) => ns / first.eventNs[turn]!);
  return {
    more: size.what,
    ...{ conferences: `x${size.conferences}`, bridges: `x${size.bridges}`, shards: size.shards },
    selection: size.isSingle ? 'single' : 'region-based',
    events: events.toLocaleString('en'),
    'CPU s with hardly a conference': median(emptySeconds).toFixed(2),
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

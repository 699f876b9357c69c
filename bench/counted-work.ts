/**
 * Goal: the work of an event does not grow with bridges, conferences or shards, whatever the machine and its caches make of it.
 * Method: example 02 with its conferences, bridges and shards multiplied; V8 counts what is executed of the simulator. Less
 * the same deployment with hardly a conference; over events.
 */
import type { Row } from './row.ts';
import { type CountedWork, countWork } from './support/counted-work.ts';
import type { Size } from './support/scaled-scenario.ts';

export const name = 'counted work of an event';

const base: Size = { conferences: 10, bridges: 10, shards: 1, isSingle: false };

const quickSizes: readonly Size[] = [
  { ...base, conferences: 1, bridges: 1 },
  { ...base, conferences: 1, bridges: 10 },
];

const fullSizes: readonly Size[] = [
  base,
  { ...base, conferences: 30, bridges: 30 },
  { ...base, conferences: 100, bridges: 100 },
  { ...base, conferences: 300, bridges: 300 },
  { ...base, bridges: 100 },
  { ...base, bridges: 1000 },
  { ...base, conferences: 30, bridges: 100 },
  { ...base, conferences: 100, bridges: 100, shards: 10 },
  { ...base, conferences: 100, bridges: 100, shards: 100 },
  { ...base, conferences: 100, bridges: 100, isSingle: true },
  { ...base, conferences: 100, bridges: 100, shards: 100, isSingle: true },
];

export async function run({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const sizes = quick ? quickSizes : fullSizes;
  const counted = await countWork(sizes);
  return counted.map((work, index) => rowOf(sizes[index]!, work, counted[0]!));
}

function rowOf(size: Size, { events, calls, code, partLoads }: CountedWork, first: CountedWork): Row {
  return {
    ...{ conferences: `x${size.conferences}`, bridges: `x${size.bridges}`, shards: size.shards },
    selection: size.isSingle ? 'single' : 'region-based',
    events: events.toLocaleString('en'),
    'calls an event': calls.toFixed(1),
    'their ratio to the first': (calls / first.calls).toFixed(2),
    'code executed, ratio to the first': (code / first.code).toFixed(2),
    'loads on bridges worked out': partLoads.toFixed(2),
  };
}

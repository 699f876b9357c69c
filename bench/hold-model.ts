/**
 * Hold model: take the earliest of N pending events, put it back Exp(1) later, N = 10^3, 10^5, 10^6. The usual
 * benchmark of future-event lists (Jones, "An empirical comparison of priority-queue and event-set
 * implementations", Communications of the ACM 29(4), 1986).
 *
 * Exponentials come from a table of 2^16 drawn beforehand, so that the list is measured and not the drawing; the
 * loop's own cost, some 2 ns, is in the numbers. Time is CPU time (user and system) of this process, per event,
 * after as many warm-up events as there are pending ones.
 */
import { createBucketWheel } from '../src/engine/bucket-wheel.ts';
import type { FutureEventList } from '../src/engine/future-event-list.ts';
import { createQuaternaryHeap } from '../src/engine/quaternary-heap.ts';
import { sampleStandardExponential } from '../src/engine/random/exponential.ts';
import { createRandomStreams } from '../src/engine/random/random-streams.ts';
import type { Row } from './row.ts';

export const name = 'hold model, ns of CPU time per event';

const lists: Record<string, () => FutureEventList> = {
  'bucket wheel': () => createBucketWheel(),
  '4-ary heap': () => createQuaternaryHeap(),
};

/** Medians the bucket wheel must not exceed: docs/decisions/0002-bucket-wheel-and-counter-based-randomness.md. */
const targetsNs: Record<number, number> = { 1000: 65, 1000000: 150 };

const drawCount = 65_536;

export async function run(options: { readonly quick: boolean }): Promise<Row[]> {
  const pendingCounts = options.quick ? [1_000, 100_000] : [1_000, 100_000, 1_000_000];
  const events = options.quick ? 500_000 : 4_000_000;
  const runs = options.quick ? 1 : 5;
  const stream = createRandomStreams({ seed: 1, replication: 0 }).stream('bench/hold-model');
  const draws = Float64Array.from({ length: drawCount }, () => sampleStandardExponential(stream));

  const rows: Row[] = [];
  for (const [listName, create] of Object.entries(lists)) {
    for (const pending of pendingCounts) {
      const times = Array.from({ length: runs }, () => measureNs({ create, pending, events, draws })).sort(
        (a, b) => a - b,
      );
      rows.push({
        list: listName,
        pending,
        runs,
        min: times[0]!.toFixed(0),
        median: times[(runs - 1) >> 1]!.toFixed(0),
        target: (listName === 'bucket wheel' ? targetsNs[pending] : undefined) ?? '',
      });
    }
  }
  return rows;
}

function measureNs(options: {
  readonly create: () => FutureEventList;
  readonly pending: number;
  readonly events: number;
  readonly draws: Float64Array;
}): number {
  const { create, pending, events, draws } = options;
  const list = create();
  for (let entity = 0; entity < pending; entity += 1) list.schedule(entity, draws[entity & (drawCount - 1)]!);
  hold(list, pending, draws);
  const before = process.cpuUsage();
  hold(list, events, draws);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / events;
}

function hold(list: FutureEventList, events: number, draws: Float64Array): void {
  for (let event = 0; event < events; event += 1) {
    const entity = list.pop();
    list.schedule(entity, list.poppedTimeMs + draws[event & (drawCount - 1)]!);
  }
}

/**
 * Load of bridges: nanoseconds of CPU time of a join or a leave, as bridges and conferences grow. It must stay flat but
 * for caches: a change costs what its own conference is spread over, whatever else is there.
 */
import { BridgeFleet } from '../src/jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../src/jitsi/conference-table.ts';
import { aFleetOptions } from '../test/support/jitsi.ts';
import type { Row } from './row.ts';

export const name = 'bridge load, ns of CPU time of a join or leave';

const sizes = [
  { bridges: 10, conferences: 100 },
  { bridges: 100, conferences: 1000 },
  { bridges: 1000, conferences: 10_000 },
  { bridges: 10_000, conferences: 100_000 },
];

export async function run(options: { readonly quick: boolean }): Promise<Row[]> {
  const changes = options.quick ? 20_000 : 400_000;
  const runs = options.quick ? 1 : 5;
  return sizes.map(({ bridges, conferences }) => {
    const times = Array.from({ length: runs }, () => measureNs(bridges, conferences, changes));
    times.sort((a, b) => a - b);
    return {
      bridges,
      conferences,
      runs,
      min: times[0]!.toFixed(0),
      median: times[(runs - 1) >> 1]!.toFixed(0),
    };
  });
}

function measureNs(bridges: number, conferences: number, changes: number): number {
  const fleet = new BridgeFleet(aFleetOptions({ integrateCpu: false }), new ConferenceTable());
  for (let bridge = 0; bridge < bridges; bridge++) fleet.start(bridge, 0, 0, 0);
  const slots = Array.from({ length: conferences }, () => fleet.table.open(0));
  for (let i = 0; i < 4 * conferences; i++) {
    const conference = i % conferences;
    fleet.join(slots[conference]!, conference % bridges, 1, i & 1, 1);
  }
  const startUs = process.cpuUsage().user;
  let drawn = 1;
  for (let i = 0; i < changes / 2; i++) {
    drawn = (Math.imul(drawn, 1_103_515_245) + 12_345) & 0x7fffffff;
    const conference = drawn % conferences;
    fleet.join(slots[conference]!, conference % bridges, 1, 1, 2 + i);
    fleet.leave(slots[conference]!, conference % bridges, 1, 1, 2 + i);
  }
  return ((process.cpuUsage().user - startUs) * 1000) / changes;
}

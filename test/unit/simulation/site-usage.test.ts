// Goal: a run says where each instance stood and which region and shard its gigabytes belong to.
// Method: two shards with bridges of their own in two regions, and common bridges with relays; who belongs where is known from the deployment, and the
// parts must add up to the totals that are counted without sites.
import { describe, expect, it } from 'vitest';
import { type RunRows, siteOfText, type UsageRow } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { scenarioOf } from '../../support/study.ts';

const demand = `
horizon: { start: 2026-11-23T08:00, hours: 2 }
demand:
  - name: meetings
    class: team-meeting
    conferences: { curve: flat, peakPerHour: 40 }
    regions: { eu-west-1: 0.5, us-east-1: 0.5 }
`;
const twoRegions = simulate(
  await scenarioOf(`
name: two regions
${demand}
deployment:
  region: eu-west-1
  shards: { count: 2, bridges: own, regions: [ eu-west-1, us-east-1 ] }
  bridges:
    instanceType: aws/eu-west-1/c5.xlarge
    initialCount: 6
    places: [ { region: eu-west-1, zone: eu-west-1a }, { region: us-east-1, zone: us-east-1b } ]
    selection: { strategy: region-based }
scaling: { bridges: { policy: static, count: 6 } }
`),
  { seed: 1, replication: 0 },
);

const common = simulate(
  await scenarioOf(`
name: common bridges
${demand}
deployment:
  region: eu-west-1
  bridges:
    instanceType: aws/eu-west-1/c5.xlarge
    initialCount: 6
    places:
      - { region: eu-west-1, zone: eu-west-1a }
      - { region: eu-west-1, zone: eu-west-1b }
      - { region: us-east-1, zone: us-east-1b }
    selection: { strategy: region-based, relays: true }
scaling: { bridges: { policy: static, count: 6 } }
`),
  { seed: 1, replication: 0 },
);

const sumOf = ({ usage }: RunRows, measure: UsageRow['measure'], of?: string): number =>
  usage
    .filter((row) => row.measure === measure && (of === undefined || row.of === of))
    .reduce((sum, { quantity }) => sum + quantity, 0);

describe('shards with bridges of their own in two regions', () => {
  it('have three bridges each, which stand in the region of their shard', () => {
    const sites = twoRegions.lives.map(({ region, zone, shard }) => `${region} ${zone} ${shard}`).sort();
    expect(sites).toEqual([
      ...Array<string>(3).fill('eu-west-1 eu-west-1a 1'),
      ...Array<string>(3).fill('us-east-1 us-east-1b 2'),
    ]);
  });

  it.each([
    ['site-egress-gigabytes', 'egress-gigabytes'],
    ['site-relay-inter-zone-gigabytes', 'relay-inter-zone-gigabytes'],
    ['site-relay-inter-region-gigabytes', 'relay-inter-region-gigabytes'],
  ] as const)('%s adds up to %s', (bySite, all) => {
    for (const run of [twoRegions, common]) expect(sumOf(run, bySite)).toBeCloseTo(sumOf(run, all), 9);
    expect(sumOf(common, all)).toBeGreaterThan(0.1);
  });

  it('send what they send from their own region', () => {
    const egress = twoRegions.usage.filter(({ measure }) => measure === 'site-egress-gigabytes');
    expect(egress.map(({ of }) => siteOfText(of))).toEqual([
      { region: 'eu-west-1', shard: '1' },
      { region: 'us-east-1', shard: '2' },
    ]);
    expect(Math.min(...egress.map(({ quantity }) => quantity))).toBeGreaterThan(1);
  });
});

describe('bridges that all shards share', () => {
  it('are of no shard, and one place is told apart from no other', async () => {
    const one = simulate(
      await scenarioOf(`
name: one place
horizon: { start: 2026-11-23T08:00, hours: 1 }
demand: [ { name: meetings, class: team-meeting, conferences: { curve: flat, peakPerHour: 20 } } ]
deployment: { shards: { count: 2 }, bridges: { instanceType: aws/eu-west-1/c5.xlarge, initialCount: 4 } }
scaling: { bridges: { policy: static, count: 4 } }
`),
      { seed: 1, replication: 0 },
    );
    expect(new Set(one.lives.map(({ shard, zone }) => shard + zone))).toEqual(new Set(['']));
    expect(one.usage.filter(({ measure }) => measure.startsWith('site-'))).toEqual([]);
  });
});

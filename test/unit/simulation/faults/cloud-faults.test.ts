/**
 * Goal: what the cloud does to a deployment happens where and when the scenario says: a zone lost, a region cut off,
 * no stock, slow boots, spot instances taken.
 * Method: scenarios as users write them, with everybody in by minute 10 and nobody leaving; sums worked out by hand.
 */
import { describe, expect, it } from 'vitest';
import type { RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { scenarioOf } from '../../../support/study.ts';

interface Written {
  readonly bridges: string;
  readonly faults: string;
  readonly scaling?: string;
}

/** Forty meetings of five at 08:10 that go on for hours, from 08:00 to 10:00. */
async function run({ bridges, faults, scaling = '{ policy: static, count: 4 }' }: Written): Promise<RunRows> {
  const scenario = await scenarioOf(`name: t
horizon: { start: 2026-11-23T08:00, hours: 2 }
demand:
  - class: { from: team-meeting, size: 5, durationMinutes: 600, joinOffsetSeconds: 0, leaveOffsetSeconds: 0 }
    burst: { at: 08:10, conferences: 40 }
deployment:
  bridges:
    boot: { from: openfun-kubernetes, spreadLogStandardDeviation: 0 }
    selection: { strategy: single }
    ${bridges}
scaling: { bridges: ${scaling} }
faults: [${faults}]
`);
  return simulate(scenario, { seed: 2, replication: 0 });
}

const twoZones = 'places: [{ zone: a }, { zone: b }]';
const twoRegions = 'places: [{ region: north, zone: n1 }, { region: south, zone: s1 }]';

describe('zone-loss', () => {
  it('puts out who is there for a minute, and replaces the bridges in the other zone', async () => {
    const { totals, incidents, minutes } = await run({
      bridges: twoZones,
      faults: '{ kind: zone-loss, at: 09:00, zone: a }',
    });
    const lost = incidents.find(({ kind }) => kind === 'zone-lost');
    expect(lost?.detail).toContain('zone a with 2 instances');
    expect(lost!.affected).toBeGreaterThan(60);
    // Everybody there is out for two consent time-outs of 30 s.
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo(lost!.affected, 6);
    expect(totals.participantsDropped).toBe(lost!.affected);
    expect(minutes.participants.at(-1)).toBe(200);
    expect(totals.bridgeLaunches).toBe(2);
    expect(minutes.bridgesReady.at(-1)).toBe(4);
  });

  it('launches there again only when it is back', async () => {
    // Both zones are lost, b for good: the four wait for zone a, which is back at 09:20. Asked for again each minute,
    // they serve 240 s later; 200 people are out from 09:00 on.
    const { totals, minutes } = await run({
      bridges: twoZones,
      faults:
        '{ kind: zone-loss, at: 09:00, zone: a, durationSeconds: 1170 }, { kind: zone-loss, at: 09:00, zone: b }',
    });
    expect(minutes.bridgesReady[70]).toBe(0);
    expect(minutes.bridgesReady.at(-1)).toBe(4);
    expect(totals.disconnectedParticipantMinutes).toBeGreaterThan(200 * 23.5);
    expect(totals.disconnectedParticipantMinutes).toBeLessThan(200 * 26);
    expect(minutes.participants.at(-1)).toBe(200);
  });
});

describe('region-partition', () => {
  it('moves the region’s participants for its length, and takes its bridges back', async () => {
    const { totals, incidents, minutes } = await run({
      bridges: twoRegions,
      faults: '{ kind: region-partition, at: 09:00, region: south, durationSeconds: 1200 }',
    });
    const cut = incidents.find(({ kind }) => kind === 'region-cut-off');
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo(cut!.affected, 6);
    // Paid all the time, never launched anew; all four are ready for whoever scales them.
    expect(totals.bridgeHoursPaid).toBeCloseTo(8, 9);
    expect(totals.bridgeLaunches).toBe(0);
    expect(minutes.participants.at(-1)).toBe(200);
    expect(incidents.some(({ kind }) => kind === 'bridge-crashed')).toBe(false);
  });
});

describe('stock-out and slow-boot', () => {
  it('delay what is launched meanwhile', async () => {
    const growing =
      '{ policy: scheduled, prewarmSeconds: 0, timetable: [{ at: 08:00, count: 2 }, { at: 08:30, count: 4 }] }';
    const none = await run({ bridges: 'initialCount: 2', faults: '', scaling: growing });
    expect(none.minutes.bridgesReady[34]).toBe(4);
    const slow = await run({
      bridges: 'initialCount: 2',
      faults: '{ kind: slow-boot, at: 08:20, factor: 3 }',
      scaling: growing,
    });
    // 3 x 240 s: ready at 08:42 instead of 08:34.
    expect([slow.minutes.bridgesReady[40], slow.minutes.bridgesReady[42]]).toEqual([2, 4]);
    const out = await run({
      bridges: 'initialCount: 2',
      faults: '{ kind: stock-out, at: 08:20, durationSeconds: 1810 }',
      scaling: growing,
    });
    // Nothing until 08:50:10, asked for again every minute, hence at 08:51, and 240 s to boot.
    expect(out.minutes.bridgesReady[53]).toBe(2);
    expect(out.minutes.bridgesReady[56]).toBe(4);
    expect(out.incidents.some(({ kind }) => kind === 'launch-refused')).toBe(true);
  });
});

describe('spot-interruption', () => {
  it('takes all spot instances at once, and moves who was on them', async () => {
    const { totals, incidents, minutes } = await run({
      bridges: 'spot: { model: { from: google-cloud, interruptedPerMonthRatio: 0 }, onDemandBaseCount: 1 }',
      faults: '{ kind: spot-interruption, at: 09:00 }',
    });
    expect(incidents.find(({ kind }) => kind === 'spot-wave')?.affected).toBe(3);
    expect(minutes.participants.at(-1)).toBe(200);
    expect(totals.joinsFailed).toBe(0);
    expect(minutes.bridgesReady.at(-1)).toBe(4);
  });
});

/**
 * Goal: an operator's drain flag empties bridges without ending them, is lifted when its time is over, and stands behind graceful
 * shutdown as it does in Jicofo (jicofo 7ebb13d, BridgeSelector.kt).
 * Method: short meetings, so that a bridge that gets no new ones is empty seven minutes later; bridges that come and go by a
 * timetable.
 */
import { describe, expect, it } from 'vitest';
import type { Geography } from '../../../../src/jitsi/geography.ts';
import type { BridgeDrain, Fault } from '../../../../src/scenario/faults.ts';
import type { RunRows } from '../../../../src/simulation/rows.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aBridgePool, aCurveDemand, aScenario, twoRegions } from '../../../support/scenario.ts';

const minuteMs = 60_000;

/** A flag set at minute 30, for so many minutes. */
function aFlag(minutes: number, overrides: Partial<BridgeDrain> = {}): BridgeDrain {
  const timing = { kind: 'at', atMs: 30 * minuteMs } as const;
  const all = { ratio: 1, zone: null, version: null };
  return { kind: 'bridge-drain', name: 'flag', timing, durationSeconds: minutes * 60, ...all, ...overrides };
}

/** Meetings of five minutes, two begin in a minute; two bridges, three from minute 35 to 60. */
function run(
  faults: readonly Fault[],
  options: { readonly grows?: boolean; readonly geography?: Geography } = {},
): RunRows {
  const scenario = aScenario({
    hours: 2,
    demand: [aCurveDemand(120, { durationMinutes: { kind: 'constant', value: 5 } })],
    scaling: {
      bridges: {
        policy: 'scheduled',
        scheduled: {
          steps: [
            { atMs: 0, count: 2 },
            { atMs: 35 * minuteMs, count: options.grows === true ? 3 : 2 },
            { atMs: 60 * minuteMs, count: 2 },
          ],
          prewarmSeconds: 0,
        },
        controlIntervalSeconds: 60,
      },
      jibris: null,
    },
    faults,
  });
  const { geography } = options;
  const deployment = {
    ...scenario.deployment,
    bridges: aBridgePool({ initialCount: 2 }),
    ...(geography === undefined ? {} : { geography }),
  };
  return simulate({ ...scenario, deployment }, { seed: 1, replication: 0 });
}

/** Minutes, from 10 on, at whose end the less loaded half of two bridges carries nothing while the other carries something. */
function halfEmpty({ minutes }: RunRows): number[] {
  const isHalf = (row: number): boolean => minutes.stressP10[row] === 0 && minutes.stressMax[row]! > 0;
  return [...minutes.minute].filter((minute, row) => minute >= 10 && isHalf(row));
}

/** Minutes in which joins failed. */
function failing({ minutes }: RunRows): number[] {
  return [...minutes.minute].filter((_, row) => minutes.joinsFailed[row]! > 0);
}

describe('bridge-drain', () => {
  it('empties a bridge, which is paid, ready, and used again when the flag is lifted', () => {
    const flagged = run([aFlag(30, { ratio: 0.5 })]);
    expect(halfEmpty(run([]))).toEqual([]);
    const empty = halfEmpty(flagged);
    // Nobody is on it from minute 37 at the latest until the flag goes at 60; then the next meeting is put there.
    for (let minute = 37; minute <= 59; minute++) expect(empty).toContain(minute);
    expect(Math.max(...empty)).toBeLessThanOrEqual(61);
    expect(flagged.minutes.bridgesReady[45]).toBe(2);
    expect(flagged.totals.bridgeHoursPaid).toBeCloseTo(4, 9);
    expect([flagged.totals.joinsFailed, flagged.totals.participantsMoved]).toEqual([0, 0]);
    const notes = flagged.incidents.filter(({ kind }) => kind === 'drain-flag');
    expect(notes.map(({ atMs }) => atMs / minuteMs)).toEqual([30, 60]);
  });

  it('is a last resort: bridges that all have it take conferences', () => {
    const flagged = run([aFlag(60)]);
    expect(flagged.totals.joinsFailed).toBe(0);
    expect(halfEmpty(flagged)).toEqual([]);
  });

  it('leaves the new conferences to a bridge in graceful shutdown, which rejects them, until that has gone', () => {
    // Both old bridges have the flag when the third is told to go at minute 60: it is the only one without, empty 6 minutes later.
    const minutes = failing(run([aFlag(60)], { grows: true }));
    expect(minutes.length).toBeGreaterThanOrEqual(4);
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(61);
    expect(Math.max(...minutes)).toBeLessThanOrEqual(68);
    // Without the flag, or with a flag that is lifted before, nothing fails.
    expect(failing(run([], { grows: true }))).toEqual([]);
    expect(failing(run([aFlag(25)], { grows: true }))).toEqual([]);
  });

  it('goes with the process that it was set on', () => {
    const timing = { kind: 'at', atMs: 40 * minuteMs } as const;
    const process = { count: 2, pick: 'random', loss: 'process', restartSeconds: 60 } as const;
    const restarted = run([
      aFlag(60, { ratio: 0.5 }),
      { kind: 'bridge-crash', name: 'crash', timing, ...process },
    ]);
    // Both serve again from minute 41 on, and there is nothing to lift at minute 90.
    expect(halfEmpty(restarted)).toContain(39);
    // Of 45 minutes with the flag, one or two in which a bridge happens to be empty.
    expect(halfEmpty(restarted).filter((minute) => minute >= 45).length).toBeLessThan(5);
    expect(restarted.incidents.filter(({ kind }) => kind === 'drain-flag')).toHaveLength(1);
  });

  it('is still there when a bridge can be reached again', () => {
    const timing = { kind: 'at', atMs: 40 * minuteMs } as const;
    const cutOff = run(
      [
        aFlag(60, { zone: 'n1' }),
        { kind: 'region-partition', name: 'cut', timing, region: 0, durationSeconds: 300 },
      ],
      { geography: twoRegions() },
    );
    // Everybody is in the north and prefers its bridge: some are on it when the flag is set. From minute 45 on it can be reached
    // again, and when the flag is lifted nobody is.
    const [set, lifted] = cutOff.incidents.filter(({ kind }) => kind === 'drain-flag');
    expect(set!.affected).toBeGreaterThan(0);
    expect([lifted!.atMs / minuteMs, lifted!.affected]).toEqual([90, 0]);
    expect(lifted!.detail).toMatch(/from 1 bridge$/);
  });

  it('stays until the later end where two acts overlap, and concerns a share of the bridges of a version', () => {
    const later = { kind: 'at', atMs: 40 * minuteMs } as const;
    const both = run([aFlag(15), aFlag(15, { name: 'again', timing: later })]);
    const notes = both.incidents.filter(({ kind }) => kind === 'drain-flag');
    expect(notes.map(({ atMs }) => atMs / minuteMs)).toEqual([30, 40, 55]);
    // All bridges are of version 0 where nothing is said of versions.
    const other = run([aFlag(60, { version: 1 })], { grows: true });
    expect(failing(other)).toEqual([]);
  });
});

/**
 * Goal: a Jicofo that misses an answer of a bridge moves nobody, one that hears of an ill bridge moves everybody, and one
 * that redistributes takes ten participants a time off an overloaded bridge and then leaves it alone.
 * Method: a few bridges and conferences that are there all the time. Times are those of jicofo 7ebb13d's reference.conf:
 * 10 s between checks, 15 s for an answer, 5 s to the second query, 60 s of memory; 10 participants every 180 s above
 * corrected stress 0.9.
 */
import { describe, expect, it } from 'vitest';
import { shippedIceFailureDetection } from '../../../src/jitsi/jicofo/bridge-record.ts';
import {
  type BridgeHealth,
  shippedHealthChecks,
  timedOutAfterSeconds,
} from '../../../src/jitsi/jicofo/health-checks.ts';
import type { BridgeIllness, Fault } from '../../../src/scenario/faults.ts';
import type { SelectionOptions } from '../../../src/scenario/scenario.ts';
import type { RunRows } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aCurveDemand, aScenario } from '../../support/scenario.ts';

const minuteMs = 60_000;

function run(options: {
  /** Sizes of conferences that begin at minute 1, one after the other within a second, and last. */
  readonly rooms: readonly number[];
  readonly bridges: number;
  readonly selection?: Partial<SelectionOptions>;
  readonly health?: BridgeHealth;
  readonly faults?: readonly Fault[];
  /** Conferences that begin later: minute and size. */
  readonly later?: readonly (readonly [number, number])[];
}): RunRows {
  const { media, conferenceClass } = aCurveDemand(0, {
    joinOffsetSeconds: { kind: 'constant', value: 0 },
    durationMinutes: { kind: 'constant', value: 600 },
  });
  const pool = aBridgePool({ initialCount: options.bridges });
  const starts = [
    ...options.rooms.map((size, i) => [1 + i / 60_000, size] as const),
    ...(options.later ?? []),
  ];
  return simulate(
    aScenario({
      hours: 1,
      demand: starts.map(([minute, size], i) => ({
        kind: 'burst' as const,
        name: `room ${i}`,
        startMs: minute * minuteMs,
        conferences: 1,
        conferenceClass: { ...conferenceClass, size: { kind: 'constant' as const, value: size } },
        media,
      })),
      faults: options.faults ?? [],
      deployment: {
        region: 'test',
        shardCount: 1,
        cloud: aCloud(),
        signalling: null,
        bridges: {
          ...pool,
          ...(options.health === undefined ? {} : { health: options.health }),
          selection: { ...pool.selection, ...options.selection },
        },
        jibris: null,
      },
      scaling: { bridges: { policy: 'static', static: { count: options.bridges } }, jibris: null },
    }),
    { seed: 2, replication: 0 },
  );
}

function illness(symptom: BridgeIllness['symptom'], recoverSeconds: number | null): BridgeIllness {
  const timing = { kind: 'at', atMs: 10 * minuteMs } as const;
  return { kind: 'bridge-illness', name: 'ill', timing, count: 1, symptom, recoverSeconds };
}

function noticedMs({ incidents }: RunRows): number {
  return incidents.find(({ kind }) => kind === 'bridge-unhealthy')?.atMs ?? Number.NaN;
}

describe('a bridge that answers no health check', () => {
  it('is noticed after 35 to 45 s, and nobody is moved', () => {
    expect([0, 1].map((unit) => timedOutAfterSeconds(shippedHealthChecks, unit))).toEqual([35, 45]);
    const rows = run({ rooms: [20], bridges: 1, faults: [illness('no-answer', null)] });
    expect(noticedMs(rows) - 10 * minuteMs).toBeGreaterThanOrEqual(35_000);
    expect(noticedMs(rows) - 10 * minuteMs).toBeLessThanOrEqual(45_000);
    expect(rows.totals.participantsMoved).toBe(0);
    expect(rows.minutes.participants.at(-1)).toBe(20);
  });

  it('takes nobody new until a minute after it is well again', () => {
    // Ill from 10:00 to 11:40, remembered to 12:40: conferences at 11 and 12 find no bridge, one at 13 does.
    const later = [
      [11, 3],
      [12, 4],
      [13, 5],
    ] as const;
    const rows = run({ rooms: [20], bridges: 1, later, faults: [illness('no-answer', 100)] });
    expect(rows.totals.joinsFailed).toBe(3 + 4);
    expect(rows.minutes.participants.at(-1)).toBe(20 + 5);
  });

  it('is nothing when it answers again in time, or when Jicofo does not ask', () => {
    const blink = run({ rooms: [20], bridges: 1, later: [[11, 3]], faults: [illness('no-answer', 34)] });
    expect(blink.totals.joinsFailed).toBe(0);
    const selection = { healthChecks: null };
    const faults = [illness('no-answer', null)];
    const blind = run({ rooms: [20], bridges: 1, later: [[12, 3]], faults, selection });
    expect(blind.totals.joinsFailed).toBe(0);
    expect(noticedMs(blind)).toBeNaN();
  });
});

describe('a bridge that says it is unwell', () => {
  it('loses everybody at its next check', () => {
    const rows = run({ rooms: [20], bridges: 2, faults: [{ ...illness('unwell', null), count: 2 }] });
    expect(noticedMs(rows) - 10 * minuteMs).toBeLessThanOrEqual(10_000);
    // Both are ill: those of the first move to the second, and then there is no bridge left; nobody has left.
    expect(rows.minutes.participants.at(-1)).toBe(0);
    expect(rows.totals.joins).toBe(20);
  });

  it('gives them to another bridge, and to itself when it is well again', () => {
    const one = run({ rooms: [20], bridges: 2, faults: [{ ...illness('unwell', null), count: 1 }] });
    expect(one.minutes.participants.at(-1)).toBe(20);
    const both = run({ rooms: [20], bridges: 2, faults: [{ ...illness('unwell', 300), count: 2 }] });
    expect(both.minutes.participants.at(-1)).toBe(20);
    expect(both.minutes.participants[13]).toBe(0);
  });
});

describe('load redistribution', () => {
  const redistribution = { intervalSeconds: 60, stressThreshold: 0.9, endpoints: 10, timeoutSeconds: 180 };
  // Without the cap a room stays on its bridge while that is not overloaded: at 50 000 packets a second stress is 1. Ten
  // senders at 50 packets to each of the others: 100 participants are 100 * 10 * 50 = 50 000.
  const crowded = { rooms: [100], bridges: 2 };
  const loose = { maxBridgeParticipants: -1, stressThreshold: 5 };

  it('moves ten participants at a time, and not before three minutes have passed', () => {
    const off = run({ ...crowded, selection: loose });
    expect(off.totals.participantsRedistributed).toBe(0);
    expect(off.totals.stressMax).toBeGreaterThan(0.9);
    // Not overloaded at 5, above 0.9 all the same: what is moved comes back to the conference's bridge.
    const rows = run({ ...crowded, selection: { ...loose, redistribution } });
    const moves = rows.incidents.filter(({ kind }) => kind === 'load-redistributed');
    expect(moves.every(({ affected }) => affected === 10)).toBe(true);
    expect(moves.length).toBeGreaterThan(10);
    expect(moves.length).toBeLessThanOrEqual(60 / 3 + 1);
    const gaps = moves.slice(1).map(({ atMs }, i) => atMs - moves[i]!.atMs);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(180_000);
    expect(rows.minutes.participants.at(-1)).toBe(100);
  });

  it('relieves a bridge where another can take participants', () => {
    const selection = { maxBridgeParticipants: -1, averageParticipantStress: 0 };
    // No stress is added for joins, so that all of a burst land on one bridge before it has reported any load.
    const off = run({ ...crowded, selection });
    const on = run({ ...crowded, selection: { ...selection, redistribution } });
    expect(off.minutes.stressMax.at(-1)).toBeGreaterThan(0.9);
    expect(on.minutes.stressMax.at(-1)).toBeLessThan(0.9);
    expect(on.totals.participantsRedistributed).toBeGreaterThanOrEqual(10);
  });

  it('moves nobody when all bridges are overloaded', () => {
    const rows = run({ rooms: [100], bridges: 1, selection: { maxBridgeParticipants: -1, redistribution } });
    expect(rows.totals.participantsRedistributed).toBe(0);
  });
});

describe('a bridge that no media reach', () => {
  const detection = { ...shippedIceFailureDetection, isEnabled: true, intervalSeconds: 60, minEndpoints: 40 };

  it('gets its participants back for ever, every 30 s, where Jicofo does not look at who asks', () => {
    const { totals } = run({ rooms: [50, 50], bridges: 2, faults: [illness('no-media', null)] });
    // From 10:00 on fifty ask after 30 s, 60 s ... and 49:30: each time Jicofo finds their bridge the least stressed.
    expect([totals.iceRestarts, totals.iceFailuresDetected]).toEqual([50 * 99, 0]);
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo(50 * 50, 6);
  });

  it('loses them where it does: at the sixth request of fifty, more than one in ten', () => {
    const selection = { iceFailureDetection: detection };
    const { totals } = run({ rooms: [50, 50], bridges: 2, selection, faults: [illness('no-media', null)] });
    expect(totals.iceFailuresDetected).toBe(1);
    // All ask in the same moment, and are invited after it.
    expect(totals.iceRestarts).toBe(50);
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo((50 * 30) / 60, 6);
  });

  it('is not judged with fewer participants than it takes', () => {
    const selection = { iceFailureDetection: detection };
    const { totals } = run({ rooms: [30, 30], bridges: 2, selection, faults: [illness('no-media', null)] });
    expect(totals.iceFailuresDetected).toBe(0);
  });

  it('carries them again when its port is open', () => {
    const { totals, minutes } = run({ rooms: [50, 50], bridges: 2, faults: [illness('no-media', 100)] });
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo((50 * 100) / 60, 6);
    expect(minutes.participantsOut.at(-1)).toBe(0);
  });

  it('attracts the next conference, since it looks idle', () => {
    const { totals } = run({
      rooms: [50, 50],
      bridges: 2,
      later: [[20, 10]],
      faults: [illness('no-media', null)],
    });
    // Fifty from minute 10 on and ten from minute 20 on.
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo(50 * 50 + 10 * 40, 6);
  });
});

describe('a bridge whose failures are sticky', () => {
  it('stays unwell, and is let go by its watchdog', () => {
    const faults = [illness('unwell', 30)];
    const sticky = (watchdogSeconds: number | null) => ({ isSticky: true, watchdogSeconds });
    const later = [[20, 3]] as const;
    const plain = run({ rooms: [20], bridges: 1, later, faults });
    expect([plain.totals.joinsFailed, plain.totals.bridgeDrains]).toEqual([0, 0]);
    const watched = run({ rooms: [20], bridges: 1, later, faults, health: sticky(180) });
    // The policy launches another in its place, on which all are again.
    expect([watched.totals.bridgeDrains, watched.totals.bridgeLaunches]).toEqual([1, 1]);
    expect(watched.minutes.participants.at(-1)).toBe(20 + 3);
    const unwatched = run({ rooms: [20], bridges: 1, later, faults, health: sticky(null) });
    expect([unwatched.totals.joinsFailed, unwatched.totals.bridgeDrains]).toEqual([3, 0]);
    expect(unwatched.minutes.participants.at(-1)).toBe(0);
  });
});

describe('other ways to notice', () => {
  it('are a silence of 45 s with use-presence', () => {
    const checks = { ...shippedHealthChecks, usePresence: true };
    expect([0, 1].map((unit) => timedOutAfterSeconds(checks, unit))).toEqual([45, 45]);
    const rows = run({
      rooms: [20], bridges: 1, selection: { healthChecks: checks }, faults: [illness('no-answer', null)],
    }); // biome-ignore format: one run
    expect(noticedMs(rows) - 10 * minuteMs).toBe(45_000);
  });

  it('are the end of a connection, after 14 min and 924.6 s, where Jicofo checks nothing', () => {
    const crash: Fault = {
      kind: 'bridge-crash', name: 'crash', timing: { kind: 'at', atMs: 10 * minuteMs }, count: 1, pick: 'busiest',
      loss: 'machine', restartSeconds: null,
    }; // biome-ignore format: one fault
    const { totals } = run({ rooms: [20], bridges: 2, selection: { healthChecks: null }, faults: [crash] });
    expect(totals.disconnectedParticipantMinutes).toBeCloseTo((20 * (14 * 60 + 924.6)) / 60, 6);
  });
});

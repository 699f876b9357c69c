/**
 * Goal: rooms go to shards as HAProxy sends them, and what breaks a room is seen: a drain leaves known rooms alone until
 * their entry ends, a late joiner then lands elsewhere, and a shard that dies hands its rooms over whole.
 * Method: conferences whose joins are set to the second, against times that follow from the settings by hand.
 */
import { describe, expect, it } from 'vitest';
import { production8x8Entry } from '../../../src/jitsi/haproxy/entry-settings.ts';
import type { SignallingModel } from '../../../src/jitsi/signalling/signalling-model.ts';
import type { Fault } from '../../../src/scenario/faults.ts';
import type { Demand, Scenario, ShardOrderAt, ShardSettings } from '../../../src/scenario/scenario.ts';
import type { RunRows } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aCurveDemand, aScenario } from '../../support/scenario.ts';
import { aSignallingModel } from '../../support/signalling.ts';

const minuteMs = 60_000;

/** Conferences that begin at minute 10 with one participant and get the others so much later; all stay for an hour. */
function meetings(conferences: number, laterSeconds: number, participants = 2): Demand {
  const { media, conferenceClass } = aCurveDemand(0, {
    size: { kind: 'constant', value: participants },
    hostJoinOffsetSeconds: { kind: 'constant', value: 0 },
    joinOffsetSeconds: { kind: 'constant', value: laterSeconds },
    durationMinutes: { kind: 'constant', value: 60 },
  });
  return { kind: 'burst', name: 'meetings', startMs: 10 * minuteMs, conferences, conferenceClass, media };
}

function run(options: {
  readonly demand: Demand;
  readonly shardCount?: number;
  readonly shards?: Partial<ShardSettings>;
  readonly orders?: readonly ShardOrderAt[];
  readonly signalling?: SignallingModel;
  readonly faults?: readonly Fault[];
  readonly bridges?: number;
}): RunRows {
  const { shardCount = 2, bridges: count = 4 } = options;
  const pool = aBridgePool({ initialCount: count });
  const scenario: Scenario = aScenario({
    hours: 2,
    demand: [options.demand],
    faults: options.faults ?? [],
    deployment: {
      region: 'test',
      shardCount,
      cloud: aCloud(),
      shards: {
        regions: [],
        hasOwnBridges: false,
        haproxy: production8x8Entry,
        orders: options.orders ?? [],
        ...options.shards,
      },
      signalling: options.signalling ?? null,
      bridges: pool,
      jibris: null,
    },
    scaling: { bridges: { policy: 'static', static: { count } }, jibris: null },
  });
  return simulate(scenario, { seed: 4, replication: 0 });
}

const drainAll = (minute: number): ShardOrderAt[] => [
  { atMs: minute * minuteMs, shard: 0, order: 'drain' },
  { atMs: (minute + 2) * minuteMs, shard: 0, order: 'ready' },
];

describe('a drain', () => {
  // About half of the rooms are on shard 0; those who come while it is drained would be hashed to shard 1.
  const duringDrain: ShardOrderAt[] = [{ atMs: 11 * minuteMs, shard: 0, order: 'drain' }];

  it.each([false, true])(
    'leaves rooms alone that somebody asked for within five minutes: signalling %s',
    (hasModel) => {
      const signalling = hasModel ? { signalling: aSignallingModel() } : {};
      const { totals } = run({ demand: meetings(40, 240), orders: duringDrain, ...signalling });
      expect(totals.roomSplits).toBe(0);
    },
  );

  it.each([false, true])('splits rooms whose entry has ended: signalling %s', (hasModel) => {
    const signalling = hasModel ? { signalling: aSignallingModel() } : {};
    const { totals, incidents } = run({ demand: meetings(40, 360), orders: duringDrain, ...signalling });
    // Every room of shard 0: of 40 between 8 and 32 with a probability beyond 0.9999.
    expect(totals.roomSplits).toBeGreaterThan(8);
    expect(totals.roomSplits).toBeLessThan(32);
    expect(incidents.filter(({ kind }) => kind === 'room-split')).toHaveLength(totals.roomSplits);
    expect(totals.joinsFailed).toBe(0);
  });

  it('splits nothing when the same shards are back before the next join', () => {
    const { totals } = run({ demand: meetings(40, 360), orders: drainAll(11) });
    expect(totals.roomSplits).toBe(0);
  });

  it('splits nothing with one shard or with conferences that take turns', () => {
    expect(run({ demand: meetings(40, 360), shardCount: 1 }).totals.roomSplits).toBe(0);
    expect(run({ demand: meetings(40, 360), shards: { haproxy: null } }).totals.roomSplits).toBe(0);
  });
});

describe('a shard that nobody can reach', () => {
  it('fails joins when there is no other', () => {
    const orders: ShardOrderAt[] = [{ atMs: 9 * minuteMs, shard: 0, order: 'maint' }];
    const { totals } = run({ demand: meetings(5, 60), shardCount: 1, orders });
    expect(totals.joinsFailed).toBe(10);
  });

  it('hands its rooms to the backup region', () => {
    const orders: ShardOrderAt[] = [{ atMs: 9 * minuteMs, shard: 0, order: 'maint' }];
    const { totals } = run({ demand: meetings(5, 60), shards: { regions: [0, 1] }, orders });
    expect(totals.joinsFailed).toBe(0);
  });
});

describe('a shard whose Prosody dies', () => {
  const kill: Fault = {
    kind: 'prosody-kill',
    name: 'kill',
    timing: { kind: 'at', atMs: 20 * minuteMs },
    shard: 0,
  };
  // Prosody is back after three minutes: until then the agent says down, and clients reload after 10 to 30 s.
  const slow = aSignallingModel({ prosodyStartSeconds: { kind: 'constant', value: 180 } });

  it('hands its conferences over whole, and nobody is lost', () => {
    const { totals, incidents } = run({ demand: meetings(40, 60), signalling: slow, faults: [kill] });
    expect(totals.prosodyKills).toBe(1);
    expect(totals.participantsDropped).toBeGreaterThan(16);
    expect(totals.roomSplits).toBe(0);
    const down = incidents.find(({ kind, detail }) => kind === 'shard-state' && detail.includes('down'));
    // The agent looks every 5 s, HAProxy every 10 s.
    expect(down?.atMs).toBeGreaterThan(20 * minuteMs);
    expect(down?.atMs).toBeLessThanOrEqual(20 * minuteMs + 15_000);
    // Everybody is back long before Prosody is: reload 10 to 30 s, perhaps twice.
    expect(totals.participantMinutesOut / totals.participantsDropped).toBeLessThan(1.1);
    expect(totals.joins).toBe(80);
  });

  it('keeps them out until it is back where there is no other', () => {
    const { totals } = run({ demand: meetings(40, 60), signalling: slow, faults: [kill], shardCount: 1 });
    expect(totals.participantsDropped).toBe(80);
    expect(totals.participantMinutesOut / totals.participantsDropped).toBeGreaterThan(3);
  });
});

describe('Jicofos that share bridges', () => {
  // Conferences of 30 in one second: each Jicofo takes the least stressed bridge and knows of its own placements only.
  const both = meetings(2, 0, 30);

  it('put two conferences on one bridge, where one Jicofo would take two', () => {
    const turns = { haproxy: null };
    expect(run({ demand: both, shards: turns, bridges: 2 }).totals.participantsPerBridgeMax).toBe(60);
    expect(
      run({ demand: both, shards: turns, bridges: 2, shardCount: 1 }).totals.participantsPerBridgeMax,
    ).toBe(30);
  });

  it('do not when each has its own', () => {
    const own = { haproxy: null, hasOwnBridges: true };
    expect(run({ demand: both, shards: own, bridges: 2 }).totals.participantsPerBridgeMax).toBe(30);
  });
});

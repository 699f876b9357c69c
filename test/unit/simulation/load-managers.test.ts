// Goal: an overloaded bridge with the load reducer lowers and raises what it forwards as jitsi-videobridge does.
// Method: one conference whose load is proportional to last-n, and upstream's rules worked by hand (LastNReducer.kt,
//   JvbLoadManager.kt at a29d97d): reduce to floor(0.75 x most forwarded), recover to max(n + 1, floor(1.25 x n)), one
//   action a minute.
import { describe, expect, it } from 'vitest';
import { CloudAccount } from '../../../src/cloud/cloud-account.ts';
import { createBucketWheel } from '../../../src/engine/bucket-wheel.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { runUntil } from '../../../src/engine/run-loop.ts';
import { BridgeFleet } from '../../../src/jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../../../src/jitsi/conference-table.ts';
import { noLimit } from '../../../src/jitsi/load-management/last-n-limits.ts';
import { slotOf } from '../../../src/simulation/entities.ts';
import { FaultWindows } from '../../../src/simulation/faults/fault-windows.ts';
import { LoadManagers } from '../../../src/simulation/load-managers.ts';
import { LookLog } from '../../../src/simulation/look-log.ts';
import { aBridgeModel, aFleetOptions, aMediaProfile } from '../../support/jitsi.ts';
import { aScenario } from '../../support/scenario.ts';

const settings = {
  reductionScale: 0.75,
  recoverScale: 1.25,
  minLastN: 1,
  maxEnforcedLastN: 40,
  impactSeconds: 60,
  recoveryThresholdRatio: 0.8,
};

/** Only forwarded video counts, 100 packets a second each; a bridge that never saturates. */
const videoOnly = aMediaProfile({
  audioPairPacketRatePps: 0,
  audioSenderPacketRatePps: 0,
  videoSenderPacketRatePps: 0,
  videoPairPacketRatePps: 100,
  lastN: 25,
});

function aCrowdedBridge(endpoints: number): { fleet: BridgeFleet; conference: number } {
  const model = aBridgeModel({ carriedCeilingKpps: 1e5, loadThresholdPps: 50_000 });
  const fleet = new BridgeFleet(aFleetOptions({ model, profiles: [videoOnly] }), new ConferenceTable());
  fleet.start(0, 0, 0, 0);
  const conference = fleet.table.open(0);
  for (let i = 0; i < endpoints; i++) fleet.join(conference, 0, 0, 1, 0);
  return { fleet, conference };
}

/** The limit after each change until the end, with the second at which it came. */
function limitsOf(fleet: BridgeFleet, endSeconds: number, onSample = (_atMs: number): void => {}): string[] {
  const scenario = aScenario();
  const list = createBucketWheel();
  const context = {
    scenario,
    list,
    streams: createRandomStreams({ seed: 1, replication: 0 }),
    endMs: endSeconds * 1000,
    decisions: [],
    looks: new LookLog({ replication: 0, durationMs: endSeconds * 1000 }),
    windows: new FaultWindows(),
    cloud: new CloudAccount(scenario.deployment.cloud),
    incidents: [],
  };
  const managers = new LoadManagers(context, fleet, settings);
  const changes: string[] = [];
  let before = noLimit;
  managers.start(0, 5000);
  runUntil({
    list,
    endTimeMs: context.endMs,
    handle: (number, atMs) => {
      onSample(atMs);
      managers.handle(slotOf(number), atMs);
      const now = fleet.limits.reducedOf(0);
      if (now !== before) changes.push(`${atMs / 1000} s: ${now}`);
      before = now;
    },
  });
  return changes;
}

describe('a bridge with the load reducer', () => {
  it('lowers last-n a step a minute, raises it again below the recovery threshold, and holds between', () => {
    // 30 cameras: 30 x min(25, 29) x 100 = 75 000 pps. floor(25 x 0.75) = 18: 54 000, still over. floor(18 x 0.75) = 13:
    // 39 000, below 40 000. max(14, floor(13 x 1.25)) = 16: 48 000, neither.
    const { fleet } = aCrowdedBridge(30);
    expect(limitsOf(fleet, 600)).toEqual(['5 s: 18', '65 s: 13', '125 s: 16']);
    expect(fleet.packetRatePps[0]).toBe(48_000);
    expect(fleet.loads.forwardedMax(0)).toBe(16);
  });

  it('lifts the limit when nothing needs it any more', () => {
    const { fleet, conference } = aCrowdedBridge(30);
    // All but ten leave after the second step (13): 13, 16, 20, 25, 31, 38, then floor(38 x 1.25) = 47 is over 40.
    const changes = limitsOf(fleet, 1000, (atMs) => {
      if (atMs === 75_000) for (let i = 0; i < 20; i++) fleet.leave(conference, 0, 0, 1, atMs);
    });
    expect(changes.slice(2)).toEqual([
      '125 s: 16',
      '185 s: 20',
      '245 s: 25',
      '305 s: 31',
      '365 s: 38',
      `425 s: ${noLimit}`,
    ]);
  });

  it('does nothing without endpoints or below the threshold', () => {
    expect(limitsOf(aCrowdedBridge(0).fleet, 300)).toEqual([]);
    expect(limitsOf(aCrowdedBridge(10).fleet, 300)).toEqual([]);
  });

  it('leaves everything as before when its limit is lifted', () => {
    const { fleet } = aCrowdedBridge(30);
    const before = fleet.packetRatePps[0];
    fleet.reduceLastN(0, 3, 1000);
    expect(fleet.packetRatePps[0]).toBe(30 * 3 * 100);
    expect(fleet.traffic.rateOf('egress')).toBe(30 * 3 * videoOnly.videoPairBitRateBps);
    fleet.reduceLastN(0, noLimit, 2000);
    expect(fleet.packetRatePps[0]).toBe(before);
  });
});

describe('limits of the videos forwarded', () => {
  it('are the smallest of those that apply', () => {
    const limits = {
      jvbLastN: 20,
      ssrcLimit: 50,
      conferenceLimits: [
        [10, 8],
        [20, 4],
      ] as const,
    };
    const fleet = new BridgeFleet(
      aFleetOptions({ profiles: [videoOnly], videoLimits: limits }),
      new ConferenceTable(),
    );
    fleet.start(0, 0, 0, 0);
    const conference = fleet.table.open(0);
    const rates = Array.from({ length: 22 }, () => {
      fleet.join(conference, 0, 0, 1, 0);
      return fleet.packetRatePps[0]! / 100;
    });
    // Nine see eight others each; ten and more see eight; from twenty on four.
    expect(rates[8]).toBe(9 * 8);
    expect(rates[9]).toBe(10 * 8);
    expect(rates[18]).toBe(19 * 8);
    expect(rates[19]).toBe(20 * 4);
  });
});

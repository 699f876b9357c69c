// Goal: the rules of Jitsi and the models of its parts can be had from the library, piece by piece.
// Method: one figure of each, by hand or from upstream's defaults, through the public entry alone.
import { expect, it } from 'vitest';
import {
  type BridgeState,
  bridgePreset,
  chooseVisitorNode,
  effectiveLastN,
  joinCoreSeconds,
  LivenessProbe,
  measurePart,
  noBridge,
  ReadinessProbe,
  RegionGroups,
  recoveredLastN,
  reducedLastN,
  selectFromBridges,
  selectionPresets,
  timedOutAfterSeconds,
  unknownRegion,
  weightPercent,
} from '../../../src/index.ts';
import { shippedHealthChecks } from '../../../src/jitsi/jicofo/health-checks.ts';
import { aMediaProfile, audioSenders } from '../../support/jitsi.ts';
import { aSignallingModel } from '../../support/signalling.ts';

const bridge = (correctedStress: number, version: string): BridgeState => ({
  region: 0,
  hasRelay: true,
  version,
  correctedStress,
  isOperational: true,
  isDraining: false,
  isInGracefulShutdown: false,
  isShuttingDown: false,
  isInBrewery: true,
});

it('chooses bridges', () => {
  const request = {
    bridges: [bridge(0.3, 'a'), bridge(0.1, 'b')],
    conference: [],
    region: unknownRegion,
    isVisitor: false,
    pinnedVersion: null,
    maxBridgeParticipantsPerInterval: -1,
  };
  const policy = {
    strategy: selectionPresets['8x8-production'].strategy,
    participantStrategy: null,
    visitorStrategy: null,
    stressThreshold: 0.8,
    maxBridgeParticipants: 80,
    hasRelays: true,
    allowsMixedVersions: false,
    localRegion: unknownRegion,
    regionGroups: new RegionGroups([]),
  };
  expect(selectFromBridges(request, policy)).toBe(1);
  expect(selectFromBridges({ ...request, pinnedVersion: 'a' }, policy)).toBe(0);
  expect(selectFromBridges({ ...request, pinnedVersion: 'c' }, policy)).toBe(noBridge);
  expect(chooseVisitorNode([400, 300, null], 500, () => 0)).toBe(1);
});

it('measures media and limits it', () => {
  const load = { packetRatePps: 0, egressBps: 0, ingressBps: 0, relayBps: 0, relayAllBps: 0 };
  const part = { local: audioSenders(5, 2), total: audioSenders(5, 2), bridges: 1, lastN: 25, lastNMax: 25 };
  measurePart({ ...aMediaProfile(), layers: null }, part, load);
  // Two senders of 60, eight pairs of 50.
  expect(load.packetRatePps).toBe(2 * 60 + 8 * 50);
  expect(effectiveLastN([-1, 25, 8])).toBe(8);
  // jitsi-videobridge, LastNReducer.kt: floor(10 x 0.75), and at least one more than 8 when raised.
  const reducer = { reductionScale: 0.75, recoverScale: 1.25, minLastN: 1, maxEnforcedLastN: 40 };
  expect([reducedLastN(reducer, 10), recoveredLastN(reducer, 8)]).toEqual([7, 10]);
  expect(bridgePreset('8x8-production', 'e4-flex').loadThresholdPps).toBe(100_000);
});

it('times checks and probes, and weighs shards', () => {
  expect(timedOutAfterSeconds(shippedHealthChecks, 0.5)).toBe(40);
  expect(new LivenessProbe(1, { firstSeconds: 10, maxSeconds: 300, resetSeconds: 600 }).observe(false)).toBe(
    true,
  );
  expect(new ReadinessProbe(1).observe(false, 0)).toBe(true);
  // A step at 5000 (signal-sidecar, app.ts).
  expect([weightPercent(4999, 5000), weightPercent(5000, 5000)]).toEqual([100, 1]);
  const model = aSignallingModel({
    prosodyPerJoinCoreSeconds: 0.06,
    prosodyPerJoinAndOccupantCoreSeconds: 0.001,
  });
  expect(joinCoreSeconds(model, 40)).toBeCloseTo(0.1, 12);
});

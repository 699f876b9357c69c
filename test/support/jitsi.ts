/**
 * Builders of Jitsi parts with plausible values: a test names only what it is about.
 */
import type { BridgeFleet, BridgeFleetOptions } from '../../src/jitsi/bridge-fleet.ts';
import type { BridgeModel } from '../../src/jitsi/bridge-model.ts';
import { addPart, loadCounterCount, packetRatePps } from '../../src/jitsi/media-load.ts';
import type { MediaProfile } from '../../src/jitsi/media-profile.ts';

/** The fitted GP1-XS bridge of the model study. */
export function aBridgeModel(overrides: Partial<BridgeModel> = {}): BridgeModel {
  return {
    name: 'gp1-xs',
    coresLimit: 3.6,
    machineCores: 4,
    cpuActiveBaseCores: 0.67,
    cpuPerKppsCores: 0.043,
    cpuOnsetKpps: 2,
    cpuSpeedLogStandardDeviation: 0,
    carriedCeilingKpps: 78.5,
    carriedKneeSharpness: 14,
    loadThresholdPps: 50_000,
    ...overrides,
  };
}

/** Whole packet rates, so that sums are exact whatever their order. */
export function aMediaProfile(overrides: Partial<MediaProfile> = {}): MediaProfile {
  return {
    name: 'test',
    audioPairPacketRatePps: 50,
    videoPairPacketRatePps: 30,
    audioSenderPacketRatePps: 60,
    videoSenderPacketRatePps: 270,
    relayAudioPacketRatePps: 50,
    relayVideoPacketRatePps: 270,
    audioPairBitRateBps: 40_000,
    videoPairBitRateBps: 200_000,
    lastN: 25,
    ...overrides,
  };
}

export function aFleetOptions(overrides: Partial<BridgeFleetOptions> = {}): BridgeFleetOptions {
  return {
    model: aBridgeModel(),
    profiles: [aMediaProfile()],
    stressMeasure: 'packet-rate',
    samplePeriodSeconds: 10,
    publishPeriodSeconds: 5,
    overstressedAbove: 1,
    averageParticipantStress: 0.01,
    participantRampupIntervalSeconds: 20,
    speedFactor: 1,
    integrateCpu: true,
    ...overrides,
  };
}

/** Load of a bridge recomputed from the live conferences: the oracle of the incremental counters. */
export function recomputedPacketRatePps({ table, options }: BridgeFleet, bridge: number): number {
  const { profiles } = options;
  const counters = new Float64Array(profiles.length * loadCounterCount);
  for (let slot = 0; slot < table.slotCount; slot++) {
    const part = table.isLive(slot) ? table.partOn(slot, bridge) : -1;
    const profile = table.profile[slot] ?? 0;
    if (part < 0) continue;
    const conferencePart = {
      endpoints: table.endpointsOf(part),
      audioSenders: table.audioSendersOf(part),
      videoSenders: table.videoSendersOf(part),
      audioSendersTotal: table.audioSenders[slot] ?? 0,
      videoSendersTotal: table.videoSenders[slot] ?? 0,
      bridges: table.bridges[slot] ?? 0,
    };
    addPart(counters, profile * loadCounterCount, conferencePart, profiles[profile]?.lastN ?? 0, 1);
  }
  return profiles.reduce(
    (sum, profile, i) => sum + packetRatePps(profile, counters, i * loadCounterCount),
    0,
  );
}

/**
 * Builders of Jitsi parts with plausible values: a test names only what it is about.
 */

import type { BridgeFleetOptions } from '../../src/jitsi/bridge-fleet.ts';
import type { BridgeModel } from '../../src/jitsi/bridge-model.ts';
import type { FleetSelectionOptions } from '../../src/jitsi/fleet-selection.ts';
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
    degradedLossRatio: 0.05,
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
    audioSenderBitRateBps: 40_000,
    videoSenderBitRateBps: 1_800_000,
    relayAudioBitRateBps: 40_000,
    relayVideoBitRateBps: 1_800_000,
    feedbackBitRateBps: 27_000,
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

interface PresentEndpoint {
  readonly conference: number;
  readonly bridge: number;
  readonly audio: number;
  readonly video: number;
}

/**
 * Packets per second that endpoints put on a bridge, by the definition: receiver by receiver and stream by stream. All
 * endpoints have the same media.
 */
export function endpointsPacketRatePps(
  media: MediaProfile,
  endpoints: readonly PresentEndpoint[],
  bridge: number,
): number {
  let pps = 0;
  for (const endpoint of endpoints) {
    const others = endpoints.filter(
      (other) => other !== endpoint && other.conference === endpoint.conference,
    );
    const upload =
      endpoint.audio * media.audioSenderPacketRatePps + endpoint.video * media.videoSenderPacketRatePps;
    const relayed =
      endpoint.audio * media.relayAudioPacketRatePps + endpoint.video * media.relayVideoPacketRatePps;
    const elsewhere = new Set(
      others.map((other) => other.bridge).filter((other) => other !== endpoint.bridge),
    );
    if (endpoint.bridge === bridge) {
      const heard = others.filter((other) => other.audio === 1).length;
      const seen = Math.min(media.lastN, others.filter((other) => other.video === 1).length);
      pps += upload + heard * media.audioPairPacketRatePps + seen * media.videoPairPacketRatePps;
      pps += elsewhere.size * relayed;
    } else if (elsewhere.has(bridge)) pps += relayed;
  }
  return pps;
}

/** Region-based selection with relays and upstream's limits of 0.8 and 80; no limit to joins in an interval. */
export const regionBasedSelection: FleetSelectionOptions = {
  strategy: 'region-based',
  relays: true,
  stressThreshold: 0.8,
  maxBridgeParticipants: 80,
  maxBridgeParticipantsPerInterval: -1,
  maxBridgeParticipantsIntervalSeconds: 60,
};

/** Endpoints of which some send audio, and none sends anything else. */
export function audioSenders(endpoints: number, audio: number) {
  return { endpoints, audio, cameras: 0, screens: 0, both: 0 };
}

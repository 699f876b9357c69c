/**
 * The load counters of a bridge: whole numbers from which packet rates follow linearly, so that they are exact
 * after any sequence of joins and leaves. See `media-profile.ts` for the formula and its source.
 */
import type { MediaProfile } from './media-profile.ts';

/** Counters per bridge and media profile, in this order. */
export const loadCounterCount = 6;
const counterAudioPairs = 0;
const counterVideoPairs = 1;
const counterAudioSenders = 2;
const counterVideoSenders = 3;
const counterRelayedAudio = 4;
const counterRelayedVideo = 5;

/** One conference on one bridge: what is local there, and what the conference is in all. */
export interface ConferencePart {
  readonly endpoints: number;
  readonly audioSenders: number;
  readonly videoSenders: number;
  readonly audioSendersTotal: number;
  readonly videoSendersTotal: number;
  /** Bridges that carry the conference, this one included. */
  readonly bridges: number;
}

/**
 * Adds (`sign` 1) or removes (`sign` -1) a conference's part to the counters of its bridge.
 *
 * @param counters counters of all bridges and profiles; `offset` is where those of this bridge and profile begin
 */
export function addPart(
  counters: Float64Array,
  offset: number,
  part: ConferencePart,
  lastN: number,
  sign: 1 | -1,
): void {
  const { endpoints, audioSenders, videoSenders, audioSendersTotal, videoSendersTotal, bridges } = part;
  const audioPairs = endpoints * audioSendersTotal - audioSenders;
  const videoPairs =
    (endpoints - videoSenders) * Math.min(lastN, videoSendersTotal) +
    videoSenders * Math.min(lastN, Math.max(0, videoSendersTotal - 1));
  // Out to every other bridge once, and in once from wherever the sender is.
  const relayedAudio = (bridges - 1) * audioSenders + (audioSendersTotal - audioSenders);
  const relayedVideo = (bridges - 1) * videoSenders + (videoSendersTotal - videoSenders);
  counters[offset + counterAudioPairs]! += sign * audioPairs;
  counters[offset + counterVideoPairs]! += sign * videoPairs;
  counters[offset + counterAudioSenders]! += sign * audioSenders;
  counters[offset + counterVideoSenders]! += sign * videoSenders;
  counters[offset + counterRelayedAudio]! += sign * relayedAudio;
  counters[offset + counterRelayedVideo]! += sign * relayedVideo;
}

/** Packets per second, in + out, endpoints and relays, that the counters of one bridge and profile stand for. */
export function packetRatePps(profile: MediaProfile, counters: Float64Array, offset: number): number {
  return (
    profile.audioPairPacketRatePps * counters[offset + counterAudioPairs]! +
    profile.videoPairPacketRatePps * counters[offset + counterVideoPairs]! +
    profile.audioSenderPacketRatePps * counters[offset + counterAudioSenders]! +
    profile.videoSenderPacketRatePps * counters[offset + counterVideoSenders]! +
    profile.relayAudioPacketRatePps * counters[offset + counterRelayedAudio]! +
    profile.relayVideoPacketRatePps * counters[offset + counterRelayedVideo]!
  );
}

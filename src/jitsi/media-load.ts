/**
 * What one conference's part on one bridge puts on it: packets and bits, from whole numbers of endpoints and senders.
 * See `media-profile.ts` for the formula and its source.
 */
import type { MediaProfile } from './media-profile.ts';

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

export interface PartLoad {
  /** Packets per second, in and out, endpoints and relays: what packet-rate stress counts. */
  packetRatePps: number;
  /** Bits per second to the part's endpoints. */
  egressBps: number;
  /** Bits per second from the part's endpoints, receiver feedback included. */
  ingressBps: number;
  /** Bits per second to each of the conference's other bridges. */
  relayBps: number;
}

/**
 * Rates of a profile are rounded to these grids. Products with whole numbers of streams are then exact, and so are sums of
 * them, in whatever order parts are added and taken away, as long as they stay below 2^53 grid steps: 33 million packets a
 * second on a bridge, 8 Tbit/s in a deployment.
 */
const packetGrid = 2 ** 28;
const bitGrid = 2 ** 10;

/** The profile with its rates on the grid: what `measurePart` wants. Changes no rate by more than 2e-9 pps. */
export function onGrid(profile: MediaProfile): MediaProfile {
  const packets = (pps: number): number => Math.round(pps * packetGrid) / packetGrid;
  const bits = (bps: number): number => Math.round(bps * bitGrid) / bitGrid;
  return {
    name: profile.name,
    audioPairPacketRatePps: packets(profile.audioPairPacketRatePps),
    videoPairPacketRatePps: packets(profile.videoPairPacketRatePps),
    audioSenderPacketRatePps: packets(profile.audioSenderPacketRatePps),
    videoSenderPacketRatePps: packets(profile.videoSenderPacketRatePps),
    relayAudioPacketRatePps: packets(profile.relayAudioPacketRatePps),
    relayVideoPacketRatePps: packets(profile.relayVideoPacketRatePps),
    audioPairBitRateBps: bits(profile.audioPairBitRateBps),
    videoPairBitRateBps: bits(profile.videoPairBitRateBps),
    audioSenderBitRateBps: bits(profile.audioSenderBitRateBps),
    videoSenderBitRateBps: bits(profile.videoSenderBitRateBps),
    relayAudioBitRateBps: bits(profile.relayAudioBitRateBps),
    relayVideoBitRateBps: bits(profile.relayVideoBitRateBps),
    feedbackBitRateBps: bits(profile.feedbackBitRateBps),
    lastN: profile.lastN,
  };
}

/** Writes the load of a part into `into`. `lastN` is the largest number of videos that its receivers are sent. */
export function measurePart(
  profile: MediaProfile,
  part: ConferencePart,
  lastN: number,
  into: PartLoad,
): void {
  const { endpoints, audioSenders, videoSenders, audioSendersTotal, videoSendersTotal, bridges } = part;
  const audioPairs = endpoints * audioSendersTotal - audioSenders;
  const videoPairs =
    (endpoints - videoSenders) * Math.min(lastN, videoSendersTotal) +
    videoSenders * Math.min(lastN, Math.max(0, videoSendersTotal - 1));
  // Out to every other bridge once, and in once from wherever the sender is.
  const relayedAudio = (bridges - 1) * audioSenders + (audioSendersTotal - audioSenders);
  const relayedVideo = (bridges - 1) * videoSenders + (videoSendersTotal - videoSenders);
  into.packetRatePps =
    profile.audioPairPacketRatePps * audioPairs +
    profile.videoPairPacketRatePps * videoPairs +
    profile.audioSenderPacketRatePps * audioSenders +
    profile.videoSenderPacketRatePps * videoSenders +
    profile.relayAudioPacketRatePps * relayedAudio +
    profile.relayVideoPacketRatePps * relayedVideo;
  into.egressBps = profile.audioPairBitRateBps * audioPairs + profile.videoPairBitRateBps * videoPairs;
  into.ingressBps =
    profile.audioSenderBitRateBps * audioSenders +
    profile.videoSenderBitRateBps * videoSenders +
    profile.feedbackBitRateBps * endpoints;
  into.relayBps = profile.relayAudioBitRateBps * audioSenders + profile.relayVideoBitRateBps * videoSenders;
}

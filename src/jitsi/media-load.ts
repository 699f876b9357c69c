/**
 * What one conference's part on one bridge puts on it: packets and bits, from whole numbers of endpoints and senders.
 * See `media-profile.ts` for the formula and its source.
 */

import type { ConferenceMedia, MediaProfile } from './media-profile.ts';
import type { PartLoad, Senders } from './part-load.ts';
import { addForwardedVideo, type LayeredVideo, measureUpload, type VideoUpload } from './video-layers.ts';

/** One conference on one bridge: what is local there, and what the conference is in all. */
export interface ConferencePart {
  readonly local: Senders;
  readonly total: Senders;
  /** Bridges of the conference that are a full mesh, this one included: all, unless some are for visitors. */
  readonly bridges: number;
  /** Visitor bridges that hang on this one and are sent everything; 0 unless given. */
  readonly children?: number;
  /** Most videos that a receiver on this bridge is sent; on any of the conference's bridges. */
  readonly lastN: number;
  readonly lastNMax: number;
}

/**
 * Rates of a profile are rounded to these grids. Products with whole numbers of streams are then exact, and so are sums of
 * them, in whatever order parts are added and taken away, as long as they stay below 2^53 grid steps: 33 million packets a
 * second on a bridge, 8 Tbit/s in a deployment.
 */
const packetGrid = 2 ** 28;
const bitGrid = 2 ** 10;

/** The media with the rates of its profile on the grid: what `measurePart` wants. Changes no rate by more than 2e-9 pps. */
export function onGrid(media: ConferenceMedia): ConferenceMedia {
  return {
    ...media,
    audioPairPacketRatePps: packetsOnGrid(media.audioPairPacketRatePps),
    videoPairPacketRatePps: packetsOnGrid(media.videoPairPacketRatePps),
    audioSenderPacketRatePps: packetsOnGrid(media.audioSenderPacketRatePps),
    videoSenderPacketRatePps: packetsOnGrid(media.videoSenderPacketRatePps),
    relayAudioPacketRatePps: packetsOnGrid(media.relayAudioPacketRatePps),
    relayVideoPacketRatePps: packetsOnGrid(media.relayVideoPacketRatePps),
    audioPairBitRateBps: bitsOnGrid(media.audioPairBitRateBps),
    videoPairBitRateBps: bitsOnGrid(media.videoPairBitRateBps),
    audioSenderBitRateBps: bitsOnGrid(media.audioSenderBitRateBps),
    videoSenderBitRateBps: bitsOnGrid(media.videoSenderBitRateBps),
    relayAudioBitRateBps: bitsOnGrid(media.relayAudioBitRateBps),
    relayVideoBitRateBps: bitsOnGrid(media.relayVideoBitRateBps),
    feedbackBitRateBps: bitsOnGrid(media.feedbackBitRateBps),
  };
}

function packetsOnGrid(pps: number): number {
  return Math.round(pps * packetGrid) / packetGrid;
}

function bitsOnGrid(bps: number): number {
  return Math.round(bps * bitGrid) / bitGrid;
}

/** Writes the load of a part into `into`. */
export function measurePart(media: ConferenceMedia, part: ConferencePart, into: PartLoad): void {
  const { local, total, bridges, children = 0 } = part;
  // Out to every peer and child once, and in once from wherever the sender is.
  const relayedAudio = (bridges - 1) * local.audio + children * total.audio + (total.audio - local.audio);
  into.packetRatePps =
    media.audioSenderPacketRatePps * local.audio + media.relayAudioPacketRatePps * relayedAudio;
  into.ingressBps = media.audioSenderBitRateBps * local.audio + media.feedbackBitRateBps * local.endpoints;
  into.relayBps = media.relayAudioBitRateBps * local.audio;
  into.relayAllBps = media.relayAudioBitRateBps * total.audio;
  const audioPairs = audioPairsOf(media, local, total);
  into.packetRatePps += media.audioPairPacketRatePps * audioPairs;
  into.egressBps = media.audioPairBitRateBps * audioPairs;
  if (media.layers == null) addAlikeVideo(media, part, into);
  else addLayeredVideo(media.layers, part, into);
  if (media.layers == null && media.loudestMax == null) return;
  // Shares are no whole numbers.
  into.packetRatePps = packetsOnGrid(into.packetRatePps);
  into.egressBps = bitsOnGrid(into.egressBps);
  into.ingressBps = bitsOnGrid(into.ingressBps);
  into.relayBps = bitsOnGrid(into.relayBps);
  into.relayAllBps = bitsOnGrid(into.relayAllBps);
}

/** Streams of audio to the part's receivers. Who is loudest is not tracked: a sender is in proportion. */
function audioPairsOf({ loudestMax }: ConferenceMedia, local: Senders, total: Senders): number {
  if (loudestMax == null || total.audio <= loudestMax) return local.endpoints * total.audio - local.audio;
  return local.endpoints * loudestMax - (local.audio * loudestMax) / total.audio;
}

/** Video of which every stream costs the same; a screen counts as a camera. */
function addAlikeVideo(
  media: MediaProfile,
  { local, total, bridges, children = 0, lastN }: ConferencePart,
  into: PartLoad,
): void {
  const videos = total.cameras + total.screens;
  const localVideos = local.cameras + local.screens;
  const senders = localVideos - local.both;
  const videoPairs =
    (local.endpoints - senders) * Math.min(lastN, videos) +
    (senders - local.both) * Math.min(lastN, Math.max(0, videos - 1)) +
    local.both * Math.min(lastN, Math.max(0, videos - 2));
  const relayedVideo = (bridges - 1) * localVideos + children * videos + (videos - localVideos);
  into.packetRatePps +=
    media.videoPairPacketRatePps * videoPairs +
    media.videoSenderPacketRatePps * localVideos +
    media.relayVideoPacketRatePps * relayedVideo;
  into.egressBps += media.videoPairBitRateBps * videoPairs;
  into.ingressBps += media.videoSenderBitRateBps * localVideos;
  into.relayBps += media.relayVideoBitRateBps * localVideos;
  into.relayAllBps += media.relayVideoBitRateBps * videos;
}

/** Reused for every call: nothing is allocated when somebody joins or leaves. */
const upload: VideoUpload = { camerasPps: 0, camerasBps: 0, screensPps: 0, screensBps: 0 };

function addLayeredVideo(video: LayeredVideo, part: ConferencePart, into: PartLoad): void {
  const { local, total, bridges, children = 0 } = part;
  addForwardedVideo(video, local, total, part.lastN, into);
  measureUpload(video, total, part.lastNMax, upload);
  const cameraShare = total.cameras === 0 ? 0 : local.cameras / total.cameras;
  const screenShare = total.screens === 0 ? 0 : local.screens / total.screens;
  const localPps = upload.camerasPps * cameraShare + upload.screensPps * screenShare;
  const localBps = upload.camerasBps * cameraShare + upload.screensBps * screenShare;
  const allPps = upload.camerasPps + upload.screensPps;
  // In from the endpoints, out to every peer and child, and in from the others whatever they carry.
  into.packetRatePps += localPps + (bridges - 1) * localPps + children * allPps + (allPps - localPps);
  into.ingressBps += localBps;
  into.relayBps += localBps;
  into.relayAllBps += upload.camerasBps + upload.screensBps;
}

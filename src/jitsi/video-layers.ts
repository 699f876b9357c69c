/**
 * Video by layers: what cameras and screens upload, and what receivers are sent, for stage and tile view.
 *
 * A receiver is sent at most last-n videos, screens first. In stage view one of them is large (a screen, or else the
 * camera of who speaks, at the high layer) and the rest are thumbnails (low layer). In tile view all cameras have the
 * layer that their number leaves room for. A share of the receivers is in tile view, the others in stage view.
 *
 * A sender uploads what somebody watches: simulcast all layers up to the highest wanted, SVC one stream that contains
 * the lower ones. On stage are who speaks and, for who speaks, who spoke before; with a screen, who speaks is large for
 * its sharer alone. Who is nobody's video uploads none.
 * Which cameras these are is not tracked: the upload of a bridge's cameras is its share of the conference's.
 *
 * Sources: lib-jitsi-meet StandardVideoQualitySettings.ts at 01daa07 (layers), jitsi-videobridge a29d97d
 * cc/allocation (layout by constraints, last-n), SenderVideoConstraints (unwatched layers are suspended).
 *
 * Simplification: receivers have the bandwidth for what their layout wants; layers change at once; further screens of a
 * conference are sent in full as well.
 */
import type { PartLoad, Senders } from './part-load.ts';

export interface VideoStream {
  readonly packetRatePps: number;
  /** On the network, headers included. */
  readonly bitRateBps: number;
}

const lowLayer = 0;
const standardLayer = 1;
const highLayer = 2;

export interface LayeredVideo {
  /** What a receiver is sent of a camera at the low, standard and high layer. */
  readonly layers: readonly [VideoStream, VideoStream, VideoStream];
  readonly screen: VideoStream;
  /** Whether the high layer contains the lower ones, or they are sent beside it. */
  readonly scheme: 'svc' | 'simulcast';
  /** Share of receivers in tile view. */
  readonly tileViewRatio: number;
  /** Most videos in tile view that are asked for at the high and at the standard layer. */
  readonly highTilesMax: number;
  readonly standardTilesMax: number;
  /** Whether cameras and layers that nobody watches are not sent. */
  readonly suspendsUnwatched: boolean;
}

/** Adds what the part's receivers are sent. `lastN` is the most videos of each. */
export function addForwardedVideo(
  video: LayeredVideo,
  local: Senders,
  total: Senders,
  lastN: number,
  into: PartLoad,
): void {
  const onlyCamera = local.cameras - local.both;
  const onlyScreen = local.screens - local.both;
  const neither = local.endpoints - onlyCamera - onlyScreen - local.both;
  addReceivers(video, neither, total.cameras, total.screens, lastN, into);
  addReceivers(video, onlyCamera, total.cameras - 1, total.screens, lastN, into);
  addReceivers(video, onlyScreen, total.cameras, total.screens - 1, lastN, into);
  addReceivers(video, local.both, total.cameras - 1, total.screens - 1, lastN, into);
}

/** Receivers who all may be sent so many cameras and screens. */
function addReceivers(
  video: LayeredVideo,
  receivers: number,
  camerasOffered: number,
  screensOffered: number,
  lastN: number,
  into: PartLoad,
): void {
  if (receivers === 0) return;
  const screens = Math.min(lastN, screensOffered);
  const cameras = Math.min(lastN - screens, camerasOffered);
  add(into, video.screen, receivers * screens);
  if (cameras <= 0) return;
  const large = screens > 0 ? 0 : 1;
  const inStage = receivers * (1 - video.tileViewRatio);
  add(into, video.layers[highLayer], inStage * large);
  add(into, video.layers[lowLayer], inStage * (cameras - large));
  add(into, video.layers[tileLayer(video, cameras + screens)], receivers * video.tileViewRatio * cameras);
}

function tileLayer(video: LayeredVideo, videos: number): 0 | 1 | 2 {
  if (videos <= video.highTilesMax) return highLayer;
  return videos <= video.standardTilesMax ? standardLayer : lowLayer;
}

function add(into: PartLoad, stream: VideoStream, count: number): void {
  into.packetRatePps += stream.packetRatePps * count;
  into.egressBps += stream.bitRateBps * count;
}

/** Upload of all cameras and screens of a conference; reused. */
export interface VideoUpload {
  camerasPps: number;
  camerasBps: number;
  screensPps: number;
  screensBps: number;
}

/** Writes what the conference's cameras and screens upload. `lastN` is the most videos of a receiver. */
export function measureUpload(video: LayeredVideo, total: Senders, lastN: number, into: VideoUpload): void {
  const { cameras, screens } = total;
  const isWatched = !video.suspendsUnwatched || (total.endpoints > 1 && lastN > 0);
  into.screensPps = isWatched ? screens * video.screen.packetRatePps : 0;
  into.screensBps = isWatched ? screens * video.screen.bitRateBps : 0;
  into.camerasPps = 0;
  into.camerasBps = 0;
  if (!video.suspendsUnwatched) {
    addUpload(video, highLayer, cameras, into);
    return;
  }
  if (!isWatched) return;
  // Whoever is among the last n of others has n others of its own.
  const watched = Math.min(cameras, Math.max(0, lastN - screens) + 1);
  const onStage = video.tileViewRatio < 1 ? Math.min(watched, largeCameras(total)) : 0;
  const shown = Math.min(lastN, total.endpoints > cameras ? cameras + screens : cameras + screens - 1);
  const tiled = video.tileViewRatio > 0 ? tileLayer(video, shown) : lowLayer;
  addUpload(video, highLayer, onStage, into);
  addUpload(video, tiled, watched - onStage, into);
}

/** Cameras that somebody in stage view sees large. Who shares the only screen looks at who speaks. */
function largeCameras({ cameras, screens, both }: Senders): number {
  if (screens === 0) return Math.min(cameras, 2);
  return screens === 1 ? Math.min(cameras - both, 1) : 0;
}

/** So many cameras of which the layer is wanted. */
function addUpload(video: LayeredVideo, wanted: 0 | 1 | 2, cameras: number, into: VideoUpload): void {
  for (let layer = video.scheme === 'svc' ? wanted : lowLayer; layer <= wanted; layer++) {
    const { packetRatePps, bitRateBps } = video.layers[layer as 0 | 1 | 2];
    into.camerasPps += packetRatePps * cameras;
    into.camerasBps += bitRateBps * cameras;
  }
}

/**
 * `deployment.media` and the layouts of demand entries with their defaults.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import type { ConferenceMedia, MediaProfile } from '../jitsi/media-profile.ts';
import type { LayeredVideo, VideoStream } from '../jitsi/video-layers.ts';
import { networkBitRateBps, videoPacketRatePps } from '../jitsi/video-packets.ts';
import type { MediaChangeModel } from '../workload/media-changes.ts';
import type { MediaSettings } from './media-settings.ts';
import type { ModelValues } from './model-values.ts';
import type { Path } from './parse.ts';
import { type ResolveContext, report, resolveModel } from './resolve-context.ts';
import type { WrittenChanges, WrittenLayout, WrittenMediaSettings } from './schema-media.ts';
import { distributionOf, rangeOf, type WrittenDistribution } from './values.ts';

/** `num-loudest`. Source: jitsi/jitsi-videobridge@a29d97d jvb/src/main/resources/reference.conf. */
const DEFAULT_LOUDEST_MAX = 3;
/** Three rows of three tiles, the own one included, on a screen of 1920 x 1080: 360 high each. */
const DEFAULT_STANDARD_TILES_MAX = 8;

export function resolveMediaSettings(
  context: ResolveContext,
  written: WrittenMediaSettings | undefined,
  path: Path,
): MediaSettings {
  const codec =
    written?.codec === undefined ? null : resolveModel(context, 'codecs', written.codec, [...path, 'codec']);
  const peerToPeer =
    written?.peerToPeer === undefined
      ? null
      : resolveModel(context, 'peer-to-peer', written.peerToPeer, [...path, 'peerToPeer']);
  if (written?.codec === undefined && written?.suspendsUnwatched !== undefined) {
    report(context, [...path, 'suspendsUnwatched'], 'has no meaning without codec', { atKey: true });
  }
  if (written?.loudestMax !== undefined && written.loudestOnly !== true) {
    report(context, [...path, 'loudestMax'], 'has no meaning without loudestOnly: true', { atKey: true });
  }
  return {
    codec: codec === null ? null : codec.values,
    suspendsUnwatched: written?.suspendsUnwatched ?? true,
    loudestMax: written?.loudestOnly === true ? (written.loudestMax ?? DEFAULT_LOUDEST_MAX) : null,
    peerToPeer: peerToPeer === null ? null : { name: peerToPeer.name, ...peerToPeer.values },
    bridgeTurnRatio: written?.bridgeTurnRatio ?? 0,
  };
}

/** The media of a demand entry in this deployment. */
export function conferenceMedia(
  context: ResolveContext,
  profile: MediaProfile,
  settings: MediaSettings,
  layout: WrittenLayout | undefined,
  path: Path,
): ConferenceMedia {
  if (layout !== undefined && settings.codec === null) {
    report(context, [...path, 'layout'], 'has no effect without deployment.media.codec', {
      atKey: true,
      hint: 'name a codec, such as vp8-simulcast, or take another media model',
    });
  }
  const { codec, suspendsUnwatched, loudestMax } = settings;
  return {
    ...profile,
    ...(codec === null ? {} : { layers: layersOf(codec, suspendsUnwatched, layout) }),
    ...(loudestMax === null ? {} : { loudestMax }),
  };
}

function layersOf(
  codec: ModelValues<'codecs'>,
  suspendsUnwatched: boolean,
  layout: WrittenLayout | undefined,
): LayeredVideo {
  const stream = (largestBps: number, framesPerSecond: number): VideoStream => {
    const bitRateBps = largestBps * codec.utilisationRatio;
    const packetRatePps = videoPacketRatePps({ bitRateBps, framesPerSecond });
    return { packetRatePps, bitRateBps: networkBitRateBps(bitRateBps, packetRatePps) };
  };
  const { framesPerSecond } = codec;
  return {
    layers: [
      stream(codec.lowBitRateBps, framesPerSecond),
      stream(codec.standardBitRateBps, framesPerSecond),
      stream(codec.highBitRateBps, framesPerSecond),
    ],
    screen: stream(codec.screenBitRateBps, codec.screenFramesPerSecond),
    scheme: codec.scheme,
    tileViewRatio: layout?.tileViewRatio ?? 0,
    highTilesMax: layout?.highTilesMax ?? 0,
    standardTilesMax: layout?.standardTilesMax ?? DEFAULT_STANDARD_TILES_MAX,
    suspendsUnwatched,
  };
}

/** Mean of a screen share, minutes; an assumption. */
const DEFAULT_SCREEN_SHARE_MINUTES: Distribution = { kind: 'exponential', mean: 20 };

/** What changes during the conferences of a demand entry; null when nothing does. */
export function resolveChanges(
  context: ResolveContext,
  written: WrittenChanges | undefined,
  path: Path,
): MediaChangeModel | null {
  if (written === undefined) return null;
  const minutes =
    written.screenShareMinutes === undefined
      ? DEFAULT_SCREEN_SHARE_MINUTES
      : distributionOf(written.screenShareMinutes as WrittenDistribution);
  if (rangeOf(minutes).mean <= 0) {
    report(context, [...path, 'screenShareMinutes'], 'must be above 0 on average', {
      got: written.screenShareMinutes,
    });
  }
  if (written.screenShareMinutes !== undefined && written.screenShareRatio === undefined) {
    report(context, [...path, 'screenShareMinutes'], 'has no meaning without screenShareRatio', {
      atKey: true,
    });
  }
  return {
    cameraChangesPerHour: written.cameraChangesPerHour ?? 0,
    microphoneChangesPerHour: written.microphoneChangesPerHour ?? 0,
    screenShareRatio: written.screenShareRatio ?? 0,
    screenShareMinutes: minutes,
    vanishRatio: written.vanishRatio ?? 0,
  };
}

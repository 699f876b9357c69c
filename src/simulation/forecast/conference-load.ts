/**
 * What one conference of a demand class puts on bridges, before anybody has met: mean and mean square of its packet rate,
 * over sizes and senders.
 *
 * Simplification: senders are at their expectation and nobody comes late, so a conference has its full load from its
 * planned start to its planned end, on one bridge; nobody shares a screen. Relays between bridges come on top.
 */
import { measurePart, onGrid } from '../../jitsi/media-load.ts';
import type { ConferenceMedia } from '../../jitsi/media-profile.ts';
import { quantile } from '../../stats/distributions/quantile.ts';
import type { ConferenceClass } from '../../workload/demand.ts';

export interface LoadMoments {
  readonly mean: number;
  readonly meanSquare: number;
}

/** Sizes at which the distribution is read: the middles of as many equally likely parts. */
const sizesRead = 64;

/** Moments of the packet rate of a conference, packets per second. */
export function conferencePacketRate(conferenceClass: ConferenceClass, media: ConferenceMedia): LoadMoments {
  let sum = 0;
  let squares = 0;
  for (let index = 0; index < sizesRead; index++) {
    const size = Math.max(1, Math.round(quantile(conferenceClass.size, (index + 0.5) / sizesRead)));
    const pps = packetRateOfSize(conferenceClass, media, size);
    sum += pps;
    squares += pps * pps;
  }
  return { mean: sum / sizesRead, meanSquare: squares / sizesRead };
}

/** Packet rate of a conference of so many participants, packets per second. */
export function packetRateOfSize(
  { audioSenderRatio, audioSendersMax, videoSenderRatio, videoSendersMax }: ConferenceClass,
  media: ConferenceMedia,
  size: number,
): number {
  const all = {
    endpoints: size,
    audio: Math.min(audioSendersMax, size * audioSenderRatio),
    cameras: Math.min(videoSendersMax, size * videoSenderRatio),
    screens: 0,
    both: 0,
  };
  const load = { packetRatePps: 0, egressBps: 0, ingressBps: 0, relayBps: 0, relayAllBps: 0 };
  const { lastN } = media;
  measurePart(onGrid(media), { local: all, total: all, bridges: 1, lastN, lastNMax: lastN }, load);
  return load.packetRatePps;
}

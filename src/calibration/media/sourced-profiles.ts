/**
 * Media profiles built from sourced stream rates, for deployments nobody has measured yet.
 *
 * Layer rates are the code's maxima times a utilisation: a maximum is never a mean. The interval spans utilisation
 * 0.5 to 1 and, where said, the layouts. Everything here is published or assumed; a measurement of one's own wins.
 */

import { overheadBytesPerPacket, videoPacketRatePps } from '../../jitsi/video-packets.ts';
import { type ModelFile, type ModelParameter, significant } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { cellNumber, cellText, type TextRow } from '../text-rows.ts';

const ratesSource = 'datasets/stream-rates/stream-rates.csv';
const framesPerSecond = 30;
/** Share of a layer's maximum that is sent on average: assumed; the one measurement there is gives 0.4. */
const utilisation = { low: 0.5, central: 0.75, high: 1 };
/** Extra packets per sender that load test 6 shows and no stream explains (h less the measured upload), pps. */
const unexplainedSenderPps = 124;

interface Layers {
  readonly lowBps: number;
  readonly standardBps: number;
  readonly highBps: number;
}

/** What a receiver is sent: how many videos of each layer. */
interface Layout {
  readonly low: number;
  readonly standard: number;
  readonly high: number;
}

interface SourcedRates {
  readonly layers: Layers;
  readonly audioBps: number;
  readonly audioPps: number;
  readonly feedbackBps: number;
}

interface ProfileOptions {
  readonly name: string;
  readonly title: string;
  readonly layout: Layout;
  readonly layoutNote: string;
  readonly pairInterval95: readonly [number, number];
}

const shippedProfiles: readonly ProfileOptions[] = [
  {
    name: 'meeting-default',
    title: 'An ordinary meeting in stage view: the speaker large, the other cameras as thumbnails',
    layout: { low: 3, standard: 0, high: 1 },
    layoutNote: 'mean of one high and three low layers, as in a meeting of five cameras (assumption)',
    pairInterval95: [30, 180],
  },
  {
    name: 'all-cameras-tile',
    title: 'Everybody in tile view: each visible camera at the standard layer',
    layout: { low: 0, standard: 1, high: 0 },
    layoutNote: 'standard layer in every tile (assumption; small tiles take the low layer)',
    pairInterval95: [30, 60],
  },
  {
    name: 'webinar-stage',
    title: 'A webinar: a presenter or two on stage at the high layer, everybody else watching',
    layout: { low: 0, standard: 0, high: 1 },
    layoutNote: 'high layer on stage',
    pairInterval95: [90, 300],
  },
];

/** `rows` are those of datasets/stream-rates/stream-rates.csv. */
export function sourcedMediaProfiles(rows: readonly TextRow[]): ModelFile[] {
  const rates: SourcedRates = {
    layers: {
      lowBps: rateBps(rows, 'vp8_low_180p'),
      standardBps: rateBps(rows, 'vp8_standard_360p'),
      highBps: rateBps(rows, 'vp8_high_720p'),
    },
    audioBps: rateBps(rows, 'opus_audio_jitsi_measured_out'),
    audioPps: cellNumber(rowOf(rows, 'opus_audio_active'), 'packets_per_s'),
    feedbackBps: rateBps(rows, 'receive_only_feedback_up'),
  };
  return shippedProfiles.map((options) => ({
    kind: 'media',
    name: options.name,
    title: options.title,
    parameters: { ...packetRates(rates, options), ...bitRates(rates, options), lastN },
  }));
}

const lastN: ModelParameter = {
  value: 25,
  interval95: null,
  source: 'jitsi/infra-configuration@b042dd7 ansible/roles/jitsi-videobridge/defaults/main.yml:79',
  trust: 'published',
  note: "a setting: cc.jvb-last-n of Jitsi's production; without it 50 (ssrc-limit.video)",
};

function packetRates(rates: SourcedRates, options: ProfileOptions): Record<string, ModelParameter> {
  const { layers, audioPps } = rates;
  return {
    audioPairPacketRatePps: {
      value: audioPps,
      interval95: [45, 51.3],
      source: `${ratesSource} opus_audio_active; interval from load tests 4 and 6`,
      trust: 'published',
      note: 'one Opus stream of 20 ms frames; silence with DTX sends less',
    },
    videoPairPacketRatePps: {
      value: significant(pairPps(layers, options.layout, utilisation.central)),
      interval95: options.pairInterval95,
      source: `${ratesSource} vp8_*, packets by frame; ${options.layoutNote}`,
      trust: 'assumed',
      note: 'layers at 0.75 of their maximum',
    },
    audioSenderPacketRatePps: {
      value: audioPps,
      interval95: [audioPps, audioPps + unexplainedSenderPps],
      source: `${ratesSource} opus_audio_active; upper end from load test 6`,
      trust: 'published',
      note: 'the upload alone; the load tests show more per sender than any stream explains',
    },
    videoSenderPacketRatePps: uploadParameter(layers),
    relayAudioPacketRatePps: {
      value: audioPps,
      interval95: [45, 51.3],
      source: `${ratesSource} opus_audio_active; jitsi-videobridge@a29d97d relay/Relay.kt:939-969`,
      trust: 'published',
      note: 'a relay carries every packet of local senders',
    },
    relayVideoPacketRatePps: uploadParameter(layers),
  };
}

function bitRates(rates: SourcedRates, options: ProfileOptions): Record<string, ModelParameter> {
  const { layers, audioBps, audioPps } = rates;
  const at = (share: number) => significant(pairBps(layers, options.layout, share));
  return {
    audioPairBitRateBps: {
      value: significant(audioBps + 8 * overheadBytesPerPacket * audioPps),
      interval95: [51_100, 62_500],
      source: `${ratesSource} opus_audio_jitsi_measured_out, 46 bytes of overhead a packet; interval from load test 6`,
      trust: 'published',
    },
    videoPairBitRateBps: {
      value: at(utilisation.central),
      interval95: [at(utilisation.low), at(utilisation.high)],
      source: `${ratesSource} vp8_*, 46 bytes of overhead a packet; ${options.layoutNote}`,
      trust: 'assumed',
      note: 'layers at 0.75 of their maximum',
    },
    ...uploadBitRates(rates),
  };
}

/** What participants send to a bridge, and what relays carry of it. */
function uploadBitRates({
  layers,
  audioBps,
  audioPps,
  feedbackBps,
}: SourcedRates): Record<string, ModelParameter> {
  const all: Layout = { low: 1, standard: 1, high: 1 };
  const videos = 3;
  const at = (share: number) => significant(videos * pairBps(layers, all, share));
  const audio: ModelParameter = {
    value: significant(audioBps + 8 * overheadBytesPerPacket * audioPps),
    interval95: [51_100, 62_500],
    source: `${ratesSource} opus_audio_jitsi_measured_out, 46 bytes of overhead a packet; interval from load test 6`,
    trust: 'published',
  };
  const video: ModelParameter = {
    value: at(utilisation.central),
    interval95: [at(utilisation.low), at(utilisation.high)],
    source: `${ratesSource} vp8_low_180p, vp8_standard_360p, vp8_high_720p, 46 bytes of overhead a packet`,
    trust: 'assumed',
    note: 'all three simulcast layers at 0.75 of their maximum; interval from 0.5 to 1',
  };
  const relayed = (parameter: ModelParameter): ModelParameter => ({
    ...parameter,
    note: 'a relay carries every packet of local senders (jitsi-videobridge@a29d97d relay/Relay.kt:939-969)',
  });
  return {
    audioSenderBitRateBps: audio,
    videoSenderBitRateBps: video,
    relayAudioBitRateBps: relayed(audio),
    relayVideoBitRateBps: relayed(video),
    feedbackBitRateBps: {
      value: feedbackBps,
      interval95: null,
      source: `${ratesSource} receive_only_feedback_up, from load test 6`,
      trust: 'published',
      note: 'RTCP of every receiver; no part of packet-rate stress',
    },
  };
}

function uploadParameter(layers: Layers): ModelParameter {
  const all: Layout = { low: 1, standard: 1, high: 1 };
  return {
    value: significant(totalPps(layers, all, utilisation.central)),
    interval95: [totalPps(layers, all, utilisation.low), totalPps(layers, all, utilisation.high)],
    source: `${ratesSource} vp8_low_180p, vp8_standard_360p, vp8_high_720p, packets by frame`,
    trust: 'assumed',
    note: 'all three simulcast layers at 0.75 of their maximum; interval from 0.5 to 1',
  };
}

function totalPps(layers: Layers, layout: Layout, share: number): number {
  const pps = (bitRateBps: number) => videoPacketRatePps({ bitRateBps: bitRateBps * share, framesPerSecond });
  return (
    layout.low * pps(layers.lowBps) +
    layout.standard * pps(layers.standardBps) +
    layout.high * pps(layers.highBps)
  );
}

function pairPps(layers: Layers, layout: Layout, share: number): number {
  return totalPps(layers, layout, share) / (layout.low + layout.standard + layout.high);
}

function pairBps(layers: Layers, layout: Layout, share: number): number {
  const videos = layout.low + layout.standard + layout.high;
  const media =
    layout.low * layers.lowBps + layout.standard * layers.standardBps + layout.high * layers.highBps;
  return (share * media) / videos + 8 * overheadBytesPerPacket * pairPps(layers, layout, share);
}

function rowOf(rows: readonly TextRow[], stream: string): TextRow {
  const found = rows.find((row) => cellText(row, 'stream') === stream);
  if (found === undefined) {
    throw new CalibrationRefused({
      place: 'stream rates',
      problem: `there is no row for stream ${stream}`,
      hint: 'pass the rows of datasets/stream-rates/stream-rates.csv',
    });
  }
  return found;
}

function rateBps(rows: readonly TextRow[], stream: string): number {
  return cellNumber(rowOf(rows, stream), 'bitrate_kbps') * 1000;
}

/**
 * The media of a load test of one's own: packets and bits of a (sender, receiver) pair and of a sender.
 *
 * Without cameras every sender counts as one of audio. With cameras audio is taken as known (50 packets a second of one
 * Opus stream to each receiver), since both grow together and no test tells them apart.
 */
import { fitMediaLoad } from '../bridge/media-load.ts';
import {
  audioPairs,
  audioSenders,
  type BridgePoint,
  describePoint,
  leftOutPoints,
} from '../bridge/observations.ts';
import { cooksDistances, type FitReport, reportFit } from '../fit-report.ts';
import {
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
} from '../fitting/bootstrap.ts';
import { fitLinear } from '../fitting/linear-least-squares.ts';
import {
  calibratedParameter,
  givenParameter,
  type ModelFile,
  type ModelParameter,
  tieOf,
} from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { type BaseModels, baseModel, others, taken } from './base-models.ts';
import type { Given } from './given.ts';
import type { OwnBridgeTest } from './own-bridge-test.ts';

/** One Opus stream sends a packet every 20 ms. */
const opusPacketRatePps = 50;
/** A camera sends at least 15 frames a second, each in a packet or more: less means that no video was forwarded. */
const videoPairPpsMin = 15;

export interface OwnMedia {
  readonly model: ModelFile;
  readonly reports: readonly FitReport[];
  /** Packet rate of every point by the fit, kpps. */
  readonly offeredKpps: readonly number[];
}

export function fitOwnMedia(options: {
  readonly own: OwnBridgeTest;
  readonly given: Given;
  readonly name: string;
  readonly base: BaseModels;
  readonly nextUnit: NextUnit;
  readonly draws: number;
}): OwnMedia {
  const { own } = options;
  return own.videoSendersPerConference.some((senders) => senders > 0)
    ? fitWithVideo(options)
    : fitAudio(options);
}

type MediaOptions = Parameters<typeof fitOwnMedia>[0];

function fitAudio({ own, name, base, nextUnit, draws }: MediaOptions): OwnMedia {
  const { test } = own;
  const load = fitMediaLoad({ test, nextUnit, draws, isWidenedForFewPoints: true });
  const fitted: Record<string, ModelParameter> = {
    audioPairPacketRatePps: calibratedParameter(load.audioPairPps, load.audioPairPpsInterval95, test.source),
    audioSenderPacketRatePps: calibratedParameter(
      load.audioSenderPps,
      load.audioSenderPpsInterval95,
      test.source,
      'use it together with the pair rate: the two move against each other',
    ),
    ...bitsOf(own, 'audioPairBitRateBps', test.points.map(audioPairs), nextUnit, draws),
    ...noVideo(test.source),
  };
  return {
    model: {
      ...mediaModel(own, name, base, fitted, 'hardly any video'),
      correlations: tieOf(load.report, ['q', 'h'], ['audioPairPacketRatePps', 'audioSenderPacketRatePps']),
    },
    reports: [load.report],
    offeredKpps: test.points.map(
      (point) => (load.audioPairPps * audioPairs(point) + load.audioSenderPps * audioSenders(point)) / 1000,
    ),
  };
}

function fitWithVideo({ own, given, name, base, nextUnit, draws }: MediaOptions): OwnMedia {
  const { test, videoSendersPerConference } = own;
  const place = `video from ${test.name}`;
  const lastN = given.lastN ?? Number.POSITIVE_INFINITY;
  const design = test.points.map((point, i) => {
    const senders = videoSendersPerConference[i]!;
    const receivers = point.participants / point.conferences - 1;
    return {
      pairs: (point.conferences * Math.min(senders * receivers, (receivers + 1) * lastN)) / 1000,
      senders: (point.conferences * senders) / 1000,
      audioKpps: (opusPacketRatePps * audioPairs(point)) / 1000,
    };
  });
  const used = [...test.points.keys()].filter((i) => test.points[i]!.state === 'steady');
  const fitRates = (rates: readonly number[]) =>
    fitLinear(
      place,
      {
        'video pairs': used.map((i) => design[i]!.pairs),
        'video senders': used.map((i) => design[i]!.senders),
      },
      rates,
    );
  const fit = fitRates(used.map((i) => test.points[i]!.packetRateKpps! - design[i]!.audioKpps));
  const [pair, sender] = fit.coefficients as [number, number];
  if (pair < videoPairPpsMin) {
    throw new CalibrationRefused({
      place,
      problem: `${pair.toFixed(1)} packets a second for each (camera, receiver) pair: practically no video was forwarded`,
      hint: 'audio-dominated tests say nothing of video: give videoSenders=0, or measure with cameras that are really shown',
    });
  }
  const widening = Math.sqrt(used.length / fit.degreesOfFreedom);
  const drawn = Array.from({ length: draws }, () => {
    const chosen = resampleIndices(used.length, nextUnit);
    return fitRates(fit.fitted.map((value, i) => value + fit.residuals[chosen[i]!]! * widening)).coefficients;
  });
  const [pairInterval, senderInterval] = percentileIntervals95(drawn) as [Interval, Interval];
  const report = reportVideo({ own, used, fit, pairInterval, senderInterval, drawn });
  const videoPairs = design.map(({ pairs }) => pairs * 1000);
  const fitted: Record<string, ModelParameter> = {
    ...knownAudio,
    videoPairPacketRatePps: calibratedParameter(pair, pairInterval, test.source),
    videoSenderPacketRatePps: calibratedParameter(
      sender,
      senderInterval,
      test.source,
      'with the overhead of audio',
    ),
    ...bitsOf(own, 'videoPairBitRateBps', videoPairs, nextUnit, draws),
    ...(given.lastN === undefined
      ? {}
      : { lastN: givenParameter(given.lastN, 'largest number of videos that a receiver is sent') }),
  };
  return {
    model: mediaModel(own, name, base, fitted, 'cameras and microphones'),
    reports: [report],
    offeredKpps: design.map(({ pairs, senders, audioKpps }) => pair * pairs + sender * senders + audioKpps),
  };
}

const knownAudio: Readonly<Record<string, ModelParameter>> = {
  audioPairPacketRatePps: {
    value: opusPacketRatePps,
    interval95: null,
    source: 'datasets/stream-rates/stream-rates.csv: one Opus stream, 20 ms frames',
    trust: 'published',
    note: 'a constant of the design; taken as known, since audio and video grow together',
  },
  audioSenderPacketRatePps: {
    value: 0,
    interval95: null,
    source: 'a convention',
    trust: 'published',
    note: 'a setting: contained in the packets of a video sender',
  },
};

function noVideo(source: string): Record<string, ModelParameter> {
  const none: ModelParameter = {
    value: 0,
    interval95: null,
    source,
    trust: 'calibrated',
    note: 'no camera was on: this model says nothing of video',
  };
  return {
    videoPairPacketRatePps: none,
    videoSenderPacketRatePps: none,
    relayVideoPacketRatePps: none,
    videoPairBitRateBps: none,
    videoSenderBitRateBps: none,
    relayVideoBitRateBps: none,
  };
}

/** Bits of one pair, where the bytes sent were measured at enough steady points. */
function bitsOf(
  own: OwnBridgeTest,
  name: string,
  pairs: readonly number[],
  nextUnit: NextUnit,
  draws: number,
): Record<string, ModelParameter> {
  const { test, sentBps } = own;
  const used = [...test.points.keys()].filter(
    (i) => test.points[i]!.state === 'steady' && Number.isFinite(sentBps[i]!),
  );
  if (used.length < 4) return {};
  const fitBits = (rates: readonly number[]) =>
    fitLinear('bits per pair', { pairs: used.map((i) => pairs[i]!), constant: used.map(() => 1) }, rates);
  const fit = fitBits(used.map((i) => sentBps[i]!));
  const drawn = Array.from({ length: draws }, () => {
    const chosen = resampleIndices(used.length, nextUnit);
    return [fitBits(fit.fitted.map((value, i) => value + fit.residuals[chosen[i]!]!)).coefficients[0]!];
  });
  return {
    [name]: calibratedParameter(
      Math.max(0, fit.coefficients[0]!),
      percentileIntervals95(drawn)[0]!,
      test.source,
    ),
  };
}

function mediaModel(
  { test }: OwnBridgeTest,
  name: string,
  base: BaseModels,
  fitted: Readonly<Record<string, ModelParameter>>,
  what: string,
): ModelFile {
  const from = baseModel(base, 'media');
  const used = test.points.filter((point) => point.state === 'steady');
  const sizes = used.map((point) => point.participants / point.conferences);
  const order = Object.keys(from.parameters);
  const parameters = { ...others(from, fitted), ...fitted };
  return {
    kind: 'media',
    name,
    title: `The media of ${test.name}: ${what}`,
    parameters: Object.fromEntries(order.map((key) => [key, parameters[key] ?? taken(from, key)])),
    validRanges: [
      {
        quantity: 'conferenceParticipants',
        min: Math.min(...sizes),
        max: Math.max(...sizes),
        source: test.source,
      },
    ],
  };
}

function reportVideo(parts: {
  readonly own: OwnBridgeTest;
  readonly used: readonly number[];
  readonly fit: ReturnType<typeof fitLinear>;
  readonly pairInterval: Interval;
  readonly senderInterval: Interval;
  readonly drawn: readonly (readonly number[])[];
}): FitReport {
  const { own, used, fit } = parts;
  const { test } = own;
  const points: readonly BridgePoint[] = used.map((i) => test.points[i]!);
  const names = points.map((point) => describePoint(test, point));
  const distances = cooksDistances(fit);
  const participants = points.map((point) => point.participants);
  return reportFit({
    name: `Packet rate with video, ${test.name}`,
    formula: 'packet rate = 50 x audio pairs + v x (camera, receiver) pairs + w x cameras',
    unit: 'kpps',
    parameters: [
      { name: 'v', unit: 'pps per pair', value: fit.coefficients[0]!, interval95: parts.pairInterval },
      { name: 'w', unit: 'pps per camera', value: fit.coefficients[1]!, interval95: parts.senderInterval },
    ],
    points: names,
    observed: fit.fitted.map((value, i) => value + fit.residuals[i]!),
    fitted: fit.fitted,
    estimated: 2,
    influence: names.map((point, i) => ({ point, cooksDistance: distances[i]! })),
    validRanges: [
      { quantity: 'participants', unit: '1', min: Math.min(...participants), max: Math.max(...participants) },
    ],
    draws: parts.drawn,
    leftOut: leftOutPoints(test, (point) => !points.includes(point)),
    warnings: ['audio is taken as 50 packets a second to each receiver: what is shown is the rest'],
  });
}

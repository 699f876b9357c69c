/**
 * The GP1-XS bridge and the media of OpenFUN's load tests, from their rows to model files and fit reports.
 */
import type { RandomStreams } from '../../engine/random/random-streams.ts';
import type { FitReport } from '../fit-report.ts';
import {
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
} from '../fitting/bootstrap.ts';
import { fitLinear } from '../fitting/linear-least-squares.ts';
import {
  type ModelFile,
  type ModelParameter,
  significant,
  significantInterval,
  tieOf,
  validatedBy,
} from '../model-file.ts';
import { cellNumber, cellText } from '../text-rows.ts';
import { packetSizeAlternatives, poolingAlternatives, shapeAlternatives } from './bridge-alternatives.ts';
import { loadTestMemory } from './bridge-memory.ts';
import { assumedOnsetKpps, fitCpu } from './cpu.ts';
import { degradedLoss } from './degraded-loss.ts';
import { fitMediaLoad } from './media-load.ts';
import type { BridgePoint, BridgeTest } from './observations.ts';
import {
  cpuTests,
  type OpenfunLoadTestRows,
  oneConference4,
  oneConference6,
  uploadPerSenderPps,
} from './openfun-load-tests.ts';
import { fitReceivedBits, type ReceivedBits, uploadBits } from './received-bits.ts';
import { fitSaturation } from './saturation.ts';

export interface BridgeCalibration {
  readonly bridge: ModelFile;
  readonly media: ModelFile;
  readonly reports: readonly FitReport[];
}

/** What was taken for the cost of a bit, and why: see the alternatives. */
const bitsAreFree =
  'no test varied the size of its packets enough to tell a cost of bits: none is taken, so larger packets cost what small ones do; for rooms in full HD take 0.35 for the sigma of ln s (assumed)';

/** Draws of each bootstrap: the ends of a 95 % interval are then good to about 4 % of its width. */
const bootstrapDraws = 2000;

const folder = 'datasets/openfun-load-tests';

/** Points at which packets of a pair and of a sender were predicted, both at once. */
const packetPoints = ['B1', 'B2', 'B17'];

/**
 * Fits load tests 3, 4 and 6. Test 6 gives packets and saturation (its clients were not the limit), test 4 the upload
 * per sender, all three the CPU. Throws `CalibrationRefused` when the rows cannot carry a fit.
 */
export function calibrateBridge(
  rows: OpenfunLoadTestRows,
  streams: RandomStreams,
  draws = bootstrapDraws,
): BridgeCalibration {
  // A stream a fit: adding a fit later changes no interval of the others.
  const unitsOf = (fit: string): NextUnit => {
    const stream = streams.stream(`calibration/bridge/${fit}`);
    return () => stream.nextUnit();
  };
  const test6 = oneConference6(rows.oneConference6);
  const load = fitMediaLoad({ test: test6, nextUnit: unitsOf('media-load-6'), draws });
  // Kept apart on purpose: pooling tests 4 and 6 gives q 51.9 and h 89, an artefact of two parallel lines.
  const test4 = oneConference4(rows.oneConference4);
  const starved = fitMediaLoad({ test: test4, nextUnit: unitsOf('media-load-4'), draws });
  const cpu = fitCpu({ tests: cpuTests(rows), nextUnit: unitsOf('cpu'), draws });
  const saturation = fitSaturation({ test: test6, media: load, nextUnit: unitsOf('saturation'), draws });
  const bits = fitPairBits(rows, unitsOf('pair-bits'), draws);
  const received = fitReceivedBits(rows.oneConference4, unitsOf('received-bits'), draws);
  const source6 = `${folder}/one-conference-6.csv`;
  // One conference with ten senders: every other participant hears each of them.
  const offeredKpps = (participants: number): number =>
    (load.audioPairPps * 10 * (participants - 1) + load.audioSenderPps * 10) / 1000;
  const degraded = degradedLoss(rows.oneConference6, saturation, offeredKpps, source6);
  const bridge = bridgeModel({ coresLimit: test6.coresLimit, cpu, saturation, degraded, source6 });
  const upload = uploadPerSenderPps(rows.oneConference4);
  const media = audioDominatedMedia({ load, upload, bits, received, source6, starved, test6 });
  const reports = [
    { ...load.report, alternatives: poolingAlternatives(test4, test6, load) },
    starved.report,
    {
      ...cpu.report,
      alternatives: [...shapeAlternatives(cpuTests(rows)), ...packetSizeAlternatives(rows)],
      warnings: [...cpu.report.warnings, bitsAreFree],
    },
    saturation.report,
    ...loadTestMemory(rows).map(({ report }) => report),
  ];
  return { bridge, media, reports };
}

function bridgeModel(parts: {
  readonly coresLimit: number;
  readonly cpu: ReturnType<typeof fitCpu>;
  readonly saturation: ReturnType<typeof fitSaturation>;
  readonly degraded: ModelParameter;
  readonly source6: string;
}): ModelFile {
  const { coresLimit, cpu, saturation, source6 } = parts;
  const sourceCpu = `${folder}: conferences-of-5-3.csv, one-conference-4.csv, one-conference-6.csv`;
  return {
    kind: 'bridges',
    name: 'gp1-xs',
    title: "One bridge on a Scaleway GP1-XS instance (4 vCPU), as in OpenFUN's load tests of 2022",
    parameters: {
      coresLimit: setting(coresLimit, source6, 'container limit of load test 6; 4 vCPU without one'),
      machineCores: setting(4, 'Scaleway GP1-XS, 4 vCPU', 'the base of CPU stress'),
      cpuActiveBaseCores: fitted(cpu.activeBaseCores, cpu.activeBaseCoresInterval95, sourceCpu),
      cpuPerKppsCores: fitted(cpu.perKppsCores, cpu.perKppsCoresInterval95, sourceCpu),
      cpuOnsetKpps: {
        value: assumedOnsetKpps,
        interval95: [1, 4],
        source: 'an idle bridge shows about 0 cores; no test measured below 5 kpps',
        trust: 'assumed',
      },
      cpuSpeedLogStandardDeviation: fitted(
        cpu.speedLogStandardDeviation,
        cpu.speedLogStandardDeviationInterval95,
        sourceCpu,
        'three tests only; replace it by one measurement of your own',
      ),
      carriedCeilingKpps: validatedBy(
        fitted(saturation.ceilingKpps, saturation.ceilingKppsInterval95, source6),
        ['V6'],
      ),
      carriedKneeSharpness: fitted(saturation.kneeSharpness, saturation.kneeSharpnessInterval95, source6),
      degradedLossRatio: parts.degraded,
      loadThresholdPps: {
        value: 50_000,
        interval95: null,
        source: 'jitsi-videobridge@a29d97d jvb/src/main/resources/reference.conf:194-200',
        trust: 'published',
        note: 'a setting; the shipped default for packet-rate stress',
      },
    },
    validRanges: [
      {
        quantity: 'bridgePacketRateKpps',
        min: significant(Math.min(...cpu.report.validRanges.map(({ min }) => min))),
        max: significant(Math.max(...saturation.report.validRanges.map(({ max }) => max))),
        source: `${sourceCpu} (CPU up to ${significant(Math.max(...cpu.report.validRanges.map(({ max }) => max)))}); ${source6} (saturation)`,
      },
    ],
    correlations: [
      ...tieOf(cpu.report, ['c0', 'a'], ['cpuActiveBaseCores', 'cpuPerKppsCores']),
      ...tieOf(saturation.report, ['K', 'p'], ['carriedCeilingKpps', 'carriedKneeSharpness']),
    ],
  };
}

type MediaLoad = ReturnType<typeof fitMediaLoad>;

function audioDominatedMedia(parts: {
  readonly load: MediaLoad;
  readonly starved: MediaLoad;
  readonly upload: number;
  readonly bits: { readonly bps: number; readonly interval95: Interval };
  readonly received: ReceivedBits;
  readonly source6: string;
  readonly test6: BridgeTest;
}): ModelFile {
  const { load, starved, upload, source6 } = parts;
  const none = (what: string): ModelParameter => ({
    value: 0,
    interval95: null,
    source: source6,
    trust: 'calibrated',
    note: `practically no video was forwarded; ${what}`,
  });
  const contained = 'contained in the audio figures';
  const starvedPair = `${significant(starved.audioPairPps)} with starved clients (load test 4)`;
  return {
    kind: 'media',
    name: 'audio-dominated-10-senders',
    title: "The media of OpenFUN's load tests: at most 10 unmuted senders a conference, hardly any video",
    parameters: {
      audioPairPacketRatePps: validatedBy(
        fitted(load.audioPairPps, load.audioPairPpsInterval95, source6, starvedPair),
        packetPoints,
      ),
      videoPairPacketRatePps: none(contained),
      audioSenderPacketRatePps: validatedBy(
        fitted(
          load.audioSenderPps,
          load.audioSenderPpsInterval95,
          source6,
          'empirical; correlated with the pair rate at -0.9, use them together',
        ),
        packetPoints,
      ),
      videoSenderPacketRatePps: none(contained),
      relayAudioPacketRatePps: relayed(upload),
      relayVideoPacketRatePps: none(contained),
      audioPairBitRateBps: validatedBy(
        fitted(parts.bits.bps, parts.bits.interval95, source6, 'network bytes sent, with headers'),
        ['B15'],
      ),
      videoPairBitRateBps: none(contained),
      ...uploadBits(parts.received, none(contained)),
      lastN: {
        value: 50,
        interval95: null,
        source: 'jitsi-videobridge@a29d97d jvb/src/main/resources/reference.conf:439-445 (ssrc-limit.video)',
        trust: 'published',
        note: 'a setting; without effect here, as no video is forwarded',
      },
    },
    validRanges: [
      {
        quantity: 'conferenceParticipants',
        ...rangeOf(steadyPoints(parts.test6).map((point) => point.participants)),
        source: `${source6}, its steady points: one conference growing`,
      },
    ],
    correlations: tieOf(load.report, ['q', 'h'], ['audioPairPacketRatePps', 'audioSenderPacketRatePps']),
  };
}

/** What a relay carries for one sender: all that he uploads. */
function relayed(upload: number): ModelParameter {
  return {
    value: significant(upload),
    interval95: significantInterval([upload * 0.98, upload * 1.02]),
    source: `${folder}/one-conference-4.csv`,
    trust: 'calibrated',
    note: 'upload of one sender, all layers; interval is the reading error of the graph; no test had relays',
  };
}

function steadyPoints(test: BridgeTest): readonly BridgePoint[] {
  return test.points.filter((point) => point.state === 'steady' && point.packetRateKpps !== null);
}

function rangeOf(values: readonly number[]): { readonly min: number; readonly max: number } {
  return { min: Math.min(...values), max: Math.max(...values) };
}

/** Bits per second to one receiver for one pair, from the bytes test 6 sent at its steady points. */
function fitPairBits(
  rows: OpenfunLoadTestRows,
  nextUnit: NextUnit,
  draws: number,
): { readonly bps: number; readonly interval95: Interval } {
  const used = rows.oneConference6.filter(
    (row) =>
      cellText(row, 'valid_for_calibration') === 'yes' && cellText(row, 'jvb_net_tx_mbytes_per_s') !== '',
  );
  const pairs = used.map(
    (row) => (cellNumber(row, 'participants') - 1) * cellNumber(row, 'audio_video_senders'),
  );
  const bps = used.map((row) => cellNumber(row, 'jvb_net_tx_mbytes_per_s') * 8e6);
  // No pairs, nothing sent: the constant is left in to absorb feedback and reading error, and not used.
  const fitBits = (rates: readonly number[]) =>
    fitLinear('bits per pair', { pairs, constant: pairs.map(() => 1) }, rates);
  const best = fitBits(bps);
  const widening = Math.sqrt(used.length / best.degreesOfFreedom);
  const redrawn = Array.from({ length: draws }, () => {
    const chosen = resampleIndices(used.length, nextUnit);
    return [
      fitBits(best.fitted.map((value, i) => value + best.residuals[chosen[i]!]! * widening)).coefficients[0]!,
    ];
  });
  return { bps: best.coefficients[0]!, interval95: percentileIntervals95(redrawn)[0]! };
}

function fitted(value: number, interval95: Interval, source: string, note?: string): ModelParameter {
  return {
    value: significant(value),
    interval95: significantInterval(interval95),
    source,
    trust: 'calibrated',
    ...(note === undefined ? {} : { note }),
  };
}

function setting(value: number, source: string, note: string): ModelParameter {
  return { value, interval95: null, source, trust: 'published', note: `a setting: ${note}` };
}

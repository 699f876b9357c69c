/**
 * What else was tried on the load tests of a bridge, for the fit report: one line for both tests of the media load,
 * and other shapes of the CPU cost.
 */
import type { Alternative } from '../fit-report.ts';
import { fitLinear } from '../fitting/linear-least-squares.ts';
import { cellNumber, cellText } from '../text-rows.ts';
import type { CpuTest } from './cpu.ts';
import { compareCpuShapes } from './cpu-shapes.ts';
import type { MediaLoadFit } from './media-load.ts';
import { audioPairs, audioSenders, type BridgePoint, type BridgeTest } from './observations.ts';
import type { OpenfunLoadTestRows } from './openfun-load-tests.ts';
import { packetSizeAlternative } from './packet-size.ts';

/** Two tests as one: two parallel lines of different range, whose pooled slope and level belong to neither. */
export function poolingAlternatives(
  starved: BridgeTest,
  free: BridgeTest,
  fit: MediaLoadFit,
): readonly Alternative[] {
  const points = [...steady(starved), ...steady(free)];
  const pooled = fitLinear(
    'media load of both tests',
    {
      pairs: points.map((point) => audioPairs(point) / 1000),
      senders: points.map((point) => audioSenders(point) / 1000),
    },
    points.map((point) => point.packetRateKpps!),
  );
  const [pair, sender] = pooled.coefficients as [number, number];
  return [
    {
      name: `${free.name} alone`,
      score: `q ${fit.audioPairPps.toFixed(1)}, h ${fit.audioSenderPps.toFixed(0)}, error ${fit.report.rootMeanSquareError.toPrecision(2)} kpps`,
      taken: true,
      reason: 'its clients were not the limit',
    },
    {
      name: `${starved.name} and ${free.name} as one`,
      score: `q ${pair.toFixed(1)}, h ${sender.toFixed(0)}, error ${pooled.residualStandardDeviation.toPrecision(2)} kpps`,
      taken: false,
      reason: 'two parallel lines of different range: the pooled figures belong to neither',
    },
  ];
}

const reasons: Readonly<Record<ReturnType<typeof compareCpuShapes>[number]['shape'], string>> = {
  'affine with onset': 'an idle bridge uses no CPU, and it errs as little as the plain line',
  affine: 'as good, but an idle bridge would use the whole base',
  'power law': 'agrees from 5 to 50 kpps and parts outside',
  'linear through 0': 'misfits every single test',
};

export function shapeAlternatives(tests: readonly CpuTest[]): readonly Alternative[] {
  return compareCpuShapes(tests).map(({ shape, leaveOneTestOutLogError, withinTestLogError }) => ({
    name: shape,
    score: `wrong by ${percent(leaveOneTestOutLogError)} on a test it has not seen, by ${percent(withinTestLogError)} inside tests`,
    taken: shape === 'affine with onset',
    reason: reasons[shape],
  }));
}

/** Load test 4 is the only one with packets, bits and CPU; its bits were counted by the bridge and by the network. */
export function packetSizeAlternatives({ oneConference4 }: OpenfunLoadTestRows): readonly Alternative[] {
  const used = oneConference4.filter((row) => cellText(row, 'valid_for_calibration') === 'yes');
  const column = (name: string): readonly number[] => used.map((row) => cellNumber(row, name));
  const shared = {
    packetRateKpps: column('jvb_api_packet_rate_upload_kpps'),
    cpuCores: column('jvb_cpu_cores'),
  };
  const network = column('jvb_net_tx_kbytes_per_s').map((kilobytes) => (kilobytes * 8) / 1000);
  return [
    { ...shared, name: 'load test 4 by the bridge', bitRateMbps: column('jvb_api_bitrate_upload_mbps') },
    { ...shared, name: 'load test 4 by the network', bitRateMbps: network },
  ].flatMap((readings) => packetSizeAlternative(readings) ?? []);
}

function percent(logError: number): string {
  return `${(100 * logError).toFixed(0)} %`;
}

function steady(test: BridgeTest): readonly BridgePoint[] {
  return test.points.filter((point) => point.state === 'steady' && point.packetRateKpps !== null);
}

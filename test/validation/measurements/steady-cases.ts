/**
 * Bridges under a load that stays: points that the calibration left out, tests of other machines, reports of operators.
 * CPU of one deployment is known to about -35 % and +55 % (three tests on one type of machine), which is the tolerance
 * of every CPU figure; packets differ by about 6 % from test to test.
 */
import type { RunRows } from '../../../src/simulation/rows.ts';
import { type MeasurementCase, replicate } from './measurement-case.ts';
import { runsOf } from './signalling-cases.ts';

const replications = 20;
const known = new Map<string, Promise<readonly RunRows[]>>();

function steadyRuns(variant: string): Promise<readonly RunRows[]> {
  const runs = known.get(variant) ?? replicate('steady-bridge.yaml', replications, variant);
  known.set(variant, runs);
  return runs;
}

/** Ten minutes after the first join. */
const steadyRow = 11;
const loadThresholdKpps = 50;

async function inSteadyState(
  variant: string,
  of: (minutes: RunRows['minutes']) => number | undefined,
): Promise<readonly number[]> {
  return (await steadyRuns(variant)).map(({ minutes }) => of(minutes) ?? Number.NaN);
}

const stressOf = (variant: string) => inSteadyState(variant, ({ stressMax }) => stressMax[steadyRow]);
const coresOf = (variant: string) => inSteadyState(variant, ({ cpuMeanCores }) => cpuMeanCores[steadyRow]);

/** A CPU reading y agrees with predictions from y / 1.55 to y / 0.65. */
function cpuAccepted(low: number, high = low): Pick<MeasurementCase, 'acceptLow' | 'acceptHigh'> {
  return { acceptLow: low / 1.55, acceptHigh: high / 0.65 };
}

interface CpuReading {
  readonly id: string;
  readonly variant: string;
  readonly observed: readonly [number, number];
  readonly source: string;
  readonly missExplained?: string;
  readonly caveat?: string;
}

function cpuCase(reading: CpuReading): MeasurementCase {
  const [low, high] = reading.observed;
  const { missExplained, caveat } = reading;
  return {
    id: reading.id,
    scenario: reading.variant,
    quantity: 'CPU of the bridge, cores',
    observed: low === high ? String(low) : `${low} to ${high}`,
    source: reading.source,
    ...cpuAccepted(low, high),
    predict: () => coresOf(reading.variant),
    ...(missExplained === undefined ? {} : { missExplained }),
    ...(caveat === undefined ? {} : { caveat }),
  };
}

const loadTest4 = 'datasets/openfun-load-tests/one-conference-4.csv';
const loadTest6 = 'datasets/openfun-load-tests/one-conference-6.csv';
const loadTest9 = 'openfun/jitsi-meet-torture-rocket@dab487f docs/load_tests/2022-03-29';
const smallRooms =
  'Few packets and a high CPU: a small room in full HD costs more a packet than anything the model was fitted on, ' +
  'and 1080p is beyond the layers of its media. Single runs of somebody else, on a machine nobody load-tested.';

export const steadyCases: readonly MeasurementCase[] = [
  {
    id: 'B1',
    scenario: 'one conference of 100, ten microphones, one GP1-XS bridge',
    quantity: 'stress',
    observed: "about 1 (operators' rule of thumb)",
    source: 'openfun/jitsi-k8s docs/simulations/README.md',
    acceptLow: 0.9,
    acceptHigh: 1.1,
    predict: () => stressOf('one conference of 100'),
  },
  {
    id: 'B2',
    scenario: 'one conference of 65, ten microphones (load test 4)',
    quantity: 'packets, kpps',
    observed: '31.8',
    source: loadTest4,
    acceptLow: 31.8 * 0.88,
    acceptHigh: 31.8 * 1.12,
    predict: async () => (await stressOf('one conference of 65')).map((stress) => stress * loadThresholdKpps),
    caveat:
      'Twice the 6 % between tests. The clients of load test 4 were starved, so it lies low; its packets are in no model.',
  },
  {
    id: 'B3',
    scenario: 'bridges of load test 9 with 47 to 58 participants, as conferences of 30 and 22',
    quantity: 'stress',
    observed: '0.5 to 0.75',
    source: loadTest9,
    acceptLow: 0.5,
    acceptHigh: 0.75,
    predict: () => stressOf('conferences of 30 and of 22'),
  },
  {
    ...cpuCase({
      id: 'B3',
      variant: 'conferences of 30 and of 22',
      observed: [2.2, 3.4],
      source: loadTest9,
    }),
    scenario: 'bridges of load test 9 with 47 to 58 participants, as conferences of 30 and 22',
  },
  {
    id: 'B4',
    scenario: 'one conference of 199 after a fast join of 40 (load test 6)',
    quantity: 'packets carried, kpps',
    observed: '59',
    source: loadTest6,
    acceptLow: 59 * 0.75,
    acceptHigh: 59 * 1.25,
    predict: async () =>
      (await stressOf('one conference of 199')).map((stress) => stress * loadThresholdKpps),
    missExplained:
      'Above about 1.2 times its ceiling the real bridge carried less than the ceiling; the model goes on carrying it. ' +
      'One point at which a bridge collapsed is no curve: it is left out of the fit, and nothing was put in its place.',
  },
  {
    id: 'B5',
    scenario: '20 conferences of 5 on one bridge (load test 3)',
    quantity: 'sent to a participant, kB/s',
    observed: '54.4 (slope) to 57 (at 100)',
    source: 'datasets/openfun-load-tests/conferences-of-5-3.csv',
    acceptLow: 54.4 * 0.75,
    acceptHigh: 57 * 1.25,
    predict: () =>
      inSteadyState(
        '20 conferences of 5',
        ({ egressMbps }) => ((egressMbps[steadyRow] ?? 0) * 1e3) / 8 / 100,
      ),
    missExplained:
      'In rooms of five cameras were on and shown: 14 kB/s for each pair, twice an audio stream. The media model is of ' +
      'conferences of 21 and more, in which hardly any video was forwarded, and a scenario with rooms of five is warned ' +
      'that it leaves that range. No rate of video is fitted on it: the clip was a loop of low quality on starved clients.',
  },
  cpuCase({
    id: 'B6',
    variant: '150 calls on c5.xlarge',
    observed: [3.2, 3.2],
    source: 'jitsi/jitsi-videobridge#609 (2018), datasets/jvb-capacity-reports',
    caveat:
      'A bridge of 2018 on a machine whose model was made from its threshold alone. Audio was not told, and is none here.',
  }),
  cpuCase({
    id: 'B6',
    variant: '200 calls on c5.2xlarge',
    observed: [4.8, 4.8],
    source: 'jitsi/jitsi-videobridge#609 (2018), datasets/jvb-capacity-reports',
    caveat: 'As above, and the model made from its virtual CPUs alone.',
  }),
  cpuCase({
    id: 'B6',
    variant: '200 calls on c5.4xlarge',
    observed: [6.4, 6.4],
    source: 'jitsi/jitsi-videobridge#609 (2018), datasets/jvb-capacity-reports',
    caveat: 'As above.',
  }),
  cpuCase({
    id: 'B7',
    variant: 'one call of 3, all cameras, 8 vCPUs',
    observed: [1.6, 1.6],
    source: 'jitsi/docker-jitsi-meet#1592 (2023), datasets/jvb-capacity-reports',
    missExplained: smallRooms,
  }),
  cpuCase({
    id: 'B7',
    variant: 'two calls of 3, all cameras, 8 vCPUs',
    observed: [2.8, 3.2],
    source: 'jitsi/docker-jitsi-meet#1592 (2023), datasets/jvb-capacity-reports',
    missExplained: 'As above.',
  }),
  cpuCase({
    id: 'B8',
    variant: 'one call of 3, all cameras, 16 threads',
    observed: [0.6, 0.6],
    source: 'jitsi/docker-jitsi-meet#482, datasets/jvb-capacity-reports',
  }),
  cpuCase({
    id: 'B8',
    variant: 'one call of 7, all cameras, 16 threads',
    observed: [2, 2],
    source: 'jitsi/docker-jitsi-meet#482, datasets/jvb-capacity-reports',
    missExplained: smallRooms,
  }),
  cpuCase({
    id: 'B9',
    variant: 'one conference of 29, full star, 8 threads',
    observed: [1.26, 1.26],
    source: 'jitsi.org performance evaluation (2014), datasets/jitsi-jvb-performance-evaluation',
    missExplained:
      'The bridge of 2014, which forwarded one layer and ran no congestion control, took a third of the CPU a packet. ' +
      'What holds across the years is that CPU is a line; its level is not.',
  }),
];

export const steadySignallingCases: readonly MeasurementCase[] = [
  {
    id: 'S1',
    scenario: 'one conference of 199, one bridge (load test 6)',
    quantity: 'CPU of Prosody ten minutes after, cores',
    observed: '0.0165',
    source: 'openfun load test 6, datasets/prosody-reports',
    acceptLow: 0.0165 * 0.5,
    acceptHigh: 0.0165 * 1.5,
    predict: () =>
      inSteadyState('one conference of 199', ({ prosodyCpuCores }) => prosodyCpuCores[steadyRow]),
    caveat: 'What a participant costs Prosody differs by +/-50 % between set-ups.',
  },
  {
    id: 'S1',
    scenario: '200 participants in 4 conferences of 50 (HPA test), all joined',
    quantity: 'CPU of Prosody 20 minutes after, cores',
    observed: '0.032',
    source: 'datasets/openfun-hpa-quick-test/hpa-quick-test.csv',
    acceptLow: 0.032 * 0.5,
    acceptHigh: 0.032 * 1.5,
    predict: () => prosodyAt('hpa-quick-test.yaml', 22),
    caveat: 'As above.',
  },
  {
    id: 'S1',
    scenario: 'load test 9 at 12:36: 1581 participants who had come back',
    quantity: 'CPU of Prosody, cores',
    observed: '0.22',
    source: loadTest9,
    acceptLow: 0.22 * 0.75,
    acceptHigh: 0.22 * 1.25,
    predict: () => prosodyAt('signalling-after-noon.yaml', 16),
    caveat: 'The fit ends at 11:09.',
  },
  {
    id: 'S1',
    scenario: 'load test 9 at 17:08: one conference of 699',
    quantity: 'CPU of Prosody, cores',
    observed: '0.169',
    source: loadTest9,
    acceptLow: 0.169 * 0.75,
    acceptHigh: 0.169 * 1.25,
    predict: () => prosodyAt('signalling-room-of-700.yaml', 41),
    caveat: 'The fit ends at 11:09.',
  },
];

async function prosodyAt(file: string, row: number): Promise<readonly number[]> {
  return (await runsOf(file)).map(({ minutes }) => minutes.prosodyCpuCores[row] ?? Number.NaN);
}

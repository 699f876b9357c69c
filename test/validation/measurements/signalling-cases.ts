/**
 * Measurements of signalling: OpenFUN's load test 9 before noon (V1) and after (V2), and Prosody
 * with one conference of 700 (V12) and in the HPA test (V6).
 * The populations are those that were meant to be there; what broke is for the simulation to find.
 */
import type { RunRows } from '../../../src/simulation/rows.ts';
import { type MeasurementCase, replicate } from './measurement-case.ts';

const replications = 20;
const loadTest = 'openfun/jitsi-meet-torture-rocket@dab487f docs/load_tests/2022-03-29';
const morning = 'load test 9 before noon: 1305 participants, then 42 more a minute up to 1650';
const afterNoon = 'load test 9 after noon: 1556 participants within five minutes, 1604 from 12:40 on';

const known = new Map<string, Promise<readonly RunRows[]>>();

/** Runs of a scenario, simulated once. */
export function runsOf(file: string, variant?: string): Promise<readonly RunRows[]> {
  const key = `${file} ${variant}`;
  const runs = known.get(key) ?? replicate(file, replications, variant);
  known.set(key, runs);
  return runs;
}

const morningRuns = (variant: string): Promise<readonly RunRows[]> =>
  runsOf('signalling-morning.yaml', variant);
const afterNoonRuns = (): Promise<readonly RunRows[]> => runsOf('signalling-after-noon.yaml');

const asItWas = '768 connections a worker';
/** Rows of minutes: index of the minute that ends at this time. */
const rowOf = (hours: number, minutes: number, from: readonly [number, number]): number =>
  (hours - from[0]) * 60 + minutes - from[1] - 1;
const morningStart = [9, 24] as const;
const afterNoonStart = [12, 19] as const;
const untilHalfPastTwelveMs = 11 * 60_000;

function firstMs({ incidents }: RunRows, kind: 'front-restarted' | 'prosody-killed'): number {
  return incidents.find((incident) => incident.kind === kind)?.atMs ?? Number.POSITIVE_INFINITY;
}

/** Endpoints at the end of the minute before the first restart of a front pod; nothing restarted, nothing. */
function participantsAtFirstRestart(run: RunRows): number {
  return run.minutes.participants[Math.floor(firstMs(run, 'front-restarted') / 60_000) - 1] ?? Number.NaN;
}

/** Within five minutes after the first restart of a front pod. */
function killsProsody(run: RunRows): boolean {
  const fromMs = firstMs(run, 'front-restarted');
  return run.incidents.some(
    ({ kind, atMs }) => kind === 'prosody-killed' && atMs > fromMs && atMs < fromMs + 300_000,
  );
}

function shareOf(runs: readonly RunRows[], holds: (run: RunRows) => boolean): readonly number[] {
  return [runs.filter(holds).length / runs.length];
}

const restartsOf = ({ totals }: RunRows): number => totals.frontRestarts + totals.prosodyKills;
const killsBefore = (run: RunRows, untilMs: number): number =>
  run.incidents.filter(({ kind, atMs }) => kind === 'prosody-killed' && atMs < untilMs).length;
/** Front pods that restart within a minute of the first. */
function restartedTogether(run: RunRows): number {
  const untilMs = firstMs(run, 'front-restarted') + 60_000;
  return run.incidents.filter(({ kind, atMs }) => kind === 'front-restarted' && atMs < untilMs).length;
}
const peakBefore = ({ minutes }: RunRows, row: number): number =>
  Math.max(...minutes.prosodyCpuCores.subarray(0, row));

export const signallingCases: readonly MeasurementCase[] = [
  {
    id: 'V1',
    scenario: morning,
    quantity: 'CPU of Prosody at 11:45, cores',
    observed: '0.206',
    source: loadTest,
    acceptLow: 0.206 * 0.75,
    acceptHigh: 0.206 * 1.25,
    predict: async () =>
      (await morningRuns(asItWas)).map(
        ({ minutes }) => minutes.prosodyCpuCores[rowOf(11, 45, morningStart)] ?? Number.NaN,
      ),
  },
  {
    id: 'V1',
    scenario: morning,
    quantity: 'participants in the minute before the first restart of a front pod',
    observed: '1500 to 1523 (11:57); 1596 (12:39)',
    source: loadTest,
    acceptLow: 1500 * 0.85,
    acceptHigh: 1650 * 1.15,
    predict: async () => (await morningRuns(asItWas)).map(participantsAtFirstRestart),
    caveat: 'The ceiling of 1596 participants follows from the sockets each of them holds, fitted on 12:39.',
  },
  {
    id: 'V1',
    scenario: morning,
    quantity: `share of ${replications} replications in which Prosody is killed within five minutes of it`,
    observed: 'killed about 3 min later',
    source: loadTest,
    acceptLow: 0.5,
    acceptHigh: 1,
    predict: async () => shareOf(await morningRuns(asItWas), killsProsody),
    caveat:
      'Simulated, it takes half a minute to a minute, and in most replications the second pod restarts as well; ' +
      'observed were three minutes near one core, and one pod.',
  },
  {
    id: 'V1',
    scenario: `${morning}; 2048 worker connections`,
    quantity: 'restarts of front pods and Prosody',
    observed: 'raised to 2048 three days later',
    source: 'openfun/jitsi-k8s@de25f3e',
    acceptLow: 0,
    acceptHigh: 0,
    predict: async () => (await morningRuns('2048 connections a worker')).map(restartsOf),
  },
  {
    id: 'V1',
    scenario: `${morning}; sockets not modelled`,
    quantity: 'restarts of front pods and Prosody',
    observed: 'none to be expected: joins alone need 0.3 cores',
    source: loadTest,
    acceptLow: 0,
    acceptHigh: 0,
    predict: async () => (await morningRuns('no ceiling of sockets')).map(restartsOf),
  },
  {
    id: 'V1',
    scenario: afterNoon,
    quantity: 'participants in the minute before the first restart of a front pod',
    observed: '1581 to 1596 (12:39)',
    source: loadTest,
    acceptLow: 1500 * 0.85,
    acceptHigh: 1650 * 1.15,
    predict: async () => (await afterNoonRuns()).map(participantsAtFirstRestart),
    caveat: 'As above: fitted on this.',
  },
  {
    id: 'V1',
    scenario: afterNoon,
    quantity: 'front pods that restart within a minute of the first',
    observed: '1',
    source: loadTest,
    acceptLow: 1,
    acceptHigh: 1,
    predict: async () => (await afterNoonRuns()).map(restartedTogether),
    missExplained:
      'Sockets are split evenly here, so both pods are full at the same time, and the second fails its third probe ' +
      'whenever that falls into the seconds in which the first is away: in about 6 of 10 replications. With both ' +
      'gone, twice as many come back at once and Prosody is killed, which did not happen at 12:39. A real split is ' +
      'uneven, and nobody has measured how nginx treats its probe at its limit.',
  },
  {
    id: 'V1',
    scenario: afterNoon,
    quantity: `share of the replications with one pod restarted in which Prosody is killed`,
    observed: 'not killed',
    source: loadTest,
    acceptLow: 0,
    acceptHigh: 0.5,
    predict: async () =>
      shareOf(
        (await afterNoonRuns()).filter((run) => restartedTogether(run) === 1),
        killsProsody,
      ),
  },
  {
    id: 'V2',
    scenario: afterNoon,
    quantity: 'CPU of Prosody until 12:30, highest mean over 30 s, cores',
    observed: '0.98',
    source: loadTest,
    acceptLow: 0.75,
    acceptHigh: 1,
    predict: async () => (await afterNoonRuns()).map((run) => peakBefore(run, rowOf(12, 30, afterNoonStart))),
  },
  {
    id: 'V2',
    scenario: afterNoon,
    quantity: 'kills of Prosody until 12:30',
    observed: '0',
    source: loadTest,
    acceptLow: 0,
    acceptHigh: 0,
    predict: async () => (await afterNoonRuns()).map((run) => killsBefore(run, untilHalfPastTwelveMs)),
  },
  {
    id: 'V2',
    scenario: afterNoon,
    quantity: `share of ${replications} replications in which Prosody is killed until 12:30`,
    observed: 'not killed',
    source: loadTest,
    acceptLow: 0,
    acceptHigh: 0.5,
    predict: async () => shareOf(await afterNoonRuns(), (run) => killsBefore(run, untilHalfPastTwelveMs) > 0),
    caveat:
      'At 636 joins a minute Prosody is all but full, and chance decides. In reality Jicofo, just back, let them in one ' +
      'after the other; here they come as they like, which is the harder test.',
  },
  {
    id: 'V2',
    scenario: afterNoon,
    quantity: 'participants at 12:25',
    observed: '1556',
    source: loadTest,
    acceptLow: 1540,
    acceptHigh: 1572,
    predict: async () =>
      (await afterNoonRuns()).map(
        ({ minutes }) => minutes.participants[rowOf(12, 25, afterNoonStart)] ?? Number.NaN,
      ),
    caveat: 'The joins are replayed; it says that none of them is held up.',
  },
  {
    id: 'V12',
    scenario: 'one conference of 700, up to 70 joins a minute',
    quantity: 'CPU of Prosody, highest mean over 30 s, cores',
    observed: '0.83, not killed',
    source: loadTest,
    acceptLow: 0.5,
    acceptHigh: 0.9,
    predict: async () =>
      (await runsOf('signalling-room-of-700.yaml')).map(({ totals }) =>
        totals.prosodyKills > 0 ? Number.POSITIVE_INFINITY : totals.prosodyCpuCoresMax,
      ),
    caveat: 'A run in which Prosody is killed would count as infinitely busy.',
  },
  {
    id: 'V6',
    scenario: '200 participants in 4 conferences of 50 on one bridge (3.2 cores), HPA',
    quantity: 'CPU of Prosody, highest mean over 30 s, cores',
    observed: 'at least 0.146',
    source:
      'openfun/jitsi-meet-torture-rocket@d4e61db docs/load_tests/quick_tests/2022-03-22-HPA-implementation',
    acceptLow: 0.1,
    acceptHigh: 0.5,
    predict: async () => (await runsOf('hpa-quick-test.yaml')).map(({ totals }) => totals.prosodyCpuCoresMax),
  },
];

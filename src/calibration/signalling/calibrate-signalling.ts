/**
 * The signalling of OpenFUN's deployment (Prosody, Jicofo, web front), from its rows to a model file.
 *
 * Fitted: Prosody's CPU and memory, the front's CPU. Not identifiable from the data, and said so: what a leave, a
 * resumed connection or a failed attempt costs, and the shape of the idle cost over bridges.
 */
import type { RandomStreams } from '../../engine/random/random-streams.ts';
import type { Alternative, FitReport } from '../fit-report.ts';
import type { Interval, NextUnit } from '../fitting/bootstrap.ts';
import {
  type ModelFile,
  type ModelParameter,
  significant,
  significantInterval,
  tieOf,
  validatedBy,
} from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { cellNumber, cellNumberOrNull, cellText, type TextRow } from '../text-rows.ts';
import { fitFrontCpu } from './front.ts';
import { frontAndJicofo } from './front-and-jicofo.ts';
import { fitMemory, type MemoryFit } from './memory.ts';
import {
  calibrationBridges,
  largeRoomOfTheMorning,
  minutesLeftOut,
  ordinaryRoomSize,
  signallingMinutes,
} from './openfun-day.ts';
import { fitProsodyCpu, type ProsodyCpuFit } from './prosody.ts';
import { shardSettings } from './shard-settings.ts';

export interface SignallingRows {
  /** datasets/openfun-load-tests/autoscaling-day-1min.csv */
  readonly autoscalingDay: readonly TextRow[];
  /** datasets/openfun-load-tests/autoscaling-day-prosody-2min.csv */
  readonly prosodyRise: readonly TextRow[];
  /** datasets/openfun-load-tests/one-conference-6.csv */
  readonly oneConference6: readonly TextRow[];
  /** datasets/openfun-hpa-quick-test/hpa-quick-test.csv */
  readonly hpaQuickTest: readonly TextRow[];
}

export interface SignallingCalibration {
  readonly signalling: ModelFile;
  readonly reports: readonly FitReport[];
}

const day = 'datasets/openfun-load-tests/autoscaling-day-1min.csv';
const bootstrapDraws = 500;
/** The shapes of the idle cost that fit both counts of bridges part company above it. */
const bridgesTrustedMax = 30;
/** Cores of the two front pods at 1300 participants of the day, over the participants (front panels of the report). */
const frontCoresPerParticipantOfTheDay = 1.8 / 1300;

export function calibrateSignalling(rows: SignallingRows, streams: RandomStreams): SignallingCalibration {
  const unitsOf = (fit: string): NextUnit => {
    const stream = streams.stream(`calibration/signalling/${fit}`);
    return () => stream.nextUnit();
  };
  const minutes = signallingMinutes(rows.autoscalingDay);
  const shared = { minutes, roomSize: ordinaryRoomSize, draws: bootstrapDraws };
  const cpu = fitProsodyCpu({
    ...shared,
    largeRoom: largeRoomOfTheMorning,
    nextUnit: unitsOf('prosody-cpu'),
  });
  const blind = fitProsodyCpu({ ...shared, largeRoom: null, nextUnit: unitsOf('prosody-cpu-blind') });
  const memory = fitMemory({
    points: rows.prosodyRise.flatMap((row) => {
      const memoryMib = cellNumberOrNull(row, 'prosody_ram_mib');
      return memoryMib === null ? [] : [{ participants: cellNumber(row, 'participants_total'), memoryMib }];
    }),
    nextUnit: unitsOf('prosody-memory'),
    draws: bootstrapDraws,
  });
  const steady = rows.oneConference6.filter((row) => cellText(row, 'valid_for_calibration') === 'yes');
  const front = fitFrontCpu({
    participants: steady.map((row) => cellNumber(row, 'participants')),
    cpuCores: steady.map((row) => cellNumber(row, 'front_nginx_cpu_cores')),
    nextUnit: unitsOf('front-cpu'),
    draws: bootstrapDraws,
  });
  const signalling: ModelFile = {
    kind: 'signalling',
    name: 'openfun-shard',
    title:
      "One shard as in OpenFUN's deployment of March 2022: Prosody (stable-6865), Jicofo, two web front pods",
    parameters: {
      ...prosodyCpuParameters(cpu, idleWithOneBridge(rows.hpaQuickTest)),
      ...prosodyMemoryParameters(memory),
      ...assumedCosts,
      frontPerParticipantCores: fitted(
        front.perParticipantCores,
        [frontCoresPerParticipantOfTheDay, Math.max(front.perParticipantCoresInterval95[1], 0.0029)],
        'datasets/openfun-load-tests/one-conference-6.csv, 21 to 129 participants',
        ['lower end from the day (1.8 cores at 1300); the upper from the slope of one growing room'],
      ),
      ...frontAndJicofo,
      ...shardSettings,
    },
    validRanges: validRangesOf(minutes),
    correlations: [
      ...tieOf(
        cpu.report,
        ['c0', 'c1'],
        ['prosodyPerJoinCoreSeconds', 'prosodyPerJoinAndOccupantCoreSeconds'],
      ),
      ...tieOf(memory.report, ['m0', 'm1'], ['prosodyMemoryBaseMib', 'prosodyMemoryPerParticipantMib']),
    ],
  };
  const ofTheDay = { leftOut: minutesLeftOut };
  return {
    signalling,
    reports: [
      { ...cpu.report, ...ofTheDay, alternatives: roomsAgainstNone(cpu.report, blind.report) },
      { ...blind.report, ...ofTheDay },
      memory.report,
      front.report,
    ],
  };
}

function validRangesOf(
  minutes: readonly { readonly participants: number }[],
): NonNullable<ModelFile['validRanges']> {
  return [
    {
      quantity: 'bridges',
      min: 1,
      max: bridgesTrustedMax,
      source: 'idle cost measured with 1 and with 20 bridges; its growth beyond is a guess',
    },
    {
      quantity: 'participants',
      min: 0,
      max: Math.max(...minutes.map(({ participants }) => participants)),
      source: `${day}, 09:27 to 11:09`,
    },
  ];
}

function roomsAgainstNone(withRooms: FitReport, without: FitReport): Alternative[] {
  const score = ({ rSquared, rootMeanSquareError }: FitReport) =>
    `R² ${rSquared.toFixed(3)}, root mean square error ${rootMeanSquareError.toPrecision(2)} cores`;
  return [
    {
      name: 'a join costs more in a larger room',
      score: score(withRooms),
      taken: true,
      reason: 'half the joins of the morning went into one room of 490, and cost more the fuller it was',
    },
    {
      name: 'every join costs the same',
      score: score(without),
      taken: false,
      reason: 'the cost of a join comes out twice too high for ordinary rooms',
    },
  ];
}

function prosodyCpuParameters(cpu: ProsodyCpuFit, withOneBridge: number): Record<string, ModelParameter> {
  const idle = idleCost(withOneBridge, cpu.idleCores, cpu.idleCoresInterval95);
  return {
    prosodyIdleCores: {
      value: significant(idle.constantCores),
      interval95: [0, 0.0025],
      source: `${day}; datasets/openfun-hpa-quick-test/hpa-quick-test.csv prosody_cpu_idle`,
      trust: 'calibrated',
    },
    prosodyIdlePerSquaredBridgeCores: {
      value: significant(idle.perSquaredBridgeCores),
      interval95: significantInterval(idle.interval95),
      source: `${day}, idle with 20 bridges; square: presence of J bridges every 5 s to J occupants`,
      trust: 'calibrated',
      note: 'two points, so the shape is not identifiable (a power law has exponent 1.2 to 1.4): do not trust it above 30 bridges',
    },
    prosodyPerParticipantCores: validatedBy(
      fitted(cpu.perParticipantCores, [7.5e-5, 1.5e-4], day, [
        `fit ${range(cpu.perParticipantCoresInterval95)}; the interval is the spread between set-ups`,
      ]),
      ['S1'],
    ),
    prosodyPerJoinCoreSeconds: fitted(cpu.perJoinCoreSeconds, cpu.perJoinCoreSecondsInterval95, day),
    prosodyPerJoinAndOccupantCoreSeconds: fitted(
      cpu.perJoinAndOccupantCoreSeconds,
      cpu.perJoinAndOccupantCoreSecondsInterval95,
      day,
      ['from one room growing to 490; strongly tied to the cost of a join'],
    ),
  };
}

function prosodyMemoryParameters(memory: MemoryFit): Record<string, ModelParameter> {
  return {
    prosodyMemoryBaseMib: fitted(memory.baseMib, memory.baseMibInterval95, riseSource),
    prosodyMemoryPerParticipantMib: fitted(
      memory.perParticipantMib,
      memory.perParticipantMibInterval95,
      riseSource,
    ),
    prosodyMemoryFlatFromParticipants: fitted(
      memory.flatFromParticipants,
      memory.flatFromParticipantsInterval95,
      riseSource,
      ['a reconnect storm triples the memory for minutes'],
    ),
  };
}

const riseSource = 'datasets/openfun-load-tests/autoscaling-day-prosody-2min.csv';

/** Costs nobody measured, with ranges that leave the verdicts of the reference day unchanged. */
const assumedCosts: Readonly<Record<string, ModelParameter>> = {
  prosodyLeaveShareOfOccupantCost: {
    value: 0.3,
    interval95: [0, 1],
    source: 'not identifiable: 0, 0.3 and 1 give the same verdicts on the reference day',
    trust: 'assumed',
  },
  prosodyResumeCoreSeconds: {
    value: 0.015,
    interval95: [0.01, 0.02],
    source: `${day}, from events (12:39), tied to the share that reloads`,
    trust: 'assumed',
  },
  prosodyFailedAttemptCoreSeconds: {
    value: 0.004,
    interval95: [0.001, 0.01],
    source: 'no measurement',
    trust: 'assumed',
  },
  reloadRatio: {
    value: 0.1,
    interval95: [0.05, 0.2],
    source: `${day}, from events (12:39)`,
    trust: 'assumed',
    note: 'share that reloads the page rather than resuming when its connection dies',
  },
};

function idleWithOneBridge(rows: readonly TextRow[]): number {
  const row = rows.find((candidate) => cellText(candidate, 'metric') === 'prosody_cpu_idle');
  if (row === undefined) {
    throw new CalibrationRefused({
      place: 'Prosody idle cost',
      problem: 'there is no idle figure with one bridge',
      hint: 'pass the rows of datasets/openfun-hpa-quick-test/hpa-quick-test.csv',
    });
  }
  return cellNumber(row, 'value');
}

/** b(J) = constant + k J^2 through the idle cost with 1 and with 20 bridges. */
function idleCost(withOne: number, withAll: number, interval: Interval) {
  const span = calibrationBridges ** 2 - 1;
  const perSquaredBridgeCores = (withAll - withOne) / span;
  return {
    constantCores: Math.max(0, withOne - perSquaredBridgeCores),
    perSquaredBridgeCores,
    interval95: [(interval[0] - withOne) / span, (interval[1] - withOne) / span] as const,
  };
}

function fitted(
  value: number,
  interval95: Interval,
  source: string,
  notes: readonly string[] = [],
): ModelParameter {
  return {
    value: significant(value),
    interval95: significantInterval(interval95),
    source,
    trust: 'calibrated',
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
  };
}

function range(interval: Interval): string {
  return `${significant(interval[0])} to ${significant(interval[1])}`;
}

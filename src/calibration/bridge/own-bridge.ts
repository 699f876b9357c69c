/**
 * A user's own measurements of a bridge: one or two readings set the speed factor of a known model, a whole load test
 * becomes a test of its own.
 */
import type { BridgeModel } from '../../jitsi/bridge-model.ts';
import { columnOf, type MeasurementTable } from '../measurement/measurement-table.ts';
import { CalibrationRefused } from '../refusal.ts';
import type { BridgePoint, BridgeTest } from './observations.ts';

export interface SpeedCalibration {
  /** The model with the base and the cost per packet of this deployment. */
  readonly model: BridgeModel;
  /** Factor on the CPU cost of the model before, and its 95 % interval. */
  readonly speedFactor: number;
  readonly speedFactorInterval95: readonly [number, number];
  readonly warnings: readonly string[];
}

/** Log spread of single CPU readings about a test's own line (load tests 3, 4 and 6: 6 to 7 %). */
const readingLogDeviation = 0.07;
/** Above this share of the cores a reading says "full", not how much was asked for. */
const cpuFullRatio = 0.9;

/**
 * "At x kpps I see y cores": the speed factor s, by the normal update of its logarithm.
 *
 *   prior N(0, sigma^2) of the model; each reading ln(y / demand(x)) with error 0.07
 *
 * The posterior is narrower than the prior, so every CPU output gets a narrower interval: the point of measuring.
 */
export function calibrateSpeed(
  model: BridgeModel,
  readings: readonly { readonly packetRateKpps: number; readonly cpuCores: number }[],
): SpeedCalibration {
  const place = 'speed factor';
  if (readings.length === 0) {
    throw new CalibrationRefused({
      place,
      problem: 'no reading was given',
      hint: 'give one packet rate (kpps, in and out) with the cores used at that moment',
    });
  }
  const logs = readings.map(({ packetRateKpps, cpuCores }) => {
    if (!(packetRateKpps > 0 && cpuCores > 0)) {
      throw new CalibrationRefused({
        place,
        problem: `a reading of ${packetRateKpps} kpps with ${cpuCores} cores`,
        hint: 'both must be positive; an idle bridge says nothing about its cost per packet',
      });
    }
    if (cpuCores >= cpuFullRatio * model.coresLimit) {
      throw new CalibrationRefused({
        place,
        problem: `${cpuCores} of ${model.coresLimit} cores: the CPU is full and says nothing about the cost`,
        hint: `take a reading below ${(cpuFullRatio * model.coresLimit).toFixed(1)} cores`,
      });
    }
    const onset = 1 - Math.exp(-packetRateKpps / model.cpuOnsetKpps);
    const demand = model.cpuActiveBaseCores * onset + model.cpuPerKppsCores * packetRateKpps;
    return Math.log(cpuCores / demand);
  });
  const prior = model.cpuSpeedLogStandardDeviation ** 2;
  const error = readingLogDeviation ** 2;
  const precision = (prior > 0 ? 1 / prior : Number.POSITIVE_INFINITY) + logs.length / error;
  const sum = logs.reduce((total, value) => total + value, 0);
  const logFactor = Number.isFinite(precision) ? sum / error / precision : 0;
  const deviation = Number.isFinite(precision) ? 1 / Math.sqrt(precision) : 0;
  const speedFactor = Math.exp(logFactor);
  const lowest = Math.min(...readings.map((reading) => reading.packetRateKpps));
  const far = prior > 0 && Math.abs(sum / logs.length) > 2.5 * model.cpuSpeedLogStandardDeviation;
  return {
    model: {
      ...model,
      cpuActiveBaseCores: model.cpuActiveBaseCores * speedFactor,
      cpuPerKppsCores: model.cpuPerKppsCores * speedFactor,
      cpuSpeedLogStandardDeviation: deviation,
    },
    speedFactor,
    speedFactorInterval95: [Math.exp(logFactor - 1.96 * deviation), Math.exp(logFactor + 1.96 * deviation)],
    warnings: [
      ...(lowest < 5 ? ['a reading below 5 kpps rests on the assumed onset; take one at a higher load'] : []),
      ...scatterWarnings(model.name, logs),
      ...(far
        ? [
            `the readings lie far from ${model.name}: check the unit of the packet rate (in and out, relays included)`,
          ]
        : []),
    ],
  };
}

/** Readings that lie off the line of the model by more than they may err: its shape is not theirs. */
function scatterWarnings(name: string, logs: readonly number[]): string[] {
  const mean = logs.reduce((total, value) => total + value, 0) / logs.length;
  const offs = logs.map((value) => Math.exp(value - mean) - 1);
  if (logs.every((value) => Math.abs(value - mean) <= 3 * readingLogDeviation)) return [];
  const percent = (off: number): string => `${off < 0 ? '' : '+'}${Math.round(100 * off)} %`;
  return [
    `the readings lie ${percent(Math.min(...offs))} to ${percent(Math.max(...offs))} off the line of ${name}, more than readings err: its shape is not theirs; measure five loads or more below saturation for a line of their own`,
  ];
}

/**
 * A load test of one bridge with one kind of conference, from an imported table: participants and packet rate are
 * needed, CPU if there is any. Rows whose CPU is full are taken as saturated.
 */
export function bridgeTestFromTable(
  table: MeasurementTable,
  options: {
    readonly coresLimit: number;
    readonly conferences: number;
    readonly audioSendersPerConference: number;
  },
): BridgeTest {
  const participants = columnOf(table, 'participants').values;
  const packetRate = columnOf(table, 'packet-rate').values;
  const cpu = table.columns.some((column) => column.quantity === 'cpu')
    ? columnOf(table, 'cpu').values
    : null;
  const points = [...participants.keys()].flatMap((i): BridgePoint[] => {
    const people = participants[i]!;
    const rate = packetRate[i]!;
    if (!(people > 0) || !Number.isFinite(rate)) return [];
    const cores = cpu === null || Number.isNaN(cpu[i]!) ? null : cpu[i]!;
    return [
      {
        participants: people,
        conferences: options.conferences,
        audioSendersPerConference: Math.min(options.audioSendersPerConference, people / options.conferences),
        packetRateKpps: rate / 1000,
        uploadKpps: null,
        cpuCores: cores,
        state: cores !== null && cores >= cpuFullRatio * options.coresLimit ? 'saturated' : 'steady',
      },
    ];
  });
  return { name: table.name, source: table.source, coresLimit: options.coresLimit, points };
}

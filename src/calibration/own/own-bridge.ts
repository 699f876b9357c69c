/**
 * Bridge and media models from load tests of one's own: as much as they tell, the rest from the shipped bridge.
 *
 * CPU: from a whole test its own line; from too few or too close points the speed of the shipped line. The ceiling:
 * from points beyond the knee, else the shipped one by core, whose spread between machines is assumed.
 */
import type { BridgeModel } from '../../jitsi/bridge-model.ts';
import type { ParameterTie } from '../../scenario/evidence.ts';
import { type CpuTest, fitCpu } from '../bridge/cpu.ts';
import { describePoint } from '../bridge/observations.ts';
import { calibrateSpeed } from '../bridge/own-bridge.ts';
import { fitSaturation } from '../bridge/saturation.ts';
import type { FitReport } from '../fit-report.ts';
import type { NextUnit } from '../fitting/bootstrap.ts';
import {
  calibratedParameter,
  givenParameter,
  type ModelFile,
  type ModelParameter,
  significant,
  significantInterval,
  tieOf,
} from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { type BaseModels, baseModel, baseNumber, others } from './base-models.ts';
import type { Given } from './given.ts';
import type { OwnBridgeTest } from './own-bridge-test.ts';
import type { OwnFit } from './own-fit.ts';
import { fitOwnMedia, type OwnMedia } from './own-media.ts';

/**
 * Log standard deviation of the ceiling by core between machines (assumed): production load thresholds lie between 10.2
 * and 12.5 kpps a vCPU, a bare machine bent at 15.6, and a threshold is about K / 1.57.
 */
const ceilingLogSpread = 0.3;
/** Above this share of the cores a reading says "full". */
const cpuFullRatio = 0.9;

export interface OwnBridgeOptions {
  readonly tests: readonly OwnBridgeTest[];
  readonly given: Given;
  readonly name: string;
  readonly base: BaseModels;
  /** A source of chance for each fit, by its name. */
  readonly unitsOf: (fit: string) => NextUnit;
  readonly draws: number;
}

export function fitOwnBridges(options: OwnBridgeOptions): OwnFit {
  const { tests, given, name, base, unitsOf, draws } = options;
  const media = tests.map((own, i) =>
    fitOwnMedia({
      own,
      given,
      name: tests.length === 1 ? name : `${name}-${i + 1}`,
      base,
      nextUnit: unitsOf(`media-${i}`),
      draws,
    }),
  );
  const measured = tests.filter(({ hasCpu }) => hasCpu);
  const mediaModels = media.map(({ model }) => model);
  const mediaReports = media.flatMap(({ reports }) => reports);
  if (measured.length === 0) {
    return {
      models: mediaModels,
      reports: mediaReports,
      notes: ['no column of CPU: the media were fitted, the bridge was not'],
    };
  }
  const dependent = tests.some(({ isSeries }) => isSeries)
    ? [
        'rows of one run follow each other and are not independent: the intervals are narrower than they should be',
      ]
    : [];
  const cpu = fitOwnCpu(options, measured);
  const knee = fitOwnCeiling(options, media);
  const bridge = {
    ...bridgeModel(options, measured, { ...cpu.parameters, ...knee.parameters }),
    correlations: [...cpu.correlations, ...knee.correlations],
  };
  return {
    models: [bridge, ...mediaModels],
    reports: [...mediaReports, ...cpu.reports, ...knee.reports],
    notes: [...cpu.notes, ...knee.notes, ...dependent],
  };
}

interface PartOfBridge {
  readonly parameters: Readonly<Record<string, ModelParameter>>;
  readonly correlations: readonly ParameterTie[];
  readonly reports: readonly FitReport[];
  readonly notes: readonly string[];
}

function fitOwnCpu(options: OwnBridgeOptions, tests: readonly OwnBridgeTest[]): PartOfBridge {
  const cpuTests = tests.map(cpuTestOf);
  const source = sourceOf(tests);
  try {
    const fit = fitCpu({
      tests: cpuTests,
      nextUnit: options.unitsOf('cpu'),
      draws: options.draws,
      forOneDeployment: true,
    });
    const spread =
      tests.length === 1 ? 'one deployment: only the error of the readings' : `${tests.length} tests only`;
    return {
      parameters: {
        cpuActiveBaseCores: calibratedParameter(fit.activeBaseCores, fit.activeBaseCoresInterval95, source),
        cpuPerKppsCores: calibratedParameter(fit.perKppsCores, fit.perKppsCoresInterval95, source),
        cpuSpeedLogStandardDeviation: calibratedParameter(
          fit.speedLogStandardDeviation,
          fit.speedLogStandardDeviationInterval95,
          source,
          spread,
        ),
      },
      correlations: tieOf(fit.report, ['c0', 'a'], ['cpuActiveBaseCores', 'cpuPerKppsCores']),
      reports: [fit.report],
      notes: [],
    };
  } catch (error) {
    if (!(error instanceof CalibrationRefused)) throw error;
    return speedOnly(options, cpuTests, source, error);
  }
}

/** The shipped line at the speed of these readings. */
function speedOnly(
  { base, given }: OwnBridgeOptions,
  tests: readonly CpuTest[],
  source: string,
  refusal: CalibrationRefused,
): PartOfBridge {
  const from = baseModel(base, 'bridges');
  const shipped = { ...bridgeOf(from), coresLimit: given.cores ?? baseNumber(from, 'coresLimit') };
  const readings = tests.flatMap(({ load, cpuCores }) =>
    load.kind === 'measured'
      ? cpuCores.map((cores, i) => ({ packetRateKpps: load.packetRateKpps[i]!, cpuCores: cores }))
      : [],
  );
  const speed = calibrateSpeed(shipped, readings);
  const [low, high] = speed.speedFactorInterval95;
  const scaled = (name: 'cpuActiveBaseCores' | 'cpuPerKppsCores') =>
    calibratedParameter(
      speed.model[name],
      [shipped[name] * low, shipped[name] * high],
      source,
      `the line of bridges/${from.name} at ${significant(speed.speedFactor)} times its cost; its shape was not measured here`,
    );
  return {
    parameters: {
      cpuActiveBaseCores: scaled('cpuActiveBaseCores'),
      cpuPerKppsCores: scaled('cpuPerKppsCores'),
      cpuSpeedLogStandardDeviation: calibratedParameter(
        speed.model.cpuSpeedLogStandardDeviation,
        [0, 2 * speed.model.cpuSpeedLogStandardDeviation],
        source,
        'what the readings leave open',
      ),
    },
    // One factor on both.
    correlations: [{ between: ['cpuActiveBaseCores', 'cpuPerKppsCores'], correlation: 1 }],
    reports: [],
    notes: [`${refusal.message}: the speed of bridges/${from.name} was fitted instead`, ...speed.warnings],
  };
}

function fitOwnCeiling(options: OwnBridgeOptions, media: readonly OwnMedia[]): PartOfBridge {
  const from = baseModel(options.base, 'bridges');
  const index = options.tests.findIndex(
    ({ test }) => test.points.filter(({ state }) => state === 'saturated').length >= 2,
  );
  const own = options.tests[index];
  if (own !== undefined && !own.videoSendersPerConference.some((senders) => senders > 0)) {
    const { test } = own;
    const line = media[index]!.model.parameters;
    const fit = fitSaturation({
      test,
      media: {
        audioPairPps: line.audioPairPacketRatePps!.value as number,
        audioSenderPps: line.audioSenderPacketRatePps!.value as number,
      },
      nextUnit: options.unitsOf('saturation'),
      draws: options.draws,
    });
    return {
      parameters: {
        carriedCeilingKpps: calibratedParameter(fit.ceilingKpps, fit.ceilingKppsInterval95, test.source),
        carriedKneeSharpness: calibratedParameter(
          fit.kneeSharpness,
          fit.kneeSharpnessInterval95,
          test.source,
        ),
      },
      correlations: tieOf(fit.report, ['K', 'p'], ['carriedCeilingKpps', 'carriedKneeSharpness']),
      reports: [fit.report],
      notes: [],
    };
  }
  return {
    parameters: { carriedCeilingKpps: ceilingByCores(options, from) },
    correlations: [],
    reports: [],
    notes: [
      'no two points lie beyond saturation: the ceiling is that of the shipped bridge by core, assumed',
    ],
  };
}

function ceilingByCores({ given }: OwnBridgeOptions, from: ModelFile): ModelParameter {
  const cores = given.cores!;
  const ceiling = (baseNumber(from, 'carriedCeilingKpps') / baseNumber(from, 'coresLimit')) * cores;
  const factor = Math.exp(1.96 * ceilingLogSpread);
  return {
    value: significant(ceiling),
    interval95: significantInterval([ceiling / factor, ceiling * factor]),
    source: `models/bridges/${from.name} by core, times ${cores} cores`,
    trust: 'assumed',
    note: 'machines differ by a factor of about 1.3 at the same cores (datasets/jvb-capacity-reports); measure beyond the knee to know',
  };
}

function bridgeModel(
  { given, name, base, tests }: OwnBridgeOptions,
  measured: readonly OwnBridgeTest[],
  found: Readonly<Record<string, ModelParameter>>,
): ModelFile {
  const from = baseModel(base, 'bridges');
  const fixed: Record<string, ModelParameter> = {
    coresLimit: givenParameter(given.cores!, 'cores that the bridge may use'),
    machineCores: givenParameter(given.machineCores ?? given.cores!, 'the base of CPU stress'),
    ...(given.loadThresholdPps === undefined
      ? {}
      : { loadThresholdPps: givenParameter(given.loadThresholdPps, 'load-threshold of the bridge') }),
    ...found,
  };
  const parameters = { ...others(from, fixed), ...fixed };
  const rates = tests.flatMap(({ test }) => test.points.map(({ packetRateKpps }) => packetRateKpps!));
  return {
    kind: 'bridges',
    name,
    title: `One bridge as measured in ${measured.map(({ test }) => test.name).join(', ')}`,
    parameters: Object.fromEntries(Object.keys(from.parameters).map((key) => [key, parameters[key]!])),
    validRanges: [
      {
        quantity: 'bridgePacketRateKpps',
        min: significant(Math.min(...rates)),
        max: significant(Math.max(...rates)),
        source: sourceOf(tests),
      },
    ],
  };
}

/** The points whose CPU says what was asked for. */
function cpuTestOf({ test }: OwnBridgeTest): CpuTest {
  const isUsed = ({ state, cpuCores }: (typeof test.points)[number]): boolean =>
    state === 'steady' && cpuCores !== null && cpuCores > 0 && cpuCores < cpuFullRatio * test.coresLimit;
  const used = test.points.filter(isUsed);
  return {
    name: test.name,
    participants: used.map(({ participants }) => participants),
    cpuCores: used.map(({ cpuCores }) => cpuCores!),
    load: { kind: 'measured', packetRateKpps: used.map(({ packetRateKpps }) => packetRateKpps!) },
    leftOut: test.points
      .filter((point) => !isUsed(point))
      .map((point) => ({
        point: describePoint(test, point),
        reason:
          point.cpuCores === null
            ? 'no CPU was recorded'
            : point.state === 'invalid'
              ? 'the load generators were the limit'
              : `the CPU was full (${point.cpuCores} of ${test.coresLimit} cores)`,
      })),
  };
}

function bridgeOf(model: ModelFile): BridgeModel {
  const values = Object.fromEntries(Object.entries(model.parameters).map(([key, { value }]) => [key, value]));
  return { name: model.name, ...values } as unknown as BridgeModel;
}

function sourceOf(tests: readonly OwnBridgeTest[]): string {
  return [...new Set(tests.map(({ test }) => test.source))].join(', ');
}

/**
 * Bridge and media models from load tests of one's own: as much as they tell, the rest from the shipped bridge.
 *
 * CPU: from a whole test its own line; from too few or too close points the speed of the shipped line. The ceiling:
 * from points beyond the knee, else the shipped one by core, whose spread between machines is assumed.
 */
import { fitBridgeMemory } from '../bridge/bridge-memory.ts';
import { fitSaturation } from '../bridge/saturation.ts';
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
import { baseModel, baseNumber, others } from './base-models.ts';
import { fitOwnCpu } from './own-bridge-cpu.ts';
import { type OwnBridgeOptions, type PartOfBridge, sourceOf } from './own-bridge-parts.ts';
import type { OwnBridgeTest } from './own-bridge-test.ts';
import type { OwnFit } from './own-fit.ts';
import { fitOwnMedia, type OwnMedia } from './own-media.ts';

/**
 * Log standard deviation of the ceiling by core between machines (assumed): production load thresholds lie between 10.2
 * and 12.5 kpps a vCPU, a bare machine bent at 15.6, and a threshold is about K / 1.57.
 */
const ceilingLogSpread = 0.3;

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
  const memory = memoryOf(tests);
  const mediaReports = [...media.flatMap(({ reports }) => reports), ...memory.reports];
  if (measured.length === 0) {
    return {
      models: mediaModels,
      reports: mediaReports,
      notes: ['no column of CPU: the media were fitted, the bridge was not', ...memory.notes],
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
    notes: [...cpu.notes, ...knee.notes, ...memory.notes, ...dependent],
  };
}

/** What the memory of a bridge grows by, told and not part of the model. */
function memoryOf(tests: readonly OwnBridgeTest[]): Pick<OwnFit, 'reports' | 'notes'> {
  const measured = tests.filter(({ memoryMib }) => memoryMib.some(Number.isFinite));
  try {
    const fits = measured.map(({ test, memoryMib }) => {
      const rows = [...memoryMib.keys()].filter((i) => Number.isFinite(memoryMib[i]!));
      return fitBridgeMemory({
        name: test.name,
        participants: rows.map((i) => test.points[i]!.participants),
        memoryMib: rows.map((i) => memoryMib[i]!),
      });
    });
    const notes = fits.map(
      ({ baseMib, perParticipantMib }) =>
        `memory: ${significant(baseMib)} MiB and ${significant(perParticipantMib)} for each participant, for sizing by hand; models of bridges hold none`,
    );
    return { reports: fits.map(({ report }) => report), notes };
  } catch (error) {
    if (!(error instanceof CalibrationRefused)) throw error;
    return { reports: [], notes: [`not fitted: ${error.message}`] };
  }
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

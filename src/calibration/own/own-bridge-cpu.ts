/**
 * CPU of a bridge of one's own: its own line from a whole test, or the speed of the shipped line from too few or too
 * close points.
 */
import type { BridgeModel } from '../../jitsi/bridge-model.ts';
import { type CpuTest, fitCpu } from '../bridge/cpu.ts';
import { describePoint } from '../bridge/observations.ts';
import { calibrateSpeed } from '../bridge/own-bridge.ts';
import { packetSizeAlternative } from '../bridge/packet-size.ts';
import type { Alternative } from '../fit-report.ts';
import { calibratedParameter, type ModelFile, significant, tieOf } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { baseModel, baseNumber } from './base-models.ts';
import { type OwnBridgeOptions, type PartOfBridge, sourceOf } from './own-bridge-parts.ts';
import type { OwnBridgeTest } from './own-bridge-test.ts';

/** Above this share of the cores a reading says "full". */
const cpuFullRatio = 0.9;

export function fitOwnCpu(options: OwnBridgeOptions, tests: readonly OwnBridgeTest[]): PartOfBridge {
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
      reports: [{ ...fit.report, alternatives: tests.flatMap((own) => bitsBesidePackets(own) ?? []) }],
      notes: [],
    };
  } catch (error) {
    if (!(error instanceof CalibrationRefused)) throw error;
    return speedOnly(options, cpuTests, source, error);
  }
}

/** Whether the bits sent beside the packets tell a cost of their own, where the test counted both. */
function bitsBesidePackets({ test, sentBps }: OwnBridgeTest): Alternative | null {
  const rows = test.points.flatMap(({ state, cpuCores, packetRateKpps }, i) =>
    state === 'steady' && cpuCores !== null && cpuCores > 0 && Number.isFinite(sentBps[i]!)
      ? [{ kpps: packetRateKpps!, mbps: sentBps[i]! / 1e6, cpuCores }]
      : [],
  );
  return packetSizeAlternative({
    name: test.name,
    packetRateKpps: rows.map(({ kpps }) => kpps),
    bitRateMbps: rows.map(({ mbps }) => mbps),
    cpuCores: rows.map(({ cpuCores }) => cpuCores),
  });
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

/**
 * A bridge on a machine that nobody load-tested: its capacity from what operators set as the load threshold of such
 * machines, and its interval from how far machine types differ by virtual CPU.
 *
 *   T / vCPUs      log-normal over machine types; a new type is one more draw from it (Student's t, n - 1 degrees)
 *   K              = (K / T of load test 6) x T
 *   c0, a          = those of load tests 3, 4 and 6, over the capacity by vCPU (a slower vCPU costs more per packet)
 *
 * Nothing of this was measured on the machine, so all but its settings is `assumed`. One reading replaces it
 * (`calibrateSpeed`), a load test all of it.
 */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { studentTQuantile } from '../../stats/student-t.ts';
import { type FitReport, leaveOneOutInfluence, reportFit } from '../fit-report.ts';
import { type ModelFile, type ModelParameter, significant, significantInterval } from '../model-file.ts';
import { CalibrationRefused, requirePoints } from '../refusal.ts';

/** A machine type whose operators say at which packet rate it is full. */
export interface MachineCapacity {
  readonly name: string;
  readonly vcpus: number;
  readonly thresholdKpps: number;
}

export interface CapacitySpread {
  /** Geometric mean of the load threshold by virtual CPU, kpps. */
  readonly perVcpuKpps: number;
  /** Standard deviation of its logarithm between machine types. */
  readonly logStandardDeviation: number;
  /** A machine type that was not among them lies within this factor of what is expected, 95 %. */
  readonly factor95: number;
  readonly report: FitReport;
}

/** With two machine types the interval of a third is a factor of thousands. */
const machinesMin = 3;
/** `load-threshold` of the videobridge's reference.conf, which was set on machines of this many virtual CPUs. */
const defaultThreshold = { kpps: 50, vcpus: 4 };

export function fitCapacitySpread(
  machines: readonly MachineCapacity[],
  leftOut: FitReport['leftOut'] = [],
): CapacitySpread {
  requirePoints('capacity by virtual CPU (machine types)', machines.length, machinesMin);
  const logs = machines.map(({ thresholdKpps, vcpus }) => Math.log(thresholdKpps / vcpus));
  const center = mean(logs);
  const deviation = sampleStandardDeviation(logs);
  const t = studentTQuantile(0.975, logs.length - 1);
  const half = t * deviation * Math.sqrt(1 + 1 / logs.length);
  const meanHalf = (t * deviation) / Math.sqrt(logs.length);
  const points = machines.map(({ name }) => name);
  const perVcpuKpps = Math.exp(center);
  const observed = logs.map(Math.exp);
  const report = reportFit({
    name: 'Load threshold by virtual CPU, over machine types',
    formula: 'ln(threshold / vCPUs) = m + e, e normal; a new type is one more draw',
    unit: 'kpps per vCPU',
    parameters: [
      {
        name: 'exp(m)',
        unit: 'kpps per vCPU',
        value: perVcpuKpps,
        interval95: [Math.exp(center - meanHalf), Math.exp(center + meanHalf)],
      },
      {
        name: 'a new type',
        unit: 'kpps per vCPU',
        value: perVcpuKpps,
        interval95: [Math.exp(center - half), Math.exp(center + half)],
      },
    ],
    points,
    observed,
    fitted: observed.map(() => perVcpuKpps),
    estimated: 1,
    influence: leaveOneOutInfluence({
      points,
      observed,
      fitted: observed.map(() => perVcpuKpps),
      parameters: 1,
      refitWithout: (left) => {
        const without = Math.exp(mean(logs.filter((_, i) => i !== left)));
        return observed.map(() => without);
      },
    }),
    validRanges: [
      {
        quantity: 'virtual CPUs',
        unit: '1',
        min: Math.min(...machines.map(({ vcpus }) => vcpus)),
        max: Math.max(...machines.map(({ vcpus }) => vcpus)),
      },
    ],
    leftOut,
    warnings: [
      'thresholds are what operators chose, not where packets are lost; they are set in round numbers',
      'an R2 of 0 is by design: one mean is fitted, and its spread is the result',
    ],
  });
  return { perVcpuKpps, logStandardDeviation: deviation, factor95: Math.exp(half), report };
}

export interface UntestedMachine {
  /** Name of the model. */
  readonly name: string;
  readonly title: string;
  /** Virtual CPUs, all of which the bridge may use. */
  readonly vcpus: number;
  /** What its operators set as load threshold, and where that is written; null when nobody published one. */
  readonly threshold: { readonly kpps: number; readonly source: string } | null;
  readonly note?: string;
}

/** @param tested a bridge model fitted on load tests, which gives the shape */
export function untestedBridge(
  machine: UntestedMachine,
  spread: CapacitySpread,
  tested: ModelFile,
): ModelFile {
  const { name, title, vcpus, threshold } = machine;
  if (!(vcpus > 0)) {
    throw new CalibrationRefused({
      place: `bridge ${name}`,
      problem: `${vcpus} virtual CPUs`,
      hint: 'give the virtual CPUs of the machine, above 0',
    });
  }
  const cores = (what: string): ModelParameter => ({
    value: vcpus,
    interval95: null,
    source: `${vcpus} virtual CPUs${machine.note === undefined ? '' : `: ${machine.note}`}`,
    trust: 'published',
    note: `a setting: ${what}`,
  });
  return {
    kind: 'bridges',
    name,
    title,
    parameters: {
      coresLimit: cores('all cores of the machine, no container limit'),
      machineCores: cores('the base of CPU stress'),
      ...cpuOf(machine, spread, tested),
      carriedCeilingKpps: ceilingOf(machine, spread, tested),
      carriedKneeSharpness: { ...tested.parameters.carriedKneeSharpness!, trust: 'assumed' },
      degradedLossRatio: { ...tested.parameters.degradedLossRatio!, trust: 'assumed' },
      loadThresholdPps: {
        value: Math.round((threshold?.kpps ?? defaultThreshold.kpps) * 1000),
        interval95: null,
        source: threshold?.source ?? tested.parameters.loadThresholdPps!.source,
        trust: 'published',
        note:
          threshold === null
            ? 'a setting: the shipped default, which nobody has adapted to this machine'
            : 'a setting: what its operators run with',
      },
    },
    // Base and cost of a packet are those of the tested bridge, scaled; the ceiling's interval is another.
    correlations: (tested.correlations ?? []).filter(({ between }) => between.includes('cpuPerKppsCores')),
  };
}

/** The threshold to expect, kpps, and what it rests on. */
function expectedThreshold(
  { threshold, vcpus }: UntestedMachine,
  spread: CapacitySpread,
): { readonly kpps: number; readonly basis: string } {
  if (threshold !== null) return { kpps: threshold.kpps, basis: threshold.source };
  return {
    kpps: spread.perVcpuKpps * vcpus,
    basis:
      'mean threshold by virtual CPU of the machine types in datasets/jitsi-production-defaults and datasets/jvb-capacity-reports',
  };
}

/** Base and cost of a packet over the capacity by virtual CPU, and the speed with the spread between machines. */
function cpuOf(
  machine: UntestedMachine,
  spread: CapacitySpread,
  tested: ModelFile,
): Readonly<Record<string, ModelParameter>> {
  const { kpps, basis } = expectedThreshold(machine, spread);
  const relativeCost = defaultThreshold.kpps / defaultThreshold.vcpus / (kpps / machine.vcpus);
  const scaled = (parameter: string, what: string): ModelParameter => {
    const [low, high] = tested.parameters[parameter]!.interval95!;
    return {
      value: significant(numberOf(tested, parameter) * relativeCost),
      interval95: significantInterval([low * relativeCost, high * relativeCost]),
      source: `models/bridges/${tested.name}, over the capacity by virtual CPU: ${basis}`,
      trust: 'assumed',
      note: `${what} was not measured on this machine; the spread between machines is in cpuSpeedLogStandardDeviation`,
    };
  };
  const [speedLow, speedHigh] = tested.parameters.cpuSpeedLogStandardDeviation!.interval95!;
  const withMachines = (sigma: number): number => Math.hypot(sigma, spread.logStandardDeviation);
  return {
    cpuActiveBaseCores: scaled('cpuActiveBaseCores', 'the base cost'),
    cpuPerKppsCores: scaled('cpuPerKppsCores', 'the cost of a packet'),
    cpuOnsetKpps: tested.parameters.cpuOnsetKpps!,
    cpuSpeedLogStandardDeviation: {
      value: significant(withMachines(numberOf(tested, 'cpuSpeedLogStandardDeviation'))),
      interval95: significantInterval([withMachines(speedLow), withMachines(speedHigh)]),
      source: `models/bridges/${tested.name}, and the spread of capacity by virtual CPU between machine types`,
      trust: 'assumed',
      note: 'replace it by one measurement of your own',
    },
  };
}

function ceilingOf(machine: UntestedMachine, spread: CapacitySpread, tested: ModelFile): ModelParameter {
  const { kpps, basis } = expectedThreshold(machine, spread);
  const byThreshold = numberOf(tested, 'carriedCeilingKpps') / (numberOf(tested, 'loadThresholdPps') / 1000);
  const ceiling = byThreshold * kpps;
  return {
    value: significant(ceiling),
    interval95: significantInterval([ceiling / spread.factor95, ceiling * spread.factor95]),
    source: `${significant(byThreshold)} times the threshold, as in load test 6 (models/bridges/${tested.name}); threshold: ${basis}`,
    trust: 'assumed',
    note: `no load test of this machine: it may lie a factor of ${significant(spread.factor95)} lower or higher`,
  };
}

function numberOf(model: ModelFile, parameter: string): number {
  return model.parameters[parameter]!.value as number;
}

/**
 * CPU of a bridge against its packet rate, from several tests on one kind of machine.
 *
 *   cores = s_t * ( c0 * (1 - exp(-x / x1)) + a * x )
 *
 * s_t is the speed of test t's node and set-up (log mean over tests 0), its spread the sigma a user's own deployment
 * is drawn from. Fitted by least squares on log cores: given a / c0 the s_t are means, so only that ratio is searched.
 *
 * Simplification: one cost per packet, in or out, endpoint or relay; the data cannot tell them apart.
 */
import { sampleStandardDeviation } from 'simple-statistics';
import { type FitReport, type LeftOut, leaveOneOutInfluence, reportFit } from '../fit-report.ts';
import {
  drawStandardNormal,
  type Interval,
  type NextUnit,
  percentileIntervals95,
  resampleIndices,
  residualWidening,
  studentWidening,
} from '../fitting/bootstrap.ts';
import { minimizeScalar } from '../fitting/scalar-minimum.ts';
import { CalibrationRefused, requireFinite, requirePoints, requireVariation } from '../refusal.ts';

/** The points of one test that are below saturation. */
export interface CpuTest {
  readonly name: string;
  readonly participants: readonly number[];
  readonly cpuCores: readonly number[];
  /** Packet rates, or the range a participant's share lies in where none was recorded (kpps per participant). */
  readonly load:
    | { readonly kind: 'measured'; readonly packetRateKpps: readonly number[] }
    | { readonly kind: 'per-participant'; readonly lowKpps: number; readonly highKpps: number };
  /** Points of the same test that are not among these, and why. */
  readonly leftOut?: readonly LeftOut[];
}

export interface CpuFit {
  readonly activeBaseCores: number;
  readonly activeBaseCoresInterval95: Interval;
  readonly perKppsCores: number;
  readonly perKppsCoresInterval95: Interval;
  /** Sample standard deviation of the log speed factors of the tests. */
  readonly speedLogStandardDeviation: number;
  readonly speedLogStandardDeviationInterval95: Interval;
  /** Log speed factor of each test, in the order given; they sum to 0. */
  readonly testEffects: readonly number[];
  /** Root mean square of the log residuals inside tests, corrected for the parameters. */
  readonly residualLogStandardDeviation: number;
  readonly report: FitReport;
}

/** x1 is assumed, not fitted: no test measured a bridge below 5 kpps. */
export const assumedOnsetKpps = 2;
const ratioBounds = { low: Math.log(1e-3), high: Math.log(10) };
const pointsMin = 8;
/** Of one deployment's own test; below `pointsMin` its intervals come from residuals, see `drawOwn`. */
const ownPointsMin = 5;
/** Level and ratio of one test. */
const ownParameters = 2;

export function fitCpu(options: {
  readonly tests: readonly CpuTest[];
  readonly nextUnit: NextUnit;
  readonly draws: number;
  /**
   * One test is enough when the model is for that deployment alone: its speed is then measured, and sigma is only the
   * error of the readings (their spread about the line over the root of their number).
   */
  readonly forOneDeployment?: boolean;
}): CpuFit {
  const { tests, nextUnit } = options;
  checkTests(tests, options.forOneDeployment === true ? 1 : 2);
  const best = fitTests(tests.map((test) => pointsOf(test, 0.5)));
  if (best.atBound) {
    throw new CalibrationRefused({
      place: 'bridge CPU',
      problem: 'the data do not separate the base cost from the cost per packet',
      hint: 'measure at packet rates that differ by a factor of three or more',
    });
  }
  const isFew = tests.length === 1 && tests[0]!.cpuCores.length < pointsMin;
  const draws = Array.from({ length: options.draws }, () =>
    isFew ? drawOwn(tests[0]!, best, nextUnit) : drawFit(tests, nextUnit),
  );
  const intervals = percentileIntervals95(draws) as [Interval, Interval, Interval];
  return {
    activeBaseCores: best.baseCores,
    activeBaseCoresInterval95: intervals[0],
    perKppsCores: best.perKppsCores,
    perKppsCoresInterval95: intervals[1],
    speedLogStandardDeviation: best.spread,
    speedLogStandardDeviationInterval95: intervals[2],
    testEffects: best.effects,
    residualLogStandardDeviation: best.residualDeviation,
    report: reportCpu(tests, best, intervals, draws),
  };
}

export interface TestPoints {
  readonly kpps: readonly number[];
  readonly logCores: readonly number[];
}

interface Fitted {
  readonly baseCores: number;
  readonly perKppsCores: number;
  readonly effects: readonly number[];
  readonly spread: number;
  readonly residualDeviation: number;
  readonly atBound: boolean;
}

function checkTests(tests: readonly CpuTest[], testsMin: number): void {
  const place = 'bridge CPU';
  if (tests.length < testsMin) {
    throw new CalibrationRefused({
      place,
      problem: `${tests.length} test, so the spread between deployments is unknown`,
      hint: 'give at least two tests, or calibrate the speed factor with one measurement of your own',
    });
  }
  requirePoints(
    place,
    tests.reduce((total, test) => total + test.cpuCores.length, 0),
    tests.length === 1 ? ownPointsMin : pointsMin,
  );
  for (const test of tests) {
    const load = test.load.kind === 'measured' ? test.load.packetRateKpps : test.participants;
    requireFinite(`${place}, ${test.name}`, { load, cpu: test.cpuCores });
    requireVariation(`${place}, ${test.name}`, 'load', load);
    if (load.some((value) => value <= 0) || test.cpuCores.some((value) => value <= 0)) {
      throw new CalibrationRefused({
        place: `${place}, ${test.name}`,
        problem: 'a load or a CPU value is 0 or negative',
        hint: 'leave idle rows out; the base of an active bridge is fitted from loaded ones',
      });
    }
  }
}

/** `position` 0 to 1 chooses within the range of an unrecorded packet rate. */
export function pointsOf(test: CpuTest, position: number, chosen?: readonly number[]): TestPoints {
  const { load } = test;
  const kpps =
    load.kind === 'measured'
      ? load.packetRateKpps
      : test.participants.map((n) => n * (load.lowKpps + position * (load.highKpps - load.lowKpps)));
  const logCores = test.cpuCores.map(Math.log);
  if (chosen === undefined) return { kpps, logCores };
  return { kpps: chosen.map((i) => kpps[i]!), logCores: chosen.map((i) => logCores[i]!) };
}

function fitTests(tests: readonly TestPoints[]): Fitted {
  const squares = (logRatio: number) =>
    tests.reduce((total, test) => total + within(test, logRatio).squares, 0);
  const found = minimizeScalar({ of: squares, ...ratioBounds, tolerance: 1e-7 });
  const ratio = Math.exp(found.at);
  const levels = tests.map((test) => within(test, found.at).level);
  const mean = levels.reduce((total, level) => total + level, 0) / levels.length;
  const effects = levels.map((level) => level - mean);
  const points = tests.reduce((total, test) => total + test.kpps.length, 0);
  const baseCores = Math.exp(mean);
  const residualDeviation = Math.sqrt(found.value / Math.max(1, points - tests.length - 1));
  return {
    baseCores,
    perKppsCores: baseCores * ratio,
    effects,
    spread: tests.length > 1 ? sampleStandardDeviation(effects) : residualDeviation / Math.sqrt(points),
    residualDeviation,
    atBound: found.atBound,
  };
}

/** Level (log c0 + log s) of one test for a given a / c0, and the squares left. */
function within(test: TestPoints, logRatio: number): { level: number; squares: number } {
  const ratio = Math.exp(logRatio);
  const gaps = test.kpps.map((x, i) => test.logCores[i]! - Math.log(shape(x, ratio)));
  const level = gaps.reduce((total, gap) => total + gap, 0) / gaps.length;
  return { level, squares: gaps.reduce((total, gap) => total + (gap - level) ** 2, 0) };
}

/** demand / (s * c0). */
function shape(kpps: number, ratio: number): number {
  return 1 - Math.exp(-kpps / assumedOnsetKpps) + ratio * kpps;
}

/**
 * One bootstrap draw [c0, a, sigma]: points resampled within each test, unrecorded packet rates anywhere in their
 * range, and the tests themselves redrawn from Normal(0, sigma), since another set of tests would have had another
 * mean speed.
 */
function drawFit(tests: readonly CpuTest[], nextUnit: NextUnit): number[] {
  const resampled = tests.map((test) =>
    pointsOf(test, nextUnit(), resampleIndices(test.cpuCores.length, nextUnit)),
  );
  const fit = fitTests(resampled);
  if (tests.length === 1) return [fit.baseCores, fit.perKppsCores, fit.spread];
  const effects = tests.map(() => fit.spread * drawStandardNormal(nextUnit));
  const factor = Math.exp(effects.reduce((total, effect) => total + effect, 0) / effects.length);
  return [fit.baseCores * factor, fit.perKppsCores * factor, sampleStandardDeviation(effects)];
}

/**
 * One draw of a test of few points: points drawn with replacement would often be the same ones, so the loads stay and
 * residuals are drawn, widened for the parameters fitted and to Student's quantile.
 */
function drawOwn(test: CpuTest, best: Fitted, nextUnit: NextUnit): number[] {
  const points = pointsOf(test, nextUnit());
  const count = points.kpps.length;
  const fitted = fittedCores(best, [points]).map(Math.log);
  const widening = residualWidening(count, ownParameters) * studentWidening(count - ownParameters);
  const chosen = resampleIndices(count, nextUnit);
  const logCores = fitted.map(
    (value, i) => value + widening * (points.logCores[chosen[i]!]! - fitted[chosen[i]!]!),
  );
  const fit = fitTests([{ kpps: points.kpps, logCores }]);
  return [fit.baseCores, fit.perKppsCores, fit.spread];
}

function reportCpu(
  tests: readonly CpuTest[],
  best: Fitted,
  intervals: readonly Interval[],
  draws: readonly (readonly number[])[],
): FitReport {
  const points = tests.map((test) => pointsOf(test, 0.5));
  const names = tests.flatMap((test) => test.participants.map((n) => `${test.name}, ${n} participants`));
  const observed = tests.flatMap((test) => test.cpuCores);
  const fitted = fittedCores(best, points);
  const rates = points.flatMap((test) => test.kpps);
  const unrecorded = tests.filter((test) => test.load.kind === 'per-participant').map((test) => test.name);
  return reportFit({
    name: 'CPU of a bridge',
    formula: 'cores = s x (c0 x (1 - exp(-x / x1)) + a x packet rate)',
    unit: 'cores',
    parameters: [
      { name: 'c0', unit: 'cores', value: best.baseCores, interval95: intervals[0]! },
      { name: 'a', unit: 'cores per kpps', value: best.perKppsCores, interval95: intervals[1]! },
      { name: 'sigma of ln s', unit: '1', value: best.spread, interval95: intervals[2]! },
      { name: 'x1', unit: 'kpps', value: assumedOnsetKpps, interval95: null, note: 'assumed, 1 to 4' },
    ],
    points: names,
    observed,
    fitted,
    estimated: tests.length + 1,
    influence: leaveOneOutInfluence({
      points: names,
      observed,
      fitted,
      parameters: tests.length + 1,
      refitWithout: (left) => fittedCores(fitTests(withoutPoint(points, left)), points),
    }),
    validRanges: [
      { quantity: 'packet rate', unit: 'kpps', min: Math.min(...rates), max: Math.max(...rates) },
    ],
    draws,
    leftOut: tests.flatMap((test) => test.leftOut ?? []),
    warnings: [
      tests.length === 1
        ? 'one test of one deployment: sigma is the error of its readings, and says nothing of others'
        : `sigma rests on ${tests.length} tests only`,
      ...unrecorded.map(
        (name) => `${name} recorded no packet rate: a range per participant stands in for it`,
      ),
    ],
  });
}

/** Cores at every point, each test with its own speed. */
function fittedCores(fit: Fitted, tests: readonly TestPoints[]): number[] {
  const ratio = fit.perKppsCores / fit.baseCores;
  return tests.flatMap((test, t) =>
    test.kpps.map((kpps) => Math.exp(fit.effects[t]!) * fit.baseCores * shape(kpps, ratio)),
  );
}

/** The tests less one point, counted over all of them. */
function withoutPoint(tests: readonly TestPoints[], left: number): TestPoints[] {
  let before = 0;
  return tests.map((test) => {
    const own = left - before;
    before += test.kpps.length;
    const keep = (values: readonly number[]) => values.filter((_, i) => i !== own);
    return { kpps: keep(test.kpps), logCores: keep(test.logCores) };
  });
}

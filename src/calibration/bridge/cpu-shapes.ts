/**
 * Other shapes of the CPU cost, to show how much the choice of the formula matters.
 *
 * Each shape is fitted to all tests but one (with a level per test) and predicts the one left out at the mean level of
 * the others: the error a user's own deployment has to expect. Affine with onset is what the simulator uses; the power
 * law is the alternative worth showing: they agree from 5 to 50 kpps and part outside.
 */
import { minimizeScalar } from '../fitting/scalar-minimum.ts';
import { assumedOnsetKpps, type CpuTest, pointsOf, type TestPoints } from './cpu.ts';

export type CpuShapeName = 'affine with onset' | 'affine' | 'power law' | 'linear through 0';

export interface CpuShapeScore {
  readonly shape: CpuShapeName;
  /** Root mean square of ln(observed / predicted), leaving one test out: about the relative error. */
  readonly leaveOneTestOutLogError: number;
  /** The same inside tests, with a level of its own for each: misfit of the shape itself. */
  readonly withinTestLogError: number;
}

interface Shape {
  readonly name: CpuShapeName;
  /** ln of the shape at x for the searched parameter. */
  readonly log: (kpps: number, parameter: number) => number;
  readonly bounds: { readonly low: number; readonly high: number } | null;
}

const ratioBounds = { low: Math.log(1e-3), high: Math.log(10) };
const shapes: readonly Shape[] = [
  {
    name: 'affine with onset',
    log: (x, ratio) => Math.log(1 - Math.exp(-x / assumedOnsetKpps) + Math.exp(ratio) * x),
    bounds: ratioBounds,
  },
  { name: 'affine', log: (x, ratio) => Math.log1p(Math.exp(ratio) * x), bounds: ratioBounds },
  { name: 'power law', log: (x, exponent) => exponent * Math.log(x), bounds: { low: 0, high: 2 } },
  { name: 'linear through 0', log: (x) => Math.log(x), bounds: null },
];

export function compareCpuShapes(tests: readonly CpuTest[]): CpuShapeScore[] {
  const all = tests.map((test) => pointsOf(test, 0.5));
  return shapes.map((shape) => {
    const errors = all.flatMap((left, i) => {
      const others = all.filter((_, k) => k !== i);
      const parameter = search(shape, others);
      const levels = others.map((test) => level(shape, test, parameter));
      const mean = levels.reduce((total, value) => total + value, 0) / levels.length;
      return left.kpps.map((x, k) => left.logCores[k]! - mean - shape.log(x, parameter));
    });
    const together = search(shape, all);
    const within = all.flatMap((test) => residuals(shape, test, together));
    return {
      shape: shape.name,
      leaveOneTestOutLogError: rootMeanSquare(errors),
      withinTestLogError: rootMeanSquare(within),
    };
  });
}

function search(shape: Shape, tests: readonly TestPoints[]): number {
  if (shape.bounds === null) return 0;
  const of = (parameter: number) =>
    tests
      .flatMap((test) => residuals(shape, test, parameter))
      .reduce((total, value) => total + value * value, 0);
  return minimizeScalar({ of, ...shape.bounds, tolerance: 1e-7 }).at;
}

function level(shape: Shape, test: TestPoints, parameter: number): number {
  const gaps = test.kpps.map((x, i) => test.logCores[i]! - shape.log(x, parameter));
  return gaps.reduce((total, gap) => total + gap, 0) / gaps.length;
}

function residuals(shape: Shape, test: TestPoints, parameter: number): number[] {
  const own = level(shape, test, parameter);
  return test.kpps.map((x, i) => test.logCores[i]! - own - shape.log(x, parameter));
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((total, value) => total + value * value, 0) / values.length);
}

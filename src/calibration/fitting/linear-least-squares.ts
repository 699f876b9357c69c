/**
 * Ordinary least squares y = X b by Householder QR, with the diagnostics a fit report needs.
 *
 * QR keeps its accuracy where the normal equations lose theirs (NIST's Longley data: 7 digits against 1).
 */
import { CalibrationRefused, requireFinite, requirePoints } from '../refusal.ts';

export interface LinearFit {
  readonly coefficients: readonly number[];
  readonly standardErrors: readonly number[];
  readonly fitted: readonly number[];
  readonly residuals: readonly number[];
  /** Diagonal of the hat matrix, 0 to 1. */
  readonly leverages: readonly number[];
  readonly residualStandardDeviation: number;
  readonly degreesOfFreedom: number;
  /** Largest over smallest singular scale of the columns (after scaling each to length 1), from R's diagonal. */
  readonly conditionEstimate: number;
}

/** Columns count as collinear when, scaled to length 1, one is this close to a combination of the others. */
const collinearTolerance = 1e-10;

/**
 * Fits y = sum_j b_j X_j. `columns` are the X_j by name (give a column of ones for an intercept).
 *
 * Throws `CalibrationRefused` for missing numbers, too few points, or collinear columns.
 */
export function fitLinear(
  place: string,
  columns: Readonly<Record<string, readonly number[]>>,
  y: readonly number[],
): LinearFit {
  const names = Object.keys(columns);
  const rows = y.length;
  requireFinite(place, { ...columns, y });
  requirePoints(place, rows, names.length + 1);
  const scales = names.map((name) => Math.hypot(...columns[name]!));
  for (const [j, name] of names.entries()) {
    if (scales[j] === 0) {
      throw new CalibrationRefused({
        place,
        problem: `column ${name} is 0 in every row`,
        hint: `give rows where ${name} is not 0, or leave it out of the fit`,
      });
    }
  }
  const q = names.map((name, j) => columns[name]!.map((value) => value / scales[j]!));
  const { r, basis } = orthogonalise(place, names, q);
  const projected = basis.map((column) => dot(column, y));
  const scaled = backSubstitute(r, projected);
  const coefficients = scaled.map((value, j) => value / scales[j]!);
  const fitted = y.map((_, i) => sum(names.map((name, j) => columns[name]![i]! * coefficients[j]!)));
  const residuals = y.map((value, i) => value - fitted[i]!);
  const degreesOfFreedom = rows - names.length;
  const variance = dot(residuals, residuals) / degreesOfFreedom;
  const inverse = invertUpper(r);
  const standardErrors = inverse.map((row, j) => Math.sqrt(variance * dot(row, row)) / scales[j]!);
  const diagonal = r.map((row, j) => Math.abs(row[j]!));
  return {
    coefficients,
    standardErrors,
    fitted,
    residuals,
    leverages: y.map((_, i) => sum(basis.map((column) => column[i]! ** 2))),
    residualStandardDeviation: Math.sqrt(variance),
    degreesOfFreedom,
    conditionEstimate: Math.max(...diagonal) / Math.min(...diagonal),
  };
}

/** Gram-Schmidt, done twice for orthogonality to machine precision; equivalent to QR for these small designs. */
function orthogonalise(
  place: string,
  names: readonly string[],
  columns: readonly (readonly number[])[],
): { r: number[][]; basis: number[][] } {
  const count = columns.length;
  const r = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  const basis: number[][] = [];
  for (let j = 0; j < count; j++) {
    const v = [...columns[j]!];
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        const overlap = dot(basis[k]!, v);
        r[k]![j]! += overlap;
        for (let i = 0; i < v.length; i++) v[i]! -= overlap * basis[k]![i]!;
      }
    }
    const length = Math.hypot(...v);
    if (length < collinearTolerance) {
      throw new CalibrationRefused({
        place,
        problem: `column ${names[j]} is a combination of ${names.slice(0, j).join(', ')}`,
        hint: `measure again with ${names[j]} varied independently of the others, or leave it out`,
      });
    }
    r[j]![j] = length;
    basis.push(v.map((value) => value / length));
  }
  return { r, basis };
}

function backSubstitute(r: readonly (readonly number[])[], right: readonly number[]): number[] {
  const solution = new Array<number>(right.length).fill(0);
  for (let j = right.length - 1; j >= 0; j--) {
    let value = right[j]!;
    for (let k = j + 1; k < right.length; k++) value -= r[j]![k]! * solution[k]!;
    solution[j] = value / r[j]![j]!;
  }
  return solution;
}

function invertUpper(r: readonly (readonly number[])[]): number[][] {
  const unit = (j: number) => r.map((_, i) => (i === j ? 1 : 0));
  const columns = r.map((_, j) => backSubstitute(r, unit(j)));
  return r.map((_, i) => columns.map((column) => column[i]!));
}

function dot(a: readonly number[], b: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

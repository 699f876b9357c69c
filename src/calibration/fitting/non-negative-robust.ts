/**
 * Least squares with non-negative coefficients and a loss that large residuals cannot dominate.
 *
 *   minimise  sum_i 2 * (sqrt(1 + z_i^2) - 1),   z_i = (y_i - sum_j X_ij b_j) / scale,   b_j >= 0
 *
 * Soft-L1 is quadratic within one `scale` and linear beyond it: a minute with an unexplained peak pulls the fit, but
 * only so far. Solved by reweighting: each step is a weighted non-negative least squares with weights
 * 1 / sqrt(1 + z^2); the objective is convex and falls in every step.
 *
 * Sources: Lawson and Hanson, Solving Least Squares Problems (1974), chapter 23 (active set); Huber, Robust
 * Statistics (1981), section 7.8 (reweighting).
 */
import { CalibrationRefused, requireFinite, requirePoints } from '../refusal.ts';

export interface NonNegativeFit {
  readonly coefficients: readonly number[];
  readonly fitted: readonly number[];
  readonly residuals: readonly number[];
  /** Value of the objective at the solution. */
  readonly loss: number;
}

const reweightingStepsMax = 500;
const relativeChangeMin = 1e-12;

/** `columns` by name; `scale` in the unit of y (infinite: plain non-negative least squares). */
export function fitNonNegative(options: {
  readonly place: string;
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly y: readonly number[];
  readonly scale: number;
}): NonNegativeFit {
  const { place, columns, y, scale } = options;
  const names = Object.keys(columns);
  requireFinite(place, { ...columns, y });
  requirePoints(place, y.length, names.length + 1);
  const scaled = names.map((name) => unitColumn(place, name, columns[name]!));
  let coefficients = solveNonNegative(
    scaled.map((column) => column.values),
    y,
  );
  let loss = softLoss(
    scaled.map((column) => column.values),
    y,
    coefficients,
    scale,
  );
  for (let step = 0; step < reweightingStepsMax && Number.isFinite(scale); step++) {
    const weights = residualsOf(
      scaled.map((column) => column.values),
      y,
      coefficients,
    ).map(
      // Square root of the weight, as both sides of the equations are multiplied by it.
      (residual) => (1 + (residual / scale) ** 2) ** -0.25,
    );
    const weighted = scaled.map((column) => column.values.map((value, i) => value * weights[i]!));
    const next = solveNonNegative(
      weighted,
      y.map((value, i) => value * weights[i]!),
    );
    const nextLoss = softLoss(
      scaled.map((column) => column.values),
      y,
      next,
      scale,
    );
    const change = loss - nextLoss;
    if (nextLoss <= loss) {
      coefficients = next;
      loss = nextLoss;
    }
    if (change <= relativeChangeMin * Math.max(loss, Number.MIN_VALUE)) break;
  }
  const residuals = residualsOf(
    scaled.map((column) => column.values),
    y,
    coefficients,
  );
  return {
    coefficients: coefficients.map((value, j) => value / scaled[j]!.length),
    fitted: y.map((value, i) => value - residuals[i]!),
    residuals,
    loss,
  };
}

/** Columns of length 1, so that coefficients of very different size meet one tolerance. */
function unitColumn(
  place: string,
  name: string,
  values: readonly number[],
): { values: number[]; length: number } {
  const length = Math.hypot(...values);
  if (length === 0) {
    throw new CalibrationRefused({
      place,
      problem: `column ${name} is 0 in every row`,
      hint: `give rows where ${name} is not 0, or leave it out of the fit`,
    });
  }
  return { values: values.map((value) => value / length), length };
}

/** Lawson and Hanson's active set on the normal equations; the designs here have at most a handful of columns. */
function solveNonNegative(columns: readonly (readonly number[])[], y: readonly number[]): number[] {
  const count = columns.length;
  const gram = columns.map((a) => columns.map((b) => dot(a, b)));
  const right = columns.map((column) => dot(column, y));
  const passive = new Array<boolean>(count).fill(false);
  let solution = new Array<number>(count).fill(0);
  const tolerance = 1e-13 * Math.max(...right.map(Math.abs), Number.MIN_VALUE);
  // Each round frees one coefficient; three times the count is Lawson and Hanson's own limit.
  for (let round = 0; round < 3 * count + 3; round++) {
    const gradient = right.map((value, j) => value - dot(gram[j]!, solution));
    let best = -1;
    for (let j = 0; j < count; j++) {
      if (!passive[j] && gradient[j]! > tolerance && (best < 0 || gradient[j]! > gradient[best]!)) best = j;
    }
    if (best < 0) break;
    passive[best] = true;
    solution = moveToFeasible(gram, right, passive, solution);
  }
  return solution;
}

/** Solves on the passive set, stepping back to the boundary while a coefficient would become negative. */
function moveToFeasible(
  gram: readonly (readonly number[])[],
  right: readonly number[],
  passive: boolean[],
  from: readonly number[],
): number[] {
  let solution = [...from];
  for (;;) {
    const free = passive.flatMap((is, j) => (is ? [j] : []));
    const target = solveSymmetric(
      free.map((j) => free.map((k) => gram[j]![k]!)),
      free.map((j) => right[j]!),
    );
    const blocking = free.filter((_, at) => target[at]! <= 0);
    const full = new Array<number>(solution.length).fill(0);
    for (const [at, j] of free.entries()) full[j] = target[at]!;
    if (blocking.length === 0) return full;
    const steps = blocking.map((j) => solution[j]! / (solution[j]! - full[j]!));
    const step = Math.min(...steps);
    solution = solution.map((value, j) => (passive[j] ? value + step * (full[j]! - value) : 0));
    for (const [at, j] of blocking.entries()) {
      if (steps[at] === step) {
        passive[j] = false;
        solution[j] = 0;
      }
    }
  }
}

/** Gaussian elimination with pivoting of a small symmetric system. */
function solveSymmetric(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) {
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const lead = rows[column]![column]!;
    // Two identical columns: the second one adds nothing, so it gets nothing.
    if (Math.abs(lead) < 1e-14) {
      rows[column] = rows[column]!.map((_, k) => (k === column ? 1 : 0));
      continue;
    }
    for (let i = column + 1; i < size; i++) {
      const factor = rows[i]![column]! / lead;
      for (let k = column; k <= size; k++) rows[i]![k]! -= factor * rows[column]![k]!;
    }
  }
  const solution = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    let value = rows[i]![size]!;
    for (let k = i + 1; k < size; k++) value -= rows[i]![k]! * solution[k]!;
    solution[i] = value / rows[i]![i]!;
  }
  return solution;
}

function residualsOf(
  columns: readonly (readonly number[])[],
  y: readonly number[],
  coefficients: readonly number[],
): number[] {
  return y.map((value, i) => {
    let fitted = 0;
    for (let j = 0; j < columns.length; j++) fitted += columns[j]![i]! * coefficients[j]!;
    return value - fitted;
  });
}

function softLoss(
  columns: readonly (readonly number[])[],
  y: readonly number[],
  coefficients: readonly number[],
  scale: number,
): number {
  const residuals = residualsOf(columns, y, coefficients);
  if (!Number.isFinite(scale)) return residuals.reduce((total, residual) => total + residual * residual, 0);
  return residuals.reduce((total, residual) => total + 2 * (Math.hypot(1, residual / scale) - 1), 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

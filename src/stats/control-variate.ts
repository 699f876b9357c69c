/**
 * Control variates: a mean known better because something that moves with it has a mean that is known exactly.
 */
import type { Estimate } from './estimate.ts';
import { studentTQuantile } from './student-t.ts';

/** Values of one control over the replications, and its true mean. */
export interface Control {
  readonly values: readonly number[];
  readonly mean: number;
}

/**
 * Mean of values corrected for how far the controls came out from their means.
 *
 *   mean = y - b' (c - mu),   b = S_cc^-1 S_cy by least squares
 *   halfWidth95 = t(0.975; n - q - 1) s sqrt(1 / n + (c - mu)' (D'D)^-1 (c - mu)),   s^2 = RSS / (n - q - 1)
 *
 * y and c are sample means, D the centred controls, q their number. Exact for jointly normal values; otherwise the bias
 * vanishes as 1 / n. Controls that do not vary, or are combinations of others, are left out.
 *
 * Source: S. S. Lavenberg, P. D. Welch, Management Science 27 (1981) 322-335; B. L. Nelson, Operations Research 38 (1990)
 * 974-992.
 *
 * @throws RangeError when a control has another number of values
 */
export function controlledEstimate(values: readonly number[], controls: readonly Control[]): Estimate {
  const count = values.length;
  if (controls.some((control) => control.values.length !== count)) {
    throw new RangeError(`controlledEstimate: ${count} values, and a control with another number of them`);
  }
  // Orthogonal controls make the least squares a sum: Gram-Schmidt, as in a QR decomposition.
  const mean = average(values);
  const basis: { readonly direction: number[]; readonly shift: number }[] = [];
  for (const control of controls) {
    const centre = average(control.values);
    let direction = control.values.map((value) => value - centre);
    const size = squared(direction);
    let shift = centre - control.mean;
    for (const other of basis) {
      const share = dot(direction, other.direction);
      direction = direction.map((value, index) => value - share * other.direction[index]!);
      shift -= share * other.shift;
    }
    const length = Math.sqrt(squared(direction));
    if (!(length > DEPENDENCE_RATIO * Math.sqrt(size)) || length <= ROUNDING_RATIO * Math.abs(centre))
      continue;
    basis.push({ direction: direction.map((value) => value / length), shift: shift / length });
  }
  let residuals = values.map((value) => value - mean);
  let corrected = mean;
  let leverage = 1 / count;
  for (const { direction, shift } of basis) {
    const slope = dot(residuals, direction);
    residuals = residuals.map((value, index) => value - slope * direction[index]!);
    corrected -= slope * shift;
    leverage += shift * shift;
  }
  const freedom = count - basis.length - 1;
  const halfWidth95 =
    freedom < 1
      ? Number.NaN
      : studentTQuantile(0.975, freedom) * Math.sqrt((squared(residuals) / freedom) * leverage);
  return { mean: corrected, halfWidth95, replications: count };
}

/** A control of which less than this share of its length is new is a combination of the others. */
const DEPENDENCE_RATIO = 1e-6;
/** Controls that vary by less than this share of their mean do not vary. */
const ROUNDING_RATIO = 1e-9;

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

function squared(values: readonly number[]): number {
  return dot(values, values);
}

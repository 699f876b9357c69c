/**
 * How much of the spread between replications comes from what is not known of the models, and how much from chance.
 *
 * Every replication is run twice with the same draw of the parameters and independent chance (its echo). The parts that
 * both share can only come from the parameters:
 *
 *   share = Var(E[Y | parameters]) / Var(Y) = correlation of Y and its echo
 *
 * the first-order Sobol index of all parameters together. Chance, and what only both together do, is the rest.
 *
 * Source: I. M. Sobol', Mathematical Modeling and Computational Experiment 1 (1993) 407-414 (pick and freeze); the
 * intraclass correlation and its interval by the z transformation after R. A. Fisher, Statistical Methods for Research
 * Workers (1925), section 38.
 */
import type { RunTotals, TotalName } from '../simulation/rows.ts';
import { normalQuantile } from '../stats/normal.ts';

/** A share of a variance, 0 to 1, with its 95 % interval. */
export interface VarianceShare {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Differences below this share of the mean are rounding. */
const ROUNDING_RATIO = 1e-9;

const z975 = normalQuantile(0.975);

/**
 * Share of the parameters in the variance of one total. NaN when the total does not vary.
 *
 *   r = 2 sum (y - m)(y' - m) / sum ((y - m)^2 + (y' - m)^2),   m the mean of all 2 n values
 *   z = atanh r, standard error 1 / sqrt(n - 3/2)
 *
 * A negative correlation is noise about 0 and given as 0.
 *
 * @param values one a replication
 * @param echoes of the same replications, in the same order
 */
export function varianceShare(values: readonly number[], echoes: readonly number[]): VarianceShare {
  if (values.length !== echoes.length) {
    throw new RangeError(`varianceShare: ${values.length} values and ${echoes.length} echoes`);
  }
  const count = values.length;
  if (count < 3) return { share: Number.NaN, low: Number.NaN, high: Number.NaN };
  const mean = (sum(values) + sum(echoes)) / (2 * count);
  let together = 0;
  let apart = 0;
  for (let index = 0; index < count; index++) {
    const y = values[index]! - mean;
    const echo = echoes[index]! - mean;
    together += 2 * y * echo;
    apart += y * y + echo * echo;
  }
  // Values that differ by rounding alone do not vary.
  if (apart <= 2 * count * (ROUNDING_RATIO * mean) ** 2) {
    return { share: Number.NaN, low: Number.NaN, high: Number.NaN };
  }
  const correlation = together / apart;
  const z = Math.atanh(correlation);
  const reach = z975 / Math.sqrt(count - 1.5);
  const share = (at: number): number => Math.max(0, Math.tanh(at));
  return { share: Math.max(0, correlation), low: share(z - reach), high: share(z + reach) };
}

/** The shares of all totals of a variant. */
export function varianceShares(
  totals: readonly RunTotals[],
  echoes: readonly RunTotals[],
): Record<TotalName, VarianceShare> {
  const names = Object.keys(totals[0] ?? {}) as TotalName[];
  const entries = names.map((name) => [
    name,
    varianceShare(
      totals.map((total) => total[name]),
      echoes.map((total) => total[name]),
    ),
  ]);
  return Object.fromEntries(entries) as Record<TotalName, VarianceShare>;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

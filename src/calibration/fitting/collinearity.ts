/**
 * How far the columns of a design can be told apart.
 *
 * The variance inflation factor of column j is 1 / (1 - R_j^2), R_j^2 being how well the other columns (and a
 * constant) predict it: 1 means independent, above 10 means that its coefficient is hardly determined on its own.
 * Source: Belsley, Kuh and Welsch, Regression Diagnostics (1980), chapter 3.
 */
import { sampleCorrelation } from 'simple-statistics';
import { CalibrationRefused } from '../refusal.ts';
import { fitLinear } from './linear-least-squares.ts';

export interface CollinearityReport {
  /** Variance inflation factor by column; Infinity for a column the others give exactly. */
  readonly inflation: Readonly<Record<string, number>>;
  /** Pairs of columns and their correlation, strongest first. */
  readonly correlations: readonly {
    readonly between: readonly [string, string];
    readonly correlation: number;
  }[];
  /** Sentences for the fit report; empty when the columns can be told apart. */
  readonly warnings: readonly string[];
}

/** Above this variance inflation a coefficient should not be used alone. */
const inflationWarning = 10;

/** `columns` without the constant, each with some variation. */
export function reportCollinearity(columns: Readonly<Record<string, readonly number[]>>): CollinearityReport {
  const names = Object.keys(columns);
  const inflation: Record<string, number> = {};
  for (const name of names) inflation[name] = inflationOf(name, columns);
  const correlations = names
    .flatMap((a, i) =>
      names.slice(i + 1).map((b) => ({
        between: [a, b] as const,
        correlation: sampleCorrelation([...columns[a]!], [...columns[b]!]),
      })),
    )
    .sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
  const warnings = names
    .filter((name) => inflation[name]! > inflationWarning)
    .map(
      (name) =>
        `${name} is nearly a combination of the other columns (variance inflation ${inflation[name]!.toFixed(0)}): use the parameters together, never one alone`,
    );
  return { inflation, correlations, warnings };
}

function inflationOf(name: string, columns: Readonly<Record<string, readonly number[]>>): number {
  const values = columns[name]!;
  const others = Object.fromEntries(Object.entries(columns).filter(([other]) => other !== name));
  try {
    const fit = fitLinear('collinearity', { ...others, constant: values.map(() => 1) }, values);
    const mean = values.reduce((total, value) => total + value, 0) / values.length;
    const spread = values.reduce((total, value) => total + (value - mean) ** 2, 0);
    const left = fit.residuals.reduce((total, residual) => total + residual * residual, 0);
    return left > 1e-20 * spread ? spread / left : Number.POSITIVE_INFINITY;
  } catch (error) {
    // The others are collinear among themselves: then no column's share can be told.
    if (error instanceof CalibrationRefused) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

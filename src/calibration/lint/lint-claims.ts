/**
 * Published figures against the data they are said to summarise: a formula against its own table, a total against the
 * sum of its parts. Both happened in the reports this project calibrates on.
 */
import { fitLinear } from '../fitting/linear-least-squares.ts';
import {
  columnNamed,
  type MeasurementTable,
  type Quantity,
  unitFactor,
} from '../measurement/measurement-table.ts';
import type { Finding } from './finding.ts';

/** "y = slope * x", as text somewhere says. */
export interface FormulaClaim {
  readonly where: string;
  readonly x: string;
  readonly y: string;
  readonly quantity: Quantity;
  readonly unit: string;
  /** Per one of x, in `unit`. */
  readonly slope: number;
}

/** Slopes that differ by more than this are an error; below, a difference of fits. */
const slopeFactorMax = 1.5;
/** Totals that differ by more than this contradict their parts: ramps and rounding explain less. */
const totalFactorMax = 1.25;

/** Slips that make a factor, and how to say them. */
const slips: readonly { readonly factor: number; readonly name: string }[] = [
  { factor: 8, name: 'bits taken for bytes' },
  { factor: 1000, name: 'a prefix (kilo for mega)' },
  { factor: 1024, name: 'a binary prefix' },
  { factor: 8000, name: 'bits for bytes and a prefix' },
  { factor: 60, name: 'minutes taken for seconds' },
  { factor: 3600, name: 'hours taken for seconds' },
  { factor: 2, name: 'one direction taken for both' },
  { factor: 100, name: 'per cent taken for a ratio' },
];
const slipTolerance = 0.1;

/** Checks a published slope against the table it belongs to; null when they agree. */
export function lintFormula(claim: FormulaClaim, table: MeasurementTable): Finding | null {
  const x = columnNamed(table, claim.x);
  const y = columnNamed(table, claim.y);
  const rows = [...x.values.keys()].filter((i) => Number.isFinite(x.values[i]! + y.values[i]!));
  const xs = rows.map((i) => x.values[i]!);
  const line = fitLinear(
    claim.where,
    { [claim.x]: xs, constant: xs.map(() => 1) },
    rows.map((i) => y.values[i]!),
  );
  const unit = unitFactor(claim.quantity, claim.unit);
  const measured = line.coefficients[0]! / unit;
  const factor = claim.slope / measured;
  if (factor > 0 && factor < slopeFactorMax && factor > 1 / slopeFactorMax) return null;
  const largest = rows.reduce((best, i) => (x.values[i]! > x.values[best]! ? i : best), rows[0]!);
  const seen = y.values[largest]! / unit;
  return {
    rule: 'unit-error',
    severity: 'error',
    where: claim.where,
    what: `says ${claim.y} = ${claim.slope} ${claim.unit} x ${claim.x}; the table ${table.name} gives ${three(measured)} ${claim.unit} each${describeSlip(Math.abs(factor))}`,
    implies: `at ${x.values[largest]} ${claim.x} the formula gives ${three(claim.slope * x.values[largest]!)} ${claim.unit} where ${three(seen)} ${claim.unit} was measured`,
    todo: `use the table (${three(measured)} ${claim.unit} each and ${three(line.coefficients[1]! / unit)} ${claim.unit}) and leave the formula`,
  };
}

/** Checks a reported total against what its own stages come to; null when they agree. */
export function lintTotal(claim: {
  readonly where: string;
  readonly what: string;
  readonly total: number;
  readonly stages: readonly {
    readonly durationSeconds: number;
    readonly fromPerSecond: number;
    readonly toPerSecond: number;
  }[];
}): Finding | null {
  // A stage that ramps from one rate to another comes to its mean rate times its length.
  const implied = claim.stages.reduce(
    (total, stage) => total + (stage.durationSeconds * (stage.fromPerSecond + stage.toPerSecond)) / 2,
    0,
  );
  const factor = implied / claim.total;
  if (factor > 1 / totalFactorMax && factor < totalFactorMax) return null;
  const seconds = claim.stages.reduce((total, stage) => total + stage.durationSeconds, 0);
  return {
    rule: 'total-contradicts-parts',
    severity: 'error',
    where: claim.where,
    what: `${grouped(claim.total)} ${claim.what} reported, its own stages come to about ${grouped(implied)}${describeSlip(Math.max(factor, 1 / factor))}`,
    implies: `${three(claim.total / seconds)} per second were served where ${three(implied / seconds)} were planned: either the generator or the service was the limit, or the stages were not run`,
    todo: 'take the rate from the total and the clock, not from the stages, and find out what limited the run before fitting it',
  };
}

function describeSlip(factor: number): string {
  const size = factor >= 1 ? factor : 1 / factor;
  const known = slips.find((slip) => Math.abs(size / slip.factor - 1) < slipTolerance);
  return known === undefined ? `, a factor of ${three(size)}` : `, a factor of ${three(size)}: ${known.name}`;
}

function three(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Digits in groups of three. */
function grouped(value: number): string {
  return Math.round(value)
    .toString()
    .replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}

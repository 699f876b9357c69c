/**
 * What somebody says of a measurement beside it (a formula, a total), as a data package writes it, held against the
 * measurement itself.
 */
import { z } from 'zod';
import type { Finding } from '../lint/finding.ts';
import { lintFormula, lintTotal } from '../lint/lint-claims.ts';
import type { K6Summary } from '../measurement/import-k6.ts';
import { columnNamed, type MeasurementTable } from '../measurement/measurement-table.ts';
import { CalibrationRefused } from '../refusal.ts';

const stage = z.strictObject({
  durationSeconds: z.number().positive(),
  fromPerSecond: z.number().nonnegative(),
  toPerSecond: z.number().nonnegative(),
});

/** One claim: `of = slope unit x per`, or a total that its stages must come to. */
export const claimSchema = z.union([
  z.strictObject({
    where: z.string().optional(),
    formula: z.strictObject({ of: z.string(), per: z.string(), slope: z.number(), unit: z.string() }),
  }),
  z.strictObject({
    where: z.string().optional(),
    total: z.strictObject({
      /** What is counted; requests unless given. */
      what: z.string().optional(),
      /** Left out for a summary of k6, which brings its own. */
      count: z.number().positive().optional(),
      stages: z.array(stage).min(1),
    }),
  }),
]);
export type Claim = z.infer<typeof claimSchema>;

/** Findings where a claim contradicts the measurement it is made of. */
export function lintClaims(
  claims: readonly Claim[],
  measured: {
    readonly name: string;
    readonly table: MeasurementTable | null;
    readonly summary: K6Summary | null;
  },
): readonly Finding[] {
  return claims.flatMap((claim) => {
    const where = claim.where ?? `${measured.name}, as claimed`;
    return (
      ('formula' in claim ? formula(claim.formula, where, measured) : total(claim.total, where, measured)) ??
      []
    );
  });
}

type Measured = Parameters<typeof lintClaims>[1];

function formula(
  { of, per, slope, unit }: Extract<Claim, { formula: unknown }>['formula'],
  where: string,
  { name, table }: Measured,
): Finding | null {
  if (table === null) {
    throw new CalibrationRefused({
      place: where,
      problem: `claims a formula of ${name}, which has no columns`,
      hint: 'put the claim beside the table it is made of',
    });
  }
  const { quantity } = columnNamed(table, of);
  return lintFormula({ where, x: per, y: of, quantity, unit, slope }, table);
}

function total(
  { what = 'requests', count, stages }: Extract<Claim, { total: unknown }>['total'],
  where: string,
  { summary }: Measured,
): Finding | null {
  const counted = count ?? summary?.requests;
  if (counted === undefined) {
    throw new CalibrationRefused({
      place: where,
      problem: 'claims stages and no total',
      hint: 'give count, or put the claim beside a summary of k6',
    });
  }
  return lintTotal({ where, what, total: counted, stages });
}

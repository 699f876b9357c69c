/**
 * Budgets from made-up days: results whose lives and usage are typed in, and a budget as users write it.
 */
import { parse as parseFormula } from 'mathjs/number';
import type { Budget } from '../../src/budget/budget.ts';
import type { BudgetInput, LoadedDay } from '../../src/budget/budget-context.ts';
import { resolveBudget } from '../../src/budget/resolve.ts';
import { budgetSchema, type WrittenBudget } from '../../src/budget/schema.ts';
import type { VariantResults } from '../../src/experiment/results.ts';
import type { ParseExpression } from '../../src/scenario/expression.ts';
import { formatIssues, type Issue } from '../../src/scenario/issues.ts';
import { parseFile } from '../../src/scenario/parse.ts';
import { check, type IssuePlace } from '../../src/scenario/zod-issues.ts';
import type { LifeRow, UsageRow } from '../../src/simulation/rows.ts';
import { shippedBook } from './price-book.ts';
import { aResults, aVariant, sampleVariants } from './sample-results.ts';

const hourMs = 3_600_000;

/** Lives of one replication: [start, end] in hours. */
export type Hours = readonly (readonly [number, number])[];

export interface ADay {
  readonly name?: string;
  /** Bridges of each replication. */
  readonly bridges: readonly Hours[];
  readonly usage?: readonly (Omit<UsageRow, 'of'> & { readonly of?: string })[];
  readonly instanceType?: string;
  readonly purchase?: LifeRow['purchase'];
  readonly policy?: string;
  readonly grain?: 'per-second' | 'started-hour';
  readonly costPerHour?: number;
  readonly currency?: string;
  readonly changes?: Partial<VariantResults>;
}

/** A day of 24 hours as if it had been simulated; usage is the same in every replication. */
export function aDay(day: ADay): LoadedDay {
  const { bridges, instanceType = 'aws/eu-west-1/c5.xlarge', purchase = 'on-demand' } = day;
  const variant = aVariant(sampleVariants[0]!, {
    variant: 'only',
    policyBridges: day.policy ?? 'static',
    parameterShares: null,
    lives: bridges.flatMap((hours, replication) =>
      hours.map(([from, to]) => ({
        replication,
        pool: 'bridges' as const,
        instanceType,
        purchase,
        region: 'default',
        zone: '',
        shard: '',
        startMs: from * hourMs,
        endMs: to * hourMs,
        isInterrupted: false,
      })),
    ),
    usage: bridges.flatMap((_, replication) =>
      (day.usage ?? []).map((row) => ({ of: '', ...row, replication })),
    ),
    prices: [
      {
        pool: 'bridges',
        instanceType,
        currency: day.currency ?? 'USD',
        costPerHour: day.costPerHour ?? 0.192,
        grain: day.grain ?? 'per-second',
        minimumSeconds: 60,
        source: 'a list',
        asOf: '2026-09-01',
      },
    ],
    ...day.changes,
  });
  const results = aResults({
    scenario: 'made up',
    currency: day.currency ?? 'USD',
    replications: bridges.length,
    horizonMinutes: 24 * 60,
    horizonStartEpochMs: Date.UTC(2026, 8, 1),
    variants: [variant],
  });
  return { name: day.name ?? 'day', results, variant };
}

/** What a budget of this text is resolved from. */
export function aBudgetInput(yaml: string, days: readonly LoadedDay[]): BudgetInput {
  const parsed = parseFile('budget.yaml', yaml);
  if (!parsed.ok) throw new Error(formatIssues(parsed.issues));
  const place = { parsed: parsed.value, pathInFile: (path: readonly (string | number)[]) => path };
  return inputOf(budgetSchema.parse(parsed.value.value), place, days);
}

function inputOf(written: WrittenBudget, place: IssuePlace, days: readonly LoadedDay[]): BudgetInput {
  return {
    written,
    place,
    days,
    book: shippedBook,
    recordedGigabytesPerHour: { value: 0.7, source: 'models/recorders/jibri' },
    parseExpression: parseFormula as unknown as ParseExpression,
  };
}

export type TriedBudget =
  | { readonly ok: true; readonly budget: Budget }
  | { readonly ok: false; readonly text: string; readonly issues: readonly Issue[] };

/** The budget of this text, or its issues as printed. */
export function tryBudget(yaml: string, days: readonly LoadedDay[]): TriedBudget {
  const parsed = parseFile('budget.yaml', yaml);
  if (!parsed.ok) return refused(parsed.issues);
  const place = { parsed: parsed.value, pathInFile: (path: readonly (string | number)[]) => path };
  const issues: Issue[] = [];
  const written = check(budgetSchema, parsed.value.value, [], place, issues);
  if (written === null) return refused(issues);
  const resolved = resolveBudget(inputOf(written, place, days));
  return resolved.ok ? resolved : refused(resolved.issues);
}

function refused(issues: readonly Issue[]): TriedBudget {
  return { ok: false, text: formatIssues(issues), issues };
}

export function aBudget(yaml: string, days: readonly LoadedDay[]): Budget {
  const tried = tryBudget(yaml, days);
  if (!tried.ok) throw new Error(tried.text);
  return tried.budget;
}

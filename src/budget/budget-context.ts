/**
 * What a budget is resolved from, and what the parts of the resolution share.
 */
import type { PriceBook } from '../billing/price-book.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import type { ParseExpression } from '../scenario/expression.ts';
import type { Issue } from '../scenario/issues.ts';
import type { Path } from '../scenario/parse.ts';
import type { IssuePlace } from '../scenario/zod-issues.ts';
import type { WrittenBudget } from './schema.ts';

/** A kind of day as it was simulated. */
export interface LoadedDay {
  readonly name: string;
  readonly results: Results;
  readonly variant: VariantResults;
  /** The same day simulated at other multiples of its demand. */
  readonly grown?: readonly {
    readonly demand: number;
    readonly results: Results;
    readonly variant: VariantResults;
  }[];
}

export interface BudgetInput {
  readonly written: WrittenBudget;
  readonly place: IssuePlace;
  readonly days: readonly LoadedDay[];
  readonly book: PriceBook;
  /** Size of a recorded hour by the recorder model, GB, where the budget gives none. */
  readonly recordedGigabytesPerHour: { readonly value: number; readonly source: string };
  readonly parseExpression: ParseExpression | null;
}

/** What the parts of the resolution share. */
export interface BudgetContext extends BudgetInput {
  readonly issues: Issue[];
  readonly refuse: (path: Path, problem: string, options?: { got?: unknown; hint?: string }) => void;
}

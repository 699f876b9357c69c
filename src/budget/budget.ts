/**
 * A budget after resolution: every name found, every default filled in, every price that it needs in the book.
 */
import type { BoughtCommitment } from '../billing/bill-context.ts';
import type { PriceOrigin } from '../billing/bill-line.ts';
import type { ComputeUse } from '../billing/month-usage.ts';
import type { Place, PriceBook } from '../billing/price-book.ts';
import type { Calendar, Month } from './calendar.ts';
import type { ComputeKind, DayType } from './day-type.ts';
import type { WrittenBudget } from './schema.ts';

/** A commitment whose money the budget leaves to jitsim. */
export interface OptimalCommitment extends BoughtCommitment {
  readonly isOptimal: boolean;
}

export interface Budget {
  readonly name: string;
  /** Scenario and variant that the days come from, for those who read the bill. */
  readonly scenario: string;
  readonly variant: string;
  readonly currency: string;
  readonly start: Month;
  readonly months: number;
  readonly resamples: number;
  readonly seed: number;
  readonly days: readonly DayType[];
  readonly calendar: Calendar;
  /** Demand of a month over that simulated without the drawn part of growth; see forecast.ts. */
  readonly growth: Growth;
  /** By calendar month, January first. */
  readonly seasonality: readonly number[];
  readonly book: PriceBook;
  readonly place: Place;
  /** Where traffic and services of a region of the deployment are bought. */
  readonly placeOf: (region: string) => Place;
  readonly kinds: readonly ComputeKind[];
  /** What each kind costs, by index. */
  readonly compute: readonly ComputeUse[];
  /** Instances that run all the time beside the simulated ones. */
  readonly constant: readonly { readonly use: ComputeUse; readonly count: number }[];
  readonly commitments: readonly OptimalCommitment[];
  /** Size of a recorded hour, GB, and where it comes from. */
  readonly recordedGigabytesPerHour: number;
  readonly recordedGigabytesSource: string;
  readonly flat: readonly { readonly name: string; readonly price: PriceOrigin }[];
  /** Traffic, recordings, fixed services, limit and seats as written. */
  readonly written: WrittenBudget;
  /** What the reader should know first. */
  readonly warnings: readonly string[];
}

/** Growth of demand a month: its ratio in a month when `drawn` (0 to 1) picks a value of the interval. */
export interface Growth {
  readonly text: string;
  readonly ratioOf: (monthIndex: number, drawn: number) => number;
  readonly isUncertain: boolean;
}

/**
 * What a month's bill is made with besides usage: prices, currency, discounts and commitments.
 */
import type { PriceOrigin } from './bill-line.ts';
import type { Commitment } from './commitments.ts';
import type { PriceBook } from './price-book.ts';

export type Payment = 'no-upfront' | 'partial-upfront' | 'all-upfront';

/** A commitment with how it was bought. All its money is in the bill's currency. */
export interface BoughtCommitment {
  readonly commitment: Commitment;
  readonly provider: string;
  /** Off the on-demand price under a savings plan, ratio; null for reservations, which have a price. */
  readonly discountRatio: number | null;
  readonly payment: Payment;
  /** First month of the term, and its length. */
  readonly startMonth: string;
  readonly years: number;
  readonly origin: PriceOrigin;
}

/** What a bill is made with besides usage. */
export interface BillContext {
  readonly book: PriceBook;
  readonly currency: string;
  /** Those in force in the month. */
  readonly commitments: readonly BoughtCommitment[];
  /** Units of the bill's currency for one of that currency. */
  readonly rateOf: (currency: string) => number;
  readonly contractedRatio: (provider: string, category: string) => number;
  readonly hoursOfTerm: (bought: BoughtCommitment) => number;
}

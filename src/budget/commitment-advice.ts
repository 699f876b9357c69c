/**
 * What is worth committing for a budget: the optimum of each of its plans, or of a one-year plan where it has none, with
 * the cost over what is committed.
 */

import type { BoughtCommitment } from '../billing/bill-context.ts';
import type { CommitmentOptimum } from '../billing/commitment-optimum.ts';
import type { Budget } from './budget.ts';
import { assumedDiscount, optimumOf, reservationDiscount } from './commitment-prices.ts';

export interface CommitmentAdvice {
  readonly id: string;
  /** Off the on-demand price. */
  readonly discountRatio: number;
  readonly discountSource: string;
  /** What the budget commits, money an hour; null where it commits nothing yet. */
  readonly committedPerHour: number | null;
  readonly optimum: CommitmentOptimum;
}

/** Empty where no discount is known: a commitment cannot be judged without its price. */
export function commitmentAdvice(budget: Budget): CommitmentAdvice[] {
  const plans = budget.commitments.flatMap((bought): CommitmentAdvice[] => {
    const { commitment, discountRatio, provider, origin } = bought;
    if (commitment.kind === 'reserved') return reservedAdvice(budget, bought);
    if (discountRatio === null) return [];
    const family = commitment.family ?? undefined;
    return [
      {
        id: commitment.id,
        discountRatio,
        discountSource: origin.source,
        committedPerHour: commitment.commitPerHour,
        optimum: optimumOf(budget, { provider, family, discountRatio }),
      },
    ];
  });
  if (plans.length > 0) return plans;
  const { provider } = budget.place;
  const assumed = assumedDiscount(budget.book, provider, { years: 1, payment: 'no-upfront' });
  if (assumed === null) return [];
  return [
    {
      id: '1 year, no upfront',
      discountRatio: assumed.ratio,
      discountSource: `${assumed.source}; an estimate, not a list price`,
      committedPerHour: null,
      optimum: optimumOf(budget, { discountRatio: assumed.ratio }),
    },
  ];
}

/** A reservation as money an hour, to be held against plans. */
function reservedAdvice(
  budget: Budget,
  { commitment, provider, origin }: BoughtCommitment,
): CommitmentAdvice[] {
  if (commitment.kind !== 'reserved') return [];
  const discountRatio = reservationDiscount(budget, commitment);
  if (discountRatio === null) return [];
  return [
    {
      id: commitment.id,
      discountRatio,
      discountSource: origin.source,
      committedPerHour: commitment.count * commitment.costPerHour,
      optimum: optimumOf(budget, { provider, reserved: commitment, discountRatio }),
    },
  ];
}

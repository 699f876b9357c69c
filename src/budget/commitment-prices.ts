/**
 * What committing is worth for a budget: estimates of discounts, and the optimal sum over its expected hours.
 */
import type { Payment } from '../billing/bill-context.ts';
import { type CommitmentOptimum, optimalCommitment } from '../billing/commitment-optimum.ts';
import { familyOf } from '../billing/instance-family.ts';
import type { ComputeUse } from '../billing/month-usage.ts';
import { contractedRatio, findRate, type PriceBook } from '../billing/price-book.ts';
import type { Budget } from './budget.ts';
import { expectedDays } from './forecast.ts';
import { hoursOf } from './month-usage.ts';

/** An author's estimate of the discount for a term and payment; null when there is none. */
export function assumedDiscount(
  book: PriceBook,
  provider: string,
  { years, payment }: { readonly years: number; readonly payment: Payment },
): PriceBook['assumedDiscounts'][number] | null {
  const term = `${years}yr_${payment.replaceAll('-', '_')}`;
  return book.assumedDiscounts.find((one) => one.provider === provider && one.term === term) ?? null;
}

/**
 * The optimal commitment over every hour of the expected months that a plan may cover: on-demand money of each hour,
 * pooled over samples, days and months.
 */
export function optimumOf(
  budget: Budget,
  plan: {
    readonly provider?: string | undefined;
    readonly family?: string | undefined;
    readonly discountRatio: number;
  },
): CommitmentOptimum {
  const uses = [...budget.compute, ...budget.constant.map(({ use }) => use)];
  const provider = plan.provider ?? budget.place.provider;
  const prices = uses.map((use) => (isCovered(use, provider, plan.family) ? onDemandPrice(budget, use) : 0));
  const usage: number[] = [];
  const weights: number[] = [];
  for (const days of expectedDays(budget)) {
    for (const { weight, used } of hoursOf(budget, days)) {
      usage.push(used.reduce((sum, hours, index) => sum + hours * prices[index]!, 0));
      weights.push(weight);
    }
  }
  const { place } = budget;
  const contracted = contractedRatio(budget.book, { provider: place.provider, category: 'compute' });
  // What is not covered is paid by contract, so that a plan must beat the contracted price.
  const priceRatio = (1 - plan.discountRatio) / contracted;
  return optimalCommitment({ usage: usage.map((money) => money * contracted), weights, priceRatio });
}

function isCovered(use: ComputeUse, provider: string, family: string | undefined): boolean {
  if (use.purchase === 'spot' || use.place.provider !== provider || use.onDemand.listed === null)
    return false;
  return family === undefined || familyOf(use.instanceType) === family.toLowerCase();
}

function onDemandPrice(budget: Budget, { onDemand }: ComputeUse): number {
  return onDemand.listed! * findRate(budget.book, onDemand.currency, budget.currency)!.rate;
}

/**
 * What committing is worth for a budget: estimates of discounts, and the optimal sum over its expected hours.
 */
import type { Payment } from '../billing/bill-context.ts';
import { type CommitmentOptimum, optimalCommitment } from '../billing/commitment-optimum.ts';
import { familyOf } from '../billing/instance-family.ts';
import type { ComputeUse } from '../billing/month-usage.ts';
import { contractedRatio, findRate, type PriceBook } from '../billing/price-book.ts';
import { reservedShare } from '../billing/size-flexibility.ts';
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
export function optimumOf(budget: Budget, plan: PlanScope): CommitmentOptimum {
  const uses = [...budget.compute, ...budget.constant.map(({ use }) => use)];
  const provider = plan.provider ?? budget.place.provider;
  const prices = uses.map((use) => (isCovered(use, provider, plan) ? onDemandPrice(budget, use) : 0));
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
  const priceRatio = contracted === 0 ? 1 : (1 - plan.discountRatio) / contracted;
  return optimalCommitment({ usage: usage.map((money) => money * contracted), weights, priceRatio });
}

/** What of the usage a commitment may cover, and how much below on demand. */
export interface PlanScope {
  readonly provider?: string | undefined;
  readonly family?: string | undefined;
  /** For a reservation: its type and zone. */
  readonly reserved?: { readonly instanceType: string; readonly zone: string | null } | undefined;
  readonly discountRatio: number;
}

/** Share of the on-demand price that a reservation saves; null where the type has none. */
export function reservationDiscount(
  budget: Budget,
  { instanceType, costPerHour }: { readonly instanceType: string; readonly costPerHour: number },
): number | null {
  const uses = [...budget.compute, ...budget.constant.map(({ use }) => use)];
  const shareOf = (use: ComputeUse): number | null =>
    reservedShare({ instanceType, zone: null }, use.instanceType);
  const covered = uses.find((use) => shareOf(use) !== null && use.onDemand.listed !== null);
  const entry = budget.book.catalogue.find(instanceType);
  // Of another size: what an hour of the reserved size would cost on demand.
  const listed =
    covered === undefined ? (entry?.costPerHour ?? null) : covered.onDemand.listed! / shareOf(covered)!;
  const currency = covered?.onDemand.currency ?? entry?.currency ?? '';
  const rate = findRate(budget.book, currency, budget.currency)?.rate;
  return listed === null || listed === 0 || rate === undefined ? null : 1 - costPerHour / (listed * rate);
}

/** Whether a commitment may cover it: a reservation goes by type and zone, a plan by provider and family, as on the bill. */
export function isCovered(
  use: ComputeUse,
  provider: string,
  { family, reserved }: Pick<PlanScope, 'family' | 'reserved'>,
): boolean {
  if (use.purchase === 'spot' || use.onDemand.listed === null) return false;
  if (reserved !== undefined) {
    const isInZone = reserved.zone === null || reserved.zone === use.zone;
    return isInZone && reservedShare(reserved, use.instanceType) !== null;
  }
  return (
    use.place.provider === provider &&
    (family === undefined || familyOf(use.instanceType) === family.toLowerCase())
  );
}

function onDemandPrice(budget: Budget, { onDemand }: ComputeUse): number {
  return onDemand.listed! * findRate(budget.book, onDemand.currency, budget.currency)!.rate;
}

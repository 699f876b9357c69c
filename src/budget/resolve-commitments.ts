/**
 * Commitments with their prices and, where the budget leaves it open, the optimal sum of money.
 */
import type { BoughtCommitment } from '../billing/bill-context.ts';
import type { PriceOrigin } from '../billing/bill-line.ts';
import { findRate } from '../billing/price-book.ts';
import type { Path } from '../scenario/parse.ts';
import type { Budget, OptimalCommitment } from './budget.ts';
import type { BudgetContext } from './budget-context.ts';
import { monthText } from './calendar.ts';
import { assumedDiscount, optimumOf, reservationDiscount } from './commitment-prices.ts';
import type { WrittenBudget } from './schema.ts';

type WrittenCommitment = WrittenBudget['commitments'][number];

export function resolveCommitments(context: BudgetContext, budget: Budget): OptimalCommitment[] {
  const ids = context.written.commitments.map(({ id }) => id);
  return context.written.commitments.flatMap((written, index) => {
    const path: Path = ['commitments', index];
    if (ids.indexOf(written.id) < index) {
      // Lines of the bill name their commitment by it.
      context.refuse([...path, 'id'], 'is that of another commitment', { got: written.id });
      return [];
    }
    const bought =
      written.plan === 'reserved'
        ? reservation(context, budget, written, path)
        : savingsPlan(context, budget, written, path);
    return bought === null ? [] : [bought];
  });
}

function reservation(
  { refuse }: BudgetContext,
  budget: Budget,
  written: WrittenCommitment,
  path: Path,
): OptimalCommitment | null {
  const { instanceType, count, zone, years } = written;
  if (instanceType === undefined || count === undefined) {
    refuse(path, 'must have instanceType and count');
    return null;
  }
  const entry = budget.book.catalogue.find(instanceType);
  const listed = years === 1 ? entry?.reservedOneYearUsdPerHour : entry?.reservedThreeYearsUsdPerHour;
  const rate = findRate(budget.book, 'USD', budget.currency)?.rate;
  const costPerHour =
    written.costPerHour ??
    (listed === null || listed === undefined || rate === undefined ? null : listed * rate);
  if (costPerHour === 0) {
    refuse([...path, 'costPerHour'], 'must be above 0', { got: 0, hint: 'a reservation has a price' });
    return null;
  }
  if (costPerHour === null) {
    refuse([...path, 'costPerHour'], `must be given: no ${years}-year price of ${instanceType} was found`);
    return null;
  }
  const source = written.costPerHour === undefined ? (entry?.notes ?? '') : 'the budget';
  const base = common(budget, written);
  const reserved = { instanceType, zone: zone ?? null };
  const bought =
    count === 'optimal' ? optimalCount(budget, { provider: base.provider, reserved, costPerHour }) : count;
  if (bought === null) {
    refuse([...path, 'count'], `must be a number: no on-demand price of ${instanceType} was found`);
    return null;
  }
  return {
    ...base,
    commitment: { kind: 'reserved', id: written.id, ...reserved, count: bought, costPerHour },
    discountRatio: null,
    origin: originOf(
      budget,
      costPerHour,
      written.costPerHour === undefined ? (entry?.asOf ?? '') : '',
      source,
      null,
    ),
    isOptimal: count === 'optimal',
  };
}

/** Whole instances, rounded down: the quantile of the hourly usage that the reservation may cover. */
function optimalCount(
  budget: Budget,
  plan: {
    readonly provider: string;
    readonly reserved: { readonly instanceType: string; readonly zone: string | null };
    readonly costPerHour: number;
  },
): number | null {
  const { provider, reserved, costPerHour } = plan;
  const discountRatio = reservationDiscount(budget, { instanceType: reserved.instanceType, costPerHour });
  if (discountRatio === null) return null;
  const { commitPerHour } = optimumOf(budget, { provider, reserved, discountRatio });
  // A quotient of sums of doubles: what is a millionth short of whole is whole.
  return Math.floor(commitPerHour / costPerHour + 1e-6);
}

function savingsPlan(
  { refuse }: BudgetContext,
  budget: Budget,
  written: WrittenCommitment,
  path: Path,
): OptimalCommitment | null {
  const { plan, perHour, family } = written;
  if (plan === 'reserved') return null;
  if (perHour === undefined) refuse(path, 'must have perHour, an amount of money or optimal');
  if (plan === 'instance-savings-plan' && family === undefined) {
    refuse(path, 'must have a family, such as aws/eu-west-1/c5');
  }
  const base = common(budget, written);
  const assumed = assumedDiscount(budget.book, base.provider, written);
  const discountRatio = written.discountRatio ?? assumed?.ratio ?? null;
  if (discountRatio === null) {
    refuse(
      [...path, 'discountRatio'],
      `must be given: none is known for ${base.provider}, ${written.years} years`,
    );
  }
  if (discountRatio !== null && discountRatio >= 1) {
    refuse([...path, 'discountRatio'], 'must be below 1', {
      got: discountRatio,
      hint: 'at no price there is nothing to commit',
    });
    return null;
  }
  if (perHour === undefined || discountRatio === null) return null;
  const optimum = perHour === 'optimal' ? optimumOf(budget, { ...written, discountRatio }) : null;
  // Rounded down to what can be bought: a tenth of a cent an hour.
  const commitPerHour =
    typeof perHour === 'number' ? perHour : Math.floor(optimum!.commitPerHour * 1000) / 1000;
  return {
    ...base,
    commitment: {
      kind: plan,
      id: written.id,
      commitPerHour,
      family: plan === 'instance-savings-plan' ? (family ?? null) : null,
    },
    discountRatio,
    origin: originOf(
      budget,
      commitPerHour,
      written.discountRatio === undefined ? (assumed?.asOf ?? '') : '',
      written.discountRatio === undefined ? (assumed?.source ?? '') : 'the budget',
      written.discountRatio === undefined ? 'the discount is an estimate, not a list price' : null,
    ),
    isOptimal: perHour === 'optimal',
  };
}

function common(
  budget: Budget,
  { provider, payment, start, years }: WrittenCommitment,
): Pick<BoughtCommitment, 'provider' | 'payment' | 'startMonth' | 'years'> {
  return {
    provider: provider ?? budget.place.provider,
    payment,
    startMonth: start ?? monthText(budget.start),
    years,
  };
}

function originOf(
  { currency }: Budget,
  listed: number,
  asOf: string,
  source: string,
  assumption: string | null,
): PriceOrigin {
  return { currency, listed, asOf, source, assumption };
}

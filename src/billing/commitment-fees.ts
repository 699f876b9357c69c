/**
 * What a commitment costs in a month: its fee when it is paid, and what of the month's share nobody used.
 */
import type { BillContext, BoughtCommitment } from './bill-context.ts';
import type { BillLine } from './bill-line.ts';
import { amountOf, amountToNumber, priceOfNumber, quantityOf } from './exact.ts';
import type { MonthUsage } from './month-usage.ts';

/** What is paid for the commitment in the month, and what of the month's fee nobody used. */
export function feeLines(
  usage: MonthUsage,
  bought: BoughtCommitment,
  lines: readonly BillLine[],
  context: BillContext,
): BillLine[] {
  const { commitment, payment, origin } = bought;
  const head = {
    month: usage.month,
    component: 'commitments',
    shard: null,
    zone: null,
    provider: bought.provider,
    region: '',
    sku: commitment.id,
    unit: 'Hours',
  } as const;
  const perHour = hourlyFee(bought);
  const price = priceOfNumber(perHour);
  const fee = amountOf(quantityOf(usage.hoursInMonth), price);
  const used = lines
    .filter(({ commitmentId }) => commitmentId === commitment.id)
    .reduce((sum, { amortised }) => sum + amortised, 0n);
  const paid = cashOf(bought, usage, price, context);
  const blank = { listPrice: price, contractedPrice: price, list: 0n, contracted: 0n } as const;
  const common = { ...head, ...blank, commitmentId: commitment.id, origin } as const;
  const purchases = (['upfront', 'purchase'] as const)
    .filter((pricing) => paid[pricing] !== 0n)
    .map(
      (pricing): BillLine => ({
        ...common,
        category: 'commitment-fee',
        description: `${commitment.id}, ${payment}`,
        pricing,
        quantity: paid[pricing] / (price === 0n ? 1n : price),
        effectivePrice: 0n,
        amortised: 0n,
        cash: paid[pricing],
      }),
    );
  const unused: BillLine = {
    ...common,
    category: 'unused-commitment',
    description: `${commitment.id}, paid and not used`,
    pricing: 'unused',
    quantity: quantityOf(amountToNumber(fee - used > 0n ? fee - used : 0n) / (perHour === 0 ? 1 : perHour)),
    effectivePrice: price,
    amortised: fee - used,
    cash: 0n,
  };
  return [...purchases, unused];
}

/** What the commitment costs an hour, whenever it is paid. */
function hourlyFee({ commitment }: BoughtCommitment): number {
  return commitment.kind === 'reserved'
    ? commitment.costPerHour * commitment.count
    : commitment.commitPerHour;
}

/** Upfront money falls into the first month of the term, the rest month by month. */
function cashOf(
  bought: BoughtCommitment,
  usage: MonthUsage,
  price: bigint,
  { hoursOfTerm }: BillContext,
): { readonly upfront: bigint; readonly purchase: bigint } {
  const month = amountOf(quantityOf(usage.hoursInMonth), price);
  const term = amountOf(quantityOf(hoursOfTerm(bought)), price);
  const isFirst = usage.month === bought.startMonth;
  switch (bought.payment) {
    case 'no-upfront':
      return { upfront: 0n, purchase: month };
    case 'all-upfront':
      return { upfront: isFirst ? term : 0n, purchase: 0n };
    case 'partial-upfront':
      return { upfront: isFirst ? term / 2n : 0n, purchase: month / 2n };
  }
}

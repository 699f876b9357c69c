/**
 * The bill of one account for one month. Tiers of traffic add up over everything the account moved in the month.
 */
import type { BillContext } from './bill-context.ts';
import { type BillLine, usageLine } from './bill-line.ts';
import { computeLines } from './compute-lines.ts';
import { quantityOf } from './exact.ts';
import { fixedLines } from './fixed-lines.ts';
import type { MonthUsage } from './month-usage.ts';
import { trafficLines } from './traffic-lines.ts';

/** All lines of the month, in order of category. A price nobody found gives a line that says so. */
export function billMonth(usage: MonthUsage, context: BillContext): BillLine[] {
  return [
    ...computeLines(usage, context),
    ...trafficLines(usage, context),
    ...fixedLines(usage, context),
    ...usage.flat.map((flat) =>
      usageLine(
        {
          month: usage.month,
          category: flat.category,
          component: flat.component,
          shard: null,
          zone: null,
          provider: '',
          region: '',
          sku: flat.name,
          description: flat.name,
          unit: 'Units',
        },
        {
          quantity: quantityOf(flat.quantity),
          origin: flat.price,
          rate: context.rateOf(flat.price.currency),
          contractedRatio: 1,
        },
      ),
    ),
  ];
}

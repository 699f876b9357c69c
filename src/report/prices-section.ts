/**
 * The prices behind the cost of the run, each with its day and source, and what that cost leaves out.
 */
import { isPriceOutdated } from '../experiment/outdated-prices.ts';
import type { PoolPrice, Results } from '../experiment/results.ts';
import { type Html, html } from './html.ts';
import { table } from './table.ts';

/** @param hasYear the bill of the months ahead follows */
export function pricesSection(results: Results, hasYear = false): Html | null {
  const prices = distinct(results.variants.flatMap((variant) => variant.prices));
  if (prices.length === 0) return null;
  const rows = prices.map((price) => ({
    head: `${price.instanceType} (${price.pool})`,
    cells: [
      `${price.currency} ${price.costPerHour} an hour`,
      price.grain === 'started-hour'
        ? 'every started hour in full'
        : `by the second, at least ${price.minimumSeconds} a start`,
      `${price.asOf}${isPriceOutdated(price, results.horizonStartEpochMs) ? ' (older than 180 days on the day simulated)' : ''}`,
      price.source,
    ],
  }));
  const columns = ['Instance type', 'Price, without tax', 'Counted', 'As of', 'Source'];
  return html`<section id="prices"><h2>What the cost rests on</h2>
${table({ caption: 'Prices used', columns, rows })}
<p class="note">The cost of a run is that of its instances. Traffic, storage, addresses, discounts, commitments and the months
ahead are in the bill ${hasYear ? 'below' : html`that <code>jitsim cost</code> makes of these results`}.</p>
</section>
`;
}

function distinct(prices: readonly PoolPrice[]): PoolPrice[] {
  const seen = new Map(prices.map((price) => [JSON.stringify(price), price]));
  return [...seen.values()];
}

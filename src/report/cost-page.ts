/**
 * The report of a bill as one HTML page that needs nothing else: what it costs and how sure that is, what moves it, what one
 * unit costs, and every price with its source.
 */
import { assumptions, notIncluded, usedPrices } from '../budget/assumptions.ts';
import type { ComparisonTable } from '../budget/comparison-table.ts';
import type { Forecast } from '../budget/forecast.ts';
import {
  billWarningsBox,
  breakdownTable,
  headline,
  monthsTable,
  sumCells,
  unitsTable,
} from './cost-sections.ts';
import { type DrawnChart, stillFigure } from './drawn-chart.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { pageHead } from './page-head.ts';
import { folded, table } from './table.ts';

export interface CostPageInput {
  /** The first is shown in full, the others by their totals. */
  readonly forecasts: readonly Forecast[];
  readonly charts: readonly DrawnChart[];
  readonly parts: readonly ComparisonTable[];
  readonly version: string;
}

export function renderCostPage({ forecasts, charts, parts, version }: CostPageInput): string {
  const forecast = forecasts[0]!;
  const { budget } = forecast;
  const page = html`<!doctype html>
<html lang="en">
${pageHead({ title: `${budget.name} – jitsim cost report`, version })}
<body>
<header>
<p class="kicker">jitsim cost report</p>
<h1>${budget.name}</h1>
<p class="verdict-line">${headline(forecast)}</p>
<p class="note">Simulated, not an invoice: ${budget.variant}, ${budget.currency} without tax, as paid month by month unless another view is named. Made by jitsim ${version}; the same input gives the same page to the byte.</p>
</header>
<main>
${billWarningsBox(forecast)}
${variantsSection(forecasts)}
<section id="charts"><h2>Charts</h2>
${charts.map(stillFigure)}</section>
<section id="months"><h2>Month by month</h2>
${monthsTable(forecast)}</section>
<section id="categories"><h2>What it is paid for</h2>
${breakdownTable(forecast, 'category')}
<p class="note">List: before discounts. Contracted: after negotiated discounts. Amortised: commitments spread over the hours they are for. Cash: as paid.</p>
${folded('By component', breakdownTable(forecast, 'component'))}
${folded('By region', breakdownTable(forecast, 'region'))}
${folded('By shard', breakdownTable(forecast, 'shard'))}
${folded('By class of conference', breakdownTable(forecast, 'class'))}</section>
<section id="units"><h2>What one costs</h2>
${unitsTable(forecast)}</section>
${parts.map(partSection)}
${pricesSection(forecast)}
${assumptionsSection(forecast)}
</main>
</body>
</html>
`;
  return page.text;
}

function variantsSection(forecasts: readonly Forecast[]): Html | null {
  if (forecasts.length < 2) return null;
  const rows = forecasts.map(({ budget, months, total }) => ({
    head: budget.variant,
    cells: sumCells(months, 'cash', total.cash),
  }));
  const columns = ['Variant', 'Expected', 'P10', 'P50', 'P90'];
  const caption = `All months, ${forecasts[0]!.budget.currency}, as paid; the first is shown in full below`;
  return html`<section id="variants"><h2>The variants</h2>
${table({ caption, columns, rows, figures: true })}</section>
`;
}

function partSection({ title, columns, rows, notes }: ComparisonTable, index: number): Html {
  const cells = rows.map(([head = '', ...rest]) => ({ head, cells: rest }));
  return html`<section id="part-${index + 1}"><h2>${title}</h2>
${table({ caption: title, columns, rows: cells, figures: true })}
${notes.map((note) => html`<p class="note">${note}</p>`)}</section>
`;
}

function pricesSection(forecast: Forecast): Html {
  const rows = usedPrices(forecast).map(({ category, provider, region, sku, unit, origin, isOutdated }) => ({
    head: sku,
    cells: [
      [category, [provider, region].filter((part) => part !== '').join('/')].join(', '),
      origin.listed === null ? 'price not found' : `${origin.currency} ${plain(origin.listed)} for ${unit}`,
      `${origin.asOf}${isOutdated ? ' (older than 180 days in the first month, or undated)' : ''}`,
      [origin.source, origin.assumption].filter(Boolean).join('; '),
    ],
  }));
  return html`<section id="prices"><h2>Every price, with its source</h2>
${table({ caption: 'Prices used, as listed', columns: ['What', 'For', 'Price', 'As of', 'Source'], rows })}</section>
`;
}

/** Plain decimals, as price lists write them. */
function plain(value: number): string {
  return value.toFixed(9).replace(/\.?0+$/, '');
}

function assumptionsSection(forecast: Forecast): Html {
  const rows = assumptions(forecast).map(({ what, value, source }) => ({
    head: what,
    cells: [value, source],
  }));
  return html`<section id="assumptions"><h2>What it rests on</h2>
${table({ caption: 'Assumptions', columns: ['What', 'Value', 'Source'], rows })}
<h3>Not included</h3>
<ul>${notIncluded(forecast).map((what) => html`<li>${what}</li>`)}</ul></section>
`;
}

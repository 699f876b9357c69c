/**
 * The bill of the months ahead in the report of a run, where the scenario has a budget.
 */
import type { Forecast } from '../budget/forecast.ts';
import { billWarningsBox, breakdownTable, headline, monthsTable, unitsTable } from './cost-sections.ts';
import { type DrawnChart, stillFigure } from './drawn-chart.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

export interface YearBill {
  readonly forecast: Forecast;
  readonly charts: readonly DrawnChart[];
}

/** Null without a budget. */
export function yearSection(year: YearBill | null): Html | null {
  if (year === null) return null;
  const { forecast, charts } = year;
  const { budget } = forecast;
  return html`<section id="year"><h2>The bill of the months ahead</h2>
<p>${headline(forecast)}</p>
<p class="note">${budget.name}: ${budget.variant}, ${budget.currency} without tax. Days simulated: ${budget.days
    .map(({ name, samples }) => `${samples.length} of ${name}`)
    .join(', ')}. Every line, price and assumption: <code>jitsim cost</code>.</p>
${billWarningsBox(forecast)}
${charts.map(stillFigure)}
${monthsTable(forecast)}
${breakdownTable(forecast, 'category')}
${unitsTable(forecast)}</section>
`;
}

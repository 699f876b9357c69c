/**
 * One fit in the fit report: formula, parameters, charts, where it holds, what it hangs on, what else was tried.
 */
import type { FitReport, FittedParameter } from '../calibration/fit-report.ts';
import { formatNumber } from '../charts/figures.ts';
import type { Html } from './html.ts';
import { html, trusted } from './html.ts';
import type { DrawnChart } from './report.ts';
import { folded, table } from './table.ts';

/** Correlations beyond this are told: the estimates must be used together. */
const correlationTold = 0.7;
/** Variance inflation from which a column's coefficient is hardly determined on its own (Belsley and others 1980). */
const inflationTold = 10;

export function fitSection(report: FitReport, charts: readonly DrawnChart[], anchor: string): Html {
  return html`<section id="${anchor}"><h2>${report.name}</h2>
<p class="formula">${report.formula}</p>
${cautions(report)}
${parametersTable(report)}
<div class="plots">
${charts.map((chart) => plot(chart, anchor))}</div>
${trustTable(report)}
${alternativesTable(report)}
${leftOutTable(report)}
${pointsTable(report)}
</section>
`;
}

function cautions({ warnings }: FitReport): Html | null {
  if (warnings.length === 0) return null;
  return html`<div class="box assumed"><h3>With caution</h3>
<ul>${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></div>
`;
}

function parametersTable(report: FitReport): Html {
  const rows = report.parameters.map((parameter) => ({
    head: parameter.name,
    cells: [three(parameter.value), intervalText(parameter), parameter.unit, parameter.note ?? ''],
  }));
  const hasNotes = report.parameters.some(({ note }) => note !== undefined);
  const columns = ['Parameter', 'Value', '95 % interval', 'Unit', ...(hasNotes ? ['Note'] : [])];
  const shown = hasNotes ? rows : rows.map(({ head, cells }) => ({ head, cells: cells.slice(0, 3) }));
  return table({ caption: `Parameters, from ${report.points} points`, columns, rows: shown });
}

function intervalText({ interval95 }: FittedParameter): string {
  return interval95 === null ? '–' : `${three(interval95[0])} to ${three(interval95[1])}`;
}

/** Three significant digits: more would claim a precision that no interval here supports. */
function three(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 1e-4 && Math.abs(rounded) < 1e7 ? plain(rounded) : String(rounded);
}

function plain(value: number): string {
  return Math.abs(value) >= 1000 ? formatNumber(value) : String(value);
}

function plot(chart: DrawnChart, anchor: string): Html {
  return html`<figure id="${anchor}-${chart.name}"><h4>${chart.title}</h4>
<div class="chart" role="img" aria-label="${chart.title}. ${chart.description}">${trusted(chart.svg)}</div>
<figcaption>${chart.caption}</figcaption></figure>
`;
}

function trustTable(report: FitReport): Html {
  const facts: readonly (readonly [string, string | null])[] = [
    ['Goodness', goodness(report)],
    ['Holds for', report.validRanges.map(rangeText).join('; ') || 'not stated'],
    ['Hangs on', influenceText(report)],
    ['Use together', correlationText(report)],
    ['Hard to tell apart', inflationText(report)],
  ];
  return html`<dl class="facts">${facts.map(([name, value]) =>
    value === null ? null : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>
`;
}

function goodness(report: FitReport): string {
  return `R² ${rSquaredText(report)}, root mean square error ${three(report.rootMeanSquareError)} ${report.unit}`;
}

/** A fit that only takes the middle of a range explains nothing, and says so. */
export function rSquaredText({ rSquared }: FitReport): string {
  if (!(rSquared > 0)) return 'none';
  return rSquared >= 0.9995 ? 'above 0.999' : rSquared.toFixed(3);
}

function rangeText({ quantity, unit, min, max }: FitReport['validRanges'][number]): string {
  return `${quantity} from ${three(min)} to ${three(max)}${unit === '1' ? '' : ` ${unit}`}; outside it extrapolates`;
}

function influenceText({ influence }: FitReport): string | null {
  if (influence.length === 0) return null;
  const limit = 4 / influence.length;
  const strong = influence.filter(({ cooksDistance }) => cooksDistance > limit);
  if (strong.length === 0) return `no single point (no Cook’s distance above 4 / points = ${three(limit)})`;
  const named = [...strong]
    .sort((a, b) => b.cooksDistance - a.cooksDistance)
    .slice(0, 5)
    .map(({ point, cooksDistance }) =>
      Number.isFinite(cooksDistance) ? `${point} (${three(cooksDistance)})` : `${point} (no fit without it)`,
    );
  const more = strong.length > named.length ? ` and ${strong.length - named.length} more` : '';
  return `${named.join(', ')}${more}: Cook’s distance above 4 / points = ${three(limit)}`;
}

function correlationText({ correlations }: FitReport): string | null {
  const strong = correlations.filter(({ correlation }) => Math.abs(correlation) >= correlationTold);
  if (strong.length === 0) return null;
  const pairs = strong.map(
    ({ between, correlation }) => `${between.join(' and ')} (${correlation.toFixed(2)})`,
  );
  return `${pairs.join(', ')}: correlation over the bootstrap draws`;
}

function inflationText({ inflation }: FitReport): string | null {
  const entries = Object.entries(inflation);
  if (entries.length === 0) return null;
  const strong = entries.filter(([, factor]) => factor > inflationTold);
  const shown = (strong.length > 0 ? strong : entries).map(([name, factor]) => `${name} ${three(factor)}`);
  const verdict = strong.length > 0 ? '' : 'none; ';
  return `${verdict}variance inflation ${shown.join(', ')} (above ${inflationTold} a column is nearly a combination of the others)`;
}

function alternativesTable({ alternatives }: FitReport): Html | null {
  if (alternatives.length === 0) return null;
  const rows = alternatives.map(({ name, score, taken, reason }) => ({
    head: taken ? html`<strong>${name}</strong>` : name,
    cells: [score, taken ? html`<strong>taken</strong>` : 'not taken', reason],
  }));
  return html`<h3>What else was tried</h3>
${table({ caption: 'Alternatives on the same points', columns: ['', 'How well', '', 'Why'], rows })}`;
}

function leftOutTable({ leftOut }: FitReport): Html | null {
  if (leftOut.length === 0) return null;
  const rows = leftOut.map(({ point, reason }) => ({ head: point, cells: [reason] }));
  const summary = leftOut.length === 1 ? 'One point left out' : `${leftOut.length} points left out, and why`;
  return folded(summary, table({ caption: 'Measured and not fitted', columns: ['Point', 'Why'], rows }));
}

function pointsTable({ residuals, unit }: FitReport): Html {
  const rows = residuals.map(({ point, observed, fitted, residual, standardized }) => ({
    head: point,
    cells: [three(observed), three(fitted), three(residual), three(standardized)],
  }));
  const columns = ['Point', `Measured, ${unit}`, `Fitted, ${unit}`, 'Left over', 'Standardized'];
  return folded('All points', table({ caption: 'Every point of the fit', columns, rows, figures: true }));
}

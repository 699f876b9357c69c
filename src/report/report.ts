/**
 * The report: results and drawn charts to one HTML page that needs nothing else, neither network nor files.
 * The answer comes first, then the charts, then the figures, then how far to trust them.
 */
import { clockTime, horizonInWords } from '../charts/clock.ts';
import { variantColour } from '../charts/palette.ts';
import type { Results } from '../experiment/results.ts';
import { answersOf, verdictOf } from './answer.ts';
import { bootSection } from './boot-section.ts';
import type { DrawnChart } from './drawn-chart.ts';
import { elasticitySection } from './elasticity-section.ts';
import {
  agreementSection,
  billSection,
  comparisonSection,
  decisionsSection,
  incidentsSection,
  objectivesSection,
} from './figures-section.ts';
import type { Html } from './html.ts';
import { codeForScript, html, jsonForScript, trusted } from './html.ts';
import { pageHead } from './page-head.ts';
import { pricesSection } from './prices-section.ts';
import { certaintySection, modelsSection, provenanceSection, warningsBox } from './trust-section.ts';
import { type YearBill, yearSection } from './year-section.ts';

export interface ReportInput {
  readonly results: Results;
  readonly charts: readonly DrawnChart[];
  /** The bill of the months ahead and its charts, where the scenario has a budget. */
  readonly year?: YearBill | null;
  /** Scripts in order; empty for a page without. `codeForScript` must already have been applied. */
  readonly scripts: readonly PageScript[];
}

export interface PageScript {
  readonly code: string;
  /** SHA-256 of the code, base64: the page allows no other script. */
  readonly sha256: string;
}

export type { DrawnChart } from './drawn-chart.ts';
export { codeForScript };

export function renderReport({ results, charts, year = null, scripts }: ReportInput): string {
  const page = html`<!doctype html>
<html lang="en">
${pageHead({ title: `${results.scenario} – jitsim report`, version: results.version, policy: contentSecurityPolicy(scripts) })}
<body>
<header>
<p class="kicker">jitsim report</p>
<h1>${results.scenario}</h1>
<p class="verdict-line">${verdictOf(results)}</p>
<p class="note">${madeInOneLine(results)}</p>
</header>
<main>
${answerSection(results)}
${warningsBox(results)}
${objectivesSection(results)}
<section id="charts"><h2>Charts</h2>
${charts.map(chartFigure)}</section>
${agreementSection(results)}
${comparisonSection(results)}
${elasticitySection(results)}
${bootSection(results)}
${billSection(results)}
${pricesSection(results, year !== null)}
${yearSection(year)}
${incidentsSection(results)}
${decisionsSection(results, (minute) => clockTime(results, minute))}
${certaintySection(results)}
${modelsSection(results)}
${provenanceSection(results)}
</main>
${scripts.map(({ code }) => html`<script>${trusted(code)}</script>\n`)}</body>
</html>
`;
  return page.text;
}

/** Nothing may be loaded, and no script may run but those shipped with the page. */
function contentSecurityPolicy(scripts: readonly PageScript[]): string {
  const allowed =
    scripts.length === 0 ? "'none'" : scripts.map(({ sha256 }) => `'sha256-${sha256}'`).join(' ');
  return `default-src 'none'; style-src 'unsafe-inline'; script-src ${allowed}; base-uri 'none'; form-action 'none'`;
}

function madeInOneLine(results: Results): string {
  const times =
    results.replications === 1
      ? 'one replication, so no intervals'
      : `${results.replications} replications; ± is the 95 % interval of the mean`;
  return `${horizonInWords(results)} simulated, ${times}.`;
}

function answerSection(results: Results): Html {
  const cards = answersOf(results).map(
    (answer, index) => html`<article class="card" style="--colour:${variantColour(index)}">
<h3>${answer.variant}</h3><p class="note">${answer.policy}</p>
<dl>
<div><dt>Bridges</dt><dd>${answer.bridges}</dd></div>
<div><dt>Cost</dt><dd>${answer.cost}</dd></div>
<div><dt>What participants suffer</dt><dd>${answer.pain}</dd></div>
${answer.measured.length === 0 ? null : html`<div><dt>Against what was measured</dt><dd>${answer.measured.map((line) => html`<div>${line}</div>`)}</dd></div>`}
</dl></article>
`,
  );
  return html`<section id="answer"><h2>The answer</h2><div class="cards">
${cards}</div></section>
`;
}

function chartFigure(chart: DrawnChart): Html {
  const data =
    chart.interactive === null
      ? null
      : html`<script type="application/json" id="chart-${chart.name}-spec">${jsonForScript(chart.interactive)}</script>\n`;
  return html`<figure id="chart-${chart.name}">
<h3>${chart.title}</h3>
<div class="scroll chart" tabindex="0" role="img" aria-label="${chart.title}. ${chart.description}" data-chart="${chart.name}">${trusted(chart.svg)}</div>
<figcaption>${chart.caption}</figcaption>
${data}</figure>
`;
}

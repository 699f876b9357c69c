/**
 * The fit report: what was fitted, how well, where it holds and what it hangs on, as one HTML page that needs nothing
 * else. Fits in the order given; the models that came of them at the end.
 */
import type { FitReport, Unfitted } from '../calibration/fit-report.ts';
import type { Finding } from '../calibration/lint/finding.ts';
import type { ModelFile, ModelParameter, ModelValue } from '../calibration/model-file.ts';
import { formatNumber } from '../charts/figures.ts';
import { fitSection, rSquaredText } from './fit-section.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { pageHead } from './page-head.ts';
import type { DrawnChart } from './report.ts';
import { folded, table } from './table.ts';

export interface DrawnFit {
  readonly report: FitReport;
  readonly charts: readonly DrawnChart[];
}

export interface FitPageInput {
  /** What was measured, in words: `datasets/openfun-load-tests`, `my load test`. */
  readonly subject: string;
  readonly fits: readonly DrawnFit[];
  readonly models: readonly ModelFile[];
  /** Models without a fit, and why. */
  readonly unfitted?: readonly Unfitted[];
  /** What the lint found in the measurements. */
  readonly findings: readonly Finding[];
  /** What was not fitted, and why. */
  readonly notes: readonly string[];
  readonly version: string;
}

export function renderFitPage(input: FitPageInput): string {
  const { subject, fits, models, findings, notes } = input;
  const page = html`<!doctype html>
<html lang="en">
${pageHead({ title: `${subject} – jitsim fit report`, version: input.version, moreStyle: fitStyleSheet })}
<body>
<header>
<p class="kicker">jitsim fit report</p>
<h1>${subject}</h1>
<p class="verdict-line">${inOneLine(input)}</p>
<p class="note">Made by jitsim ${input.version}. The same measurements give the same page to the byte.</p>
</header>
<main>
${findingsSection(findings)}
${notesBox(notes)}
${overview(fits)}
${fits.map(({ report, charts }, index) => fitSection(report, charts, anchorOf(index)))}
${unfittedSection(input.unfitted ?? [])}
${modelsSection(models)}
</main>
</body>
</html>
`;
  return page.text;
}

const fitStyleSheet = `
.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(400px,100%),1fr));gap:8px 20px}
.plots figure{margin:0 0 1em;min-width:0}
.plots .chart svg{min-width:0;width:100%}
.plots h4{margin:0;font-size:.95rem}
.formula{font:1.05rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;background:var(--panel);border-radius:4px;padding:10px 14px;overflow-x:auto}
.plots{margin-top:1.4em}
.facts>div{display:grid;grid-template-columns:minmax(8em,12em) 1fr;gap:4px 16px}
.facts dt{font-size:.9rem}
section h3{margin-top:1.2em}
@media (max-width:600px){.facts>div{grid-template-columns:1fr}}
a{color:inherit}
`;

function anchorOf(index: number): string {
  return `fit-${index + 1}`;
}

function inOneLine({ fits, models, findings }: FitPageInput): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const warned = fits.filter(({ report }) => report.warnings.length > 0).length;
  return [
    `${counted(models.length, 'model')}, ${counted(fits.length, 'fit')}.`,
    warned === 0 ? '' : `${cautioned(warned, fits.length)} a caution: read it before you use the numbers.`,
    errors === 0 ? '' : `The measurements contain ${counted(errors, 'error')}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function cautioned(warned: number, all: number): string {
  if (warned === all) return all === 1 ? 'It carries' : 'Each fit carries';
  return warned === 1 ? 'One fit carries' : `${warned} fits carry`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function findingsSection(findings: readonly Finding[]): Html | null {
  if (findings.length === 0) return null;
  return html`<section id="findings"><h2>What is wrong with the measurements</h2>
${findings.map(
  ({
    severity,
    where,
    what,
    implies,
    todo,
  }) => html`<div class="box ${severity === 'error' ? 'warning' : 'assumed'}">
<h3>${where}</h3>
<p>${what}.</p>
<dl><div><dt>What it implies</dt><dd>${implies}</dd></div><div><dt>What to do</dt><dd>${todo}</dd></div></dl></div>
`,
)}</section>
`;
}

function notesBox(notes: readonly string[]): Html | null {
  if (notes.length === 0) return null;
  return html`<aside class="box assumed" aria-label="Notes"><h2>To know beforehand</h2>
<ul>${notes.map((note) => html`<li>${note}</li>`)}</ul></aside>
`;
}

function overview(fits: readonly DrawnFit[]): Html | null {
  if (fits.length === 0) return null;
  const rows = fits.map(({ report }, index) => ({
    head: html`<a href="#${anchorOf(index)}">${report.name}</a>`,
    cells: [
      String(report.points),
      rSquaredText(report),
      `${formatNumber(Number(report.rootMeanSquareError.toPrecision(2)))} ${report.unit}`,
      String(report.leftOut.length),
      String(report.warnings.length),
    ],
  }));
  const columns = ['Fit', 'Points', 'R²', 'Root mean square error', 'Left out', 'Cautions'];
  return html`<section id="overview"><h2>All fits</h2>
${table({ caption: 'How well each fit meets its points', columns, rows, figures: true })}
<p class="note">R² is the share of the variance that the formula explains. A high one does not make the formula true: look at what is left over, and at where it was measured.</p>
</section>
`;
}

function unfittedSection(unfitted: readonly Unfitted[]): Html | null {
  if (unfitted.length === 0) return null;
  const rows = unfitted.map(({ models, reason, instead }) => ({
    head: models.join(', '),
    cells: [reason, instead],
  }));
  return html`<section id="unfitted"><h2>Models without a fit</h2>
<p>They have no residuals, no influence of points and no range that was measured.</p>
${table({ caption: 'Why nothing was fitted', columns: ['Models', 'Why', 'What the numbers are'], rows })}</section>
`;
}

function modelsSection(models: readonly ModelFile[]): Html | null {
  if (models.length === 0) return null;
  return html`<section id="models"><h2>The models that came of it</h2>
<p>Every number with its 95 % interval, its source and how far to trust it, as in the files.</p>
${models.map((model) => folded(`${model.kind}/${model.name}: ${model.title}`, modelTable(model)))}</section>
`;
}

function modelTable(model: ModelFile): Html {
  const rows = Object.entries(model.parameters).map(([name, parameter]) => ({
    head: name,
    cells: [
      valueText(parameter.value),
      intervalText(parameter),
      html`<span class="trust ${parameter.trust}">${parameter.trust}</span>`,
      parameter.note === undefined
        ? parameter.source
        : html`${parameter.source}<br><span class="model">${parameter.note}</span>`,
    ],
  }));
  const columns = ['Parameter', 'Value', '95 % interval', 'Trust', 'Source and note'];
  return table({ caption: `Parameters of ${model.kind}/${model.name}`, columns, rows });
}

function intervalText({ interval95 }: ModelParameter): string {
  return interval95 === null ? '–' : `${formatNumber(interval95[0])} to ${formatNumber(interval95[1])}`;
}

function valueText(value: ModelValue): string {
  if (typeof value === 'number') return formatNumber(value);
  if (value === null) return 'none';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(valueText).join('; ');
  return Object.entries(value)
    .map(([key, inner]) => (key === 'kind' ? valueText(inner) : `${key} ${valueText(inner)}`))
    .join(', ');
}

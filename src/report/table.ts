/**
 * Tables that can be read without seeing them: a caption, header cells with scope, and a frame of their own that
 * scrolls sideways on narrow screens.
 */
import type { Html } from './html.ts';
import { html } from './html.ts';

export type Cell = Html | string;

export interface TableRow {
  /** A heading that spans the table, or the row's own header cell. */
  readonly head: Cell;
  readonly cells: readonly Cell[];
  readonly spansTable?: true;
}

export interface TableContent {
  readonly caption: string;
  /** The first heads the column of row headers. */
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** Figures are set flush right. */
  readonly figures?: boolean;
}

export function table({ caption, columns, rows, figures = false }: TableContent): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table${figures ? html` class="figures"` : ''}>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => tableRow(row, columns.length))}</tbody></table></div>
`;
}

function tableRow({ head, cells, spansTable }: TableRow, columns: number): Html {
  if (spansTable === true)
    return html`<tr class="group"><th scope="rowgroup" colspan="${columns}">${head}</th></tr>\n`;
  return html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`;
}

/** A section folded away until asked for; printed open. */
export function folded(summary: string, content: Html): Html {
  return html`<details><summary>${summary}</summary>
${content}</details>
`;
}

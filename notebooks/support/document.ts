/**
 * A notebook document (nbformat 4.5) of cells and what they showed. It holds nothing that changes from run to run: no
 * execution times, no counts.
 */
import type { Cell } from './cells.ts';

/** An output: text, or a chart as SVG with words for readers who cannot see it. */
export type Output =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'chart'; readonly svg: string; readonly description: string };

/** @param outputsOf what the cell of that index showed */
export function notebookDocument(
  cells: readonly Cell[],
  outputsOf: (cell: number) => readonly Output[],
): string {
  const document = {
    cells: cells.map(({ kind, text }, index) => ({
      cell_type: kind,
      id: `cell-${index}`,
      metadata: {},
      ...(kind === 'code' ? { execution_count: null, outputs: outputsOf(index).map(outputEntry) } : {}),
      source: linesOf(text),
    })),
    metadata: { language_info: { name: 'typescript', file_extension: '.ts' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}

function outputEntry(output: Output): unknown {
  if (output.kind === 'text') {
    return { output_type: 'stream', name: 'stdout', text: linesOf(`${output.text}\n`) };
  }
  const data = { 'image/svg+xml': linesOf(output.svg), 'text/plain': linesOf(output.description) };
  return { output_type: 'display_data', data, metadata: {} };
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

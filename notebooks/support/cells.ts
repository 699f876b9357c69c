/**
 * The percent format that editors know for notebooks in plain source files: `// %%` begins a cell of code,
 * `// %% [markdown]` one of prose whose lines are comments.
 */

export interface Cell {
  readonly kind: 'code' | 'markdown';
  readonly text: string;
}

/** @throws RangeError when the source does not begin with a cell */
export function cellsOf(source: string): Cell[] {
  const [before, ...blocks] = source.split(/^\/\/ %%/m);
  if (before!.trim() !== '') throw new RangeError('a notebook begins with // %%');
  return blocks.map((block) => {
    const [, mark = '', body = ''] = /^(.*)\n([\s\S]*)$/.exec(block) ?? [];
    const isProse = mark.trim() === '[markdown]';
    const text = isProse ? body.replaceAll(/^\/\/ ?/gm, '') : body;
    return { kind: isProse ? 'markdown' : 'code', text: text.trim() };
  });
}

/** A module that runs the cells in order and says before each where it is. */
export function instrumented(cells: readonly Cell[]): string {
  const code = cells.map(({ kind, text }, index) =>
    kind === 'code' ? `beginCell(${index});\n${text}\n` : '',
  );
  return `import { beginCell } from './support/show.ts';\n${code.join('')}`;
}

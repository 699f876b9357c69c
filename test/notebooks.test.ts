// Goal: the notebooks run, show what their documents hold, and use the public library alone.
// Method: they are executed as a user would, and compared without writing; imports are read off their source. What the
// format of cells means is held against a text written by hand.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { cellsOf, instrumented } from '../notebooks/support/cells.ts';
import { notebookDocument } from '../notebooks/support/document.ts';

const folder = fileURLToPath(new URL('../notebooks', import.meta.url));
const names = readdirSync(folder).filter((name) => /^\d\d-.*\.ts$/.test(name));

describe('notebooks', () => {
  test('show what their documents hold', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), `${folder}/run.ts`, '--check'],
      { cwd: folder },
    );
    expect(stdout.match(/up to date/g)).toHaveLength(names.length);
  });

  test.each(names)('%s imports the public library alone', (name) => {
    const source = readFileSync(`${folder}/${name}`, 'utf8');
    const imported = [...source.matchAll(/from '([^']+)'/g)].map((match) => match[1]);
    expect(imported).not.toHaveLength(0);
    for (const module of imported) expect(['jitsim', 'jitsim/node', './support/show.ts']).toContain(module);
  });
});

describe('cells', () => {
  const cells = cellsOf(
    '// %% [markdown]\n// # Title\n//\n// Prose.\n\n// %%\nconst a = 1;\n\n// %%\nconst b = a;\n',
  );

  test('prose loses its comment marks, code keeps its text', () => {
    expect(cells).toEqual([
      { kind: 'markdown', text: '# Title\n\nProse.' },
      { kind: 'code', text: 'const a = 1;' },
      { kind: 'code', text: 'const b = a;' },
    ]);
  });

  test('cells run in order in one scope, each announced by its number', () => {
    expect(instrumented(cells).split('\n').slice(1, 5)).toEqual([
      'beginCell(1);',
      'const a = 1;',
      'beginCell(2);',
      'const b = a;',
    ]);
  });

  test('text before the first cell is refused', () => {
    expect(() => cellsOf('const lost = 1;\n// %%\n')).toThrow(RangeError);
  });

  test('a document holds outputs beside their cells', () => {
    const document = JSON.parse(
      notebookDocument(cells, (cell) => (cell === 2 ? [{ kind: 'text', text: 'x\ny' }] : [])),
    );
    expect(document.nbformat).toBe(4);
    expect(document.cells.map((cell: { cell_type: string }) => cell.cell_type)).toEqual([
      'markdown',
      'code',
      'code',
    ]);
    expect(document.cells[1].outputs).toEqual([]);
    expect(document.cells[2].outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: ['x\n', 'y\n'] },
    ]);
  });
});

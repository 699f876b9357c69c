/**
 * Runs the notebooks and writes what they showed beside them: `01-name.ts` becomes `01-name.ipynb`.
 *
 *   npx tsx notebooks/run.ts              all of them
 *   npx tsx notebooks/run.ts 02           those whose names begin so
 *   npx tsx notebooks/run.ts --check      writes nothing, exit code 1 when a document is out of date
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { renderChart } from 'jitsim/node';
import { cellsOf, instrumented } from './support/cells.ts';
import { notebookDocument, type Output } from './support/document.ts';
import { beginCell, type Shown, takeShown } from './support/show.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const isCheck = process.argv.includes('--check');
const wanted = process.argv.slice(2).filter((word) => word !== '--check');
const names = readdirSync(folder)
  .filter((name) => /^\d\d-.*\.ts$/.test(name) && !name.endsWith('.running.ts'))
  .filter((name) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)))
  .sort();
if (names.length === 0) {
  console.error(`no notebook begins with ${wanted.join(' or ')}`);
  process.exitCode = 2;
}
for (const name of names) {
  const path = join(folder, name.replace(/\.ts$/, '.ipynb'));
  const document = await executed(name);
  if (existsSync(path) && readFileSync(path, 'utf8') === document) {
    console.log(`${name}: up to date`);
  } else if (isCheck) {
    console.error(`${name}: shows something else than its .ipynb; npx tsx notebooks/run.ts renews it`);
    process.exitCode = 1;
  } else {
    writeFileSync(`${path}.partial`, document);
    renameSync(`${path}.partial`, path);
    console.log(`${name}: written`);
  }
}

async function executed(name: string): Promise<string> {
  const cells = cellsOf(readFileSync(join(folder, name), 'utf8'));
  const running = join(folder, name.replace(/\.ts$/, '.running.ts'));
  writeFileSync(running, instrumented(cells));
  beginCell(0);
  try {
    await import(pathToFileURL(running).href);
  } finally {
    rmSync(running);
  }
  const outputs = await Promise.all(
    takeShown().map(async (item) => ({ cell: item.cell, output: await outputOf(item) })),
  );
  return notebookDocument(cells, (index) =>
    outputs.filter(({ cell }) => cell === index).map(({ output }) => output),
  );
}

async function outputOf({ content }: Shown): Promise<Output> {
  if (typeof content === 'string') return { kind: 'text', text: content };
  return {
    kind: 'chart',
    svg: await renderChart(content.spec, 'svg'),
    description: `${content.title}. ${content.description}`,
  };
}

/**
 * Runs every benchmark of this folder and prints a table for each. `--quick` makes it a smoke run of seconds whose
 * numbers mean little. A benchmark is a module that exports `name` and `run({ quick })`.
 */
import { readdirSync } from 'node:fs';
import type { Row } from './row.ts';

interface Benchmark {
  readonly name: string;
  readonly run: (options: { readonly quick: boolean }) => Promise<Row[]>;
}

const notBenchmarks = ['run.ts', 'row.ts'];
const quick = process.argv.includes('--quick');

for (const file of readdirSync(import.meta.dirname).sort()) {
  if (!file.endsWith('.ts') || notBenchmarks.includes(file)) continue;
  const module: Partial<Benchmark> = await import(`./${file}`);
  if (module.name === undefined || module.run === undefined) {
    throw new Error(`bench/${file} must export name and run`);
  }
  console.log(`\n${module.name}${quick ? ' (quick: not for comparison)' : ''}`);
  console.table(await module.run({ quick }));
}

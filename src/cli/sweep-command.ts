/**
 * What `jitsim sweep` is called and takes.
 */
import { chartOption } from './chart-option.ts';
import type { CommandSpec } from './options.ts';
import { json, oneVariantOption, replaceOption, runOptionSpecs, scenario, setOption } from './run-options.ts';
import { shardOptions } from './shard-option.ts';

export const sweepCommand: CommandSpec = {
  name: 'sweep',
  description:
    'Run a scenario at many combinations of values; finished cells are kept, and the same command goes on where it was.',
  positionals: [scenario],
  options: [
    {
      name: 'vary',
      kind: 'text-list',
      description:
        'A key and its values, as scaling.bridges.count=4..12:5 (five from 4 to 12) or =4,8,12; once for each key.',
    },
    {
      name: 'design',
      kind: 'text',
      description:
        'grid (every combination), lhs (Latin hypercube) or sobol (Sobol points); the last two take ranges without a number of values too, whole numbers unless an end has a decimal point. Default grid.',
    },
    {
      name: 'points',
      kind: 'whole-number',
      min: 1,
      description: 'Combinations of lhs and sobol; for sobol best a power of two.',
    },
    { name: 'yes', kind: 'flag', description: 'Runs more than 1000 cells.' },
    {
      name: 'total',
      kind: 'text-list',
      description: 'Result that is printed and drawn; several times. Default: costPerDay and the objectives.',
    },
    setOption,
    oneVariantOption,
    ...runOptionSpecs,
    ...shardOptions,
    {
      name: 'out',
      kind: 'text',
      description:
        'Directory of the sweep; cells finished there are not run again. Default results/<name of the scenario>-sweep.',
    },
    { name: 'parquet', kind: 'flag', description: 'Also writes cells.parquet.' },
    chartOption('lines over one number, a heatmap over two'),
    replaceOption,
    json,
  ],
  run: async (given) => (await import('./commands/sweep.ts')).sweep(given),
};

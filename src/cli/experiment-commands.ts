/**
 * The commands that answer questions about a scenario or several: compare, check, backtest, and their like.
 */
import { chartOption } from './chart-option.ts';
import type { CommandSpec } from './options.ts';
import {
  anyVariantOption,
  json,
  oneVariantOption,
  outOption,
  replaceOption,
  replicationsOption,
  runOptionSpecs,
  scenario,
  seedOption,
  setOption,
  variantOption,
  workersOption,
} from './run-options.ts';
import { optimizeCommand, sensitivityCommand } from './search-commands.ts';
import { sweepCommand } from './sweep-command.ts';

export const experimentCommands: readonly CommandSpec[] = [
  optimizeCommand,
  sensitivityCommand,
  {
    name: 'explain',
    description:
      'Say why the controllers did what they did at a time: what they saw, computed and were bound by, and what perfect foresight would have had.',
    positionals: [
      { name: 'results', description: 'Results directory of jitsim simulate.', isRequired: true },
    ],
    options: [
      {
        name: 'at',
        kind: 'text',
        description:
          'Time of day, as 09:05, or date and time, as 2026-11-23T09:05, in the zone of the scenario. Must be given.',
      },
      { name: 'pool', kind: 'text', description: 'Only bridges or only jibris. Default both.' },
      anyVariantOption,
      json,
    ],
    run: async (given) => (await import('./commands/explain.ts')).explain(given),
  },
  {
    name: 'merge',
    description:
      'Put the shards of simulate, sweep or optimize together: the same bytes as one run of the whole.',
    positionals: [
      {
        name: 'directories',
        description: 'Directories of all shards, in any order.',
        isRequired: true,
        isList: true,
      },
    ],
    options: [
      {
        name: 'out',
        kind: 'text',
        description:
          'Directory to write. Default results/<name of the scenario>, with -sweep or -optimize for these.',
      },
      { name: 'parquet', kind: 'flag', description: 'For a sweep: also writes cells.parquet.' },
      replaceOption,
      json,
    ],
    run: async (given) => (await import('./commands/merge.ts')).merge(given),
  },
  {
    name: 'check',
    description:
      'Gate: exit code 0 when all objectives are met, 1 when one is violated, 3 when the noise allows no verdict.',
    positionals: [scenario],
    options: [
      setOption,
      variantOption,
      seedOption,
      { ...replicationsOption, description: `${replicationsOption.description} Not with --decide.` },
      {
        name: 'decide',
        kind: 'whole-number',
        min: 1,
        description:
          'Runs 10, 20, 40 ... replications, at most so many, until every objective is decided. Default: a fixed number.',
      },
      {
        name: 'baseline',
        kind: 'text',
        description: 'Results directory of before: worse cost or quality is a violation. Default: none.',
      },
      {
        name: 'tolerance',
        kind: 'number',
        description:
          'How much worse than the baseline is allowed, as a share of it, such as 0.05. Default 0.',
      },
      { name: 'junit', kind: 'text', description: 'JUnit XML file to write. Default: none.' },
      {
        name: 'markdown',
        kind: 'text',
        description: 'Markdown file to write, for a pull request. Default: none.',
      },
      workersOption,
      json,
    ],
    run: async (given) => (await import('./commands/check.ts')).check(given),
  },
  {
    name: 'backtest',
    description:
      'Say how well a scenario reproduces a measured day: error, bias, correlation, scale events, lead and lag.',
    positionals: [scenario],
    options: [
      {
        name: 'observed',
        kind: 'text',
        description: 'CSV file of the measured day. Default: what the scenario itself names under observed.',
      },
      {
        name: 'columns',
        kind: 'text',
        description:
          'What its columns are, as participants=participants_total, bridgesDesired=replicas. Default: columns called like simulated ones.',
      },
      { name: 'time-column', kind: 'text', description: 'Its column with times. Default: the first.' },
      {
        name: 'window',
        kind: 'number',
        min: 0,
        description: 'Minutes that a scale event may be early or late and still be the same. Default 15.',
      },
      anyVariantOption,
      seedOption,
      replicationsOption,
      workersOption,
      chartOption('what was measured over what was simulated'),
      replaceOption,
      json,
    ],
    run: async (given) => (await import('./commands/backtest.ts')).backtest(given),
  },
  {
    name: 'plan',
    description:
      'Find the smallest fleet, pool, number of shards or policy setting that meets the objectives: closed form first, then simulated.',
    positionals: [scenario],
    options: [
      {
        name: 'for',
        kind: 'text',
        description: 'What is planned: bridges, jibris, shards or policy. Must be given.',
      },
      {
        name: 'max',
        kind: 'whole-number',
        min: 1,
        description: 'Largest count that is looked at. Default 2000.',
      },
      {
        name: 'parameter',
        kind: 'text',
        description: 'For policy: the key that is set, as scaling.jibris.free.',
      },
      { name: 'range', kind: 'text', description: 'For policy: its values, as 0..20.' },
      { name: 'step', kind: 'number', description: 'For policy: between two values. Default 1.' },
      {
        name: 'largest',
        kind: 'flag',
        description: 'For policy: looks for the largest value that meets, not the smallest.',
      },
      {
        name: 'confidence',
        kind: 'number',
        description: 'Probability that the verdict on a count is right. Default 0.95.',
      },
      {
        name: 'spare-zone',
        kind: 'flag',
        description: 'Also says how many are needed in each zone so that one zone may be lost.',
      },
      {
        name: 'zones',
        kind: 'whole-number',
        min: 2,
        description: 'Zones for that. Default: those of the scenario.',
      },
      setOption,
      oneVariantOption,
      seedOption,
      {
        name: 'replications',
        kind: 'whole-number',
        min: 10,
        description: 'Most runs of each count: 10, 20, 40 ... until it is decided. Default 160.',
      },
      workersOption,
      chartOption('counts against objectives, and the day by the hour'),
      replaceOption,
      json,
    ],
    run: async (given) => (await import('./commands/plan.ts')).plan(given),
  },
  sweepCommand,
  {
    name: 'compare',
    description:
      'Say what differs between scenarios, variants or settings, run by run, and what is only noise.',
    positionals: [
      {
        name: 'scenarios',
        description: 'Scenario files or directories; all variants of each. The first is the baseline.',
        isRequired: true,
        isList: true,
      },
    ],
    options: [
      setOption,
      { ...variantOption, description: 'Variant that --set is applied to. Default: its first.' },
      ...runOptionSpecs,
      outOption,
      chartOption('the differences with their intervals'),
      replaceOption,
      json,
    ],
    run: async (given) => (await import('./commands/compare.ts')).compare(given),
  },
];

/**
 * The commands that look at many settings of one scenario at once.
 */
import { chartOption } from './chart-option.ts';
import type { CommandSpec, OptionSpec } from './options.ts';
import {
  json,
  oneVariantOption,
  replaceOption,
  scenario,
  seedOption,
  setOption,
  workersOption,
} from './run-options.ts';
import { shardOptions } from './shard-option.ts';

const varyOption: OptionSpec = {
  name: 'vary',
  kind: 'text-list',
  description:
    'Key and range, as scaling.bridges.count=4..60; whole numbers unless an end has a decimal point. Once for each key.',
};

const varyOrChoose: OptionSpec = {
  ...varyOption,
  description:
    'Key and range, as scaling.bridges.count=4..60 (whole numbers unless an end has a decimal point), or choices, as scaling.bridges.policy=static,kubernetes-hpa. Once for each key.',
};

const yesOption: OptionSpec = { name: 'yes', kind: 'flag', description: 'Also does more than 20,000 runs.' };

export const sensitivityCommand: CommandSpec = {
  name: 'sensitivity',
  description:
    'Say what would change an answer: parameters of models that are known only within an interval, and keys of the scenario.',
  positionals: [scenario],
  options: [
    {
      name: 'of',
      kind: 'text',
      description: 'The result in question, as overstressedParticipantMinutesRatio. Default costPerDay.',
    },
    {
      name: 'method',
      kind: 'text',
      description:
        'tornado: one at a time; morris: elementary effects; sobol: shares of the variance, first and total order. Default tornado.',
    },
    varyOption,
    {
      name: 'only-varied',
      kind: 'flag',
      description: 'Leaves the parameters of models as they are.',
    },
    {
      name: 'points',
      kind: 'whole-number',
      min: 4,
      description: 'Trajectories of morris, default 10; rows of the sample of sobol, default 100.',
    },
    setOption,
    oneVariantOption,
    seedOption,
    {
      name: 'replications',
      kind: 'whole-number',
      min: 1,
      description:
        'Runs of each point, the same chance for all. Default: those of the scenario for tornado, 2 for the others.',
    },
    workersOption,
    yesOption,
    chartOption('tornado, mu* against sigma, or shares of the variance'),
    replaceOption,
    json,
  ],
  run: async (given) => (await import('./commands/sensitivity.ts')).sensitivity(given),
};

export const optimizeCommand: CommandSpec = {
  name: 'optimize',
  description:
    'Search the Pareto front of several results over keys of the scenario, run it again with fresh chance, and name knee and least regret.',
  positionals: [scenario],
  options: [
    {
      name: 'minimise',
      kind: 'text',
      description:
        'Two or more results, with commas. Default costPerDay,overstressedParticipantMinutesRatio.',
    },
    varyOrChoose,
    {
      name: 'demand',
      kind: 'text',
      description: 'What demand may be, as ratios to the scenario, for the least regret. Default 0.8,1,1.2.',
    },
    {
      name: 'population',
      kind: 'whole-number',
      min: 4,
      description: 'Candidates at once, even. Default 12.',
    },
    { name: 'generations', kind: 'whole-number', min: 1, description: 'Rounds of the search. Default 6.' },
    {
      name: 'islands',
      kind: 'whole-number',
      min: 1,
      description:
        'Searches beside each other, each with its own chance, whose candidates are put together; shards share them out. Default 1.',
    },
    setOption,
    oneVariantOption,
    seedOption,
    {
      name: 'replications',
      kind: 'whole-number',
      min: 2,
      description:
        'Runs of each candidate, and at least as many fresh ones of the hopeful. Default: those of the scenario.',
    },
    {
      name: 'fresh',
      kind: 'whole-number',
      min: 2,
      description:
        'Most fresh runs of a candidate, doubled while an objective is undecided. Default 4 times --replications.',
    },
    workersOption,
    yesOption,
    ...shardOptions,
    {
      name: 'out',
      kind: 'text',
      description:
        'Directory of the search; what was run there is not run again. Default results/<name of the scenario>-optimize.',
    },
    chartOption('the front, its knee and least regret'),
    replaceOption,
    json,
  ],
  run: async (given) => (await import('./commands/optimize.ts')).optimize(given),
};

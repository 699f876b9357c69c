/**
 * What every command takes that runs scenarios: seed, number of replications, workers.
 */

import {
  type Precision,
  precisionTotals,
  REPLICATIONS_MAX,
  UNTIL_REPLICATIONS_MAX,
} from '../scenario/run-options.ts';
import type { Study } from '../scenario/study.ts';
import { usageFailure } from './failures.ts';
import { type Arguments, type OptionSpec, type PositionalSpec, suggestion } from './options.ts';

export const json: OptionSpec = {
  name: 'json',
  kind: 'flag',
  description: 'Print the result as JSON on stdout.',
};

export const scenario: PositionalSpec = {
  name: 'scenario',
  description: 'Scenario file, or a directory with a scenario.yaml.',
  isRequired: true,
};

export const seedOption: OptionSpec = {
  name: 'seed',
  kind: 'whole-number',
  description: 'Seed of all random numbers, instead of run.seed of the scenario.',
};

export const replicationsOption: OptionSpec = {
  name: 'replications',
  kind: 'whole-number',
  min: 1,
  description: 'Runs of each variant, instead of run.replications of the scenario.',
};

const untilOption: OptionSpec = {
  name: 'until',
  kind: 'text',
  description:
    'Runs until a result is known within a relative half-width, as costPerDay=0.02: ten, then more, at most --replications (default 200).',
};

/** Each is a thread with a simulator of its own: more than cores only cost memory. */
const WORKERS_MAX = 128;

export const workersOption: OptionSpec = {
  name: 'workers',
  kind: 'whole-number',
  min: 1,
  max: WORKERS_MAX,
  description: 'Runs under way at once, at most 128. Default: one for each core. Does not change results.',
};

export const setOption: OptionSpec = {
  name: 'set',
  kind: 'text-list',
  description:
    'Replaces a key of the scenario, as scaling.bridges.count=12; several at once with semicolons. To compare, once for each alternative.',
};

export const variantOption: OptionSpec = {
  name: 'variant',
  kind: 'text',
  description: 'Variant of the scenario that is meant. Default: all, with --set its first.',
};

/** For commands that show what was run, and change nothing. */
export const anyVariantOption: OptionSpec = {
  ...variantOption,
  description: 'Variant that is meant. Default: all.',
};

/** For commands that vary one scenario. */
export const oneVariantOption: OptionSpec = {
  ...variantOption,
  description: 'Variant of the scenario that is varied. Default: its first.',
};

export const outOption: OptionSpec = {
  name: 'out',
  kind: 'text',
  description: 'Also writes a results directory here. Default: none is written.',
};

export const replaceOption: OptionSpec = {
  name: 'replace',
  kind: 'flag',
  description: 'Replace what is written there if it exists.',
};

export const runOptionSpecs: readonly OptionSpec[] = [
  seedOption,
  { ...replicationsOption, description: `${replicationsOption.description} The most with --until.` },
  untilOption,
  workersOption,
];

/** The study with seed and replications of the command line. */
export function withRunOptions(study: Study, given: Arguments): Study {
  const seed = given.seed as number | undefined;
  const replications = given.replications as number | undefined;
  const until = given.until === undefined ? undefined : readPrecision(String(given.until));
  if (replications !== undefined && replications > REPLICATIONS_MAX) {
    throw usageFailure(`--replications must be at most ${REPLICATIONS_MAX}, got ${replications}`);
  }
  if (seed === undefined && replications === undefined && until === undefined) return study;
  const variants = study.variants.map((scenario) => {
    const { until: writtenUntil, ...run } = scenario.run;
    const kept = { ...run, seed: seed ?? run.seed };
    if (until !== undefined) {
      return { ...scenario, run: { ...kept, replications: replications ?? UNTIL_REPLICATIONS_MAX, until } };
    }
    if (replications !== undefined) return { ...scenario, run: { ...kept, replications } };
    return { ...scenario, run: writtenUntil === undefined ? kept : { ...kept, until: writtenUntil } };
  });
  return { ...study, variants };
}

function readPrecision(text: string): Precision {
  const [name = '', width = ''] = text.split('=');
  const total = precisionTotals.find((known) => known === name);
  if (total === undefined) {
    throw usageFailure(
      `--until knows no result ${name}${suggestion(name, precisionTotals) || `; it knows ${precisionTotals.join(', ')}`}`,
    );
  }
  const relativeHalfWidth = Number(width);
  if (width === '' || !(relativeHalfWidth > 0 && relativeHalfWidth <= 1)) {
    throw usageFailure(`--until needs a half-width above 0 and at most 1, as ${total}=0.05`);
  }
  return { total, relativeHalfWidth };
}

/**
 * The commands: what they are called and take. What they do is loaded when one is run.
 */
import { experimentCommands } from './experiment-commands.ts';
import { exportCommands } from './export-commands.ts';
import { moneyCommands } from './money-commands.ts';
import type { CommandSpec } from './options.ts';
import { json, runOptionSpecs, scenario, setOption, variantOption } from './run-options.ts';
import { shardOptions } from './shard-option.ts';

/** The order of reading: write and run a scenario, understand it, ask further, then models, money and settings. */
const order: readonly string[] = [
  'init',
  'validate',
  'schema',
  'simulate',
  'report',
  'explain',
  'compare',
  'check',
  'backtest',
  'plan',
  'sweep',
  'sensitivity',
  'optimize',
  'merge',
  'calibrate',
  'models',
  'prices',
  'cost',
  'export',
  'import',
];

const unordered: readonly CommandSpec[] = [
  {
    name: 'init',
    description: 'Write a scenario.yaml to start from.',
    positionals: [
      {
        name: 'template',
        description: 'Name of an example, with or without its number. Default first-scenario.',
        isRequired: false,
      },
    ],
    options: [
      { name: 'out', kind: 'text', description: 'Directory to write into. Default: the current one.' },
      json,
    ],
    run: async (given) => (await import('./commands/init.ts')).init(given),
  },
  {
    name: 'validate',
    description: 'Check a scenario with everything it names, and say all that is wrong.',
    positionals: [scenario],
    options: [json],
    run: async (given) => (await import('./commands/validate.ts')).validate(given),
  },
  {
    name: 'simulate',
    description: 'Run a scenario: summary on stdout, results directory on disk.',
    positionals: [scenario],
    options: [
      setOption,
      variantOption,
      ...shardOptions,
      ...runOptionSpecs,
      {
        name: 'out',
        kind: 'text',
        description: 'Results directory. Default results/<name of the scenario>.',
      },
      { name: 'replace', kind: 'flag', description: 'Replace the results directory if it exists.' },
      {
        name: 'report',
        kind: 'flag',
        description: 'Write report.html into the results directory; its path is the last line of stdout.',
      },
      json,
    ],
    run: async (given) => (await import('./commands/simulate.ts')).simulate(given),
  },
  ...experimentCommands,
  {
    name: 'report',
    description: 'Write the report of a results directory.',
    positionals: [{ name: 'results', description: 'Results directory.', isRequired: true }],
    options: [
      {
        name: 'out',
        kind: 'text',
        description: 'HTML file to write. Default report.html in the results directory.',
      },
      { name: 'replace', kind: 'flag', description: 'Replace the files if they exist.' },
      {
        name: 'budget',
        kind: 'text',
        description:
          'Budget file, for the bill of the months ahead. Default budget.yaml in the results directory, if any.',
      },
      {
        name: 'charts',
        kind: 'text',
        description: 'Directory into which every chart is also written, as SVG and PNG. Default: none.',
      },
      json,
    ],
    run: async (given) => (await import('./commands/report.ts')).report(given),
  },
  {
    name: 'calibrate',
    description:
      'Fit models to measurements and say how far to trust them: datasets of jitsim, or load tests of your own.',
    positionals: [
      {
        name: 'measurements',
        description:
          'Folders with a datapackage.json, or files: CSV, query_range of Prometheus, lines of /colibri/stats, k6, a command line of jitsi-meet-torture.',
        isRequired: true,
        isList: true,
      },
    ],
    options: [
      {
        name: 'out',
        kind: 'text',
        description:
          'Directory for the models, by kind. Default calibrated-models; models beside a scenario is where it looks.',
      },
      { name: 'report', kind: 'text', description: 'HTML file to write the fit report into. Default: none.' },
      {
        name: 'kind',
        kind: 'text',
        description:
          'What to fit: bridges (with media), signalling, front, recorders, conferences, demand or boot. Default: what the columns allow.',
      },
      {
        name: 'column-map',
        kind: 'text',
        description:
          'What the columns of a CSV are, as "n=participants, kpps=packet-rate kpps, at=time iso", or a YAML or JSON file that says it.',
      },
      {
        name: 'given',
        kind: 'text',
        description:
          'What no column says, as "cores=4, audioSenders=10, timeZone=Europe/Paris". With datasets/jitsi-production-defaults: cores of a machine nobody load-tested; with datasets/conference-size-duration: meanSize, oneToOneRatio, meanMinutes.',
      },
      {
        name: 'name',
        kind: 'text',
        description: 'Name of the models. Default: that of the first file or folder.',
      },
      {
        name: 'despite-errors',
        kind: 'flag',
        description: 'Fit although the measurements contradict each other or nature.',
      },
      { name: 'replace', kind: 'flag', description: 'Replace files that a calibration did not write.' },
      json,
    ],
    run: async (given) => (await import('./commands/calibrate.ts')).calibrate(given),
  },
  {
    name: 'models',
    description: 'List the models with trust and source, or show one: jitsim models bridges/gp1-xs.',
    positionals: [
      {
        name: 'model',
        description: 'A kind such as bridges, or kind/name. Default: all models.',
        isRequired: false,
      },
    ],
    options: [
      {
        name: 'directory',
        kind: 'text',
        description: 'Further directory of models, whose files count first.',
      },
      json,
    ],
    run: async (given) => (await import('./commands/models.ts')).models(given),
  },
  ...moneyCommands(json),
  ...exportCommands,
  {
    name: 'schema',
    description: 'Print the JSON Schema of scenario files.',
    positionals: [],
    options: [json],
    run: async () => (await import('./commands/schema.ts')).schema(),
  },
];

/** All commands, as help lists them; one that `order` does not know comes last. */
export const commands: readonly CommandSpec[] = unordered.toSorted((a, b) => placeOf(a) - placeOf(b));

function placeOf({ name }: CommandSpec): number {
  const place = order.indexOf(name);
  return place < 0 ? order.length : place;
}

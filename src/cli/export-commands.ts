/**
 * The commands that carry settings to the programs that are simulated, and back.
 */
import { exportTargets } from '../export/export-target.ts';
import type { CommandSpec, OptionSpec } from './options.ts';
import { json, scenario } from './run-options.ts';

const poolOption: OptionSpec = {
  name: 'pool',
  kind: 'text',
  description: 'bridges or jibris. Default: what there is.',
};
const outOption: OptionSpec = { name: 'out', kind: 'text', description: 'File to write. Default: stdout.' };
const replaceOption: OptionSpec = {
  name: 'replace',
  kind: 'flag',
  description: 'Replace the file if it exists.',
};

export const exportCommands: readonly CommandSpec[] = [
  {
    name: 'export',
    description: 'Write the settings of a scenario as a file that the program takes which it simulates.',
    positionals: [scenario],
    options: [
      { name: 'for', kind: 'text', description: `What it is for: ${exportTargets.join(', ')}. Required.` },
      { name: 'variant', kind: 'text', description: 'Variant of the scenario. Default: its first.' },
      poolOption,
      outOption,
      replaceOption,
      json,
    ],
    run: async (given) => (await import('./commands/export.ts')).exportTo(given),
  },
  {
    name: 'import',
    description:
      'Read a policy back: import policy <file>, a HorizontalPodAutoscaler manifest or groups of jitsi-autoscaler.',
    positionals: [
      { name: 'what', description: 'policy.', isRequired: true },
      { name: 'file', description: 'YAML or JSON file.', isRequired: true },
    ],
    options: [
      {
        name: 'into',
        kind: 'text',
        description: 'Scenario whose policy is replaced. Default: the scaling section is printed.',
      },
      { name: 'name', kind: 'text', description: 'Which one, when the file has several.' },
      poolOption,
      outOption,
      replaceOption,
      json,
    ],
    run: async (given) => (await import('./commands/import-policy.ts')).importPolicyFrom(given),
  },
];

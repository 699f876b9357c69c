/**
 * The rooms of src and who may import whom: one table, made into rules of dependency-cruiser. Top to bottom as in
 * ARCHITECTURE.md; a room imports only rooms listed below its own line.
 */
import { cruise, type IModule, type IRegularForbiddenRuleType, type IViolation } from 'dependency-cruiser';

/** Packages of a room at the edge of the system: whatever the project installs. */
const anyPackage = 'any';

interface Layer {
  readonly imports: readonly string[];
  /** Packages by name; tests and types alike. */
  readonly packages: readonly string[] | typeof anyPackage;
  /** Nothing of it touches a file, the network, the clock, unnamed randomness or the process. */
  readonly pure: boolean;
}

const pure = (imports: readonly string[], packages: readonly string[] = []): Layer => ({
  imports,
  packages,
  pure: true,
});

const belowScenario = ['workload', 'jitsi', 'cloud', 'autoscaling', 'billing', 'engine', 'stats', 'units'];
const belowCharts = [
  'budget',
  'experiment',
  'calibration',
  'simulation',
  'scenario',
  'billing',
  'stats',
  'units',
];
const belowIo = [
  'report',
  'charts',
  'export',
  'budget',
  'experiment',
  'simulation',
  'calibration',
  'scenario',
].concat(['workload', 'jitsi', 'cloud', 'autoscaling', 'billing', 'queueing', 'stats', 'engine', 'units']);

/** The public door: what a program without files may use. A file of its own beside the rooms. */
export const publicDoor = 'index.ts';

export const layers: Readonly<Record<string, Layer>> = {
  cli: { imports: ['io', ...belowIo], packages: anyPackage, pure: false },
  io: { imports: belowIo, packages: anyPackage, pure: false },
  [publicDoor]: pure(belowIo),
  report: pure(['charts', ...belowCharts]),
  charts: pure(belowCharts, ['vega-lite']),
  export: pure(['scenario', 'autoscaling', 'jitsi', 'units'], ['yaml', 'zod']),
  budget: pure(
    ['experiment', 'simulation', 'scenario', 'billing', 'engine', 'stats', 'units'],
    ['zod', 'yaml'],
  ),
  experiment: pure(['simulation', 'scenario', ...belowScenario, 'queueing']),
  // Forecasts of demand, which some controllers are given, are closed forms.
  simulation: pure(['scenario', 'queueing', ...belowScenario]),
  calibration: pure(
    ['scenario', 'jitsi', 'engine', 'stats', 'units'],
    ['ml-levenberg-marquardt', 'simple-statistics', 'yaml', 'zod'],
  ),
  scenario: pure(belowScenario, ['yaml', 'zod']),
  jitsi: pure(['engine', 'stats', 'units']),
  workload: pure(['engine', 'stats', 'units']),
  cloud: pure(['engine', 'stats', 'units']),
  autoscaling: pure(['units']),
  billing: pure(['units']),
  // A closed form takes the same Distribution that a scenario writes, which the engine defines.
  queueing: pure(['stats', 'engine', 'units']),
  stats: pure(['engine', 'units']),
  engine: pure(['units']),
  units: pure([]),
};

/** The room of a file below src, `index.ts` for the door; null when the table knows none. */
function layerOf(file: string): string | null {
  const name = file.split('/')[1] ?? '';
  return Object.hasOwn(layers, name) ? name : null;
}

export function isPure(file: string): boolean {
  const layer = layerOf(file);
  return layer === null || layers[layer]!.pure;
}

export interface Imports {
  /** Files below src that were looked at, relative to the root. */
  readonly modules: readonly string[];
  /** Sentences, sorted. */
  readonly violations: readonly string[];
}

/**
 * Follows every import of `<root>/src`, types and dynamic ones too.
 *
 * @param root absolute; holds the folder src
 */
export async function readImports(root: string): Promise<Imports> {
  const { output } = await cruise(
    ['src'],
    {
      baseDir: root,
      ruleSet: { forbidden: forbiddenImports() },
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
    },
    // Most packages say in `exports` what may be imported from them.
    { exportsFields: ['exports'], conditionNames: ['types', 'import', 'node', 'default'] },
  );
  if (typeof output === 'string') throw new Error(`readImports: dependency-cruiser gave text: ${output}`);
  const modules = output.modules
    .map((module: IModule) => module.source)
    .filter(isBelowSrc)
    .sort();
  const homeless = modules
    .filter((file) => layerOf(file) === null)
    .map((file) => `${file} stands in no room of the table of layers`);
  const violations = output.summary.violations.map(sentence);
  return { modules, violations: [...new Set([...homeless, ...violations])].sort() };
}

function isBelowSrc(file: string): boolean {
  return file.startsWith('src/');
}

function sentence({ rule, from, to, cycle }: IViolation): string {
  // A package is named alike wherever it is installed.
  if (cycle === undefined) return `${from} -> ${to.replace(/^.*\bnode_modules\//, '')}: ${rule.name}`;
  // A cycle is found from each of its members; named from its first it is one.
  const members = cycle.map((step) => step.name);
  const first = members.indexOf([...members].sort()[0]!);
  return `${[...members.slice(first), ...members.slice(0, first)].join(' -> ')}: ${rule.name}`;
}

function forbiddenImports(): IRegularForbiddenRuleType[] {
  const rule = (
    name: string,
    from: IRegularForbiddenRuleType['from'],
    to: IRegularForbiddenRuleType['to'],
  ): IRegularForbiddenRuleType => ({ name, severity: 'error', from, to });
  const rules: IRegularForbiddenRuleType[] = [
    rule('no cycles', {}, { circular: true }),
    rule('no import that leads nowhere', {}, { couldNotResolve: true }),
    rule(
      'no import out of src',
      {},
      { path: '^(?!src/)', dependencyTypesNot: ['core'], pathNot: packageFile, couldNotResolve: false },
    ),
  ];
  for (const [name, layer] of Object.entries(layers)) {
    const from = { path: `^src/${escaped(name)}(/|$)` };
    const rooms = [name, ...layer.imports].map(escaped).join('|');
    rules.push(rule(`${name} may not import that room`, from, { path: `^src/(?!(${rooms})(/|$))` }));
    if (layer.pure) rules.push(rule(`${name} may not use node`, from, { dependencyTypes: ['core'] }));
    if (layer.packages !== anyPackage) {
      const allowed = layer.packages.map((known) => `${escaped(known)}/`).join('|') || '(?!)';
      rules.push(
        rule(`${name} may not use that package`, from, { path: `(^|/)node_modules/(?!(${allowed}))` }),
      );
    }
  }
  return rules;
}

/** A package's file, wherever it is installed. */
const packageFile = '(^|/)node_modules/';

function escaped(name: string): string {
  return name.replaceAll('.', '\\.');
}

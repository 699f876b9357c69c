/**
 * A scenario file, or a directory with a `scenario.yaml`, with the models and tables that it names.
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ParseExpression } from '../scenario/expression.ts';
import { type Checked, fileIssue, type Issue } from '../scenario/issues.ts';
import { withCatalogue } from '../scenario/listed-prices.ts';
import type { ModelRegistry } from '../scenario/model-registry.ts';
import { type ParsedFile, parseFile } from '../scenario/parse.ts';
import { isMapping } from '../scenario/parts.ts';
import { filesNamedIn, hasExpressions, resolveStudy } from '../scenario/resolve.ts';
import type { WrittenObserved } from '../scenario/schema-demand.ts';
import type { SettingsVariant } from '../scenario/settings.ts';
import type { Study } from '../scenario/study.ts';
import type { Table } from '../scenario/table.ts';
import { variantNames, withSettings } from '../scenario/with-settings.ts';
import { parseTable } from './csv.ts';
import { packageModels, type ReadModels, readModels } from './read-models.ts';
import { ownPricesIn, readPriceBook } from './read-price-book.ts';
import { readProblem, readText } from './read-text.ts';

/** Name of the scenario in a directory. */
export const scenarioFileName = 'scenario.yaml';

export interface ReadScenarioOptions {
  /** Lists the uncertain parameters also of a scenario that does not ask for them. */
  readonly parameterUncertainty?: true;
  /** Directories of models, later ones first; default those of the package and `models` beside the scenario. */
  readonly models?: readonly string[];
  /** Measured series in place of the file's own; files by absolute path. */
  readonly observed?: readonly WrittenObserved[];
}

/** A scenario file read with all it names, ready to be resolved as it is or with settings replaced. */
export interface ScenarioSource {
  /** As the user would name it. */
  readonly file: string;
  /** Name of the scenario. */
  readonly name: string;
  /** Names of the variants of the file; empty when it lists none. */
  readonly variants: readonly string[];
  /** The study that the file asks for. */
  study(): Checked<Study>;
  /**
   * The study with these variants in place of the file's own.
   *
   * @param base variant of the file that the settings are applied to: its first unless named; the scenario itself when it
   *   lists none
   */
  studyWith(variants: readonly SettingsVariant[], base?: string): Checked<Study>;
}

/** Reads, checks and resolves; all problems at once. Never throws for what is the user's. */
export async function checkScenario(
  path: string,
  options: ReadScenarioOptions = {},
): Promise<Checked<Study>> {
  const source = await openScenario(path, options);
  return source.ok ? source.value.study() : source;
}

/** Reads a scenario and everything it names once, to be resolved as often as wanted. */
export async function openScenario(
  path: string,
  options: ReadScenarioOptions = {},
): Promise<Checked<ScenarioSource>> {
  const file = await scenarioFile(path);
  if (!file.ok) return file;
  const text = await readText(file.value, shown(file.value));
  if (!text.ok) return text;
  const directory = dirname(resolve(file.value));
  const written = withObserved(parseFile(shown(file.value), text.value), directory, options.observed);
  const parsed = options.parameterUncertainty === true ? withUncertainty(written) : written;
  if (!parsed.ok) return parsed;
  const models = await readModels(options.models ?? [packageModels, join(directory, 'models')], shown);
  if (!models.ok) return models;
  const book = await readPriceBook(await ownPricesIn(directory));
  if (!book.ok) return book;
  const registry = withCatalogue(models.value.registry, book.value.catalogue);
  const tables = await readTables(parsed.value, directory);
  const parseExpression = hasExpressions(parsed.value) ? await loadExpressionParser() : null;
  const measured = (options.observed ?? [])
    .map(({ column, timeColumn, valueColumn }) => `${column}=${timeColumn}/${valueColumn}`)
    .join();
  const resolveWith = (changed: ParsedFile, settings: string): Checked<Study> => {
    const result = resolveStudy({
      parsed: changed,
      registry,
      files: tables.files,
      parseExpression,
      hash: (used) =>
        hashOf([
          ['scenario', text.value],
          ...tables.texts,
          ...textsOf(models.value, registry, used),
          ...(measured === '' ? [] : [['observed', measured] as const]),
          ...(settings === '' ? [] : [['settings', settings] as const]),
        ]),
    });
    return result.ok ? { ok: true, value: result.study } : result;
  };
  const source = parsed.value;
  return {
    ok: true,
    value: {
      file: source.file,
      name: isMapping(source.value) ? String(source.value.name) : 'scenario',
      variants: variantNames(source.value),
      study: () => resolveWith(source, ''),
      studyWith: (variants, base) => {
        const changed = withSettings(source, variants, base);
        if (!changed.ok) return changed;
        if (parseExpression === null && hasExpressions(changed.value)) {
          return refusedScenario(fileIssue(source.file, 'formulas can only be written in the scenario file'));
        }
        return resolveWith(changed.value, JSON.stringify([base ?? null, variants]));
      },
    },
  };
}

/** The scenario as if it asked for its uncertain parameters. */
function withUncertainty(parsed: Checked<ParsedFile>): Checked<ParsedFile> {
  if (!parsed.ok || !isMapping(parsed.value.value)) return parsed;
  const { run } = parsed.value.value;
  if (run !== undefined && !isMapping(run)) return parsed;
  const asked = { ...parsed.value.value, run: { ...run, parameterUncertainty: true } };
  return { ok: true, value: { ...parsed.value, value: asked } };
}

/** The scenario with these measured series, named as seen from its directory. */
function withObserved(
  parsed: Checked<ParsedFile>,
  directory: string,
  observed: readonly WrittenObserved[] | undefined,
): Checked<ParsedFile> {
  if (!parsed.ok || observed === undefined || !isMapping(parsed.value.value)) return parsed;
  const named = observed.map((one) => ({ ...one, file: relative(directory, one.file) }));
  return { ok: true, value: { ...parsed.value, value: { ...parsed.value.value, observed: named } } };
}

function refusedScenario(issue: Issue): Checked<never> {
  return { ok: false, issues: [issue] };
}

/** Path of the scenario file meant by a file or directory. */
export async function scenarioFile(path: string): Promise<Checked<string>> {
  const refused = refusedScenario;
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { ok: true, value: path };
    const inside = join(path, scenarioFileName);
    await stat(inside);
    return { ok: true, value: inside };
  } catch (error) {
    const isDirectory = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isDirectory) return refused(fileIssue(path, `is a directory without ${scenarioFileName}`));
    return refused(fileIssue(path, readProblem(error), 'jitsim init writes a scenario to start from'));
  }
}

interface ReadTables {
  readonly files: ReadonlyMap<string, Checked<Table>>;
  /** Name as written and text of each file that could be read. */
  readonly texts: readonly (readonly [string, string])[];
}

async function readTables(parsed: ParsedFile, directory: string): Promise<ReadTables> {
  const files = new Map<string, Checked<Table>>();
  const texts: (readonly [string, string])[] = [];
  for (const name of filesNamedIn(parsed)) {
    const file = resolve(directory, name);
    const text = await readText(file, shown(file));
    if (text.ok) texts.push([name, text.value]);
    files.set(name, text.ok ? await parseTable(text.value, shown(file)) : text);
  }
  return { files, texts };
}

/** mathjs is large: it is loaded when a scenario has a formula, and only its number-only part. */
async function loadExpressionParser(): Promise<ParseExpression> {
  const { parse } = await import('mathjs/number');
  return (text) => parse(text) as ReturnType<ParseExpression>;
}

/** Text of each model used: its file, or what the catalogue says of an instance type. */
function textsOf(
  models: ReadModels,
  registry: ModelRegistry,
  used: readonly string[],
): (readonly [string, string])[] {
  return used.map((name) => {
    const listed = name.startsWith('prices/') ? registry.get('prices', name.slice('prices/'.length)) : null;
    return [name, models.texts.get(name) ?? (listed === null ? '' : JSON.stringify(listed))] as const;
  });
}

/** SHA-256 over names and texts in order of name; lengths keep neighbouring texts apart. */
function hashOf(texts: readonly (readonly [string, string])[]): string {
  const hash = createHash('sha256');
  for (const [name, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\n${text.length}\n${text}`);
  }
  return hash.digest('hex');
}

/** A file as the user would name it: relative to where they are, unless that leads up and away. */
function shown(file: string): string {
  const fromHere = relative(process.cwd(), resolve(file));
  return fromHere === '' || fromHere.split(sep).filter((part) => part === '..').length > 2
    ? resolve(file)
    : fromHere;
}

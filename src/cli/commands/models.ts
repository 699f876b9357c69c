/**
 * `jitsim models`: every model with how far to trust it, or one with all its numbers.
 */

import Table from 'cli-table3';
import pc from 'picocolors';
import { formatNumber } from '../../charts/figures.ts';
import { isDirectory } from '../../io/make-directory.ts';
import { packageModels, readModels } from '../../io/read-models.ts';
import { closest } from '../../scenario/did-you-mean.ts';
import { type Trust, trustOrder } from '../../scenario/evidence.ts';
import { formatIssues } from '../../scenario/issues.ts';
import { cite, type Model, type ModelRegistry } from '../../scenario/model-registry.ts';
import { type ModelKind, modelKinds } from '../../scenario/model-values.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure } from '../failures.ts';
import type { Arguments } from '../options.ts';
import { print, printJson } from '../print.ts';

/** Widest texts of a column, characters; longer ones are broken. */
const LIST_WIDTH = 48;
const SOURCE_WIDTH = 66;

export async function models(given: Arguments): Promise<number> {
  const directories = given.directory === undefined ? [] : [String(given.directory)];
  for (const directory of directories) {
    if (!(await isDirectory(directory)))
      throw new Failure(exitCodes.wrongInput, `${directory} is no directory`);
  }
  const read = await readModels([packageModels, ...directories]);
  if (!read.ok) throw new Failure(exitCodes.wrongInput, formatIssues(read.issues), read.issues);
  const { registry } = read.value;
  const asked = String(given.model ?? '');
  if (asked.includes('/')) show(findModel(registry, asked), given.json === true);
  else list(modelsOf(registry, asked), given.json === true);
  return exitCodes.done;
}

function modelsOf(registry: ModelRegistry, kind: string): Model[] {
  const known = modelKinds.find((candidate) => candidate === kind);
  if (kind !== '' && known === undefined) throw notFound('kind of model', kind, modelKinds);
  const kinds: readonly ModelKind[] = known === undefined ? modelKinds : [known];
  return kinds.flatMap((one) => registry.names(one).map((name) => registry.get(one, name)!));
}

function findModel(registry: ModelRegistry, asked: string): Model {
  const [kind = '', ...rest] = asked.split('/');
  const all = modelsOf(registry, kind);
  const found = all.find(({ name }) => name === rest.join('/'));
  if (found !== undefined) return found;
  throw notFound(
    'model',
    asked,
    all.map(({ name }) => `${kind}/${name}`),
  );
}

function notFound(what: string, asked: string, known: readonly string[]): Failure {
  const near = closest(asked, known);
  const hint = near === null ? `there are ${known.join(', ')}` : `did you mean ${near}?`;
  return new Failure(exitCodes.wrongInput, `there is no ${what} ${asked}; ${hint}`);
}

function list(found: readonly Model[], asJson: boolean): void {
  const rows = found.map((model) => {
    const { kind, name, title } = model;
    const trusts = Object.values(model.parameters).map(({ trust }) => trust);
    return {
      model: `${kind}/${name}`,
      kind,
      name,
      title,
      worstTrust: worst(trusts),
      parameters: trusts.length,
      assumedParameters: trusts.filter((trust) => trust === 'assumed').length,
      sources: sourcesOf(model),
    };
  });
  if (asJson) {
    printJson({ ok: true, models: rows });
    return;
  }
  const table = newTable(
    ['model', 'title', 'worst trust', 'assumed', 'source'],
    [null, LIST_WIDTH, null, null, LIST_WIDTH],
  );
  for (const row of rows) {
    const [first = '', ...others] = row.sources;
    const more = others.length === 0 ? '' : `, and ${others.length} more`;
    const assumed = `${row.assumedParameters} of ${row.parameters}`;
    table.push([row.model, row.title, coloured(row.worstTrust), assumed, `${first}${more}`]);
  }
  print(table.toString());
  print('jitsim models <model> shows every number with its interval, source and trust');
}

function show(model: Model, asJson: boolean): void {
  if (asJson) {
    const { kind, name, title, file, parameters, validRanges, correlations } = model;
    printJson({ ok: true, model: `${kind}/${name}`, title, file, parameters, validRanges, correlations });
    return;
  }
  print(`${pc.bold(`${model.kind}/${model.name}`)}: ${model.title}`);
  print(model.file);
  const table = newTable(
    ['parameter', 'value', '95 % interval', 'trust', 'source and note'],
    [null, 30, null, null, SOURCE_WIDTH],
  );
  for (const [name, { interval95, source, trust, note }] of Object.entries(model.parameters)) {
    const { value } = cite(model, name);
    table.push([
      name,
      typeof value === 'number' ? formatNumber(value) : value,
      interval95 === null ? 'none' : `${formatNumber(interval95[0])} to ${formatNumber(interval95[1])}`,
      coloured(trust),
      note === null ? source : `${source}\n${pc.dim(note)}`,
    ]);
  }
  print(table.toString());
  for (const { quantity, min, max, source } of model.validRanges) {
    print(`measured for ${quantity} ${formatNumber(min)} to ${formatNumber(max)}: ${source}`);
  }
  for (const { between, correlation } of model.correlations) {
    print(`estimated together, drawn together: ${between.join(' and ')}, correlation ${correlation}`);
  }
}

function newTable(head: readonly string[], widths: readonly (number | null)[]): InstanceType<typeof Table> {
  return new Table({
    head: head.map((word) => pc.bold(word)),
    colWidths: [...widths],
    wordWrap: true,
    style: { head: [], border: [] },
    // No line between rows: a screen holds twice as many.
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
}

/** The least trusted of the parameters. */
function worst(trusts: readonly Trust[]): Trust {
  return trustOrder.find((trust) => trusts.includes(trust)) ?? 'validated';
}

function coloured(trust: Trust): string {
  return trust === 'assumed' ? pc.yellow(trust) : trust;
}

/** Each once, the most used first. */
function sourcesOf({ parameters }: Model): string[] {
  const uses = new Map<string, number>();
  for (const { source } of Object.values(parameters)) uses.set(source, (uses.get(source) ?? 0) + 1);
  return [...uses].sort(([, a], [, b]) => b - a).map(([source]) => source);
}

/**
 * A results directory back into results. Directories that are no results, come from a later version or were damaged
 * are refused with the file and line.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import type { MinuteBand, Results, VariantResults } from '../experiment/results.ts';
import type { ObservedSeries } from '../scenario/evidence.ts';
import { type Checked, fileIssue, type Issue } from '../scenario/issues.ts';
import { numberColumn, type Table } from '../scenario/table.ts';
import { type MinuteColumn, minuteColumnNames, type RunTotals } from '../simulation/rows.ts';
import { parseTable, requireColumns } from './csv.ts';
import { readProblem, readText } from './read-text.ts';
import {
  bandColumns,
  billColumns,
  bootColumns,
  decisionColumns,
  formatName,
  incidentColumns,
  lifeColumns,
  lookColumns,
  observedColumns,
  replicationColumns,
  resultFiles,
  timeseriesColumns,
  totalNames,
  usageColumns,
} from './results-format.ts';
import {
  billSchema,
  bootSchema,
  decisionSchema,
  estimatesSchema,
  incidentSchema,
  lifeSchema,
  lookSchema,
  manifestSchema,
  observedSchema,
  usageSchema,
} from './results-schemas.ts';

/** The format named in the directory's manifest; null when there is none or it is not ours. */
export async function readManifestFormat(directory: string): Promise<string | null> {
  const text = await readText(join(directory, resultFiles.manifest), '');
  if (!text.ok) return null;
  const value = parseJson(text.value);
  return value !== null && typeof value === 'object' && 'format' in value && value.format === formatName
    ? formatName
    : null;
}

/** Reads what `writeResults` wrote. */
export async function checkResults(directory: string): Promise<Checked<Results>> {
  const missing = await directoryIssue(directory);
  if (missing !== null) return { ok: false, issues: [missing] };
  const manifest = await readJson(directory, resultFiles.manifest, manifestSchema);
  // Without a manifest nothing else needs to be looked at.
  if (!manifest.ok) return manifest;
  const estimates = await readJson(directory, resultFiles.estimates, estimatesSchema);
  const tables = await readTables(directory);
  if (!estimates.ok || !tables.ok) {
    return { ok: false, issues: [...issuesOf(estimates), ...issuesOf(tables)] };
  }
  const issues: Issue[] = [];
  const variants = manifest.value.variants.map((head) => {
    const found = estimates.value.variants.find(({ variant }) => variant === head.variant);
    if (found === undefined) {
      const file = join(directory, resultFiles.estimates);
      issues.push(fileIssue(file, `has no estimates of the variant ${head.variant}`));
      return null;
    }
    return { ...head, ...found, ...rowsOf(tables.value, head.variant, issues) } satisfies VariantResults;
  });
  const observed = observedOf(manifest.value.observed, tables.value.observed, issues);
  if (issues.length > 0) return { ok: false, issues };
  const { format: _format, formatVersion: _version, ...head } = manifest.value;
  return { ok: true, value: { ...head, variants: variants as readonly VariantResults[], observed } };
}

async function directoryIssue(directory: string): Promise<Issue | null> {
  try {
    const found = await stat(directory);
    return found.isDirectory() ? null : fileIssue(directory, 'is a file, not a results directory');
  } catch (error) {
    return fileIssue(directory, readProblem(error), 'jitsim simulate --out writes a results directory');
  }
}

function issuesOf(checked: Checked<unknown>): readonly Issue[] {
  return checked.ok ? [] : checked.issues;
}

async function readJson<Output>(
  directory: string,
  name: string,
  schema: z.ZodType<Output, unknown>,
): Promise<Checked<Output>> {
  const file = join(directory, name);
  const text = await readText(file, file);
  const foreign = name === resultFiles.manifest ? 'this is no results directory of jitsim' : null;
  if (!text.ok) return { ok: false, issues: text.issues.map((issue) => ({ ...issue, hint: foreign })) };
  const value = parseJson(text.value);
  if (value === null) return { ok: false, issues: [fileIssue(file, 'is not valid JSON', damaged)] };
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  return {
    ok: false,
    issues: result.error.issues.map((issue) => ({
      ...fileIssue(
        file,
        issue.path[0] === 'formatVersion' ? 'is of another version of jitsim' : issue.message,
      ),
      path: issue.path.join('.'),
      hint: issue.path[0] === 'format' ? foreign : damaged,
    })),
  };
}

const damaged = 'the directory was damaged or written by another version; run jitsim simulate again';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

interface Tables {
  readonly timeseries: Table;
  readonly replications: Table;
  readonly decisions: Table;
  readonly incidents: Table;
  readonly looks: Table;
  readonly bill: Table;
  readonly lives: Table;
  readonly usage: Table;
  readonly boots: Table;
  readonly observed: Table;
}

async function readTables(directory: string): Promise<Checked<Tables>> {
  const columns = {
    timeseries: timeseriesColumns,
    replications: replicationColumns,
    decisions: decisionColumns,
    incidents: incidentColumns,
    looks: lookColumns,
    bill: billColumns,
    lives: lifeColumns,
    usage: usageColumns,
    boots: bootColumns,
    observed: observedColumns,
  } as const satisfies Record<keyof Tables, readonly string[]>;
  const tables: Record<string, Table> = {};
  const issues: Issue[] = [];
  for (const [key, names] of Object.entries(columns)) {
    const file = join(directory, resultFiles[key as keyof Tables]);
    const text = await readText(file, file);
    const table = text.ok ? await parseTable(text.value, file, { mayHaveNoRows: true }) : text;
    const found = table.ok ? requireColumns(table.value, names) : table.issues;
    issues.push(...found.map((issue) => ({ ...issue, hint: issue.hint ?? damaged })));
    if (table.ok) tables[key] = table.value;
  }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: tables as unknown as Tables };
}

function rowsOf(
  tables: Tables,
  variant: string,
  issues: Issue[],
): Pick<
  VariantResults,
  'minute' | 'bands' | 'totals' | 'decisions' | 'looks' | 'incidents' | 'bill' | 'lives' | 'usage' | 'boots'
> {
  return {
    totals: totalsOf(rowsOfVariant(tables.replications, variant), issues),
    ...bandsOf(rowsOfVariant(tables.timeseries, variant), issues),
    decisions: recordsOf(rowsOfVariant(tables.decisions, variant), decisionSchema, issues),
    looks: recordsOf(rowsOfVariant(tables.looks, variant), lookSchema, issues),
    incidents: recordsOf(rowsOfVariant(tables.incidents, variant), incidentSchema, issues),
    bill: recordsOf(rowsOfVariant(tables.bill, variant), billSchema, issues),
    lives: recordsOf(rowsOfVariant(tables.lives, variant), lifeSchema, issues),
    usage: recordsOf(rowsOfVariant(tables.usage, variant), usageSchema, issues),
    boots: recordsOf(rowsOfVariant(tables.boots, variant), bootSchema, issues),
  };
}

function rowsOfVariant(table: Table, variant: string): Table {
  const index = table.columns.indexOf('variant');
  const chosen = [...table.rows.keys()].filter((row) => table.rows[row]![index] === variant);
  return {
    ...table,
    rows: chosen.map((row) => table.rows[row]!),
    lines: chosen.map((row) => table.lines[row]!),
  };
}

function recordsOf<Output>(table: Table, schema: z.ZodType<Output, unknown>, issues: Issue[]): Output[] {
  return table.rows.flatMap((row, position) => {
    const record = Object.fromEntries(table.columns.map((column, index) => [column, row[index]]));
    const result = schema.safeParse(record);
    if (result.success) return [result.data];
    const [first] = result.error.issues;
    issues.push({
      file: table.file,
      line: table.lines[position]!,
      column: null,
      path: String(first?.path[0] ?? ''),
      problem: 'cannot be read',
      got: null,
      hint: damaged,
    });
    return [];
  });
}

const anyNumber = { min: -Number.MAX_VALUE, max: Number.MAX_VALUE, blank: 'missing' } as const;

function bandsOf(table: Table, issues: Issue[]): Pick<VariantResults, 'minute' | 'bands'> {
  const column = (name: string): Float64Array =>
    numberColumn(table, name, anyNumber, issues) ?? new Float64Array();
  const band = (name: MinuteColumn): MinuteBand => {
    const [mean, p10, p90] = bandColumns(name);
    return { mean: column(mean), p10: column(p10), p90: column(p90) };
  };
  const bands = Object.fromEntries(minuteColumnNames.map((name) => [name, band(name)]));
  return { minute: column('minute'), bands: bands as VariantResults['bands'] };
}

function totalsOf(table: Table, issues: Issue[]): RunTotals[] {
  const columns = totalNames.map((name) => [name, numberColumn(table, name, anyNumber, issues)] as const);
  return table.rows.map(
    (_, row) =>
      Object.fromEntries(
        columns.map(([name, values]) => [name, values?.[row] ?? Number.NaN]),
      ) as unknown as RunTotals,
  );
}

/** The samples of each series that the manifest names. */
function observedOf(
  heads: z.output<typeof manifestSchema>['observed'],
  table: Table,
  issues: Issue[],
): ObservedSeries[] {
  const records = recordsOf(table, observedSchema, issues);
  return heads.map((head) => {
    const samples = records.filter(({ series }) => series === head.name);
    return {
      ...head,
      minute: Float64Array.from(samples, ({ minute }) => minute),
      value: Float64Array.from(samples, ({ value }) => value),
    };
  });
}

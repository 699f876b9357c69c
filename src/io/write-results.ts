/**
 * Results to a directory, whole or not at all: everything is written to a temporary sibling, which then takes the
 * name. A full disk, a missing permission or an interruption leaves what was there before.
 */
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { format } from 'fast-csv';
import { bottlenecksOf } from '../experiment/bottleneck.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import { minuteColumnNames } from '../simulation/rows.ts';
import { readManifestFormat } from './read-results.ts';
import { errorCode } from './read-text.ts';
import {
  billColumns,
  bottleneckColumns,
  cell,
  decisionColumns,
  formatName,
  formatVersion,
  incidentColumns,
  lifeColumns,
  lookColumns,
  observedColumns,
  replicationColumns,
  resultFiles,
  stableJson,
  timeseriesColumns,
  totalNames,
  usageColumns,
} from './results-format.ts';

export interface WriteResultsOptions {
  /** Replace a results directory of that name. Default false: an existing one is an error. */
  readonly replace?: boolean;
  /** Opens a file for writing; for tests of failing disks. */
  readonly open?: (file: string) => Writable;
}

/** Why results could not be written, for the user. */
export class OutputError extends Error {
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`${path} ${problem}`);
    this.name = 'OutputError';
    this.path = path;
  }
}

/**
 * Writes the results into `directory`.
 *
 * @throws OutputError when it exists and may not be replaced, or cannot be written
 */
export async function writeResults(
  results: Results,
  directory: string,
  options: WriteResultsOptions = {},
): Promise<void> {
  const target = resolve(directory);
  await assertWritable(directory, options.replace ?? false);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  try {
    await rm(temporary, { recursive: true, force: true });
    await mkdir(temporary, { recursive: true });
    await writeAll(results, temporary, options.open ?? ((file) => createWriteStream(file)));
    await putInPlace(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw error instanceof OutputError ? error : new OutputError(directory, writeProblem(error));
  }
}

/**
 * Checks that results may be written to `directory`, before hours are spent on computing them.
 *
 * @throws OutputError when it exists and is not to be replaced, or is something else than results
 */
export async function assertWritable(directory: string, replace: boolean): Promise<void> {
  const exists = await stat(directory).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw new OutputError(directory, writeProblem(error));
    },
  );
  if (!exists) return;
  if ((await readManifestFormat(directory)) === null) {
    throw new OutputError(
      directory,
      'already exists and holds no results of jitsim; choose another with --out',
    );
  }
  if (!replace)
    throw new OutputError(directory, 'already exists; choose another with --out, or write --replace');
}

/** Why a file or directory could not be written. */
export function writeProblem(error: unknown): string {
  const code = errorCode(error);
  switch (code) {
    case 'ENOSPC':
      return 'cannot be written: the disk is full; nothing was left behind';
    case 'EDQUOT':
      return 'cannot be written: the disk quota is used up; nothing was left behind';
    case 'EACCES':
    case 'EPERM':
      return 'cannot be written: permission denied';
    case 'EROFS':
      return 'cannot be written: the file system is read-only';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'cannot be written: a part of the path is a file';
    case 'ENOTEMPTY':
      return 'already exists: it was made in the meantime';
    case 'ENOENT':
      return 'cannot be written: there is no such place';
    case 'EFBIG':
      return 'cannot be written: a file would be larger than allowed here; nothing was left behind';
    case 'ENAMETOOLONG':
      return 'cannot be written: the name is too long';
    default:
      return `cannot be written (${code ?? (error instanceof Error ? error.message : String(error))})`;
  }
}

/** The old directory goes only after the new one has its name. */
async function putInPlace(temporary: string, target: string): Promise<void> {
  const old = `${temporary}.old`;
  const hadOld = await rename(target, old).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
  try {
    await rename(temporary, target);
  } catch (error) {
    if (hadOld) await rename(old, target);
    throw error;
  }
  if (hadOld) await rm(old, { recursive: true, force: true });
}

type Row = readonly string[];

async function writeAll(
  results: Results,
  directory: string,
  open: (file: string) => Writable,
): Promise<void> {
  const file = (name: string): Writable => open(join(directory, name));
  const text = (name: string, content: string): Promise<void> =>
    pipeline(Readable.from([content]), file(name));
  const table = (name: string, columns: readonly string[], rows: Iterable<Row>): Promise<void> =>
    pipeline(
      Readable.from(rows),
      format({ headers: [...columns], alwaysWriteHeaders: true, includeEndRowDelimiter: true }),
      file(name),
    );
  await table(resultFiles.timeseries, timeseriesColumns, timeseriesRows(results.variants));
  await table(resultFiles.replications, replicationColumns, replicationRows(results.variants));
  await table(resultFiles.decisions, decisionColumns, decisionRows(results.variants));
  await table(resultFiles.looks, lookColumns, lookRows(results.variants));
  await table(resultFiles.incidents, incidentColumns, incidentRows(results.variants));
  await table(resultFiles.bottlenecks, bottleneckColumns, bottleneckRows(results.variants));
  await table(resultFiles.bill, billColumns, billRows(results.variants));
  await table(resultFiles.lives, lifeColumns, lifeRows(results.variants));
  await table(resultFiles.usage, usageColumns, usageRows(results.variants));
  await table(resultFiles.observed, observedColumns, observedRows(results));
  await text(resultFiles.estimates, stableJson({ variants: results.variants.map(estimatesOf) }));
  // Last: a directory with a manifest is complete.
  await text(resultFiles.manifest, stableJson(manifestOf(results)));
}

function manifestOf(results: Results): unknown {
  const { variants, observed, ...rest } = results;
  return {
    ...rest,
    observed: observed.map(({ name, column, source }) => ({ name, column, source })),
    format: formatName,
    formatVersion,
    variants: variants.map(
      ({ variant, policyBridges, policyJibris, overstressedAbove, prices, fingerprints }) => ({
        variant,
        policyBridges,
        policyJibris,
        overstressedAbove,
        prices,
        fingerprints,
      }),
    ),
  };
}

function estimatesOf(results: VariantResults): unknown {
  const { variant, estimates, parameterShares, agreements, objectives } = results;
  return { variant, estimates, parameterShares, agreements, objectives };
}

function* replicationRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, totals } of variants) {
    for (const [replication, run] of totals.entries()) {
      yield [variant, String(replication), ...totalNames.map((name) => cell(run[name]))];
    }
  }
}

function* timeseriesRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, minute, bands } of variants) {
    for (let row = 0; row < minute.length; row++) {
      const cells = minuteColumnNames.flatMap((column) => {
        const { mean, p10, p90 } = bands[column];
        return [cell(mean[row]!), cell(p10[row]!), cell(p90[row]!)];
      });
      yield [variant, cell(minute[row]!), ...cells];
    }
  }
}

function* decisionRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, decisions } of variants) {
    for (const decision of decisions) {
      yield decisionColumns.map((column) => written(column === 'variant' ? variant : decision[column]));
    }
  }
}

function* lookRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, looks } of variants) {
    for (const look of looks) {
      const cells = { ...look, variant, replication: 0 };
      yield lookColumns.map((column) => written(cells[column]));
    }
  }
}

function* incidentRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, incidents } of variants) {
    for (const incident of incidents) {
      yield incidentColumns.map((column) => written(column === 'variant' ? variant : incident[column]));
    }
  }
}

/** For whoever opens the table: all of it can be had from the time series, which is what readers take. */
function* bottleneckRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const variant of variants) {
    for (const bottleneck of bottlenecksOf(variant)) {
      const row = { ...bottleneck, variant: variant.variant };
      yield bottleneckColumns.map((column) => written(row[column]));
    }
  }
}

function* billRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, bill } of variants) {
    for (const { quantity, cost, ...line } of bill) {
      const cells: Readonly<Record<(typeof billColumns)[number], string | number>> = {
        ...line,
        variant,
        quantity: quantity.mean,
        quantityHalfWidth95: quantity.halfWidth95,
        cost: cost.mean,
        costHalfWidth95: cost.halfWidth95,
        replications: cost.replications,
      };
      yield billColumns.map((column) => written(cells[column]));
    }
  }
}

function* lifeRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, lives } of variants) {
    for (const life of lives) {
      const cells = { ...life, variant, isInterrupted: String(life.isInterrupted) };
      yield lifeColumns.map((column) => written(cells[column]));
    }
  }
}

function* usageRows(variants: readonly VariantResults[]): Generator<Row> {
  for (const { variant, usage } of variants) {
    for (const row of usage) {
      yield usageColumns.map((column) => written(column === 'variant' ? variant : row[column]));
    }
  }
}

function* observedRows(results: Results): Generator<Row> {
  for (const { name, minute, value } of results.observed) {
    for (let row = 0; row < minute.length; row++) {
      yield [name, cell(minute[row]!), cell(value[row]!)];
    }
  }
}

function written(value: string | number): string {
  return typeof value === 'number' ? cell(value) : value;
}

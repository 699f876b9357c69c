/**
 * Results to a directory, whole or not at all: everything is written to a temporary sibling, which then takes the
 * name. A full disk, a missing permission or an interruption leaves what was there before.
 */
import { constants, createWriteStream } from 'node:fs';
import { access, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { format } from 'fast-csv';
import type { Results, VariantResults } from '../experiment/results.ts';
import { makeDirectory } from './make-directory.ts';
import { readManifestFormat } from './read-results.ts';
import { errorCode } from './read-text.ts';
import {
  billColumns,
  bootColumns,
  bottleneckColumns,
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
  usageColumns,
} from './results-format.ts';
import {
  billRows,
  bootRows,
  bottleneckRows,
  decisionRows,
  incidentRows,
  lifeRows,
  lookRows,
  observedRows,
  type Row,
  replicationRows,
  timeseriesRows,
  usageRows,
} from './results-rows.ts';

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
    await makeDirectory(temporary);
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
  if (!exists) {
    await assertPlace(directory);
    return;
  }
  if ((await readManifestFormat(directory)) === null) {
    throw new OutputError(
      directory,
      'already exists and holds no results of jitsim; choose another with --out',
    );
  }
  if (!replace)
    throw new OutputError(directory, 'already exists; choose another with --out, or write --replace');
}

/** The nearest directory that exists above must take new ones, as far as permissions tell. */
async function assertPlace(directory: string): Promise<void> {
  let above = dirname(resolve(directory));
  for (;;) {
    try {
      await access(above, constants.W_OK);
      return;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || dirname(above) === above) {
        throw new OutputError(directory, writeProblem(error));
      }
      above = dirname(above);
    }
  }
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
  await table(resultFiles.boots, bootColumns, bootRows(results.variants));
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
      ({ variant, policyBridges, policyJibris, region, overstressedAbove, prices, fingerprints }) => ({
        variant,
        policyBridges,
        policyJibris,
        region,
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

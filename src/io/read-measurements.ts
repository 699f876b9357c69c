/**
 * Measurements to calibrate on: a shipped dataset folder (or a copy of one), a folder of one's own with a
 * `datapackage.json`, or single files of a load test.
 */
import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../calibration/lint/finding.ts';
import { parseCsvText } from '../calibration/measurement/csv-text.ts';
import type { ColumnMap } from '../calibration/measurement/import-csv.ts';
import type { K6Summary } from '../calibration/measurement/import-k6.ts';
import type { OwnTable } from '../calibration/own/calibrate-measurements.ts';
import { checkColumnMap, parseColumnMap } from '../calibration/own/column-map-text.ts';
import { type PackageResource, readDataPackage, requireFitted } from '../calibration/own/data-package.ts';
import { type GivenSource, gatherMeasurements } from '../calibration/own/gather-measurements.ts';
import { type Given, parseGiven } from '../calibration/own/given.ts';
import { CalibrationRefused } from '../calibration/refusal.ts';
import { calibrationFolders, datasetsNeeded } from '../calibration/shipped-models.ts';
import type { TextRow } from '../calibration/text-rows.ts';
import { type Checked, fileIssue, type Issue } from '../scenario/issues.ts';
import { parseFile } from '../scenario/parse.ts';
import { errorCode, readProblem, readText } from './read-text.ts';

/** `datasets/` of the package; source and compiled files lie equally deep below it. */
const packageDatasets = fileURLToPath(new URL('../../datasets', import.meta.url));
const dataPackageName = 'datapackage.json';
/** Files of a folder without a data package that may be measurements. */
const measurementEndings = ['.csv', '.json', '.jsonl', '.ndjson', '.txt', '.sh'];

export type Measurements = ShippedMeasurements | OwnMeasurements;

/** Folders on which models of jitsim rest. */
export interface ShippedMeasurements {
  readonly kind: 'shipped';
  readonly folders: readonly string[];
  readonly rowsOf: (path: string) => readonly TextRow[] | undefined;
  /** What was given beside them: cores (and threshold) of a machine that nobody load-tested. */
  readonly given: Given;
  /** What was named and left out. */
  readonly notes: readonly string[];
}

export interface OwnMeasurements {
  readonly kind: 'own';
  /** From the name of the folder or file. */
  readonly name: string;
  readonly tables: readonly OwnTable[];
  /** Summaries of requests, which are told and not fitted. */
  readonly summaries: readonly K6Summary[];
  /** Claims beside the measurements that these contradict. */
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

export interface ReadMeasurementsOptions {
  /** `n=participants, kpps=packet-rate kpps`, or a YAML or JSON file that says it. */
  readonly columnMap?: string;
  /** `cores=4, audioSenders=10`: what no column says. */
  readonly given?: string;
}

/**
 * Reads files and folders. Never throws for what cannot be read.
 *
 * @throws CalibrationRefused when a file was read and is no measurement that can be used
 */
export async function checkMeasurements(
  paths: readonly string[],
  options: ReadMeasurementsOptions = {},
): Promise<Checked<Measurements>> {
  const places: Checked<Place>[] = [];
  for (const path of await expanded(paths)) places.push(await placeOf(path));
  const issues = places.flatMap((place) => (place.ok ? [] : place.issues));
  if (issues.length > 0) return { ok: false, issues };
  const all = places.flatMap((place) => (place.ok ? [place.value] : []));
  const found = all.filter(({ isIdle }) => !isIdle);
  const idle = all.filter(({ isIdle }) => isIdle);
  const shipped = found.filter(({ dataset }) => dataset !== null);
  if (shipped.length === 0 && idle.length > 0) throw restsOnNothing(idle[0]!.path);
  if (shipped.length === 0) return readOwn(found, options);
  if (shipped.length < found.length) {
    const own = found.find(({ dataset }) => dataset === null)!;
    const hint = 'calibrate datasets of jitsim and your own apart';
    return { ok: false, issues: [fileIssue(own.path, 'is no dataset of jitsim, and others are', hint)] };
  }
  const notes = idle.map(({ path }) => `${path} is left out: no shipped model rests on it`);
  const read = await readShipped(shipped, options);
  return read.ok ? { ok: true, value: { ...read.value, notes } } : read;
}

/** A folder of datasets, such as `datasets`, stands for those in it on which models of jitsim rest. */
async function expanded(paths: readonly string[]): Promise<readonly string[]> {
  const all: string[] = [];
  for (const path of paths) {
    const names = await readdir(path).catch((): string[] => []);
    const datasets = names.includes(dataPackageName)
      ? []
      : calibrationFolders.filter((name) => names.includes(name)).map((name) => join(path, name));
    all.push(...(datasets.length > 0 ? datasets : [path]));
  }
  return all;
}

interface Place {
  readonly path: string;
  readonly isFolder: boolean;
  /** Text of the data package; null when there is none. */
  readonly dataPackage: string | null;
  /** Folder of `datasets/` that this is, or is a copy of. */
  readonly dataset: string | null;
  /** A dataset of jitsim on which no model rests. */
  readonly isIdle: boolean;
}

async function placeOf(path: string): Promise<Checked<Place>> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const single = { path, isFolder, dataPackage: null, dataset: null, isIdle: false };
    if (!isFolder) return { ok: true, value: single };
    const file = join(path, dataPackageName);
    const text = await readText(file, file);
    if (!text.ok) return { ok: true, value: single };
    const { name } = readDataPackage(text.value, file);
    const dataset = name !== null && calibrationFolders.includes(name) ? name : null;
    const isIdle = dataset === null && (await isShippedFolder(path));
    return { ok: true, value: { path, isFolder, dataPackage: text.value, dataset, isIdle } };
  } catch (error) {
    if (errorCode(error) === null) throw error;
    return { ok: false, issues: [fileIssue(path, readProblem(error))] };
  }
}

async function isShippedFolder(path: string): Promise<boolean> {
  const [here, there] = await Promise.all([
    stat(path),
    stat(join(packageDatasets, basename(path))).catch(() => null),
  ]);
  return there !== null && here.ino === there.ino && here.dev === there.dev;
}

function restsOnNothing(path: string): CalibrationRefused {
  return new CalibrationRefused({
    place: path,
    problem: 'is a dataset that no shipped model rests on',
    hint: `models rest on ${calibrationFolders.join(', ')}`,
  });
}

async function readShipped(
  places: readonly Place[],
  options: ReadMeasurementsOptions,
): Promise<Checked<ShippedMeasurements>> {
  if (options.columnMap !== undefined) {
    const hint = 'leave --column-map out: it is for measurements of your own';
    return { ok: false, issues: [fileIssue(places[0]!.path, 'says itself what its columns are', hint)] };
  }
  const folders = places.map(({ dataset }) => dataset!);
  const rows = new Map<string, readonly TextRow[]>();
  const issues: Issue[] = [];
  for (const path of datasetsNeeded(folders)) {
    const [, folder, ...rest] = path.split('/');
    const given = places.find(({ dataset }) => dataset === folder);
    const file = join(given?.path ?? join(packageDatasets, folder!), ...rest);
    const text = await readText(file, file);
    if (text.ok) rows.set(path, parseCsvText(text.value, file));
    else issues.push(...text.issues);
  }
  if (issues.length > 0) return { ok: false, issues };
  const given = options.given === undefined ? {} : parseGiven(options.given);
  const rowsOf = (path: string) => rows.get(path);
  return { ok: true, value: { kind: 'shipped', folders, rowsOf, given, notes: [] } };
}

async function readOwn(
  places: readonly Place[],
  options: ReadMeasurementsOptions,
): Promise<Checked<OwnMeasurements>> {
  const map = await readColumnMap(options.columnMap);
  if (!map.ok) return map;
  const given = options.given === undefined ? {} : parseGiven(options.given);
  const groups: { readonly name: string; readonly sources: Sources }[] = [];
  const issues: Issue[] = [];
  for (const together of groupsOf(places)) {
    const name = basename(together[0]!.path, extname(together[0]!.path));
    const sources: Sources[] = [];
    for (const place of together) {
      const files = await sourcesOf(place, map.value);
      if (files.ok) sources.push(files.value);
      else issues.push(...files.issues);
    }
    const files = sources.flatMap((one) => one.files);
    groups.push({ name, sources: { files, notes: sources.flatMap(({ notes }) => notes) } });
  }
  if (issues.length > 0) return { ok: false, issues };
  const gathered = groups.map(({ name, sources }) => gatherMeasurements(sources.files, { name, given }));
  const [first] = places;
  return {
    ok: true,
    value: {
      kind: 'own',
      name: basename(first!.path, extname(first!.path)),
      tables: gathered.flatMap(({ tables }) => tables),
      summaries: gathered.flatMap(({ summaries }) => summaries),
      findings: gathered.flatMap(({ findings }) => findings),
      notes: [...groups.flatMap(({ sources }) => sources.notes), ...gathered.flatMap(({ notes }) => notes)],
    },
  };
}

/** A folder is a measurement of its own; files named beside each other belong together. */
function groupsOf(places: readonly Place[]): readonly (readonly Place[])[] {
  const files = places.filter(({ isFolder }) => !isFolder);
  const folders = places.filter(({ isFolder }) => isFolder).map((place) => [place]);
  return files.length === 0 ? folders : [...folders, files];
}

/** Text of the option, or of the file that it names. */
async function readColumnMap(option: string | undefined): Promise<Checked<ColumnMap | null>> {
  if (option === undefined) return { ok: true, value: null };
  if (!/\.(ya?ml|json)$/.test(option)) return { ok: true, value: parseColumnMap(option) };
  const text = await readText(option, option);
  if (!text.ok) return text;
  const parsed = parseFile(option, text.value);
  return parsed.ok ? { ok: true, value: checkColumnMap(parsed.value.value, option) } : parsed;
}

interface Sources {
  readonly files: readonly GivenSource[];
  readonly notes: readonly string[];
}

async function sourcesOf(place: Place, map: ColumnMap | null): Promise<Checked<Sources>> {
  const { path, isFolder, dataPackage } = place;
  if (!isFolder) return readFiles([{ file: path, resource: null }], map, []);
  if (dataPackage !== null) {
    const described = join(path, dataPackageName);
    const { resources, notes } = readDataPackage(dataPackage, described);
    if (map === null) requireFitted(resources, described);
    const files = resources.map((resource) => ({ file: join(path, resource.path), resource }));
    return readFiles(files, map, notes);
  }
  const names = (await readdir(path)).filter((name) => measurementEndings.includes(extname(name))).sort();
  if (names.length === 0) {
    const hint = `give ${measurementEndings.join(', ')}, or a ${dataPackageName} that names them`;
    return { ok: false, issues: [fileIssue(path, 'has no file of measurements', hint)] };
  }
  return readFiles(
    names.map((name) => ({ file: join(path, name), resource: null })),
    map,
    [],
  );
}

async function readFiles(
  files: readonly { readonly file: string; readonly resource: PackageResource | null }[],
  map: ColumnMap | null,
  notes: readonly string[],
): Promise<Checked<Sources>> {
  const read: GivenSource[] = [];
  const issues: Issue[] = [];
  for (const { file, resource } of files) {
    const text = await readText(file, file);
    if (!text.ok) {
      issues.push(...text.issues);
      continue;
    }
    const name = resource?.name ?? basename(file, extname(file));
    const source = { name, source: file, text: text.value, format: null, map };
    if (resource === null) read.push({ source, given: {} });
    else {
      const { given, claims, format, labelledBy, missingValues, isFitted } = resource;
      const described = { format, map: map ?? resource.map, labelledBy, missingValues, isFitted };
      read.push({ source: { ...source, ...described }, given, claims });
    }
  }
  if (issues.length > 0) return { ok: false, issues };
  const ofResources = files.flatMap(({ resource }) => resource?.notes ?? []);
  return { ok: true, value: { files: read, notes: [...notes, ...ofResources] } };
}

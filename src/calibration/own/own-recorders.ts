/**
 * What a recording costs on machines of one's own: cores, memory and gigabytes an hour, one row a measured recorder.
 *
 *   cores = c * recordings at once,   memory = m * recordings,   GB an hour = d * recordings
 */
import { fitProportional, type ProportionalFit } from '../fitting/proportional.ts';
import type { MeasurementColumn, MeasurementTable, Quantity } from '../measurement/measurement-table.ts';
import { calibratedParameter, givenParameter, type ModelParameter } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { baseModel, others } from './base-models.ts';
import type { OwnFit, OwnFitOptions } from './own-fit.ts';

const recorderName = /jibri|record/i;
/** Columns of bytes that are those of the recorded file, not of memory in use. */
const fileName = /file|size|disk|stored/i;
const secondsPerHour = 3600;
const gigabyte = 1e9;
/** A recorder this far above the mean of all of them decides how large its machine must be. */
const unevenRatio = 1.5;

/** Whether a table is of recorders, by its name or a column's, and says what they use. */
export function isOfRecorders(table: MeasurementTable): boolean {
  const names = [table.name, ...table.columns.map(({ name }) => name)].join(' ');
  const uses: readonly Quantity[] = ['cpu', 'memory', 'bit-rate'];
  return (
    recorderName.test(names) &&
    !table.columns.some(({ quantity }) => quantity === 'participants') &&
    table.columns.some(({ quantity }) => uses.includes(quantity))
  );
}

/** One cost of recordings: which parameter it fills, and its readings by row (NaN where none). */
interface Cost {
  readonly key: 'coresPerRecording' | 'memoryGigabytesPerRecording' | 'diskGigabytesPerHour';
  readonly name: string;
  readonly symbol: string;
  readonly unit: string;
  readonly values: readonly number[];
}

/** Throws `CalibrationRefused` without a cost, or with fewer than three rows of one. */
export function fitOwnRecorders({ table, given, name, base }: OwnFitOptions): OwnFit {
  const costs = costsIn(table);
  if (costs.length === 0) {
    throw new CalibrationRefused({
      place: `recorders from ${table.name}`,
      problem: 'has no CPU, memory or size of recordings',
      hint: 'map at least one: "cores=cpu cores", "ram=memory GiB", "rate=bit-rate GB/h", or a file size (memory GB) with its duration',
    });
  }
  const recordings = recordingsAtOnce(table, given.recordings ?? 1);
  const fits = costs.map((cost) => ({ cost, fit: fitCost(cost, recordings) }));
  const found: Record<string, ModelParameter> = Object.fromEntries(
    fits.map(({ cost, fit }) => [
      cost.key,
      calibratedParameter(fit.slope, fit.slopeInterval95, table.source, 'mean of the recorders measured'),
    ]),
  );
  if (given.cores !== undefined) {
    found.productionCores = givenParameter(given.cores, 'cores of the machine that records');
  }
  const from = baseModel(base, 'recorders');
  const parameters = { ...others(from, found), ...found };
  return {
    models: [
      {
        kind: 'recorders',
        name,
        title: `One recording as measured in ${table.name}`,
        parameters: Object.fromEntries(Object.keys(from.parameters).map((key) => [key, parameters[key]!])),
      },
    ],
    reports: fits.map(({ fit }) => fit.report),
    notes: [
      'a run reads models/recorders/jibri: write the model under that name to use it, or give gigabytesPerHour in the scenario',
      ...fits.flatMap(({ cost, fit }) => unevenNotes(cost, fit, recordings)),
    ],
  };
}

function costsIn(table: MeasurementTable): readonly Cost[] {
  const of = (quantity: Quantity, accept: (name: string) => boolean): MeasurementColumn | undefined =>
    table.columns.find((column) => column.quantity === quantity && accept(column.name));
  const cpu = of('cpu', () => true);
  const memory = of('memory', (column) => !fileName.test(column));
  const disk = gigabytesPerHour(
    of('bit-rate', () => true),
    of('memory', (column) => fileName.test(column)),
    of('duration', () => true),
  );
  const costs: Cost[] = [];
  if (cpu !== undefined) {
    const values = [...cpu.values];
    costs.push({ key: 'coresPerRecording', name: 'CPU of recordings', symbol: 'c', unit: 'cores', values });
  }
  if (memory !== undefined) {
    const values = [...memory.values].map((bytes) => bytes / gigabyte);
    costs.push({
      key: 'memoryGigabytesPerRecording',
      name: 'Memory of recordings',
      symbol: 'm',
      unit: 'GB',
      values,
    });
  }
  if (disk !== null) {
    costs.push({
      key: 'diskGigabytesPerHour',
      name: 'Size of recordings',
      symbol: 'd',
      unit: 'GB/h',
      values: disk,
    });
  }
  return costs;
}

/** From the bit rate of the file, or from its size and how long it is. */
function gigabytesPerHour(
  rate: MeasurementColumn | undefined,
  size: MeasurementColumn | undefined,
  duration: MeasurementColumn | undefined,
): readonly number[] | null {
  if (rate !== undefined) return [...rate.values].map((bps) => (bps / 8 / gigabyte) * secondsPerHour);
  if (size === undefined || duration === undefined) return null;
  return [...size.values].map((bytes, i) => (bytes / gigabyte / duration.values[i]!) * secondsPerHour);
}

function recordingsAtOnce(table: MeasurementTable, fallback: number): readonly number[] {
  const column = table.columns.find(({ quantity, name }) => quantity === 'count' && recorderName.test(name));
  const rows = table.columns[0]?.values.length ?? 0;
  return column === undefined ? new Array<number>(rows).fill(fallback) : [...column.values];
}

/** Rows without a reading, or without a recording, tell nothing of what one costs. */
function fitCost({ name, symbol, unit, values }: Cost, recordings: readonly number[]): ProportionalFit {
  const rows = [...values.keys()].filter((row) => values[row]! > 0 && recordings[row]! > 0);
  return fitProportional({
    name,
    formula: `${unit} = ${symbol} x recordings at once`,
    unit,
    parameter: { name: symbol, unit: `${unit} per recording` },
    counted: 'recordings at once',
    counts: rows.map((row) => recordings[row]!),
    values: rows.map((row) => values[row]!),
    points: rows.map((row) => `row ${row + 1}`),
  });
}

function unevenNotes(cost: Cost, fit: ProportionalFit, recordings: readonly number[]): readonly string[] {
  if (cost.key !== 'coresPerRecording') return [];
  const perRecording = cost.values.map((value, row) => value / recordings[row]!).filter(Number.isFinite);
  const most = Math.max(...perRecording);
  if (most < unevenRatio * fit.slope) return [];
  const [needed, mean] = [most, fit.slope].map((cores) => Number(cores.toPrecision(2)));
  return [
    `the busiest recorder needed ${needed} cores where the mean is ${mean}: one slow second spoils a recording, so size machines for the busiest`,
  ];
}

/**
 * Measurements of one service from several sources, on one clock: answers of Prometheus share their times, a log of
 * statistics and a series of CPU do not.
 */
import { median } from 'simple-statistics';
import { CalibrationRefused } from '../refusal.ts';
import type { MeasurementColumn, MeasurementTable, Quantity } from './measurement-table.ts';

/** A reading is taken from between two samples unless they lie further apart than this many usual steps. */
const gapFactor = 2.5;

/**
 * Tables of Prometheus, one quantity each, as one table on all their times; other tables stay as they are. A column of
 * the joined table is called after its quantity when there is one series of it.
 */
export function joinedByTime(tables: readonly MeasurementTable[], name: string): MeasurementTable {
  const times = [...new Set(tables.flatMap(({ timeMs }) => [...(timeMs ?? [])]))].sort((a, b) => a - b);
  const rowOf = new Map(times.map((at, row) => [at, row]));
  const columns = tables.flatMap((table) =>
    table.columns.map((column) => {
      const values = new Float64Array(times.length).fill(Number.NaN);
      table.timeMs?.forEach((at, row) => {
        values[rowOf.get(at)!] = column.values[row]!;
      });
      return { ...column, name: table.columns.length === 1 ? table.name : column.name, values };
    }),
  );
  return {
    name,
    source: tables.map(({ source }) => source).join(', '),
    timeMs: Float64Array.from(times),
    columns,
    notes: tables.flatMap(({ notes }) => notes),
  };
}

/** Quantities that a machine tells of itself, without knowing who uses it. */
const machineQuantities: readonly Quantity[] = ['cpu', 'memory'];

/** Whether a table holds a machine's readings on a clock and nothing else, so that it belongs to another table. */
export function isMachineSeries({ timeMs, columns }: MeasurementTable): boolean {
  return (
    timeMs !== null &&
    columns.length > 0 &&
    columns.every(({ quantity }) => machineQuantities.includes(quantity))
  );
}

/** Whether a table says on a clock who was there, so that readings of the machine can be joined to it. */
export function isServiceSeries({ timeMs, columns }: MeasurementTable): boolean {
  return timeMs !== null && columns.some(({ quantity }) => quantity === 'participants');
}

/**
 * The rows of `service` with the readings of `machine` at their times. Between two samples the reading lies on the
 * line between them; where the machine's series has a gap it is missing, and a note says how often.
 *
 * Throws `CalibrationRefused` when the clocks have no time in common, or the machine's runs backwards.
 */
export function alignedTo(service: MeasurementTable, machine: MeasurementTable): MeasurementTable {
  const times = [...service.timeMs!];
  const clock = [...machine.timeMs!];
  requireForwards(machine, clock);
  const stepMs = clock.length > 1 ? median(clock.slice(1).map((at, i) => at - clock[i]!)) : 0;
  const places = times.map((at) => placeIn(clock, at, stepMs));
  const found = places.filter((place) => place !== null).length;
  if (found === 0) throw apart(service, machine);
  const columns = machine.columns.map((column): MeasurementColumn => {
    const values = places.map((place) => (place === null ? Number.NaN : readingAt(column.values, place)));
    return {
      ...column,
      name: machine.columns.length === 1 ? machine.name : column.name,
      values: Float64Array.from(values),
    };
  });
  const missing = times.length - found;
  return {
    ...service,
    source: `${service.source}, ${machine.source}`,
    columns: [...service.columns, ...columns],
    notes: [
      ...service.notes,
      ...machine.notes,
      `${machine.name} was joined to ${service.name} by time${missing === 0 ? '' : `: ${missing} of ${times.length} rows have no sample of it within ${seconds(gapFactor * stepMs)}`}`,
    ],
  };
}

/** Two neighbouring samples, and how far between them; both alike when the time is that of a sample. */
interface Between {
  readonly before: number;
  readonly after: number;
  readonly share: number;
}

function placeIn(clock: readonly number[], at: number, stepMs: number): Between | null {
  const after = firstNotBefore(clock, at);
  if (after < clock.length && clock[after] === at) return { before: after, after, share: 0 };
  // Half a step before the first and after the last sample these still speak for the moment.
  if (after === 0) return clock[0]! - at <= stepMs / 2 ? { before: 0, after: 0, share: 0 } : null;
  const last = clock.length - 1;
  if (after > last) return at - clock[last]! <= stepMs / 2 ? { before: last, after: last, share: 0 } : null;
  const width = clock[after]! - clock[after - 1]!;
  if (width > gapFactor * stepMs) return null;
  return { before: after - 1, after, share: (at - clock[after - 1]!) / width };
}

function readingAt(values: Float64Array, { before, after, share }: Between): number {
  return share === 0 ? values[before]! : values[before]! * (1 - share) + values[after]! * share;
}

/** Index of the first time that is not before `at`; the length when all are. */
function firstNotBefore(clock: readonly number[], at: number): number {
  let low = 0;
  let high = clock.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clock[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function requireForwards(machine: MeasurementTable, clock: readonly number[]): void {
  const row = clock.findIndex((at, i) => i > 0 && at <= clock[i - 1]!);
  if (row < 0) return;
  throw new CalibrationRefused({
    place: `${machine.source}, row ${row + 1}`,
    problem: 'time stands still or runs backwards',
    hint: 'sort the rows by time, drop repeated ones, and write times in UTC',
  });
}

const hourMs = 3_600_000;

function apart(service: MeasurementTable, machine: MeasurementTable): CalibrationRefused {
  const spans = [service, machine].map(({ name, timeMs }) => {
    const [first, last] = [Math.min(...timeMs!), Math.max(...timeMs!)].map((at) =>
      new Date(at).toISOString(),
    );
    return `${name} from ${first} to ${last}`;
  });
  const hours = (Math.min(...machine.timeMs!) - Math.min(...service.timeMs!)) / hourMs;
  const isZone = Math.abs(hours) > 0.4 && Math.abs(hours) < 15;
  return new CalibrationRefused({
    place: `${service.source} and ${machine.source}`,
    problem: `have no time in common: ${spans.join(', ')}`,
    hint: isZone
      ? `they begin ${Number(Math.abs(hours).toFixed(1))} hours apart, which looks like a time zone: write both in UTC`
      : 'measure both over the same time',
  });
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toPrecision(3))} s`;
}

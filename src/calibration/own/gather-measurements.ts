/**
 * Files that were given together to the tables that are fitted: answers of Prometheus become one table, and readings
 * of a machine (CPU, memory) are joined by time to the one service that was measured beside them.
 */
import type { K6Summary } from '../measurement/import-k6.ts';
import { alignedTo, isMachineSeries, isServiceSeries, joinedByTime } from '../measurement/join-by-time.ts';
import type { MeasurementTable } from '../measurement/measurement-table.ts';
import { isConferenceLog, type OwnTable } from './calibrate-measurements.ts';
import type { Given } from './given.ts';
import { type ImportedMeasurement, importMeasurement, type MeasurementSource } from './import-measurement.ts';

/** A file with what its data package says beside it. */
export interface GivenSource {
  readonly source: MeasurementSource;
  readonly given: Given;
}

export interface GatheredMeasurements {
  readonly tables: readonly OwnTable[];
  /** Summaries of requests, which are told and not fitted. */
  readonly summaries: readonly K6Summary[];
  readonly notes: readonly string[];
}

interface Tabled extends OwnTable {
  readonly isAnswer: boolean;
}

/** `given` is said for all files and goes before what they say themselves. */
export function gatherMeasurements(
  sources: readonly GivenSource[],
  options: { readonly name: string; readonly given: Given },
): GatheredMeasurements {
  const read = sources.map(({ source, given }) => ({ given, measurement: importMeasurement(source) }));
  const described = Object.assign({}, ...read.map(({ measurement }) => measurement.given)) as Given;
  const tabled = read.flatMap(({ measurement: { format, table }, given }): Tabled[] =>
    table === null ? [] : [{ table, given, isAnswer: format === 'prometheus' }],
  );
  const joined = withMachines(withOneAnswer(tabled, options.name));
  return {
    tables: joined.tables.map(({ table, given }) => ({
      table,
      given: { ...described, ...given, ...options.given },
    })),
    summaries: read.flatMap(({ measurement }) => measurement.summary ?? []),
    notes: [...read.flatMap(({ measurement }) => notesOfSummary(measurement)), ...joined.notes],
  };
}

/** Notes of tables come with the calibration; here those of files that are none. */
function notesOfSummary({ table, notes }: ImportedMeasurement): readonly string[] {
  return table === null ? notes : [];
}

/** Answers of Prometheus are one measurement, a quantity each, unless they are of several services. */
function withOneAnswer(tabled: readonly Tabled[], name: string): readonly Tabled[] {
  const answers = tabled.filter(({ isAnswer }) => isAnswer);
  if (answers.length < 2 || answers.filter(({ table }) => isServiceSeries(table)).length > 1) return tabled;
  const table = joinedByTime(
    answers.map((answer) => answer.table),
    name,
  );
  const given = Object.assign({}, ...answers.map((answer) => answer.given)) as Given;
  return [...tabled.filter(({ isAnswer }) => !isAnswer), { table, given, isAnswer: true }];
}

/** Readings of a machine belong to the service that was measured beside them, if there is only one. */
function withMachines(tabled: readonly Tabled[]): {
  readonly tables: readonly OwnTable[];
  readonly notes: readonly string[];
} {
  const machines = tabled.filter(({ table }) => isMachineSeries(table));
  const services = tabled.filter(({ table }) => isServiceSeries(table) && !isConferenceLog(table));
  if (machines.length === 0 || services.length === 0) return { tables: tabled, notes: [] };
  if (services.length > 1) {
    const names = services.map(({ table }) => table.name).join(', ');
    const lone = machines.map(({ table }) => table.name).join(', ');
    return {
      tables: tabled.filter((one) => !machines.includes(one)),
      notes: [
        `${lone} could belong to any of ${names} and was left out: give each service a folder of its own, with its CPU`,
      ],
    };
  }
  const [service] = services;
  const table = machines
    .filter((machine) => !hasAnyOf(service!.table, machine.table))
    .reduce((joined, machine) => alignedTo(joined, machine.table), service!.table);
  const given = Object.assign({}, ...machines.map((machine) => machine.given), service!.given) as Given;
  return {
    tables: tabled.flatMap((one) => {
      if (one === service) return [{ table, given }];
      return machines.includes(one) ? [] : [one];
    }),
    notes: machines
      .filter((machine) => hasAnyOf(service!.table, machine.table))
      .map(
        (machine) =>
          `${machine.table.name} was left out: ${service!.table.name} brings the same quantity itself`,
      ),
  };
}

function hasAnyOf(service: MeasurementTable, machine: MeasurementTable): boolean {
  return machine.columns.some(({ quantity }) =>
    service.columns.some((column) => column.quantity === quantity),
  );
}

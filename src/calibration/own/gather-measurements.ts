/**
 * Files that were given together to the tables that are fitted: answers of Prometheus become one table, and readings
 * of a machine (CPU, memory) are joined by time to the one service that was measured beside them.
 */
import type { Finding } from '../lint/finding.ts';
import type { K6Summary } from '../measurement/import-k6.ts';
import { alignedTo, isMachineSeries, isServiceSeries, joinedByTime } from '../measurement/join-by-time.ts';
import type { MeasurementTable, Quantity } from '../measurement/measurement-table.ts';
import { isConferenceLog, type OwnTable } from './calibrate-measurements.ts';
import { type Claim, lintClaims } from './claims.ts';
import type { Given } from './given.ts';
import { type ImportedMeasurement, importMeasurement, type MeasurementSource } from './import-measurement.ts';
import { isOfRecorders } from './own-recorders.ts';

/** A file with what its data package says beside it. */
export interface GivenSource {
  readonly source: MeasurementSource;
  readonly given: Given;
  /** What is said of it elsewhere, to be held against it. */
  readonly claims?: readonly Claim[];
}

export interface GatheredMeasurements {
  readonly tables: readonly OwnTable[];
  /** Summaries of requests, which are told and not fitted. */
  readonly summaries: readonly K6Summary[];
  /** Claims that the measurements contradict. */
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** Parts of a deployment that use cores of their own: what they use is not the bridge's. */
const otherParts = /prosody|signalling|xmpp|front|nginx|jicofo|jibri|record/i;

interface Tabled extends OwnTable {
  readonly isAnswer: boolean;
}

/** `given` is said for all files and goes before what they say themselves. */
export function gatherMeasurements(
  sources: readonly GivenSource[],
  options: { readonly name: string; readonly given: Given },
): GatheredMeasurements {
  const read = sources.map(({ source, given, claims = [] }) => ({
    name: source.name,
    given,
    claims,
    measurement: importMeasurement(source),
  }));
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
    findings: read.flatMap(({ name, claims, measurement: { table, summary } }) =>
      lintClaims(claims, { name, table, summary }),
    ),
    notes: [...read.flatMap(({ measurement }) => notesOfSummary(measurement)), ...joined.notes],
  };
}

/** Notes of tables come with the calibration; here those of files that are none. */
function notesOfSummary({ table, notes }: ImportedMeasurement): readonly string[] {
  return table === null ? notes : [];
}

/** Answers of Prometheus are one measurement, a quantity each, unless they are of several services. */
function withOneAnswer(tabled: readonly Tabled[], name: string): readonly Tabled[] {
  const all = tabled.filter(({ isAnswer }) => isAnswer);
  const has = (quantity: Quantity): number =>
    all.filter(({ table }) => table.columns.some((column) => column.quantity === quantity)).length;
  // Beside a bridge, or with the CPU of several parts, what belongs to another part goes its own way.
  const isMixed = has('packet-rate') > 0 || has('cpu') > 1;
  const answers = isMixed ? all.filter((answer) => !isOfOtherPart(answer)) : all;
  if (answers.length < 2 || answers.filter(({ table }) => isServiceSeries(table)).length > 1) return tabled;
  const table = joinedByTime(
    answers.map((answer) => answer.table),
    name,
  );
  const given = Object.assign({}, ...answers.map((answer) => answer.given)) as Given;
  return [...tabled.filter((one) => !answers.includes(one)), { table, given, isAnswer: true }];
}

function isOfOtherPart({ table }: OwnTable): boolean {
  return otherParts.test([table.name, ...table.columns.map(({ name }) => name)].join(' '));
}

interface Joined {
  readonly tables: readonly OwnTable[];
  readonly notes: readonly string[];
}

/**
 * Readings of a machine belong to the service that was measured beside them, if there is only one. Those of Prosody or
 * the web front beside a bridge's log become a table of their own, with the participants of the log.
 */
function withMachines(tabled: readonly Tabled[]): Joined {
  const machines = tabled.filter(({ table }) => isMachineSeries(table));
  const services = tabled.filter(({ table }) => isServiceSeries(table) && !isConferenceLog(table));
  const [service, ...more] = services;
  if (machines.length === 0 || service === undefined) return { tables: tabled, notes: [] };
  const rest = tabled.filter((one) => !machines.includes(one));
  if (more.length > 0) {
    const [names, lone] = [services, machines].map((some) => some.map(({ table }) => table.name).join(', '));
    return {
      tables: rest,
      notes: [
        `${lone} could belong to any of ${names} and was left out: give each service a folder of its own, with its CPU`,
      ],
    };
  }
  const isBridge = service.table.columns.some(({ quantity }) => quantity === 'packet-rate');
  const apart = isBridge ? machines.filter(isOfOtherPart) : [];
  const own = machines.filter((machine) => !apart.includes(machine));
  const whole = own.filter((machine) => !hasAnyOf(service.table, machine.table));
  const given = Object.assign({}, ...own.map((machine) => machine.given), service.given) as Given;
  const table = whole.reduce((joined, machine) => alignedTo(joined, machine.table), service.table);
  return {
    tables: [
      ...rest.map((one) => (one === service ? { table, given } : one)),
      ...apart.map((machine) => withParticipants(service, machine)),
    ],
    notes: own
      .filter((machine) => !whole.includes(machine))
      .map(
        (machine) =>
          `${machine.table.name} was left out: ${service.table.name} brings the same quantity itself`,
      ),
  };
}

/** Readings of another part of the deployment with the participants of the log; recorders are used by none. */
function withParticipants(service: OwnTable, machine: OwnTable): OwnTable {
  if (isOfRecorders(machine.table)) return machine;
  const columns = service.table.columns.filter(({ quantity }) => quantity === 'participants');
  const table = alignedTo({ ...service.table, columns, notes: [] }, machine.table);
  return { table: { ...table, name: machine.table.name }, given: { ...service.given, ...machine.given } };
}

function hasAnyOf(service: MeasurementTable, machine: MeasurementTable): boolean {
  return machine.columns.some(({ quantity }) =>
    service.columns.some((column) => column.quantity === quantity),
  );
}

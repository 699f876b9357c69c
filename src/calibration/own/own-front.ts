/**
 * The web front (nginx) of one's own: its CPU and its open sockets against the participants that were there. Unlike
 * Prosody it needs no clock, since nothing of it depends on who has just joined.
 */
import { fitProportional } from '../fitting/proportional.ts';
import { columnOf, type MeasurementColumn, type MeasurementTable } from '../measurement/measurement-table.ts';
import { calibratedParameter, type ModelParameter } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { fitFrontCpu } from '../signalling/front.ts';
import type { ModelPart, OwnFitOptions } from './own-fit.ts';

const frontName = /front|nginx|web/i;
const socketName = /socket|connection/i;
/** Sockets a participant holds when both sides of the proxy are counted, as `worker_connections` does. */
const socketsOfBothSides = 4;

/** The column of the front's CPU: by its name, or the only one of a table that is the front's as a whole. */
export function frontCpuColumn(table: MeasurementTable, isAllFront: boolean): MeasurementColumn | null {
  const cpu = table.columns.filter(({ quantity }) => quantity === 'cpu');
  const named = cpu.filter(({ name }) => frontName.test(name));
  if (named.length === 1) return named[0]!;
  return cpu.length === 1 && (isAllFront || frontName.test(table.name)) ? cpu[0]! : null;
}

/** The column that counts open sockets. */
export function socketColumn(table: MeasurementTable): MeasurementColumn | null {
  return table.columns.find(({ quantity, name }) => quantity === 'count' && socketName.test(name)) ?? null;
}

/** Throws `CalibrationRefused` when the table has neither CPU nor sockets of a front, or too few rows of them. */
export function fitOwnFront(options: OwnFitOptions, isAllFront: boolean): ModelPart {
  const { table } = options;
  const cpu = frontCpuColumn(table, isAllFront);
  const sockets = socketColumn(table);
  if (cpu === null && sockets === null) {
    throw new CalibrationRefused({
      place: `web front from ${table.name}`,
      problem: 'has neither CPU nor sockets of a front',
      hint: 'map its CPU, such as "front=cpu cores", or its open sockets, such as "sockets=count", beside participants',
    });
  }
  const participants = columnOf(table, 'participants').values;
  const fits = [
    ...(cpu === null ? [] : [cpuPart(options, participants, cpu)]),
    ...(sockets === null ? [] : [socketPart(options, participants, sockets)]),
  ];
  return {
    parameters: Object.assign({}, ...fits.map(({ parameters }) => parameters)) as Record<
      string,
      ModelParameter
    >,
    reports: fits.flatMap(({ reports }) => reports),
    notes: [
      ...fits.flatMap(({ notes }) => notes),
      'pods, workers and connections of the front are settings, and those of the shipped model: set yours in the model that was written',
    ],
  };
}

function cpuPart(options: OwnFitOptions, participants: Float64Array, column: MeasurementColumn): ModelPart {
  const { table, unitsOf, draws } = options;
  const rows = usedRows(participants, column);
  const fit = fitFrontCpu({
    participants: rows.map((row) => participants[row]!),
    cpuCores: rows.map((row) => column.values[row]!),
    nextUnit: unitsOf('front-cpu'),
    draws,
  });
  return {
    parameters: {
      frontPerParticipantCores: calibratedParameter(
        fit.perParticipantCores,
        fit.perParticipantCoresInterval95,
        table.source,
        'all pods of the front together',
      ),
    },
    reports: [fit.report],
    notes: [],
  };
}

function socketPart(
  { table }: OwnFitOptions,
  participants: Float64Array,
  column: MeasurementColumn,
): ModelPart {
  const rows = usedRows(participants, column);
  const counts = rows.map((row) => participants[row]!);
  const fit = fitProportional({
    name: 'Sockets of the web front',
    formula: 'open sockets = s x participants',
    unit: 'sockets',
    parameter: { name: 's', unit: 'sockets per participant' },
    counted: 'participants',
    counts,
    values: rows.map((row) => column.values[row]!),
    points: counts.map((n) => `${n} participants`),
  });
  const isOneSide = fit.slope < 0.75 * socketsOfBothSides;
  return {
    parameters: {
      frontSocketsPerParticipant: calibratedParameter(fit.slope, fit.slopeInterval95, table.source),
    },
    reports: [fit.report],
    notes: isOneSide
      ? [
          `${Number(fit.slope.toPrecision(2))} sockets for each participant are fewer than the ${socketsOfBothSides} of two connections with both sides of the proxy: nginx holds both against worker_connections, so count both (stub_status does)`,
        ]
      : [],
  };
}

/** Rows with participants and a reading; a front that holds somebody is never at exactly zero. */
function usedRows(participants: Float64Array, column: MeasurementColumn): readonly number[] {
  return [...participants.keys()].filter((row) => participants[row]! > 0 && column.values[row]! > 0);
}

/**
 * Prosody from a measured day of one's own: participants, CPU of its process, and a clock.
 */

import type { NextUnit } from '../fitting/bootstrap.ts';
import { lintTable } from '../lint/lint-table.ts';
import { columnOf, type MeasurementTable } from '../measurement/measurement-table.ts';
import { calibratedParameter, type ModelFile, type ModelParameter } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { fitMemory } from '../signalling/memory.ts';
import { fitProsodyCpu, type SignallingMinute } from '../signalling/prosody.ts';
import { type BaseModels, baseModel, others } from './base-models.ts';
import { type Given, requireGiven } from './given.ts';
import type { OwnFit } from './own-bridge.ts';

const minuteMs = 60_000;

export function fitOwnSignalling(options: {
  readonly table: MeasurementTable;
  readonly given: Given;
  readonly name: string;
  readonly base: BaseModels;
  readonly unitsOf: (fit: string) => NextUnit;
  readonly draws: number;
}): OwnFit {
  const { table, given, unitsOf, draws } = options;
  const minutes = minutesOf(table);
  const cpu = fitProsodyCpu({
    minutes,
    roomSize: requireGiven(given, 'roomSize', `Prosody from ${table.name}`),
    largeRoom: null,
    nextUnit: unitsOf('prosody-cpu'),
    draws,
  });
  const { source } = table;
  const idle = 'idle cost with the bridges that were present: not split by their number';
  const fitted: Record<string, ModelParameter> = {
    prosodyIdleCores: calibratedParameter(cpu.idleCores, cpu.idleCoresInterval95, source, idle),
    prosodyIdlePerSquaredBridgeCores: {
      value: 0,
      interval95: null,
      source,
      trust: 'calibrated',
      note: 'contained in the idle cost: one number of bridges tells nothing of its growth',
    },
    prosodyPerParticipantCores: calibratedParameter(
      cpu.perParticipantCores,
      cpu.perParticipantCoresInterval95,
      source,
    ),
    prosodyPerJoinCoreSeconds: calibratedParameter(
      cpu.perJoinCoreSeconds,
      cpu.perJoinCoreSecondsInterval95,
      source,
      'joins into conferences of the size given, biased upwards if some were much larger',
    ),
  };
  const memory = memoryOf(options, minutes.length);
  return {
    models: [signallingModel(options, { ...fitted, ...memory.parameters })],
    reports: [cpu.report, ...memory.reports],
    notes: [
      'what a join costs in a large conference stays that of the shipped model: no growth of a conference was given',
    ],
  };
}

function memoryOf(
  { table, unitsOf, draws }: Parameters<typeof fitOwnSignalling>[0],
  rows: number,
): Pick<OwnFit, 'reports'> & { readonly parameters: Record<string, ModelParameter> } {
  if (rows === 0 || !table.columns.some(({ quantity }) => quantity === 'memory'))
    return { parameters: {}, reports: [] };
  const participants = columnOf(table, 'participants').values;
  const bytes = columnOf(table, 'memory').values;
  const points = [...participants.keys()]
    .filter((i) => Number.isFinite(participants[i]!) && bytes[i]! > 0)
    .map((i) => ({ participants: participants[i]!, memoryMib: bytes[i]! / 1024 ** 2 }));
  const fit = fitMemory({ points, nextUnit: unitsOf('prosody-memory'), draws });
  const { source } = table;
  return {
    parameters: {
      prosodyMemoryBaseMib: calibratedParameter(fit.baseMib, fit.baseMibInterval95, source),
      prosodyMemoryPerParticipantMib: calibratedParameter(
        fit.perParticipantMib,
        fit.perParticipantMibInterval95,
        source,
      ),
      prosodyMemoryFlatFromParticipants: calibratedParameter(
        fit.flatFromParticipants,
        fit.flatFromParticipantsInterval95,
        source,
      ),
    },
    reports: [fit.report],
  };
}

/** Rows with participants and CPU; joins are the change of participants over the time between two rows. */
function minutesOf(table: MeasurementTable): SignallingMinute[] {
  const { timeMs } = table;
  if (timeMs === null) {
    throw new CalibrationRefused({
      place: table.name,
      problem: 'has no clock, so nobody knows how many joined in a minute',
      hint: 'map the column of time, such as at=time iso',
    });
  }
  const broken = lintTable(table).find(({ rule }) => rule === 'clock-backwards');
  if (broken !== undefined) {
    throw new CalibrationRefused({ place: broken.where, problem: broken.what, hint: broken.todo });
  }
  const participants = columnOf(table, 'participants').values;
  const cpu = columnOf(table, 'cpu').values;
  // Prosody is never at exactly 0 core: that is a lost metric or a restart.
  const rows = [...timeMs.keys()].filter((i) => Number.isFinite(participants[i]!) && cpu[i]! > 0);
  return rows.slice(1).map((row, k) => {
    const before = rows[k]!;
    const minutes = (timeMs[row]! - timeMs[before]!) / minuteMs;
    return {
      minute: timeMs[row]! / minuteMs,
      participants: participants[row]!,
      netJoinsPerMinute: (participants[row]! - participants[before]!) / minutes,
      cpuCores: cpu[row]!,
    };
  });
}

function signallingModel(
  { table, name, base }: Parameters<typeof fitOwnSignalling>[0],
  fitted: Readonly<Record<string, ModelParameter>>,
): ModelFile {
  const from = baseModel(base, 'signalling');
  const parameters = { ...others(from, fitted), ...fitted };
  const participants = [...columnOf(table, 'participants').values].filter(Number.isFinite);
  return {
    kind: 'signalling',
    name,
    title: `One shard whose Prosody was measured in ${table.name}`,
    parameters: Object.fromEntries(Object.keys(from.parameters).map((key) => [key, parameters[key]!])),
    validRanges: [{ quantity: 'participants', min: 0, max: Math.max(...participants), source: table.source }],
  };
}

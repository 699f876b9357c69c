/**
 * Prosody from a measured day of one's own: participants, CPU of its process, and a clock.
 */

import { lintTable } from '../lint/lint-table.ts';
import { columnOf, type MeasurementColumn, type MeasurementTable } from '../measurement/measurement-table.ts';
import { calibratedParameter, type ModelParameter } from '../model-file.ts';
import { CalibrationRefused } from '../refusal.ts';
import { fitMemory } from '../signalling/memory.ts';
import { fitProsodyCpu, type SignallingMinute } from '../signalling/prosody.ts';
import { requireGiven } from './given.ts';
import type { ModelPart, OwnFitOptions } from './own-fit.ts';

const minuteMs = 60_000;

export function fitOwnProsody(options: OwnFitOptions): ModelPart {
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
    parameters: { ...fitted, ...memory.parameters },
    reports: [cpu.report, ...memory.reports],
    notes: [
      'what a join costs in a large conference stays that of the shipped model: no growth of a conference was given',
    ],
  };
}

function memoryOf({ table, unitsOf, draws }: OwnFitOptions, rows: number): Omit<ModelPart, 'notes'> {
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

/** The CPU of Prosody: by its name where the web front's stands beside it. */
function prosodyCpuColumn(table: MeasurementTable): MeasurementColumn {
  const named = table.columns.filter(
    ({ quantity, name }) => quantity === 'cpu' && /prosody|signalling|xmpp/i.test(name),
  );
  return named.length === 1 ? named[0]! : columnOf(table, 'cpu');
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
  const cpu = prosodyCpuColumn(table).values;
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

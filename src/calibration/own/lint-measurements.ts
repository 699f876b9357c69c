/**
 * All checks of measurements before they are fitted: tables one by one, and loads against what they were served.
 */
import type { Finding, LintRule } from '../lint/finding.ts';
import { lintLoad } from '../lint/lint-load.ts';
import { lintTable } from '../lint/lint-table.ts';
import type { MeasurementTable, Quantity } from '../measurement/measurement-table.ts';
import { CalibrationRefused } from '../refusal.ts';
import { isConferenceLog, type OwnTable } from './calibrate-measurements.ts';

/** Conferences may begin at one moment, be alike, and leave hours without any. */
const pointlessInLogs: readonly LintRule[] = ['clock-gap', 'clock-backwards', 'duplicated-rows'];

export function lintMeasurements(tables: readonly OwnTable[]): readonly Finding[] {
  return tables.flatMap(({ table, given }) => {
    const findings = lintTable(table, {
      ...(given.cores === undefined ? {} : { cpuCores: given.cores }),
      ...(given.linkMbps === undefined ? {} : { linkBps: given.linkMbps * 1e6 }),
    });
    if (isConferenceLog(table)) return findings.filter(({ rule }) => !pointlessInLogs.includes(rule));
    const meant = findings.filter((finding) => !isConstantOnPurpose(finding, table));
    return [...meant, ...loadFindings(table, given.cores)];
  });
}

/** A tester keeps conferences and senders at one number while participants grow. */
function isConstantOnPurpose({ rule, where }: Finding, table: MeasurementTable): boolean {
  const kept = table.columns.filter(({ quantity }) => quantity === 'senders' || quantity === 'conferences');
  return rule === 'constant-column' && kept.some(({ name }) => where === `${table.name}, ${name}`);
}

/** Of tables with one column each of participants, packets and CPU; others have no load to check. */
function loadFindings(table: MeasurementTable, cpuCores: number | undefined): readonly Finding[] {
  const load = nameOf(table, 'participants');
  const served = nameOf(table, 'packet-rate');
  const cpu = nameOf(table, 'cpu');
  if (load === null || served === null || cpu === null || cpuCores === undefined) return [];
  try {
    return lintLoad(table, { load, served, cpu, cpuCores });
  } catch (error) {
    // Too few points to tell: the fits say what is needed.
    if (error instanceof CalibrationRefused) return [];
    throw error;
  }
}

function nameOf(table: MeasurementTable, quantity: Quantity): string | null {
  const found = table.columns.filter((column) => column.quantity === quantity);
  return found.length === 1 ? found[0]!.name : null;
}

/**
 * Points of a load test at which something else than the load decided the reading.
 *
 * A line is fitted to the lower half of the points; a point that falls clearly short of it is limited. With the
 * machine's CPU at its limit the service is saturated; with CPU to spare it is the generator that could not do more.
 */
import { fitLinear } from '../fitting/linear-least-squares.ts';
import { columnNamed, type MeasurementTable } from '../measurement/measurement-table.ts';
import { CalibrationRefused } from '../refusal.ts';
import { describeRows, type Finding } from './finding.ts';

/** Shortfall that counts: the line itself is good to a few per cent. */
const shortfallRatio = 0.1;
/** Share of the cores from which the CPU counts as full. */
const cpuFullRatio = 0.9;
const pointsMin = 6;

/** `load` what the tester set (participants), `served` what came of it (packet rate, bytes). */
export interface LoadColumns {
  readonly load: string;
  readonly served: string;
  readonly cpu: string;
  readonly cpuCores: number;
}

export interface LimitedRows {
  /** Rows that fall short although the CPU has room: the generators were the limit. */
  readonly clientLimited: readonly number[];
  /** Rows that fall short with the CPU at its limit. */
  readonly saturated: readonly number[];
  /** Rows whose CPU is at its limit. */
  readonly cpuFull: readonly number[];
  /** Largest shortfall of any of `rows`, percent of what the line of the lower loads expects. */
  readonly worstPercent: (rows: readonly number[]) => number;
}

/** Rows in which the machine or the generators were the limit. Refuses fewer than six points. */
export function limitedRows(
  table: MeasurementTable,
  columns: LoadColumns,
  shortfall: number = shortfallRatio,
): LimitedRows {
  const load = columnNamed(table, columns.load).values;
  const served = columnNamed(table, columns.served).values;
  const cpu = columnNamed(table, columns.cpu).values;
  const rows = [...load.keys()]
    .filter((i) => Number.isFinite(load[i]!) && served[i]! > 0)
    .sort((a, b) => load[a]! - load[b]!);
  if (rows.length < pointsMin) {
    throw new CalibrationRefused({
      place: table.name,
      problem: `${rows.length} points with ${columns.load} and ${columns.served}, at least ${pointsMin} are needed`,
      hint: 'measure at six or more loads',
    });
  }
  const lower = rows.slice(0, Math.max(3, Math.floor(rows.length / 2)));
  const line = fitLinear(
    `${table.name}: ${columns.served} against ${columns.load}`,
    { load: lower.map((i) => load[i]!), one: lower.map(() => 1) },
    lower.map((i) => served[i]!),
  );
  const expected = (i: number) => line.coefficients[0]! * load[i]! + line.coefficients[1]!;
  const short = rows.filter((i) => served[i]! < (1 - shortfall) * expected(i));
  const cpuFull = (i: number) => cpu[i]! >= cpuFullRatio * columns.cpuCores;
  // Blank CPU cells take the side of the nearest row that has one.
  const full = short.filter((i) => cpuFull(nearestWithCpu(rows, cpu, i)));
  const spare = short.filter((i) => !full.includes(i));
  return {
    clientLimited: spare,
    saturated: full,
    cpuFull: rows.filter((i) => cpuFull(i)),
    worstPercent: (points) =>
      Math.round(100 * (1 - Math.min(...points.map((i) => served[i]! / expected(i))))),
  };
}

export function lintLoad(table: MeasurementTable, columns: LoadColumns): Finding[] {
  const {
    clientLimited: spare,
    saturated: full,
    cpuFull: cpuRows,
    worstPercent: worst,
  } = limitedRows(table, columns);
  const findings: Finding[] = [];
  if (spare.length > 0) {
    findings.push({
      rule: 'client-limited-points',
      severity: 'warning',
      where: `${table.name}, rows ${describeRows([...spare].sort((a, b) => a - b))}`,
      what: `${columns.served} is up to ${worst(spare)} % below the line of the lower loads while CPU is below ${100 * cpuFullRatio} % of ${columns.cpuCores} cores`,
      implies:
        'the load generators, not the service, were the limit: the reading says nothing about the service',
      todo: 'leave the rows out, and give the generators more cores',
    });
  }
  if (full.length > 0 || cpuRows.length > 0) {
    const all = [...new Set([...full, ...cpuRows])].sort((a, b) => a - b);
    findings.push({
      rule: 'saturated-points',
      severity: 'warning',
      where: `${table.name}, rows ${describeRows(all)}`,
      what:
        full.length > 0
          ? `CPU is full, and ${columns.served} falls up to ${worst(full)} % short at the highest loads`
          : `CPU is full (${100 * cpuFullRatio} % of ${columns.cpuCores} cores), ${columns.served} still follows the load`,
      implies:
        'the CPU reading is a floor of what was asked for; where the traffic falls short, so is the packet rate',
      todo: 'use the rows for the ceiling only, not for the cost per packet',
    });
  }
  return findings;
}

function nearestWithCpu(rows: readonly number[], cpu: Float64Array, of: number): number {
  const at = rows.indexOf(of);
  for (let distance = 0; distance < rows.length; distance++) {
    for (const candidate of [rows[at + distance], rows[at - distance]]) {
      if (candidate !== undefined && Number.isFinite(cpu[candidate]!)) return candidate;
    }
  }
  return of;
}

/**
 * Rows of a measurement that cannot be right, or must not be fitted: clocks, duplicates, limits of nature.
 */
import { median } from 'simple-statistics';
import type { MeasurementColumn, MeasurementTable, Quantity } from '../measurement/measurement-table.ts';
import { describeRows, type Finding } from './finding.ts';
import { lintGaps } from './lint-gaps.ts';

export interface TableLimits {
  /** Cores the process can use: its container limit, or 1 for a single-threaded one. */
  readonly cpuCores?: number;
  /** Speed of the network interface. */
  readonly linkBps?: number;
}

/** An interval longer than this many usual ones is a gap. */
const gapFactor = 1.5;
/** Fewest readings of which one can say that they never change. */
const constantRowsMin = 3;
/** Share a reading may exceed a limit by: clocks of CPU accounting are not exact. */
const limitSlack = 0.02;
/** Mean packet sizes on the wire outside this range are a unit slip, bytes. */
const packetBytes = { min: 40, max: 1600 };
/**
 * Core time of a packet at the highest rate measured, seconds: the shipped bridges take 28 to 59 us, and outside this range a
 * prefix of the rate is wrong. Below `leastCores` the rest of the process is most of the reading.
 */
const packetCostSeconds = { min: 1e-6, max: 1e-2, leastCores: 0.2 };
/** Sender and receiver rates that no interface has, when the speed of the link is not given. */
const linkBpsDefault = 100e9;

export function lintTable(table: MeasurementTable, limits: TableLimits = {}): Finding[] {
  return [
    ...lintClock(table),
    ...lintDuplicates(table),
    ...table.columns.flatMap((column) => lintColumn(table, column, limits)),
    ...lintPacketSizes(table),
    ...lintPacketCost(table),
    ...lintGaps(table),
  ];
}

function lintClock(table: MeasurementTable): Finding[] {
  const { timeMs } = table;
  if (timeMs === null || timeMs.length < 3) return [];
  const steps = Array.from({ length: timeMs.length - 1 }, (_, i) => timeMs[i + 1]! - timeMs[i]!);
  const usual = median(steps);
  const back = steps.flatMap((step, i) => (step <= 0 ? [i + 1] : []));
  const gaps = steps.flatMap((step, i) => (step > gapFactor * usual ? [{ row: i + 1, step }] : []));
  const findings: Finding[] = [];
  if (back.length > 0) {
    findings.push({
      rule: 'clock-backwards',
      severity: 'error',
      where: `${table.name}, rows ${describeRows(back)}`,
      what: 'time stands still or runs backwards',
      implies: 'rows were joined out of order, or the clock went through a change of daylight saving',
      todo: 'sort by time and drop repeated times; use UTC',
    });
  }
  for (const { row, step } of gaps) {
    findings.push({
      rule: 'clock-gap',
      severity: 'warning',
      where: `${table.name}, between rows ${row} and ${row + 1}`,
      what: `${seconds(step)} without a sample where ${seconds(usual)} is usual`,
      implies: 'rates and join counts over the gap are wrong, and the cause of the gap may be an incident',
      todo: 'fit the two sides apart, or leave the row after the gap out',
    });
  }
  return findings;
}

function lintDuplicates(table: MeasurementTable): Finding[] {
  // A single column is a list of values, such as sizes of conferences: alike is not the same.
  if (table.columns.length === 1 && table.timeMs === null) return [];
  const rows = table.columns[0]?.values.length ?? 0;
  const seen = new Set<string>();
  const repeated: number[] = [];
  for (let i = 0; i < rows; i++) {
    const values = table.columns.map((column) => column.values[i]!);
    if (values.every(Number.isNaN)) continue;
    // With a clock, standing still is no repetition: the time must repeat as well.
    const key = `${table.timeMs?.[i] ?? ''}|${values.join('|')}`;
    if (seen.has(key)) repeated.push(i);
    else seen.add(key);
  }
  if (repeated.length === 0) return [];
  return [
    {
      rule: 'duplicated-rows',
      severity: 'warning',
      where: `${table.name}, rows ${describeRows(repeated)}`,
      what: 'repeat an earlier row in every column',
      implies: 'a point counted twice narrows every interval without any new evidence',
      todo: 'keep one of each, unless the measurement was really taken again',
    },
  ];
}

function lintColumn(table: MeasurementTable, column: MeasurementColumn, limits: TableLimits): Finding[] {
  const present = [...column.values.keys()].filter((i) => !Number.isNaN(column.values[i]!));
  const findings: Finding[] = [];
  const bound = upperBound(column.quantity, limits);
  const above = present.filter((i) => column.values[i]! > bound.value * (1 + limitSlack));
  if (above.length > 0) {
    const most = Math.max(...above.map((i) => column.values[i]!));
    findings.push({
      rule: 'above-physical-limit',
      severity: 'error',
      where: `${table.name}, ${column.name}, rows ${describeRows(above)}`,
      what: `up to ${shown(most)}, more than ${bound.name} (${shown(bound.value)})`,
      implies: bound.implies,
      todo: 'check the unit and whether several instances were added up; leave the rows out of every fit',
    });
  }
  const negative = present.filter((i) => column.values[i]! < 0);
  if (negative.length > 0 && column.quantity !== 'rate' && column.quantity !== 'count') {
    findings.push({
      rule: 'above-physical-limit',
      severity: 'error',
      where: `${table.name}, ${column.name}, rows ${describeRows(negative)}`,
      what: 'negative values',
      implies: 'a counter was reset, or a difference was taken across a restart',
      todo: 'use rate() rather than differences of counters, or leave the rows out',
    });
  }
  const first = column.values[present[0] ?? 0]!;
  if (present.length >= constantRowsMin && present.every((i) => column.values[i] === first)) {
    findings.push({
      rule: 'constant-column',
      severity: 'warning',
      where: `${table.name}, ${column.name}`,
      what: `is ${shown(first)} in all ${present.length} rows`,
      implies: 'its effect cannot be learnt from this measurement, or the exporter is stuck',
      todo: 'vary it in another run, or fix its parameter',
    });
  }
  return findings;
}

function upperBound(
  quantity: Quantity,
  limits: TableLimits,
): { readonly value: number; readonly name: string; readonly implies: string } {
  switch (quantity) {
    case 'cpu':
      return {
        value: limits.cpuCores ?? Number.POSITIVE_INFINITY,
        name: 'the cores it may use',
        implies:
          'the last rate of a dead container is still in the sum (up to 5 minutes), or the limit is not what it was thought to be',
      };
    case 'bit-rate':
      return {
        value: limits.linkBps ?? linkBpsDefault,
        name: 'the speed of the link',
        implies: 'bytes were read as bits or a prefix is wrong',
      };
    case 'packet-rate':
      return {
        // Smallest Ethernet frame with preamble and gap: 84 bytes.
        value: (limits.linkBps ?? linkBpsDefault) / (84 * 8),
        name: 'the packets the link can carry',
        implies: 'a prefix is wrong, or a counter was taken for a rate',
      };
    case 'ratio':
      return { value: 1, name: 'the whole', implies: 'per cent were given as a ratio' };
    default:
      return { value: Number.POSITIVE_INFINITY, name: '', implies: '' };
  }
}

/** Bits over packets, where both were measured once: the mean packet size must be that of a packet. */
function lintPacketSizes(table: MeasurementTable): Finding[] {
  const packets = table.columns.filter((column) => column.quantity === 'packet-rate');
  const bits = table.columns.filter((column) => column.quantity === 'bit-rate');
  if (packets.length !== 1 || bits.length !== 1) return [];
  const sizes = [...packets[0]!.values.keys()].flatMap((i) => {
    const rate = packets[0]!.values[i]!;
    const bytes = bits[0]!.values[i]! / 8 / rate;
    return rate > 0 && Number.isFinite(bytes) ? [bytes] : [];
  });
  if (sizes.length === 0) return [];
  const typical = median(sizes);
  if (typical >= packetBytes.min && typical <= packetBytes.max) return [];
  return [
    {
      rule: 'implausible-packet-size',
      severity: 'error',
      where: `${table.name}, ${bits[0]!.name} over ${packets[0]!.name}`,
      what: `comes to ${shown(typical)} bytes a packet`,
      implies: 'one of the two has a wrong unit, or they do not count the same traffic',
      todo: 'check bits against bytes (8), the prefixes (1000), and whether both count one direction or both',
    },
  ];
}

/** CPU over packets, where both were measured once: kpps read as Mpps, or as packets, cost what no packet costs. */
function lintPacketCost(table: MeasurementTable): Finding[] {
  const packets = table.columns.filter((column) => column.quantity === 'packet-rate');
  const cpu = table.columns.filter((column) => column.quantity === 'cpu');
  if (packets.length !== 1 || cpu.length !== 1) return [];
  const both = [...packets[0]!.values.keys()]
    .map((i) => ({ rate: packets[0]!.values[i]!, cores: cpu[0]!.values[i]! }))
    .filter(({ rate, cores }) => rate > 0 && cores >= packetCostSeconds.leastCores);
  const busiest = both.toSorted((a, b) => b.rate - a.rate)[0];
  if (busiest === undefined) return [];
  const cost = busiest.cores / busiest.rate;
  if (cost >= packetCostSeconds.min && cost <= packetCostSeconds.max) return [];
  return [
    {
      rule: 'unit-error',
      severity: 'error',
      where: `${table.name}, ${cpu[0]!.name} over ${packets[0]!.name}`,
      what: `at ${shown(busiest.rate)} packets/s comes to ${shown(cost * 1e6)} us of a core for each packet`,
      implies: 'the packet rate has a wrong prefix (pps, kpps, Mpps), or the CPU a wrong unit',
      todo: 'check both units; bridges take some 20 to 100 us a packet',
    },
  ];
}

function seconds(ms: number): string {
  return `${shown(ms / 1000)} s`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}

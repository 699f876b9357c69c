/**
 * Readings that are missing, and readings of zero where something was going on: both must be left out, not averaged in.
 */
import type { MeasurementColumn, MeasurementTable, Quantity } from '../measurement/measurement-table.ts';
import { describeRows, type Finding } from './finding.ts';

/** Quantities of which a service that carries anybody has some. */
const neverZero: readonly Quantity[] = ['packet-rate', 'bit-rate', 'cpu', 'memory', 'stress'];

export function lintGaps(table: MeasurementTable): Finding[] {
  return table.columns.flatMap((column) => [...missing(table, column), ...zeros(table, column)]);
}

/** Rows whose reading of this quantity is zero although participants are present or another reading is not zero. */
function unlikelyZeros(table: MeasurementTable, column: MeasurementColumn): readonly number[] {
  if (!neverZero.includes(column.quantity)) return [];
  const others = table.columns.filter(
    (other) => other !== column && (other.quantity === 'participants' || neverZero.includes(other.quantity)),
  );
  return [...column.values.keys()].filter(
    (row) => column.values[row] === 0 && others.some(({ values }) => values[row]! > 0),
  );
}

function missing(table: MeasurementTable, column: MeasurementColumn): Finding[] {
  const rows = [...column.values.keys()].filter((row) => Number.isNaN(column.values[row]!));
  if (rows.length === 0) return [];
  return [
    {
      rule: 'missing-readings',
      severity: 'warning',
      where: `${table.name}, ${column.name}, rows ${describeRows(rows)}`,
      what: `${rows.length} of ${column.values.length} readings are missing`,
      implies: 'nothing was measured there, which is not zero: fits leave the rows out',
      todo: 'look whether the exporter or the service was away; blank cells are right, zeros would not be',
    },
  ];
}

function zeros(table: MeasurementTable, column: MeasurementColumn): Finding[] {
  const rows = unlikelyZeros(table, column);
  if (rows.length === 0) return [];
  return [
    {
      rule: 'zero-readings',
      severity: 'warning',
      where: `${table.name}, ${column.name}, rows ${describeRows(rows)}`,
      what: `is 0 in ${rows.length} of ${column.values.length} rows in which something was going on`,
      implies:
        'the exporter lost the metric, the process had just restarted, or the media went from peer to peer: averaged in, it makes everything look cheaper',
      todo: 'fits leave the rows out; repair the exporter, or blank the cells',
    },
  ];
}

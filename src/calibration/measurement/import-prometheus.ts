/**
 * The answer of Prometheus' `query_range` (resultType `matrix`), each series a column on the union of all times.
 *
 * A series that ends keeps its last value in a sum for up to five minutes (staleness), which once made a dead
 * container's 1.0 core part of a sum of 1.4: importing the series one by one and looking at the gaps shows it.
 */
import {
  type MeasurementColumn,
  type MeasurementTable,
  type Quantity,
  unitFactor,
} from './measurement-table.ts';
import { readMatrix, timesOf } from './prometheus-answer.ts';

export function importPrometheus(options: {
  readonly name: string;
  readonly source: string;
  readonly text: string;
  readonly quantity: Quantity;
  readonly unit: string;
  /** Label that names the columns, such as `pod`; all labels when left out. */
  readonly labelledBy?: string;
}): MeasurementTable {
  const { source, quantity } = options;
  const factor = unitFactor(quantity, options.unit);
  const result = readMatrix(options.text, source);
  const seconds = timesOf(result);
  const rowOf = new Map(seconds.map((at, row) => [at, row]));
  const columns = result.map((series): MeasurementColumn => {
    const values = new Float64Array(seconds.length).fill(Number.NaN);
    for (const [at, text] of series.values) {
      const value = Number(text);
      values[rowOf.get(at)!] = Number.isFinite(value) ? value * factor : Number.NaN;
    }
    return { name: labelOf(series.metric, options.labelledBy), quantity, values };
  });
  const gaps = columns.filter((column) => column.values.some(Number.isNaN)).map((column) => column.name);
  return {
    name: options.name,
    source,
    timeMs: Float64Array.from(seconds, (at) => at * 1000),
    columns,
    notes:
      gaps.length === 0
        ? []
        : [
            `${gaps.join(', ')}: not present throughout; a sum over instances counts a dead one's last value for up to 5 minutes`,
          ],
  };
}

function labelOf(metric: Readonly<Record<string, string>>, label: string | undefined): string {
  if (label !== undefined && metric[label] !== undefined) return metric[label];
  const { __name__: name = '', ...labels } = metric;
  const rest = Object.entries(labels).map(([key, value]) => `${key}="${value}"`);
  return rest.length === 0 ? name || 'value' : `${name}{${rest.join(',')}}`;
}

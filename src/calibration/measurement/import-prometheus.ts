/**
 * The answer of Prometheus' `query_range` (resultType `matrix`), each series a column on the union of all times.
 *
 * A series that ends keeps its last value in a sum for up to five minutes (staleness), which once made a dead
 * container's 1.0 core part of a sum of 1.4: importing the series one by one and looking at the gaps shows it.
 */
import { z } from 'zod';
import { CalibrationRefused } from '../refusal.ts';
import { parseJson } from './json-text.ts';
import {
  type MeasurementColumn,
  type MeasurementTable,
  type Quantity,
  unitFactor,
} from './measurement-table.ts';

const answerSchema = z.object({
  status: z.string(),
  error: z.string().optional(),
  data: z
    .object({
      resultType: z.string(),
      result: z.array(
        z.object({
          metric: z.record(z.string(), z.string()),
          values: z.array(z.tuple([z.number(), z.string()])).optional(),
        }),
      ),
    })
    .optional(),
});

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
  const answer = answerSchema.safeParse(parseJson(options.text, source));
  if (!answer.success) {
    throw new CalibrationRefused({
      place: source,
      problem: `is not an answer of Prometheus (${answer.error.issues[0]?.path.join('.')}: ${answer.error.issues[0]?.message})`,
      hint: 'save the answer of GET /api/v1/query_range as it is',
    });
  }
  const { status, error, data } = answer.data;
  if (status !== 'success' || data === undefined) {
    throw new CalibrationRefused({
      place: source,
      problem: `the query failed: ${error ?? status}`,
      hint: 'repair the query and save its answer again',
    });
  }
  if (data.resultType !== 'matrix' || data.result.length === 0) {
    throw new CalibrationRefused({
      place: source,
      problem:
        data.result.length === 0 ? 'the query found no series' : `holds a ${data.resultType}, not a matrix`,
      hint: 'use /api/v1/query_range with start, end and step',
    });
  }
  const seconds = [...new Set(data.result.flatMap((series) => (series.values ?? []).map(([at]) => at)))].sort(
    (a, b) => a - b,
  );
  const rowOf = new Map(seconds.map((at, row) => [at, row]));
  const columns = data.result.map((series): MeasurementColumn => {
    const values = new Float64Array(seconds.length).fill(Number.NaN);
    for (const [at, text] of series.values ?? []) {
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

/**
 * The answer of Prometheus' `query_range` (resultType `matrix`), read and checked.
 */
import { z } from 'zod';
import { CalibrationRefused } from '../refusal.ts';
import { parseJson } from './json-text.ts';

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

export interface PrometheusSeries {
  readonly metric: Readonly<Record<string, string>>;
  /** Epoch seconds and the value as text. */
  readonly values: readonly (readonly [number, string])[];
}

/** Throws `CalibrationRefused` when the text is no answer, a failed one, or not a matrix with series. */
export function readMatrix(text: string, source: string): readonly PrometheusSeries[] {
  const answer = answerSchema.safeParse(parseJson(text, source));
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
  return data.result.map(({ metric, values = [] }) => ({ metric, values }));
}

/** All times of the series, epoch seconds, sorted. */
export function timesOf(series: readonly PrometheusSeries[]): readonly number[] {
  return [...new Set(series.flatMap(({ values }) => values.map(([at]) => at)))].sort((a, b) => a - b);
}

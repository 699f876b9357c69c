/**
 * Results of k6, a load generator for HTTP services: the summary export (JSON) and the raw output (CSV).
 *
 * Sources: grafana.com/docs/k6 (results output, CSV; end-of-test summary; `--summary-export` writes numbers directly
 * under a metric, `handleSummary` under `values`).
 */
import { z } from 'zod';
import { CalibrationRefused } from '../refusal.ts';
import { cellNumber, cellText, type TextRow } from '../text-rows.ts';
import { parseCsvText } from './csv-text.ts';
import { parseJson } from './json-text.ts';
import type { MeasurementTable } from './measurement-table.ts';

export interface K6Summary {
  readonly source: string;
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Run time implied by the two, seconds. */
  readonly durationSeconds: number;
  /** Failed requests over all, ratio; null when k6 did not count them. */
  readonly failedRatio: number | null;
  /** Seconds a request took; null when not reported. */
  readonly requestSeconds: {
    readonly mean: number;
    readonly p90: number | null;
    readonly p95: number | null;
  } | null;
  /** Most virtual participants at a time; null when not reported. */
  readonly virtualMax: number | null;
}

const numbers = z.record(z.string(), z.unknown());
const summarySchema = z.object({ metrics: z.record(z.string(), numbers) });

export function importK6Summary(options: { readonly source: string; readonly text: string }): K6Summary {
  const { source } = options;
  const parsed = summarySchema.safeParse(parseJson(options.text, source));
  if (!parsed.success) {
    throw new CalibrationRefused({
      place: source,
      problem: 'has no metrics object',
      hint: 'run k6 with --summary-export=summary.json',
    });
  }
  const { metrics } = parsed.data;
  const value = (metric: string, ...keys: string[]): number | null => {
    const found = metrics[metric];
    if (found === undefined) return null;
    const nested = numbers.safeParse(found.values);
    const holder = nested.success ? nested.data : found;
    for (const key of keys) if (typeof holder[key] === 'number') return holder[key];
    return null;
  };
  const requests = value('http_reqs', 'count');
  const requestsPerSecond = value('http_reqs', 'rate');
  if (requests === null || requestsPerSecond === null || requestsPerSecond <= 0) {
    throw new CalibrationRefused({
      place: source,
      problem: 'http_reqs has no count and rate',
      hint: 'the script must send HTTP requests; browser and socket metrics are not imported',
    });
  }
  const meanMs = value('http_req_duration', 'avg');
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);
  return {
    source,
    requests,
    requestsPerSecond,
    durationSeconds: requests / requestsPerSecond,
    failedRatio: value('http_req_failed', 'value', 'rate'),
    requestSeconds:
      meanMs === null
        ? null
        : {
            mean: meanMs / 1000,
            p90: seconds(value('http_req_duration', 'p(90)')),
            p95: seconds(value('http_req_duration', 'p(95)')),
          },
    virtualMax: value('vus_max', 'max', 'value'),
  };
}

/** Raw CSV to one row per `bucketSeconds`: requests per second, mean request duration, virtual participants. */
export function importK6Csv(options: {
  readonly name: string;
  readonly source: string;
  readonly text: string;
  readonly bucketSeconds: number;
}): MeasurementTable {
  const { source, bucketSeconds } = options;
  const buckets = new Map<
    number,
    { requests: number; durationMs: number; durations: number; virtual: number }
  >();
  for (const row of parseCsvText(options.text, source)) {
    const metric = cellText(row, 'metric_name');
    if (metric !== 'http_reqs' && metric !== 'http_req_duration' && metric !== 'vus') continue;
    const at = Math.floor(timestampSeconds(row, source) / bucketSeconds) * bucketSeconds;
    const bucket = buckets.get(at) ?? { requests: 0, durationMs: 0, durations: 0, virtual: Number.NaN };
    buckets.set(at, bucket);
    const value = cellNumber(row, 'metric_value');
    if (metric === 'http_reqs') bucket.requests += value;
    else if (metric === 'vus')
      bucket.virtual = Number.isNaN(bucket.virtual) ? value : Math.max(bucket.virtual, value);
    else {
      bucket.durationMs += value;
      bucket.durations++;
    }
  }
  if (buckets.size === 0) {
    throw new CalibrationRefused({
      place: source,
      problem: 'has no rows of http_reqs, http_req_duration or vus',
      hint: 'run k6 with --out csv=results.csv',
    });
  }
  const times = [...buckets.keys()].sort((a, b) => a - b);
  const column = (of: (bucket: NonNullable<ReturnType<typeof buckets.get>>) => number) =>
    Float64Array.from(times, (at) => of(buckets.get(at)!));
  return {
    name: options.name,
    source,
    timeMs: Float64Array.from(times, (at) => at * 1000),
    columns: [
      { name: 'requests', quantity: 'rate', values: column((bucket) => bucket.requests / bucketSeconds) },
      {
        name: 'request duration',
        quantity: 'duration',
        values: column((bucket) =>
          bucket.durations === 0 ? Number.NaN : bucket.durationMs / bucket.durations / 1000,
        ),
      },
      { name: 'virtual participants', quantity: 'participants', values: column((bucket) => bucket.virtual) },
    ],
    notes: ['the first and the last bucket may be incomplete'],
  };
}

/** Digits of today's time in seconds, milli-, micro- and nanoseconds (K6_CSV_TIME_FORMAT unix, unix_milli, ...). */
const ticksPerSecond = new Map([
  [10, 1],
  [13, 1e3],
  [16, 1e6],
  [19, 1e9],
]);

/** Any of the time formats of k6's CSV (output/csv/config.go): whole seconds to nanoseconds, or RFC 3339. */
function timestampSeconds(row: TextRow, source: string): number {
  const text = cellText(row, 'timestamp');
  const ticks = ticksPerSecond.get(text.length);
  const seconds = ticks !== undefined && /^\d+$/.test(text) ? Number(text) / ticks : Date.parse(text) / 1000;
  if (Number.isFinite(seconds)) return seconds;
  throw new CalibrationRefused({
    place: source,
    problem: `timestamp '${text}' is no time`,
    hint: 'k6 writes 1595325560 or, with K6_CSV_TIME_FORMAT, milliseconds or 2020-07-21T09:59:20Z',
  });
}

/**
 * A chart as the JSON from which a page draws it with pointer support: compiled to Vega here, so that the page
 * need not ship Vega-Lite, and with its data by columns, which is a third of the size of rows.
 */
import type { Spec } from 'vega';
import type { VegaLiteSpec } from '../../charts/chart.ts';
import { loadVegaRuntime } from './vega-runtime.ts';

export async function interactiveSpec(spec: VegaLiteSpec): Promise<string> {
  const vega = await loadVegaRuntime();
  const compiled = vega.compile({ ...spec, background: 'transparent' });
  return withPlainTimes(JSON.stringify({ ...compiled, data: (compiled.data ?? []).map(packed) }));
}

/**
 * Vega-Lite writes times as `datetime(1648545840000)`. The interpreter of vega-interpreter 2.3 takes that number
 * for a year (src/functions.js, `datetime`), so the number goes in alone: scales read it as the same instant.
 */
function withPlainTimes(json: string): string {
  return json.replaceAll(/\bdatetime\((-?\d+)\)/g, '$1');
}

type Source = NonNullable<Spec['data']>[number];

/** Rows `[{t, ready}, ...]` as `{fields: ['t', 'ready'], columns: [[...], [...]]}`; the page's script undoes it. */
function packed(source: Source): unknown {
  if (!('values' in source) || !Array.isArray(source.values) || source.values.length < 2) return source;
  const rows = source.values as readonly Readonly<Record<string, unknown>>[];
  const fields = Object.keys(rows[0] ?? {});
  const columns = fields.map((field) => rows.map((row) => row[field] ?? null));
  return { ...source, values: { fields, columns } };
}

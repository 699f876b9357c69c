/**
 * One file of a measurement, whatever tool wrote it, to a table or to what else it says.
 */
import { parseCsvText } from '../measurement/csv-text.ts';
import { bridgeMetricsIn, importBridgeMetrics } from '../measurement/import-bridge-metrics.ts';
import { importColibri } from '../measurement/import-colibri.ts';
import { type ColumnMap, tableFromRows } from '../measurement/import-csv.ts';
import { importK6Csv, importK6Summary, type K6Summary } from '../measurement/import-k6.ts';
import { importPrometheus } from '../measurement/import-prometheus.ts';
import { describeTortureRun } from '../measurement/import-torture.ts';
import type { MeasurementTable } from '../measurement/measurement-table.ts';
import { CalibrationRefused } from '../refusal.ts';
import type { TextRow } from '../text-rows.ts';
import type { Given } from './given.ts';

export const measurementFormats = [
  'csv',
  'prometheus',
  'colibri',
  'k6-summary',
  'k6-csv',
  'torture',
] as const;
export type MeasurementFormat = (typeof measurementFormats)[number];

export interface MeasurementSource {
  readonly name: string;
  /** File, for reports. */
  readonly source: string;
  readonly text: string;
  /** null to recognise it. */
  readonly format: MeasurementFormat | null;
  readonly map: ColumnMap | null;
  readonly labelledBy?: string | null;
  readonly missingValues?: readonly string[];
  readonly isFitted?: (row: TextRow) => boolean;
}

/** What a file came to: a table, a summary of requests, or a description of the load. */
export interface ImportedMeasurement {
  readonly format: MeasurementFormat;
  readonly table: MeasurementTable | null;
  readonly summary: K6Summary | null;
  readonly given: Given;
  readonly notes: readonly string[];
}

/** Seconds of a row made of k6's single requests. */
const k6BucketSeconds = 60;

export function importMeasurement(file: MeasurementSource): ImportedMeasurement {
  const { name, source, text } = file;
  const format = file.format ?? recogniseFormat(file);
  const nothing: ImportedMeasurement = { format, table: null, summary: null, given: {}, notes: [] };
  const tabled = (table: MeasurementTable): ImportedMeasurement => ({
    ...nothing,
    table,
    notes: table.notes,
  });
  switch (format) {
    case 'csv':
      return tabled(importTable(file));
    case 'colibri':
      return tabled(importColibri({ name, source, text }));
    case 'prometheus':
      return tabled(importQuery(file));
    case 'k6-csv':
      return tabled(importK6Csv({ name, source, text, bucketSeconds: k6BucketSeconds }));
    case 'k6-summary':
      return { ...nothing, summary: importK6Summary({ source, text }) };
    case 'torture': {
      const run = describeTortureRun(text, source);
      const given = {
        conferences: run.conferences,
        audioSenders: run.audioSendersPerConference,
        videoSenders: run.videoSendersPerConference,
      };
      return { ...nothing, given, notes: run.notes };
    }
  }
}

/** What wrote the file, by its own marks. */
function recogniseFormat({ source, text, map }: MeasurementSource): MeasurementFormat {
  const start = text.trimStart();
  if (start.startsWith('{')) {
    if (/^\{\s*"status"\s*:/.test(start)) return 'prometheus';
    if (/"current_timestamp"\s*:/.test(start.slice(0, 5000))) return 'colibri';
    if (/"metrics"\s*:/.test(start)) return 'k6-summary';
    throw new CalibrationRefused({
      place: source,
      problem: 'is JSON of a kind that is not known',
      hint: 'known are the answer of Prometheus, the lines of /colibri/stats and the summary of k6',
    });
  }
  if (/^metric_name,timestamp,metric_value/.test(start)) return 'k6-csv';
  if (/org\.jitsi\.malleus|malleus\.sh\s/.test(start)) return 'torture';
  if (map === null && /(^|\s)--(conferences|participants)[=\s]/.test(start)) return 'torture';
  return 'csv';
}

function importTable({
  name,
  source,
  text,
  map,
  missingValues = [],
  isFitted,
}: MeasurementSource): MeasurementTable {
  if (map === null) {
    const [header = ''] = text.split(/\r?\n/, 1);
    throw new CalibrationRefused({
      place: source,
      problem: 'is a CSV without a word on what its columns are',
      hint: `say it with --column-map "n=participants, kpps=packet-rate kpps" or a datapackage.json; the columns are ${header}`,
    });
  }
  const rows = parseCsvText(text, source)
    .filter((row) => isFitted?.(row) ?? true)
    .map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([key, value]) => [key, missingValues.includes(value.trim()) ? '' : value]),
      ),
    );
  if (rows.length === 0) {
    throw new CalibrationRefused({
      place: source,
      problem: 'has no row to fit',
      hint: 'give rows, or check which of them are kept for validation',
    });
  }
  return tableFromRows({ name, source, rows, map });
}

/** All series of an answer are of one quantity, which the answer does not say unless it is of metrics of a bridge. */
function importQuery({ name, source, text, map, labelledBy }: MeasurementSource): MeasurementTable {
  // Several metrics are not one quantity, whatever a map for all files says.
  const metrics = bridgeMetricsIn(text, source);
  if (metrics > 1 || (metrics === 1 && map === null)) return importBridgeMetrics({ name, source, text });
  const [what, ...others] = map?.columns ?? [];
  if (what === undefined || others.length > 0) {
    throw new CalibrationRefused({
      place: source,
      problem: 'is an answer of Prometheus, which does not say the quantity and unit of its series',
      hint: 'say it with --column-map "*=packet-rate kpps", or as quantity and unit of the resource in a datapackage.json',
    });
  }
  return importPrometheus({
    name,
    source,
    text,
    quantity: what.quantity,
    unit: what.unit,
    ...(labelledBy === null || labelledBy === undefined ? {} : { labelledBy }),
  });
}

/**
 * Any CSV with a header, by a map from its columns to quantities and units.
 */
import { CalibrationRefused } from '../refusal.ts';
import { cellNumberOrNull, cellText, type TextRow } from '../text-rows.ts';
import { parseCsvText } from './csv-text.ts';
import { type MeasurementTable, type Quantity, unitFactor } from './measurement-table.ts';

export interface ColumnMap {
  readonly time?: { readonly column: string; readonly format: TimeFormat };
  readonly columns: readonly {
    /** Name in the file. */
    readonly column: string;
    /** Name in the table; the name in the file when left out. */
    readonly name?: string;
    readonly quantity: Quantity;
    readonly unit: string;
  }[];
}

/** `hh:mm` counts from midnight of an unnamed day; `iso` needs a zone or a Z, since a bare time is ambiguous. */
export type TimeFormat = 'epoch-s' | 'epoch-ms' | 'iso' | 'hh:mm';

export function importCsv(options: {
  readonly name: string;
  readonly source: string;
  readonly text: string;
  readonly map: ColumnMap;
}): MeasurementTable {
  const rows = parseCsvText(options.text, options.source);
  return tableFromRows({ ...options, rows });
}

/** The same from rows that were already read. */
export function tableFromRows(options: {
  readonly name: string;
  readonly source: string;
  readonly rows: readonly TextRow[];
  readonly map: ColumnMap;
}): MeasurementTable {
  const { name, source, rows, map } = options;
  if (map.columns.length === 0 && map.time === undefined) {
    throw new CalibrationRefused({
      place: source,
      problem: 'no column is mapped',
      hint: 'name at least one column with its quantity and unit',
    });
  }
  const { time } = map;
  return {
    name,
    source,
    timeMs:
      time === undefined
        ? null
        : Float64Array.from(rows, (row, i) =>
            timeOf(cellText(row, time.column), time.format, `${source}, row ${i + 1}`),
          ),
    columns: map.columns.map((entry) => {
      const factor = unitFactor(entry.quantity, entry.unit);
      return {
        name: entry.name ?? entry.column,
        quantity: entry.quantity,
        values: Float64Array.from(
          rows,
          (row, i) => (cellNumberOrNull(row, entry.column, `${source}, row ${i + 1}`) ?? Number.NaN) * factor,
        ),
      };
    }),
    notes: [],
  };
}

function timeOf(text: string, format: TimeFormat, place: string): number {
  const value = parseTime(text, format);
  if (!Number.isFinite(value)) {
    throw new CalibrationRefused({
      place,
      problem: `'${text}' is no time in the format ${format}`,
      hint:
        format === 'iso'
          ? 'write 2022-03-29T09:24:00Z or with +02:00; a time without zone is ambiguous'
          : 'check the format of the time column',
    });
  }
  return value;
}

function parseTime(text: string, format: TimeFormat): number {
  switch (format) {
    case 'epoch-s':
      return text === '' ? Number.NaN : Number(text) * 1000;
    case 'epoch-ms':
      return text === '' ? Number.NaN : Number(text);
    case 'iso':
      return /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
    case 'hh:mm': {
      const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
      return match === null ? Number.NaN : (Number(match[1]) * 60 + Number(match[2])) * 60_000;
    }
  }
}

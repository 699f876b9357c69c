/**
 * A column map as a line of text, `n=participants, kpps=packet-rate kpps, at=time iso`, and as a mapping of a YAML or
 * JSON file with the keys of `ColumnMap`.
 */
import { z } from 'zod';
import { closest } from '../../scenario/did-you-mean.ts';
import type { ColumnMap, TimeFormat } from '../measurement/import-csv.ts';
import { type Quantity, quantities, soleUnit, unitsOf } from '../measurement/measurement-table.ts';
import { CalibrationRefused } from '../refusal.ts';

const timeFormats: readonly TimeFormat[] = ['epoch-s', 'epoch-ms', 'iso', 'hh:mm'];

/** Reads `column=quantity unit` entries, separated by commas; a column of time is `column=time format`. */
export function parseColumnMap(text: string): ColumnMap {
  const columns: ColumnMap['columns'][number][] = [];
  let time: ColumnMap['time'];
  for (const part of text.split(',').filter((entry) => entry.trim() !== '')) {
    const at = part.lastIndexOf('=');
    if (at < 0) {
      throw refused(part.trim(), 'has no =', 'write column=quantity unit, such as kpps=packet-rate kpps');
    }
    const column = part.slice(0, at).trim();
    const [quantity = '', unit] = part
      .slice(at + 1)
      .trim()
      .split(/\s+/);
    if (quantity === 'time') time = { column, format: timeFormat(column, unit) };
    else columns.push({ column, ...measured(column, quantity, unit) });
  }
  return { ...(time === undefined ? {} : { time }), columns };
}

const mapSchema = z.strictObject({
  time: z
    .strictObject({ column: z.string(), format: z.enum(['epoch-s', 'epoch-ms', 'iso', 'hh:mm']) })
    .optional(),
  columns: z.array(
    z.strictObject({
      column: z.string(),
      name: z.string().optional(),
      quantity: z.string(),
      unit: z.string().optional(),
    }),
  ),
});

/** Checks the mapping of a file. */
export function checkColumnMap(value: unknown, place: string): ColumnMap {
  const parsed = mapSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CalibrationRefused({
      place,
      problem: `is no column map (${issue?.path.join('.')}: ${issue?.message})`,
      hint: 'write columns: [{ column: n, quantity: participants }, ...] and, with a clock, time: { column, format }',
    });
  }
  const { time, columns } = parsed.data;
  return {
    ...(time === undefined ? {} : { time }),
    columns: columns.map(({ column, name, quantity, unit }) => ({
      column,
      ...(name === undefined ? {} : { name }),
      ...measured(column, quantity, unit),
    })),
  };
}

/** The quantity with its unit, which may be left out where there is only one. */
export function measured(
  column: string,
  quantity: string,
  unit: string | undefined,
): { readonly quantity: Quantity; readonly unit: string } {
  const known = quantities.find((candidate) => candidate === quantity);
  if (known === undefined) {
    const near = closest(quantity, [...quantities, 'time']);
    throw refused(
      column,
      `has the quantity '${quantity}', which is not known`,
      near === null ? `known are time, ${quantities.join(', ')}` : `did you mean ${near}?`,
    );
  }
  const given = unit ?? soleUnit(known);
  if (given === null) {
    throw refused(
      column,
      `has no unit for its ${known}`,
      `write one of ${unitsOf(known).join(', ')} after it`,
    );
  }
  return { quantity: known, unit: given };
}

function timeFormat(column: string, format: string | undefined): TimeFormat {
  const known = timeFormats.find((candidate) => candidate === format);
  if (known !== undefined) return known;
  throw refused(column, `has the time format '${format ?? ''}'`, `use one of ${timeFormats.join(', ')}`);
}

function refused(column: string, problem: string, hint: string): CalibrationRefused {
  return new CalibrationRefused({ place: `column map, ${column}`, problem, hint });
}

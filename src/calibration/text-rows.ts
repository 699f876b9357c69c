/**
 * Rows of a CSV file as they are read: text by column name. Reading the file is the caller's.
 */
import { CalibrationRefused } from './refusal.ts';

export type TextRow = Readonly<Record<string, string>>;

/** The text of a cell; refuses a column that is not there. */
export function cellText(row: TextRow, column: string): string {
  const text = row[column];
  if (text === undefined) {
    throw new CalibrationRefused({
      place: `column ${column}`,
      problem: `is missing; the file has ${Object.keys(row).join(', ') || 'no columns'}`,
      hint: 'check the header line, or map your column names',
    });
  }
  return text.trim();
}

/** The number in a cell; refuses an empty or a non-numeric one. */
export function cellNumber(row: TextRow, column: string): number {
  const value = cellNumberOrNull(row, column);
  if (value === null) {
    throw new CalibrationRefused({
      place: `column ${column}`,
      problem: 'is empty in a row that needs it',
      hint: 'fill in the measurement or leave the row out',
    });
  }
  return value;
}

/** The number in a cell, null when it is empty; refuses what is not a number, with `where` the row is. */
export function cellNumberOrNull(row: TextRow, column: string, where?: string): number | null {
  const text = cellText(row, column);
  if (text === '') return null;
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new CalibrationRefused({
      place: where === undefined ? `column ${column}` : `${where}, column ${column}`,
      problem: `has '${text}', which is not a number`,
      hint: 'use a decimal point, no unit and no thousands separator; leave unknown cells empty',
    });
  }
  return value;
}

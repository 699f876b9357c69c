/**
 * Cells and sheets of a workbook as plain data; io makes the file.
 */

/** `format` is of the spreadsheet. */
export interface SheetCell {
  /** Of a formula its text, which begins with `=`. */
  readonly value: string | number;
  /** What a formula comes to: stored beside it for viewers that do not compute. */
  readonly computed?: string | number;
  readonly isHeading?: boolean;
  readonly format?: string;
}

export interface WorkbookSheet {
  readonly name: string;
  /** Widths of the columns, characters. */
  readonly widths: readonly number[];
  /** Rows and columns that stay in sight. */
  readonly frozenRows: number;
  readonly frozenColumns: number;
  readonly rows: readonly (readonly SheetCell[])[];
}

const moneyFormat = '#,##0.00';
export const percentFormat = '0.0%';

export const formula = (
  value: string,
  computed: string | number,
  format: string = moneyFormat,
): SheetCell => ({ value, computed, format });
export const text = (value: string): SheetCell => ({ value });
export const heading = (value: string): SheetCell => ({ value, isHeading: true });
export const money = (value: number): SheetCell => ({ value, format: moneyFormat });
export const figure = (value: number, format: string): SheetCell => ({ value, format });
/** Rows without words between parts of a sheet. */
export const blankRow: readonly SheetCell[] = [];

/** Column name of an index from 0: A, B, ..., Z, AA. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

/** `a / b` as a share or unit price; `none` where b is 0. */
export function quotient(
  [over, under]: readonly [string, string],
  computed: readonly [number, number],
  format: string,
): SheetCell {
  const value = computed[1] === 0 ? 'none' : computed[0] / computed[1];
  return formula(`=IF(${under}=0,"none",${over}/${under})`, value, format);
}

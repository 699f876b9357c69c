/**
 * Cells and sheets of a workbook as plain data; io makes the file.
 */

/** A formula begins with `=`; `format` is of the spreadsheet. */
export interface SheetCell {
  readonly value: string | number;
  readonly isFormula?: boolean;
  readonly isHeading?: boolean;
  readonly format?: string;
}

export interface WorkbookSheet {
  readonly name: string;
  /** Widths of the columns, characters. */
  readonly widths: readonly number[];
  /** Rows that stay in sight. */
  readonly frozenRows: number;
  readonly rows: readonly (readonly SheetCell[])[];
}

const moneyFormat = '#,##0.00';

export const formula = (value: string, format = moneyFormat): SheetCell => ({
  value,
  isFormula: true,
  format,
});
export const text = (value: string): SheetCell => ({ value });
export const heading = (value: string): SheetCell => ({ value, isHeading: true });
export const money = (value: number): SheetCell => ({ value, format: moneyFormat });

/** Column name of an index from 0: A, B, ..., Z, AA. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

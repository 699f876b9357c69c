/**
 * A workbook as the bytes of an XLSX file.
 */
import type { SheetCell, WorkbookSheet } from '../budget/export/sheet-cells.ts';

/** The file; formulas have no values yet, a spreadsheet computes them when it opens it. */
export async function xlsxBytes(sheets: readonly WorkbookSheet[]): Promise<Uint8Array> {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  return writeExcelFile(
    sheets.map(({ name, widths, frozenRows, rows }) => ({
      sheet: name,
      data: rows.map((row) => row.map(cell)),
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: frozenRows,
    })),
  ).toBuffer();
}

function cell({ value, isFormula, isHeading, format }: SheetCell) {
  if (value === '') return null;
  return {
    value,
    ...(isFormula === true ? { type: 'Formula' as const } : {}),
    ...(isHeading === true ? { fontWeight: 'bold' as const } : {}),
    ...(format === undefined ? {} : { format }),
  };
}

/**
 * A workbook as the bytes of an XLSX file. What a formula comes to is stored beside it, so that a viewer that does not
 * compute shows figures too; a spreadsheet computes them anew.
 */
import type { Blob } from 'node:buffer';
import type { Stream } from 'node:stream';
import type { Feature } from 'write-excel-file/node';
import { columnName, type SheetCell, type WorkbookSheet } from '../budget/export/sheet-cells.ts';

export async function xlsxBytes(sheets: readonly WorkbookSheet[]): Promise<Uint8Array> {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  return writeExcelFile(
    sheets.map(({ name, widths, frozenRows, frozenColumns, rows }) => ({
      sheet: name,
      data: rows.map((row) => row.map(cell)),
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: frozenRows,
      stickyColumnsCount: frozenColumns,
      orientation: 'landscape' as const,
    })),
    { features: [storedValues(sheets)] },
  ).toBuffer();
}

function cell({ value, computed, isHeading, format }: SheetCell) {
  if (value === '') return null;
  return {
    value,
    ...(computed === undefined ? {} : { type: 'Formula' as const }),
    ...(isHeading === true ? { fontWeight: 'bold' as const, wrap: true } : {}),
    ...(format === undefined ? {} : { format }),
  };
}

/** Puts `<v>` after `<f>`: the library writes formulas without values (ECMA-376 part 1, 18.3.1.4 and 18.3.1.96). */
function storedValues(sheets: readonly WorkbookSheet[]): Feature<Stream | Buffer | Blob> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (content, _, { sheetIndex }) => withValues(content, sheets[sheetIndex]!),
        },
      },
    },
  };
}

function withValues(xml: string, { rows }: WorkbookSheet): string {
  const computed = new Map<string, string | number>();
  for (const [row, cells] of rows.entries()) {
    for (const [column, one] of cells.entries()) {
      if (one.computed !== undefined) computed.set(`${columnName(column)}${row + 1}`, one.computed);
    }
  }
  return xml.replaceAll(
    /<c r="([A-Z]+\d+)"([^>]*)>(<f>[^<]*<\/f>)<\/c>/g,
    (all, reference, attributes, formula) => {
      const value = computed.get(reference);
      if (value === undefined) return all;
      const type = typeof value === 'string' ? ' t="str"' : '';
      return `<c r="${reference}"${attributes}${type}>${formula}<v>${value}</v></c>`;
    },
  );
}

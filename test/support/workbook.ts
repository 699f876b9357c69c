/**
 * Opens an XLSX file and computes the formulas of jitsim's workbook, as a spreadsheet would: the few forms it uses, and an
 * error for any other.
 */
import { inflateRawSync } from 'node:zlib';

type Value = string | number;
type Sheet = ReadonlyMap<string, { readonly value: Value | null; readonly formula: string | null }>;

/** Files of a ZIP archive by name. */
function unzip(bytes: Uint8Array): Map<string, string> {
  const buffer = Buffer.from(bytes);
  const files = new Map<string, string>();
  const end = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = buffer.readUInt32LE(end + 16);
  for (let entry = 0; entry < buffer.readUInt16LE(end + 10); entry++) {
    const [method, size] = [buffer.readUInt16LE(at + 10), buffer.readUInt32LE(at + 20)];
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => buffer.readUInt16LE(at + offset));
    const name = buffer.toString('utf8', at + 46, at + 46 + nameLength!);
    const local = buffer.readUInt32LE(at + 42);
    const start = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
    const data = buffer.subarray(start, start + size);
    files.set(name, (method === 8 ? inflateRawSync(data) : data).toString('utf8'));
    at += 46 + nameLength! + extra! + comment!;
  }
  return files;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

export class OpenWorkbook {
  readonly names: readonly string[];
  private readonly sheets = new Map<string, Sheet>();
  private readonly computed = new Map<string, Value>();

  constructor(bytes: Uint8Array) {
    const files = unzip(bytes);
    const strings = [...files.get('xl/sharedStrings.xml')!.matchAll(/<si>(.*?)<\/si>/gs)].map(([, item]) =>
      unescaped([...item!.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, part]) => part).join('')),
    );
    this.names = [...files.get('xl/workbook.xml')!.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) =>
      unescaped(name!),
    );
    for (const [index, name] of this.names.entries()) {
      const cells = new Map<string, { value: Value | null; formula: string | null }>();
      const xml = files.get(`xl/worksheets/sheet${index + 1}.xml`)!;
      for (const [, attributes, inner] of xml.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
        const reference = /r="([A-Z]+\d+)"/.exec(attributes!)![1]!;
        const formula = /<f>(.*?)<\/f>/s.exec(inner ?? '')?.[1];
        const raw = /<v>(.*?)<\/v>/s.exec(inner ?? '')?.[1];
        const value =
          raw === undefined
            ? null
            : /t="s"/.test(attributes!)
              ? strings[Number(raw)]!
              : /t="str"/.test(attributes!)
                ? raw
                : Number(raw);
        cells.set(reference, { value, formula: formula === undefined ? null : unescaped(formula) });
      }
      this.sheets.set(name, cells);
    }
  }

  /** Cells with a formula: what is stored beside it, by `Sheet!B5`. */
  *storedValues(): Generator<readonly [sheet: string, reference: string, stored: Value | null]> {
    for (const [sheet, cells] of this.sheets) {
      for (const [reference, { value, formula }] of cells) {
        if (formula !== null) yield [sheet, reference, value];
      }
    }
  }

  formulas(sheet: string): string[] {
    return [...this.sheets.get(sheet)!.values()].flatMap(({ formula }) => formula ?? []);
  }

  /** The value of a cell such as `B5`; 0 when it is empty. */
  value(sheet: string, reference: string): Value {
    const key = `${sheet}!${reference}`;
    const known = this.computed.get(key);
    if (known !== undefined) return known;
    const cell = this.sheets.get(sheet)?.get(reference);
    const value =
      cell === undefined ? 0 : cell.formula === null ? (cell.value ?? 0) : this.evaluate(sheet, cell.formula);
    this.computed.set(key, value);
    return value;
  }

  /** Cells of a column, `T`, by row. */
  private column(sheet: string, column: string): [number, Value][] {
    const rows = [...this.sheets.get(sheet)!.keys()]
      .map((reference) => /^([A-Z]+)(\d+)$/.exec(reference)!)
      .filter(([, name]) => name === column);
    return rows.map(([reference, , row]) => [Number(row), this.value(sheet, reference!)]);
  }

  private evaluate(sheet: string, formula: string): Value {
    const text = formula.replaceAll('$', '').replace(/^=/, '');
    const number = (operand: string): number => Number(this.operand(sheet, operand));
    const round = /^ROUND\((.+),(\d+)\)$/.exec(text);
    if (round !== null) return Number(Number(this.evaluate(sheet, round[1]!)).toFixed(Number(round[2])));
    const lookup = /^([A-Z]+\d+)\*VLOOKUP\(([A-Z]+\d+),Rates!A2:B50,2,FALSE\)$/.exec(text);
    if (lookup !== null) {
      const wanted = this.operand(sheet, lookup[2]!);
      const row = this.column('Rates', 'A').find(([, value]) => value === wanted)![0];
      return number(lookup[1]!) * Number(this.value('Rates', `B${row}`));
    }
    const whole = /^SUM\(Lines!([A-Z]+):\1\)$/.exec(text);
    if (whole !== null) return total(this.column('Lines', whole[1]!).map(([, value]) => value));
    const ifs = /^SUMIFS\(([^)]*)\)(?:\+SUMIFS\(([^)]*)\))?$/.exec(text);
    if (ifs !== null)
      return [ifs[1], ifs[2]].reduce((sum, part) => sum + (part ? this.sumIfs(sheet, part) : 0), 0);
    const range = /^SUM\(([A-Z]+)(\d+):([A-Z]+)(\d+)\)$/.exec(text);
    if (range !== null) return this.sumRange(sheet, range);
    const cellName = '((?:[A-Z][a-z]+!)?[A-Z]+\\d+)';
    const choice = new RegExp(`^IF\\(${cellName}=0,"none",${cellName}/${cellName}\\)$`).exec(text);
    if (choice !== null) return number(choice[1]!) === 0 ? 'none' : number(choice[2]!) / number(choice[3]!);
    const two = /^([A-Z]+\d+)([*+-])([A-Z]+\d+)$/.exec(text);
    if (two !== null) {
      const [a, b] = [number(two[1]!), number(two[3]!)];
      return two[2] === '*' ? a * b : two[2] === '+' ? a + b : a - b;
    }
    if (/^[A-Z]+\d+$/.test(text)) return this.value(sheet, text);
    throw new Error(`OpenWorkbook: no such formula is known: ${formula}`);
  }

  private operand(sheet: string, text: string): Value {
    if (/^".*"$/.test(text)) return text.slice(1, -1);
    const [other, reference] = text.split('!');
    return reference === undefined ? this.value(sheet, text) : this.value(other!, reference);
  }

  private sumIfs(sheet: string, list: string): number {
    const [values, ...conditions] = list.split(',').map((part) => part.replace('Lines!', ''));
    const rows = new Map(this.column('Lines', values!.split(':')[0]!));
    for (let index = 0; index < conditions.length; index += 2) {
      const wanted = this.operand(sheet, conditions[index + 1]!);
      const column = new Map(this.column('Lines', conditions[index]!.split(':')[0]!));
      for (const row of rows.keys()) if (column.get(row) !== wanted) rows.delete(row);
    }
    return total([...rows.values()]);
  }

  private sumRange(sheet: string, [, from, first, to, last]: RegExpExecArray): number {
    let sum = 0;
    for (let row = Number(first); row <= Number(last); row++) {
      for (let column = number26(from!); column <= number26(to!); column++) {
        sum += total([this.value(sheet, `${letters(column)}${row}`)]);
      }
    }
    return sum;
  }
}

function total(values: readonly Value[]): number {
  return values.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0);
}

function number26(name: string): number {
  return [...name].reduce((value, letter) => value * 26 + letter.charCodeAt(0) - 64, 0);
}

function letters(value: number): string {
  const rest = (value - 1) % 26;
  return (value > 26 ? letters((value - 1 - rest) / 26) : '') + String.fromCharCode(65 + rest);
}

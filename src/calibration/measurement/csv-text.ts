/**
 * CSV text to rows (RFC 4180), pure, for measurements that come as text. Quoted cells may hold commas, quotes and line
 * breaks; a byte order mark is dropped. A row with another number of cells than the header is refused by its line:
 * filling it up would shift a measurement into another column.
 */
import { CalibrationRefused } from '../refusal.ts';
import type { TextRow } from '../text-rows.ts';

/** Most characters of one text; a year of minutes with ten columns has about 50 million. */
const charactersMax = 200_000_000;

export function parseCsvText(text: string, place: string): TextRow[] {
  if (text.length > charactersMax) {
    throw new CalibrationRefused({
      place,
      problem: `${text.length} characters, at most ${charactersMax} are read`,
      hint: 'aggregate to one row a minute first',
    });
  }
  const records = splitRecords(text.startsWith('\uFEFF') ? text.slice(1) : text, place);
  const header = records[0]?.cells.map((cell) => cell.trim());
  if (header === undefined) {
    throw new CalibrationRefused({ place, problem: 'is empty', hint: 'give a header line and rows' });
  }
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new CalibrationRefused({
      place,
      problem: `column '${twice}' appears twice in the header`,
      hint: 'rename one of them',
    });
  }
  return records.slice(1).map(({ cells, line }) => {
    if (cells.length !== header.length) {
      const separated = header.length === 1 && header[0]!.includes(';');
      throw new CalibrationRefused({
        place: `${place}, line ${line}`,
        problem: `${cells.length} cells, the header has ${header.length}`,
        hint: separated ? 'separate cells by commas, not semicolons' : 'check quotes and commas of that line',
      });
    }
    return Object.fromEntries(header.map((name, i) => [name, cells[i]!]));
  });
}

interface TextRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

function splitRecords(text: string, place: string): TextRecord[] {
  const records: TextRecord[] = [];
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let startLine = 1;
  const endRecord = () => {
    cells.push(cell);
    cell = '';
    // A line without anything is no record.
    if (cells.length > 1 || cells[0] !== '') records.push({ cells, line: startLine });
    cells = [];
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\n') line++;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (character === '"' && cell === '') quoted = true;
    else if (character === ',') {
      cells.push(cell);
      cell = '';
    } else if (character === '\n') {
      endRecord();
      startLine = line;
    } else if (character !== '\r') cell += character;
  }
  if (quoted) {
    throw new CalibrationRefused({
      place: `${place}, line ${startLine}`,
      problem: 'a quote is opened and never closed',
      hint: 'close it, or double the quotes inside a quoted cell',
    });
  }
  if (cell !== '' || cells.length > 0) endRecord();
  return records;
}

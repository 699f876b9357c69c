/**
 * Cells of a price sheet as values, with everything that is wrong about them. Columns are named as in datasets/prices.
 */

/** Words of a row by column, and its line in the file. */
export interface SheetRow {
  readonly line: number;
  readonly words: Readonly<Record<string, string>>;
}

export interface SheetProblem {
  readonly line: number;
  readonly column: string;
  readonly problem: string;
  readonly got: string;
}

/** Largest number of a sheet: a price of an hour, gigabytes of a tier. */
const NUMBER_MAX = 1_000_000;

/** Reads the cells of one row and collects what is wrong. */
export interface SheetCells {
  refuse(column: string, problem: string): void;
  /** A word that must be there; empty after a refusal. */
  text(column: string): string;
  /** A word, or null when there is none. */
  optionalText(column: string): string | null;
  /** 0 to `NUMBER_MAX`; null when there is none. */
  number(column: string): number | null;
  /** An ISO 4217 code. */
  currency(column: string): string;
}

export function cellsOf({ line, words }: SheetRow, problems: SheetProblem[]): SheetCells {
  const word = (column: string): string => (words[column] ?? '').trim();
  const refuse = (column: string, problem: string): void => {
    problems.push({ line, column, problem, got: words[column] ?? '' });
  };
  const text = (column: string): string => {
    if (word(column) === '') refuse(column, 'must not be empty');
    return word(column);
  };
  return {
    refuse,
    text,
    optionalText: (column) => word(column) || null,
    number: (column) => {
      if (word(column) === '') return null;
      const value = Number(word(column));
      if (value >= 0 && value <= NUMBER_MAX) return value;
      refuse(column, value > NUMBER_MAX ? `must be at most ${NUMBER_MAX}` : 'must be a number, 0 or more');
      return null;
    },
    currency: (column) => {
      const code = text(column);
      if (code !== '' && !/^[A-Z]{3}$/.test(code)) refuse(column, 'must be an ISO 4217 code');
      return code;
    },
  };
}

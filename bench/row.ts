/** One line of a benchmark's table: column title to value. */
export type Row = Readonly<Record<string, string | number>>;

/**
 * A table that compares bills: other ways to buy, a paid bill, another budget. For pages and workbooks alike.
 */
export interface ComparisonTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below it. */
  readonly notes: readonly string[];
}

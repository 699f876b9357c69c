/** What reading a text gives: the value, or why there is none. Never NaN. */
export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: string };

/**
 * What is wrong with a measurement, in four parts: where, what, what it implies, what to do.
 */
export interface Finding {
  readonly rule: LintRule;
  /** `error`: the numbers contradict each other or nature; `warning`: do not fit these rows without a look. */
  readonly severity: 'error' | 'warning';
  readonly where: string;
  readonly what: string;
  readonly implies: string;
  readonly todo: string;
}

export type LintRule =
  | 'unit-error'
  | 'total-contradicts-parts'
  | 'above-physical-limit'
  | 'implausible-packet-size'
  | 'saturated-points'
  | 'client-limited-points'
  | 'duplicated-rows'
  | 'clock-gap'
  | 'clock-backwards'
  | 'constant-column'
  | 'missing-readings'
  | 'zero-readings';

/** Rows as a reader counts them (from 1), shortened: "3 to 7, 12". */
export function describeRows(rows: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < rows.length; ) {
    let end = at;
    while (rows[end + 1] === rows[end]! + 1) end++;
    parts.push(end === at ? `${rows[at]! + 1}` : `${rows[at]! + 1} to ${rows[end]! + 1}`);
    at = end + 1;
  }
  return parts.join(', ');
}

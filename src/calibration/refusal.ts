/**
 * A calibration that would give a number nobody should use is refused, with what would be enough.
 *
 * The CLI shows `place`, `problem` and `hint` as it shows every mistake of the user's; nothing here prints.
 */
export class CalibrationRefused extends Error {
  /** What was being fitted, for example `bridge CPU`. */
  readonly place: string;
  readonly problem: string;
  /** What would be enough. */
  readonly hint: string;

  constructor(refusal: { readonly place: string; readonly problem: string; readonly hint: string }) {
    super(`${refusal.place}: ${refusal.problem}; ${refusal.hint}`);
    this.name = 'CalibrationRefused';
    this.place = refusal.place;
    this.problem = refusal.problem;
    this.hint = refusal.hint;
  }
}

/** Refuses a column with a missing or infinite number in it. */
export function requireFinite(place: string, columns: Readonly<Record<string, ArrayLike<number>>>): void {
  for (const [name, values] of Object.entries(columns)) {
    for (let row = 0; row < values.length; row++) {
      if (!Number.isFinite(values[row])) {
        throw new CalibrationRefused({
          place,
          problem: `column ${name} has ${String(values[row])} in row ${row + 1}`,
          hint: 'leave the row out or give the number; a fit cannot use a missing value',
        });
      }
    }
  }
}

/** Refuses fewer points than a fit needs to say anything about its own error. */
export function requirePoints(place: string, found: number, needed: number): void {
  if (found < needed) {
    throw new CalibrationRefused({
      place,
      problem: `${found} usable ${found === 1 ? 'point' : 'points'}, at least ${needed} are needed`,
      hint: `measure at ${needed} or more different loads, below saturation`,
    });
  }
}

/** Refuses a column that never changes: nothing can be learnt of its effect. */
export function requireVariation(place: string, name: string, values: ArrayLike<number>): void {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    low = Math.min(low, values[row]!);
    high = Math.max(high, values[row]!);
  }
  if (!(high > low)) {
    throw new CalibrationRefused({
      place,
      problem: `column ${name} is ${low} in every row`,
      hint: `vary ${name} by a factor of two or more, or fix its parameter instead of fitting it`,
    });
  }
}

/** Digits kept: more than any estimate is good for, fewer than differ between machines' mathematical libraries. */
const SIGNIFICANT_DIGITS = 10;

/** A number as it is written into results; the reader gets exactly this back. Whole numbers stay as they are. */
export function asWritten(value: number): number {
  return Number.isInteger(value) || !Number.isFinite(value)
    ? value
    : Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

/**
 * Amounts of money as whole micro-units of their currency (1 EUR = 1 000 000): sums over a year stay exact.
 */

/** Micro-units in one unit of any currency. */
export const microUnitsPerUnit = 1_000_000n;

/**
 * Micro-units of an amount, rounded half up.
 *
 * @param amount in units of the currency; finite, its size below 10^9
 * @throws RangeError when it is not
 */
export function amountToMicroUnits(amount: number): bigint {
  if (!(Math.abs(amount) < 1e9))
    throw new RangeError(`amountToMicroUnits: ${amount} is not a plausible amount`);
  return BigInt(Math.round(amount * Number(microUnitsPerUnit)));
}

/** Amount in units of the currency; exact to 15 digits. */
export function microUnitsToAmount(microUnits: bigint): number {
  return Number(microUnits) / Number(microUnitsPerUnit);
}

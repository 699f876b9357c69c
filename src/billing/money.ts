/**
 * Amounts of money as whole numbers, so that a year of sums has no drift and any order of adding gives the same cent.
 *
 * Prices are taken to the nano-unit of their currency an hour (nine decimals; published lists have at most eight).
 * What seconds at such a price cost is a whole number of **ticks**, 1/3600 nano-unit each: add ticks, and round once,
 * at the end, to micro-units (1 EUR = 1 000 000) for showing.
 */

/** Nano-units in one unit of any currency. */
const nanoUnitsPerUnit = 1_000_000_000;
/** Ticks in one micro-unit: 1000 nano-units times 3600 seconds. */
const ticksPerMicroUnit = 3_600_000n;
/** Micro-units in one unit of any currency. */
const microUnitsPerUnit = 1_000_000n;

/** Highest price of an instance-hour; above it the decimals of a double no longer reach the nano-unit. */
const pricePerHourMax = 1_000_000;

/**
 * Nano-units of a price, rounded to the nearest (a price computed as 0.1 * 3 means 0.3 exactly).
 *
 * @param pricePerHour in units of the currency, 0 to `pricePerHourMax`
 * @throws RangeError when it lies outside
 */
export function priceToNanoUnits(pricePerHour: number): bigint {
  if (!(pricePerHour >= 0 && pricePerHour <= pricePerHourMax)) {
    throw new RangeError(`priceToNanoUnits: price must lie in 0 to ${pricePerHourMax}, got ${pricePerHour}`);
  }
  return BigInt(Math.round(pricePerHour * nanoUnitsPerUnit));
}

/** Micro-units of an exact amount, rounded to the nearest, halves upwards; never negative for a non-negative amount. */
export function ticksToMicroUnits(ticks: bigint): bigint {
  const shifted = 2n * ticks + ticksPerMicroUnit;
  const divisor = 2n * ticksPerMicroUnit;
  const quotient = shifted / divisor;
  // Division of bigints goes towards zero; rounding halves upwards needs the floor.
  return shifted < 0n && quotient * divisor !== shifted ? quotient - 1n : quotient;
}

/** Amount in units of the currency as a number, exact to 15 digits: for charts and estimates, not for adding up. */
export function microUnitsToAmount(microUnits: bigint): number {
  return Number(microUnits) / Number(microUnitsPerUnit);
}

/**
 * Amount as a decimal string, such as `1234.5600`: what a bill prints. Rounded to the nearest, halves away from zero.
 *
 * @param decimals digits after the point, 0 to 6
 * @throws RangeError when it lies outside
 */
export function microUnitsToDecimal(microUnits: bigint, decimals = 6): string {
  if (!(Number.isInteger(decimals) && decimals >= 0 && decimals <= 6)) {
    throw new RangeError(`microUnitsToDecimal: decimals must be 0 to 6, got ${decimals}`);
  }
  const divisor = 10n ** BigInt(6 - decimals);
  const magnitude = microUnits < 0n ? -microUnits : microUnits;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  const digits = rounded.toString().padStart(decimals + 1, '0');
  const sign = microUnits < 0n && rounded !== 0n ? '-' : '';
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-decimals)}`;
}

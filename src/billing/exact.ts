/**
 * Amounts of a bill as whole numbers, so that a year of lines has no drift and every view of them agrees to the cent.
 *
 *   quantity  in millionths of its unit (an hour, a gigabyte)      6 decimals
 *   price     in nano-units of its currency per unit               9 decimals
 *   amount    = quantity x price, exactly                         15 decimals
 *
 * Usage is stated to the millionth of its unit; from there on nothing is rounded until an amount is printed.
 */

const quantityDecimals = 6;
const priceDecimals = 9;
const amountDecimals = quantityDecimals + priceDecimals;

/** Largest quantity taken, and largest price to the nano-unit: beyond it a double no longer reaches the last decimal kept. */
const quantityMax = 9e9;
const priceMax = 9e6;

/** Whole millionths of a quantity, to the nearest. @throws RangeError when it is negative, too large or no number */
export function quantityOf(value: number): bigint {
  if (!(value >= 0 && value <= quantityMax)) {
    throw new RangeError(`quantityOf: must lie in 0 to ${quantityMax}, got ${value}`);
  }
  return BigInt(Math.round(value * 1e6));
}

/**
 * Whole nano-units of a price, to the nearest; of one above `priceMax`, such as a year's contract in dong, whole thousandths,
 * which is more than a double holds of it.
 *
 * @throws RangeError when it is negative or no number
 */
export function priceOfNumber(value: number): bigint {
  if (!(value >= 0 && value <= Number.MAX_VALUE / 1e3)) {
    throw new RangeError(`priceOfNumber: must be a number of at least 0, got ${value}`);
  }
  return value <= priceMax ? BigInt(Math.round(value * 1e9)) : BigInt(Math.round(value * 1e3)) * 1_000_000n;
}

/** Quantity times price, exactly. */
export function amountOf(quantity: bigint, price: bigint): bigint {
  return quantity * price;
}

export function quantityToNumber(quantity: bigint): number {
  return Number(quantity) / 1e6;
}

export function priceToNumber(price: bigint): number {
  return Number(price) / 1e9;
}

/** An amount as a double, good for charts and quantiles, not for adding up. */
export function amountToNumber(amount: bigint): number {
  return Number(amount) / 1e15;
}

/** An amount given as a double, such as a fee of 1200.5: exact to the millionth. */
export function amountFromNumber(value: number): bigint {
  return BigInt(Math.round(value * 1e6)) * 1_000_000_000n;
}

/** All digits that are not trailing zeros: `12.5`, `0.000278`, `-3`. */
export function quantityText(quantity: bigint): string {
  return decimalText(quantity, quantityDecimals);
}

export function priceText(price: bigint): string {
  return decimalText(price, priceDecimals);
}

export function amountText(amount: bigint): string {
  return decimalText(amount, amountDecimals);
}

/** Rounded to `decimals` digits, halves away from zero: what a bill prints. */
export function roundedAmountText(amount: bigint, decimals = 2): string {
  const divisor = 10n ** BigInt(amountDecimals - decimals);
  const magnitude = amount < 0n ? -amount : amount;
  const rounded = (2n * magnitude + divisor) / (2n * divisor);
  const digits = rounded.toString().padStart(decimals + 1, '0');
  const sign = amount < 0n && rounded !== 0n ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function decimalText(value: bigint, decimals: number): string {
  const magnitude = value < 0n ? -value : value;
  const digits = magnitude.toString().padStart(decimals + 1, '0');
  const fraction = digits.slice(-decimals).replace(/0+$/, '');
  const whole = digits.slice(0, -decimals);
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

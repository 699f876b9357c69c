// Goal: amounts become micro-units, numbers and decimals without losing or inventing any.
// Method: worked roundings, both signs.
import { describe, expect, test } from 'vitest';
import {
  microUnitsToAmount,
  microUnitsToDecimal,
  priceToNanoUnits,
  ticksToMicroUnits,
} from '../../../src/billing/money.ts';

describe('priceToNanoUnits', () => {
  test('keeps every decimal of a published price', () => {
    expect(priceToNanoUnits(0.084)).toBe(84_000_000n);
    expect(priceToNanoUnits(0.13402284)).toBe(134_022_840n);
    expect(priceToNanoUnits(0)).toBe(0n);
  });

  test('takes a computed price for what was meant', () => {
    expect(0.1 * 3).not.toBe(0.3);
    expect(priceToNanoUnits(0.1 * 3)).toBe(300_000_000n);
  });

  test('refuses a negative price and one that is no number', () => {
    expect(() => priceToNanoUnits(-0.1)).toThrow(/price must lie/);
    expect(() => priceToNanoUnits(Number.NaN)).toThrow(/NaN/);
    expect(() => priceToNanoUnits(1e7)).toThrow(/10000000/);
  });
});

test('ticks round to the nearest micro-unit, halves upwards', () => {
  const half = 1_800_000n;
  expect([0n, half - 1n, half, 3n * half - 1n, 3n * half].map(ticksToMicroUnits)).toEqual([
    0n,
    0n,
    1n,
    1n,
    2n,
  ]);
  expect([-half, -half - 1n, -3n * half, -3n * half - 1n].map(ticksToMicroUnits)).toEqual([
    0n,
    -1n,
    -1n,
    -2n,
  ]);
});

describe('microUnitsToDecimal', () => {
  test('prints all six decimals, or fewer, rounded', () => {
    expect(microUnitsToDecimal(1_234_567_891n)).toBe('1234.567891');
    expect(microUnitsToDecimal(1_234_567_891n, 2)).toBe('1234.57');
    expect(microUnitsToDecimal(84_000n, 3)).toBe('0.084');
    expect(microUnitsToDecimal(5_000n, 2)).toBe('0.01');
    expect(microUnitsToDecimal(4_999n, 2)).toBe('0.00');
    expect(microUnitsToDecimal(1_500_000n, 0)).toBe('2');
    expect(microUnitsToDecimal(0n)).toBe('0.000000');
  });

  test('prints a credit with its sign, but never minus zero', () => {
    expect(microUnitsToDecimal(-84_000n, 2)).toBe('-0.08');
    expect(microUnitsToDecimal(-1n, 2)).toBe('0.00');
  });

  test('refuses more decimals than there are', () => {
    expect(() => microUnitsToDecimal(1n, 7)).toThrow(/0 to 6/);
  });
});

test('amounts as numbers are exact to the micro-unit up to billions', () => {
  expect(microUnitsToAmount(432_000_000n)).toBe(432);
  expect(microUnitsToAmount(987_654_321_123_456n)).toBe(987_654_321.123456);
});

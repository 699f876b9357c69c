// Goal: figures are written with no more digits than their interval justifies, and never look more certain than
// they are.
// Method: examples worked out by hand from the rule of one significant digit of the half-width (two when it begins
// with 1); a property over arbitrary estimates.

import { describe, expect, test } from 'vitest';
import {
  formatEstimate,
  formatMoney,
  formatNumber,
  formatPercent,
  rounded,
  wrapWords,
} from '../../../src/charts/figures.ts';
import { fc } from '../../support/property.ts';

const estimate = (mean: number, halfWidth95: number) => ({ mean, halfWidth95, replications: 20 });
/** Figures hold non-breaking spaces; the tests read better without. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('figures', () => {
  test('thousands are separated and small numbers keep two digits', () => {
    expect(formatNumber(1648.3)).toBe('1,648');
    expect(formatNumber(1_234_567)).toBe('1,234,567');
    expect(formatNumber(20)).toBe('20');
    expect(formatNumber(20.44)).toBe('20.4');
    expect(formatNumber(1.444)).toBe('1.44');
    expect(formatNumber(0.0453)).toBe('0.045');
    expect(formatNumber(-3.126)).toBe('−3.13');
    expect(formatNumber(Number.NaN)).toBe('none');
  });

  test('the half-width decides how many decimals the mean has', () => {
    expect(plain(formatEstimate(estimate(14.832, 0.31)))).toBe('14.8 ± 0.4');
    expect(plain(formatEstimate(estimate(1.388, 0.167)))).toBe('1.39 ± 0.17');
    expect(plain(formatEstimate(estimate(20, 0)))).toBe('20 ± 0');
    expect(plain(formatEstimate(estimate(5144, 618)))).toBe('5,144 ± 618');
    expect(plain(formatEstimate(estimate(-0.5, 0.21)))).toBe('−0.5 ± 0.3');
  });

  test('a figure of one replication has no interval', () => {
    expect(formatEstimate(estimate(20.44, Number.NaN))).toBe('20.4');
    expect(plain(formatMoney(estimate(15.358, Number.NaN), 'EUR'))).toBe('15.36 EUR');
  });

  test('ratios are written in percent and money with its currency', () => {
    expect(plain(formatPercent(estimate(0.0139, 0.0017)))).toBe('1.39 ± 0.17 %');
    expect(plain(formatMoney(estimate(15.358, 0.152), 'EUR'))).toBe('15.36 ± 0.15 EUR');
    expect(plain(formatMoney(estimate(12_345.6, 78.9), 'USD'))).toBe('12,346 ± 79 USD');
  });

  test('an interval never looks narrower than it is, and the mean stays inside it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-4, max: 0.9, noNaN: true }),
        (mean, share) => {
          fc.pre(Math.abs(mean) > 1e-2);
          const halfWidth = Math.abs(mean) * share;
          const written = plain(formatEstimate(estimate(mean, halfWidth)))
            .replaceAll(',', '')
            .replace('−', '-');
          const [, shownMean, shownHalf] = (/^(\S+) ± (\S+)$/.exec(written) ?? []).map(Number);
          expect(shownHalf).toBeGreaterThanOrEqual(halfWidth * (1 - 1e-6));
          expect(Math.abs((shownMean ?? Number.NaN) - mean)).toBeLessThanOrEqual(shownHalf ?? 0);
        },
      ),
    );
  });

  test('values of a chart are rounded, and what is no number becomes a gap', () => {
    expect(rounded(1.23456, 2)).toBe(1.23);
    expect(rounded(Number.NaN, 2)).toBeNull();
    expect(rounded(undefined, 2)).toBeNull();
  });

  test('wrapping breaks at spaces only and loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }), (words) => {
        const lines = wrapWords(words.join(' '), 20);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});

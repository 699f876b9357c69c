// Goal: text widths are those of the font.
// Method: advance widths of DejaVu Sans 2.37 as its published AFM files list them (units of a thousandth of the font
// size, rounded there): space 318, A 684, M 863, i 278, zero 636; bold A 774, zero 696.
import { describe, expect, test } from 'vitest';
import { loadFontWidths } from '../../../../src/io/render/fonts.ts';
import { readFontWidths } from '../../../../src/io/render/true-type-font.ts';

const { regular, bold } = loadFontWidths();

describe('font widths', () => {
  test.each([
    [' ', 318],
    ['A', 684],
    ['M', 863],
    ['i', 278],
    ['0', 636],
  ])('%j is %i thousandths wide', (character, thousandths) => {
    expect(regular.textWidth(character, 1000)).toBeCloseTo(thousandths, -0.3);
  });

  test.each([
    ['A', 774],
    ['0', 696],
  ])('bold %j is %i thousandths wide', (character, thousandths) => {
    expect(bold.textWidth(character, 1000)).toBeCloseTo(thousandths, -0.3);
  });

  test('a text is as wide as its characters, in proportion to the size', () => {
    expect(regular.textWidth('AA0', 10)).toBeCloseTo((684 + 684 + 636) / 100, 1);
    expect(regular.textWidth('', 10)).toBe(0);
  });

  test('signs of captions have glyphs of their own', () => {
    const missing = regular.textWidth('\u{e000}', 1000);
    for (const sign of ['±', '−', '“', '”', '’', '–', '→', '\u00a0', 'é']) {
      expect(regular.textWidth(sign, 1000), sign).not.toBe(missing);
    }
  });

  test('what is no font is refused', () => {
    expect(() => readFontWidths(new Uint8Array(100))).toThrow(/no table head/);
  });
});

// Goal: a slip of the pen gets the word that was meant, a wrong word gets none.
// Method: distances from the literature (Levenshtein's kitten/sitting; Damerau's transposition), and slips as people
// make them.
import { describe, expect, test } from 'vitest';
import { closest, editDistance } from '../../../src/scenario/did-you-mean.ts';

describe('the edit distance', () => {
  test.each([
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['saturday', 'sunday', 3],
    ['', 'abc', 3],
    ['abc', 'abc', 0],
    ['teh', 'the', 1],
    // Optimal string alignment edits no letter twice; the unrestricted distance would be 2.
    ['ca', 'abc', 3],
  ])('from %s to %s is %i', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });
});

describe('the suggestion', () => {
  const keys = ['scaleUpThreshold', 'scaleDownThreshold', 'scalePeriod', 'min', 'max'];

  test.each([
    ['scaleUpTreshold', 'scaleUpThreshold'],
    ['scale_down_threshold', 'scaleDownThreshold'],
    ['SCALEPERIOD', 'scalePeriod'],
    ['mim', 'min'],
    ['maximum', 'max'],
  ])('for %s is %s', (word, meant) => {
    expect(closest(word, keys)).toBe(meant);
  });

  test('is none for a word unlike all of them', () => {
    expect(closest('banana', keys)).toBeNull();
    expect(closest('anything', [])).toBeNull();
  });
});

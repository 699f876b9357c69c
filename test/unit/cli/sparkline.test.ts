// Goal: a sparkline shows the shape of a series and loses no peak.
// Method: series whose picture can be drawn by hand.
import { describe, expect, test } from 'vitest';
import { sparkline } from '../../../src/cli/sparkline.ts';

describe('a sparkline', () => {
  test('has a block for each eighth of the highest value', () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7, 8], { width: 9 })).toBe('▁▁▂▃▄▅▆▇█');
  });

  test('keeps a single peak however narrow it is drawn', () => {
    const values = Array.from({ length: 1440 }, (_, minute) => (minute === 777 ? 100 : 10));
    const drawn = sparkline(values, { width: 24 });
    expect(drawn).toHaveLength(24);
    expect([...drawn].filter((block) => block === '█')).toHaveLength(1);
    expect(drawn.indexOf('█')).toBe(Math.floor((777 * 24) / 1440));
  });

  test('leaves gaps blank and draws zero as the lowest block', () => {
    expect(sparkline([Number.NaN, 0, 8, Number.NaN], { width: 4 })).toBe(' ▁█ ');
    expect(sparkline([0, 0], { width: 2 })).toBe('▁▁');
    expect(sparkline([], { width: 10 })).toBe('');
  });

  test('is drawn on a common scale when one is given', () => {
    expect(sparkline([5, 10], { width: 2, max: 20 })).toBe('▂▄');
    expect(sparkline([30], { width: 1, max: 20 })).toBe('█');
  });
});

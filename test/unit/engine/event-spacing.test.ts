import { describe, expect, it } from 'vitest';
import { estimateSpacingMs } from '../../../src/engine/event-spacing.ts';

describe('estimateSpacingMs', () => {
  it('is the distance of equally spaced events, in any order and number', () => {
    for (const count of [10, 256, 10_000]) {
      const times = Float64Array.from(
        { length: count },
        (_, index) => 5000 + 0.25 * ((index * 7919) % count),
      );
      // A sample of 256 may miss an end of its quarter: within a tenth.
      expect(Math.abs(estimateSpacingMs(times) / 0.25 - 1)).toBeLessThan(0.1);
    }
  });

  it('looks at the earliest quarter, not at what is far away', () => {
    const times = Float64Array.from({ length: 400 }, (_, index) => (index < 200 ? index : 1e9 * index));
    expect(estimateSpacingMs(times)).toBeCloseTo(1, 1);
  });

  it('looks further where the earliest are all at one instant', () => {
    const times = Float64Array.from({ length: 100 }, (_, index) => (index < 80 ? 0 : index - 79));
    expect(estimateSpacingMs(times)).toBeCloseTo(20 / 99, 10);
  });

  it('is 0 when there is no extent', () => {
    expect(estimateSpacingMs(new Float64Array(50))).toBe(0);
    expect(estimateSpacingMs(Float64Array.of(3))).toBe(0);
    expect(estimateSpacingMs(new Float64Array(0))).toBe(0);
  });
});

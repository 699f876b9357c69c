/**
 * Goal: a conference is held back on a bridge exactly while it added the allowed number to it within the interval.
 * Method: random additions over several parts; the oracle counts them in the full list, in buckets of 100 ms of which
 * the interval's own and the one at its end count (jitsi-utils RateTracker).
 */

import { describe, expect, it } from 'vitest';
import { RecentPartJoins } from '../../src/jitsi/recent-part-joins.ts';
import { fc } from '../support/property.ts';

interface Step {
  readonly waitMs: number;
  readonly part: number;
  readonly isNew: boolean;
}

const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  waitMs: fc.oneof(fc.nat({ max: 400 }), fc.nat({ max: 9000 })),
  part: fc.nat({ max: 150 }).map((part) => part % 4),
  isNew: fc.nat({ max: 15 }).map((one) => one === 0),
});

describe('recent joins of a part', () => {
  it('reach the limit when a full list says so', () => {
    fc.assert(
      fc.property(
        fc.array(stepArbitrary, { maxLength: 150 }),
        fc.integer({ min: 1, max: 5 }),
        (steps, limit) => {
          const recent = new RecentPartJoins(limit, 10);
          let all: { readonly part: number; readonly bucket: number }[] = [];
          let nowMs = 0;
          for (const { waitMs, part, isNew } of steps) {
            nowMs += waitMs;
            const bucket = Math.floor(nowMs / 100);
            const within = all.filter((one) => one.part === part && bucket - one.bucket <= 100).length;
            expect(recent.isAtLimit(part, nowMs)).toBe(within >= limit);
            if (isNew) {
              recent.clear(part);
              all = all.filter((one) => one.part !== part);
            }
            recent.add(part, nowMs);
            all.push({ part, bucket });
          }
        },
      ),
    );
  });

  it('never reach a limit that is off', () => {
    const recent = new RecentPartJoins(-1, 60);
    for (let i = 0; i < 1000; i++) recent.add(3, i);
    expect(recent.isAtLimit(3, 1000)).toBe(false);
  });
});

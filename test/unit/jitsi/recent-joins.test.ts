/**
 * Goal: endpoints count for exactly the ramp-up interval.
 * Method: random additions; the oracle counts them from the full list, allowing one 100 ms bucket of slack as upstream
 * has (jicofo counts in 100 ms buckets).
 */

import { describe, expect, it } from 'vitest';
import { RecentJoins } from '../../../src/jitsi/recent-joins.ts';
import { fc } from '../../support/property.ts';

describe('recent joins', () => {
  it('count each endpoint for 20 s, then not at all', () => {
    const recent = new RecentJoins(20, 1);
    recent.add(0, 1000);
    recent.add(0, 1000);
    expect(recent.count(0, 20_900)).toBe(2);
    expect(recent.count(0, 21_100)).toBe(0);
  });

  it('agree with a full list on random additions over several bridges', () => {
    const addition = fc.record({ waitMs: fc.nat({ max: 6000 }), bridge: fc.nat({ max: 9 }) });
    fc.assert(
      fc.property(fc.array(addition, { maxLength: 120 }), (additions) => {
        const recent = new RecentJoins(20, 2);
        const all: { readonly bridge: number; readonly atMs: number }[] = [];
        let nowMs = 0;
        for (const { waitMs, bridge } of additions) {
          nowMs += waitMs;
          recent.add(bridge, nowMs);
          all.push({ bridge, atMs: nowMs });
          const within = (lengthMs: number): number =>
            all.filter((one) => one.bridge === bridge && nowMs - one.atMs < lengthMs).length;
          expect(recent.count(bridge, nowMs)).toBeGreaterThanOrEqual(within(19_900));
          expect(recent.count(bridge, nowMs)).toBeLessThanOrEqual(within(20_000));
        }
      }),
    );
  });

  it('forget a bridge whose slot is used again', () => {
    const recent = new RecentJoins(20, 1);
    recent.add(0, 0);
    recent.clear(0);
    expect(recent.count(0, 100)).toBe(0);
  });
});

/**
 * Goal: an overloaded bridge cuts the videos it sends by a quarter a minute, and gives them back as upstream does.
 * Method: steps by hand with the shipped numbers (jitsi-videobridge a29d97d, reference.conf: 0.75, 1.25, 1, 40, 1 min).
 */
import { describe, expect, it } from 'vitest';
import { noLimit } from '../../../../src/jitsi/load-management/last-n-limits.ts';
import {
  recoveredLastN,
  reducedLastN,
  shippedLastNReducer,
} from '../../../../src/jitsi/load-management/last-n-reducer.ts';
import { LoadManager } from '../../../../src/jitsi/load-management/load-manager.ts';

describe('the last-n reducer', () => {
  it('takes three quarters of what is forwarded, rounded down, but never below 1', () => {
    const forwarded = [25, 18, 13, 9, 6, 4, 3, 2, 1, 0];
    expect(forwarded.map((n) => reducedLastN(shippedLastNReducer, n))).toEqual([
      18, 13, 9, 6, 4, 3, 2, 1, 1, 1,
    ]);
    expect(reducedLastN(shippedLastNReducer, null)).toBeNull();
  });

  it('goes back up by a quarter, by 1 at least, and without limit from 40 on', () => {
    expect([1, 2, 4, 8, 31, 32].map((n) => recoveredLastN(shippedLastNReducer, n))).toEqual([
      2,
      3,
      5,
      10,
      38,
      noLimit,
    ]);
    expect(recoveredLastN(shippedLastNReducer, noLimit)).toBeNull();
  });

  it('acts once a minute while the load stays high', () => {
    let lastN = 25;
    const reducer = {
      impactTimeMs: 60_000,
      reduce: () => {
        lastN = reducedLastN(shippedLastNReducer, lastN) ?? lastN;
      },
      recover: () => false,
    };
    const manager = new LoadManager({ loadThreshold: 50_000, recoveryThreshold: 40_000 }, reducer);
    for (let nowMs = 0; nowMs <= 120_000; nowMs += 10_000) manager.measured(55_000, nowMs);
    expect(lastN).toBe(9);
    expect(manager.stress).toBeCloseTo(1.1, 12);
  });
});

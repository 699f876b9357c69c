// Goal: the core's backlog and CPU are those of a fluid queue.
// Method: closed forms of a fluid queue with constant background: a lump of w core-seconds drains in w / (1 - u); a
//   steady overload grows by (rate - 1) a second; what was used is the time integral of min(1, ...). Worked by hand.

import { describe, expect, it } from 'vitest';
import { FluidCore } from '../../../../src/jitsi/signalling/fluid-core.ts';
import { fc } from '../../../support/property.ts';

const minuteMs = 60_000;

function aCore(backgroundCores: number): FluidCore {
  const core = new FluidCore(30_000);
  core.setBackground(backgroundCores, 0);
  return core;
}

describe('a fluid core', () => {
  it('drains a lump of 6 core-seconds over a background of 0.25 in 8 s', () => {
    const core = aCore(0.25);
    expect(core.add(6, 0)).toBe(6);
    expect(core.backlogSeconds(4000)).toBeCloseTo(3, 12);
    expect(core.backlogSeconds(7999)).toBeCloseTo(0.00075, 9);
    expect(core.backlogSeconds(8001)).toBe(0);
    expect(core.backlogSeconds(20_000)).toBe(0);
  });

  it('has used w + u t core-seconds once a lump is drained', () => {
    const core = aCore(0.25);
    core.add(6, 0);
    core.backlogSeconds(20_000);
    expect(core.usedCoreSeconds).toBeCloseTo(6 + 0.25 * 20, 9);
  });

  it('builds the backlog of a step overload: 1.5 cores offered for 40 s leave 20 s, drained 40 s after it ends', () => {
    // Work of 0.1 core-s ten times a second is 1 core, over a background of 0.5.
    const core = aCore(0.5);
    for (let ms = 0; ms < 40_000; ms += 100) core.add(0.1, ms);
    expect(core.backlogSeconds(40_000)).toBeCloseTo(20, 6);
    expect(core.backlogSeconds(60_000)).toBeCloseTo(10, 6);
    expect(core.backlogSeconds(79_900)).toBeGreaterThan(0);
    expect(core.backlogSeconds(80_100)).toBe(0);
  });

  it('falls behind by u - 1 a second under a background above one core, and uses one core', () => {
    const core = aCore(1.7);
    expect(core.backlogSeconds(10_000)).toBeCloseTo(7, 9);
    expect(core.usedCoreSeconds).toBeCloseTo(10, 9);
    expect(core.takePeaks(minuteMs)).toEqual({ usedCores: 1, backlogSeconds: expect.closeTo(42, 6) });
  });

  it('reports the highest mean over 30 s, not the mean of the minute', () => {
    const core = aCore(0.2);
    core.add(12, 30_000);
    // First half minute 0.2; in the second 15 s at one core (12 / 0.8) and 15 s at 0.2: 0.6.
    const peaks = core.takePeaks(minuteMs);
    expect(peaks.usedCores).toBeCloseTo(0.6, 9);
    expect(peaks.backlogSeconds).toBe(12);
    expect(core.takePeaks(2 * minuteMs)).toEqual({ usedCores: expect.closeTo(0.2, 9), backlogSeconds: 0 });
  });

  it('splits work that runs over the end of a window', () => {
    const core = aCore(0);
    core.add(20, 20_000);
    expect(core.takePeaks(minuteMs).usedCores).toBeCloseTo(1 / 3, 9);
  });

  it('forgets its work when the process goes', () => {
    const core = aCore(0.5);
    core.add(50, 0);
    core.clear(10_000);
    expect(core.backlogSeconds(10_000)).toBe(0);
    expect(core.usedCoreSeconds).toBeCloseTo(10, 9);
    core.backlogSeconds(20_000);
    expect(core.usedCoreSeconds).toBeCloseTo(10, 9);
  });

  it('gives the same whether it is looked at often or once', () => {
    const lumps = fc.array(
      fc.record({ afterMs: fc.integer({ min: 0, max: 20_000 }), work: fc.integer({ min: 0, max: 64 }) }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(lumps, fc.integer({ min: 0, max: 24 }), (given, background) => {
        const seldom = aCore(background / 16);
        const often = aCore(background / 16);
        let nowMs = 0;
        let workTotal = 0;
        for (const { afterMs, work } of given) {
          for (let step = 1; step < 8; step++) often.backlogSeconds(nowMs + (afterMs * step) / 8);
          nowMs += afterMs;
          workTotal += work / 16;
          often.add(work / 16, nowMs);
          seldom.add(work / 16, nowMs);
        }
        const left = seldom.backlogSeconds(nowMs);
        expect(often.backlogSeconds(nowMs)).toBeCloseTo(left, 6);
        expect(left).toBeGreaterThanOrEqual(0);
        // Never more than one core, and all that came was done or is left.
        expect(seldom.usedCoreSeconds).toBeLessThanOrEqual(nowMs / 1000 + 1e-9);
        const offered = workTotal + (background / 16) * (nowMs / 1000);
        expect(seldom.usedCoreSeconds + left).toBeCloseTo(offered, 6);
      }),
    );
  });
});

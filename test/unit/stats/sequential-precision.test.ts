// Goal: a sequential run takes as many replications as its precision needs, and its intervals still cover.
// Method: sizes by the root-n law by hand; 2000 sequential experiments of normal values with known mean. Law (5th edition,
// section 9.4.1) warns that relative-precision stopping covers less than 95 % when it stops early; a pilot of ten keeps
// the loss within a few points.
import { describe, expect, it } from 'vitest';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../src/engine/random/sample-distribution.ts';
import { estimate } from '../../../src/stats/estimate.ts';
import { nextLook, PILOT_MIN, relativeHalfWidth } from '../../../src/stats/sequential-precision.ts';

describe('the next look', () => {
  const look = (replications: number, width: number, max = 1000) =>
    nextLook({ replications, widths: [width], target: 0.1, max });

  it('comes where the root-n law puts it: 1.3 times the width needs 1.69 times the runs', () => {
    expect(look(100, 0.13)).toBe(169);
  });

  it('at most doubles what is there, since the spread of few is a guess', () => {
    expect(look(10, 0.9)).toBe(20);
  });

  it('grows by a tenth at least, and never beyond the most allowed', () => {
    expect(look(100, 0.1001)).toBe(110);
    expect(look(100, 0.9, 150)).toBe(150);
  });

  it('follows the widest of several, and does not trust what is no number', () => {
    expect(nextLook({ replications: 100, widths: [0.05, 0.12], target: 0.1, max: 1000 })).toBe(144);
    expect(nextLook({ replications: 100, widths: [0.05, Number.NaN], target: 0.1, max: 1000 })).toBe(200);
  });
});

describe('relative half-width', () => {
  it('is 0 for what never varies, even at 0, and infinite about a mean of 0', () => {
    expect(relativeHalfWidth({ mean: 0, halfWidth95: 0, replications: 9 })).toBe(0);
    expect(relativeHalfWidth({ mean: 0, halfWidth95: 1, replications: 9 })).toBe(Infinity);
    expect(relativeHalfWidth({ mean: -4, halfWidth95: 1, replications: 9 })).toBe(0.25);
  });
});

describe('sequential stopping', () => {
  it('reaches its precision and covers the mean nearly as often as a fixed number does', () => {
    const streams = createRandomStreams({ seed: 5, replication: 0 });
    const experiments = 2000;
    let covered = 0;
    let runs = 0;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const stream = streams.stream('test/sequential').at(experiment);
      const values: number[] = [];
      const draw = () =>
        values.push(sampleDistribution({ kind: 'normal', mean: 10, standardDeviation: 3 }, stream));
      while (values.length < PILOT_MIN) draw();
      let width = relativeHalfWidth(estimate(values));
      while (width > 0.1) {
        const until = nextLook({ replications: values.length, widths: [width], target: 0.1, max: 10_000 });
        while (values.length < until) draw();
        width = relativeHalfWidth(estimate(values));
      }
      runs += values.length;
      const { mean, halfWidth95 } = estimate(values);
      if (Math.abs(mean - 10) <= halfWidth95) covered += 1;
    }
    // Known spread would need (1.96 x 3 / 1)^2 = 35 replications.
    expect(runs / experiments).toBeGreaterThan(30);
    expect(runs / experiments).toBeLessThan(45);
    expect(covered / experiments).toBeGreaterThan(0.92);
    expect(covered / experiments).toBeLessThan(0.97);
  });
});

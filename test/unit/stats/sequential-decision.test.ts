// Goal: a sequential decision is seldom wrong, and the number of further replications is what the t interval asks for.
// Method: looks by hand; 1000 sequential decisions about normal values whose mean lies just above the limit, so that
// every "below" is an error; sample sizes from the formula n = (t s / d)^2 with tabulated t.
import { describe, expect, it } from 'vitest';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../src/engine/random/sample-distribution.ts';
import {
  confidencePerLook,
  plannedLooks,
  replicationsToDecide,
  sideOf,
} from '../../../src/stats/sequential-decision.ts';

describe('planned looks', () => {
  it('double from the first to the most', () => {
    expect(plannedLooks({ first: 10, max: 100 })).toEqual([10, 20, 40, 80, 100]);
    expect(plannedLooks({ first: 10, max: 80 })).toEqual([10, 20, 40, 80]);
    expect(plannedLooks({ first: 10, max: 6 })).toEqual([6]);
    expect(confidencePerLook(5)).toBeCloseTo(0.99, 12);
  });
});

describe('the side', () => {
  const side = (values: readonly number[], limit: number) => sideOf({ values, limit, confidence: 0.95 });

  it('is told when the whole interval lies there', () => {
    // Mean 10, s = 1, n = 5: half-width 2.776 / sqrt 5 = 1.24.
    const values = [10 - Math.sqrt(2), 10, 10, 10, 10 + Math.sqrt(2)];
    expect(side(values, 11.25)).toBe('below');
    expect(side(values, 11.2)).toBe('undecided');
    expect(side(values, 8.8)).toBe('undecided');
    expect(side(values, 8.7)).toBe('above');
    expect(side([5], 6)).toBe('undecided');
  });

  it('is wrong in at most one of twenty sequential decisions, even just above the limit', () => {
    const looks = plannedLooks({ first: 10, max: 160 });
    const streams = createRandomStreams({ seed: 3, replication: 0 });
    let wrong = 0;
    for (let experiment = 0; experiment < 1000; experiment++) {
      const stream = streams.stream('test/decision').at(experiment);
      const values: number[] = [];
      for (const look of looks) {
        while (values.length < look) {
          values.push(sampleDistribution({ kind: 'normal', mean: 5, standardDeviation: 2 }, stream));
        }
        const found = sideOf({ values, limit: 4.999, confidence: confidencePerLook(looks.length) });
        if (found === 'below') wrong += 1;
        if (found !== 'undecided') break;
      }
    }
    // The lower side alone may err in 2.5 %; three deviations of 1000 trials above it are 4 %.
    expect(wrong / 1000).toBeLessThan(0.04);
  });
});

describe('replications to decide', () => {
  it('are the least whose half-width is the distance to the limit', () => {
    // s = 1, distance 0.5: t(17) = 2.110 gives (4.220)^2 = 17.8 <= 18; t(16) = 2.120 gives 17.98 > 17. So 18, 13 more.
    const values = [10 - Math.sqrt(2), 10, 10, 10, 10 + Math.sqrt(2)];
    expect(replicationsToDecide({ values, limit: 10.5, confidence: 0.95 })).toBe(13);
  });

  it('are none when nothing varies, and no number when the mean is the limit', () => {
    expect(replicationsToDecide({ values: [1, 1, 1], limit: 2, confidence: 0.95 })).toBe(0);
    expect(replicationsToDecide({ values: [1, 2, 3], limit: 2, confidence: 0.95 })).toBe(Infinity);
    expect(replicationsToDecide({ values: [1], limit: 2, confidence: 0.95 })).toBeNaN();
  });
});

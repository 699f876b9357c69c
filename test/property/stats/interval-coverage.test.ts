// Goal: a 95 % interval contains the truth 95 times in 100. Nothing else makes it worth printing.
// Method: 4000 samples drawn with the product's streams and samplers; coverage within four binomial standard deviations
// of its theory: 95 % for t and normal values, exactly the stated coverage for order statistics of any distribution.
import { expect, test } from 'vitest';
import type { Distribution } from '../../../src/engine/random/distribution.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../src/engine/random/sample-distribution.ts';
import { mean } from '../../../src/stats/distributions/moments.ts';
import { quantile } from '../../../src/stats/distributions/quantile.ts';
import { estimate, estimatePairedDifference } from '../../../src/stats/estimate.ts';
import { quantileInterval } from '../../../src/stats/quantile-interval.ts';

const samples = 4000;
const normal: Distribution = { kind: 'normal', mean: 10, standardDeviation: 3 };
const skewed: Distribution = { kind: 'lognormal', median: 1, logStandardDeviation: 0.8 };

function expectCoverage(expected: number, covers: (draw: (of: Distribution) => number) => boolean): void {
  const streams = createRandomStreams({ seed: 11, replication: 0 });
  const stream = streams.stream('validation/coverage');
  let covered = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    stream.at(sample);
    if (covers((of) => sampleDistribution(of, stream))) covered += 1;
  }
  const deviation = Math.sqrt((expected * (1 - expected)) / samples);
  expect(Math.abs(covered / samples - expected)).toBeLessThan(4 * deviation);
}

test.each([2, 5, 20])('of the mean of %d normal values', (count) => {
  expectCoverage(0.95, (draw) => {
    const result = estimate(Array.from({ length: count }, () => draw(normal)));
    return Math.abs(result.mean - mean(normal)) <= result.halfWidth95;
  });
});

test('of a paired difference, though the pairs move together', () => {
  expectCoverage(0.95, (draw) => {
    const shared = Array.from({ length: 10 }, () => 100 * draw(skewed));
    const result = estimatePairedDifference({
      baseline: shared.map((value) => value + draw(normal)),
      candidate: shared.map((value) => value + 5 + draw(normal)),
    });
    return Math.abs(result.mean - 5) <= result.halfWidth95;
  });
});

test.each([
  [20, 0.5],
  [60, 0.9],
])('of a quantile of %d skewed values at %d', (count, p) => {
  const truth = quantile(skewed, p);
  const { coverage } = quantileInterval({
    values: Array.from({ length: count }, (_, rank) => rank),
    p,
    confidence: 0.95,
  });
  expect(coverage).toBeGreaterThanOrEqual(0.95);
  expectCoverage(coverage, (draw) => {
    const values = Array.from({ length: count }, () => draw(skewed));
    const { low, high } = quantileInterval({ values, p, confidence: 0.95 });
    return low <= truth && truth <= high;
  });
});

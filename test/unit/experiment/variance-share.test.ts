// Goal: the share of uncertain parameters in the variance is right, and its interval covers.
// Method: Y = a theta + b omega with standard normal theta (shared with the echo) and omega (its own): the share is
// a^2 / (a^2 + b^2) by definition. A scenario in which only parameters vary, and one in which they do not matter.
import { describe, expect, it } from 'vitest';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../src/engine/random/sample-distribution.ts';
import { inThisThread } from '../../../src/experiment/executor.ts';
import { runStudy } from '../../../src/experiment/run-study.ts';
import { varianceShare } from '../../../src/experiment/variance-share.ts';
import { resolved } from '../../support/study.ts';

function sampled(a: number, b: number, experiment: number, count: number) {
  const stream = createRandomStreams({ seed: 8, replication: 0 }).stream('test/shares').at(experiment);
  const normal = () => sampleDistribution({ kind: 'normal', mean: 0, standardDeviation: 1 }, stream);
  const values: number[] = [];
  const echoes: number[] = [];
  for (let index = 0; index < count; index++) {
    const shared = a * normal();
    values.push(100 + shared + b * normal());
    echoes.push(100 + shared + b * normal());
  }
  return varianceShare(values, echoes);
}

describe('the share of the parameters', () => {
  it('is a^2 / (a^2 + b^2): four fifths for a = 2, b = 1', () => {
    expect(sampled(2, 1, 0, 20_000).share).toBeCloseTo(0.8, 1.9);
  });

  it('has intervals that cover it in 92 to 98 of 100 experiments', () => {
    const experiments = 400;
    let covered = 0;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const { low, high } = sampled(1, 1, experiment, 40);
      if (low <= 0.5 && 0.5 <= high) covered += 1;
    }
    expect(covered / experiments).toBeGreaterThan(0.92);
    expect(covered / experiments).toBeLessThan(0.98);
  });

  it('is everything when echoes agree, nothing when they do not, and no number when nothing varies', () => {
    expect(varianceShare([1, 2, 3, 5], [1, 2, 3, 5])).toEqual({ share: 1, low: 1, high: 1 });
    expect(varianceShare([1, 2, 3, 4], [4, 3, 2, 1]).share).toBe(0);
    expect(varianceShare([2, 2, 2], [2, 2, 2]).share).toBeNaN();
    expect(() => varianceShare([1], [1, 2])).toThrow(RangeError);
  });
});

describe('a study with uncertain parameters', () => {
  it('tells demand from models: conferences vary by chance alone, stress of a fixed burst by the models', async () => {
    const variants = await resolved(`
name: Shares
horizon: { start: 2026-11-23T08:00, hours: 0.5 }
demand:
  - class: { from: team-meeting, size: 9, durationMinutes: 40, joinOffsetSeconds: 0, leaveOffsetSeconds: 0 }
    conferences: { curve: flat, peakPerHour: 60 }
    media: audio-dominated-10-senders
scaling: { bridges: { policy: static, count: 3 } }
run: { replications: 24, parameterUncertainty: true }
`);
    if (typeof variants === 'string') throw new Error(variants);
    const study = { name: 'Shares', scenarioHash: 'test', variants };
    const results = await runStudy(study, { executor: inThisThread, version: 'test' });
    const shares = results.variants[0]!.parameterShares!;
    // What arrives is Poisson whatever the models say: the interval must reach down to nothing.
    expect(shares.conferences.low).toBe(0);
    // The media model is known to a factor (draw-parameters.test.ts), the load to a fifth.
    expect(shares.bridgePacketRateMaxKpps.low).toBeGreaterThan(0.5);
  });
});

// Goal: common random numbers and the offered load as control variate narrow intervals and bias nothing.
// Method: the controls' means against 400 replications of the demand; controlled estimates of Poisson-driven quantities with
// known truth over 300 experiments (bias within three standard errors, coverage within binomial bounds, narrower); a
// regression worked by hand. Common random numbers are held in paired-difference.test.ts.
import { describe, expect, it } from 'vitest';
import { inThisThread } from '../../src/experiment/executor.ts';
import { offeredControls } from '../../src/experiment/offered-controls.ts';
import { meanSize } from '../../src/experiment/offered-load.ts';
import { runReplications, runStudy } from '../../src/experiment/run-study.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { controlledEstimate } from '../../src/stats/control-variate.ts';
import { estimate } from '../../src/stats/estimate.ts';
import { resolved } from '../support/study.ts';

async function scenarioOf(demand: string, hours: number, run = ''): Promise<Scenario> {
  const variants = await resolved(`
name: Offered
horizon: { start: 2026-11-23T08:00, hours: ${hours} }
demand:
${demand}
scaling: { bridges: { policy: static, count: 3 } }
run: { replications: 12${run} }
`);
  if (typeof variants === 'string') throw new Error(variants);
  return variants[0]!;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe('a controlled estimate', () => {
  it('is the regression at the mean of the control, worked by hand', () => {
    // c = 1, 2, 3, 6 with sample mean 3 and true mean 4; y has mean 6. S_cc = 4 + 1 + 0 + 9 = 14 and
    // S_cy = 7 + 3 + 0 + 18 = 28, so the slope is 2 and the mean 6 - 2 (3 - 4) = 8. Residuals 0.5, -1, 0.5, 0: RSS 1.5.
    const controls = [{ values: [1, 2, 3, 6], mean: 4 }];
    const { mean, halfWidth95 } = controlledEstimate([2.5, 3, 6.5, 12], controls);
    expect(mean).toBeCloseTo(8, 12);
    // t(0.975; 2) = 4.302653; leverage 1/4 + 1/14.
    expect(halfWidth95).toBeCloseTo(4.302653 * Math.sqrt((1.5 / 2) * (1 / 4 + 1 / 14)), 5);
  });

  it('leaves out controls that do not vary or say the same, and has no width without freedom', () => {
    const y = [1, 2, 4, 3, 5];
    const c = { values: [1, 2, 3, 4, 6], mean: 3 };
    const twice = { values: c.values.map((value) => 2 * value + 1), mean: 7 };
    expect(controlledEstimate(y, [c, twice]).mean).toBeCloseTo(controlledEstimate(y, [c]).mean, 9);
    expect(controlledEstimate(y, [{ values: [7, 7, 7, 7, 7], mean: 6 }])).toEqual(estimate(y));
    expect(controlledEstimate([1, 2], [{ values: [1, 2], mean: 1 }]).halfWidth95).toBeNaN();
    expect(() => controlledEstimate([1], [{ values: [], mean: 1 }])).toThrow(RangeError);
  });
});

describe('the offered load', () => {
  it.each([
    ['a curve', '  - { class: team-meeting, conferences: { curve: office-weekday, peakPerHour: 40 } }'],
    [
      'starts aligned to the hour',
      '  - { class: team-meeting, conferences: { curve: office-weekday, peakPerHour: 40, alignTo: hour, alignedRatio: 0.7 } }',
    ],
    [
      'a burst beside a curve',
      '  - { class: school-class, burst: { at: "09:00", conferences: 9 } }\n  - { class: team-meeting, conferences: { curve: flat, peakPerHour: 9 } }',
    ],
  ])('of %s has the mean that the closed form says', async (_, demand) => {
    const scenario = await scenarioOf(demand, 4);
    for (const { values, mean } of offeredControls(scenario, numbers(400))) {
      const found = estimate(values);
      // 99.9 % of means lie within 1.68 half-widths of 95 %.
      expect(Math.abs(found.mean - mean)).toBeLessThan(1.68 * found.halfWidth95);
      expect(found.halfWidth95 / mean).toBeLessThan(0.1);
    }
  });

  it('counts rounded sizes, at least one', () => {
    expect(meanSize({ size: { kind: 'constant', value: 5.4 } })).toBeCloseTo(5, 12);
    expect(meanSize({ size: { kind: 'constant', value: 0.2 } })).toBeCloseTo(1, 12);
    // Uniform on 1 to 4 rounds to 1, 2, 3, 4 with 1/6, 1/3, 1/3, 1/6: mean 2.5.
    expect(meanSize({ size: { kind: 'uniform', low: 1, high: 4 } })).toBeCloseTo(2.5, 12);
  });
});

describe('as control variate', () => {
  it('narrows participant-minutes without bias and without covering less', async () => {
    // Pairs for ten minutes, 120 an hour for a quarter of an hour: 400 participant-minutes (interval-coverage.test.ts).
    const scenario = await scenarioOf(
      '  - { class: { from: team-meeting, size: 2, durationMinutes: 10, joinOffsetSeconds: 0, leaveOffsetSeconds: 0 }, conferences: { curve: flat, peakPerHour: 120 } }',
      0.25,
    );
    const experiments = 300;
    const errors: number[] = [];
    let covered = 0;
    let plain = 0;
    let controlled = 0;
    for (let seed = 0; seed < experiments; seed++) {
      const seeded = { ...scenario, run: { seed, replications: 8 } };
      const study = { name: 'Offered', scenarioHash: 'test', variants: [seeded] };
      const runs = await runReplications(study, { executor: inThisThread });
      const values = runs.map(({ rows }) => rows[0]!.totals.participantMinutes);
      const found = controlledEstimate(values, offeredControls(seeded, numbers(8)));
      errors.push(found.mean - 400);
      plain += estimate(values).halfWidth95;
      controlled += found.halfWidth95;
      if (Math.abs(found.mean - 400) <= found.halfWidth95) covered += 1;
    }
    const bias = estimate(errors);
    expect(Math.abs(bias.mean)).toBeLessThan(1.5 * bias.halfWidth95);
    // Binomial: 0.95 - 3 sqrt(0.95 x 0.05 / 300) = 0.912.
    expect(covered / experiments).toBeGreaterThan(0.912);
    expect(controlled).toBeLessThan(0.7 * plain);
  });

  it('is used when the scenario asks for it, and changes nothing else', async () => {
    const demand = '  - { class: team-meeting, conferences: { curve: flat, peakPerHour: 30 } }';
    const run = async (asked: string) => {
      const variants = [await scenarioOf(demand, 2, asked)];
      return runStudy(
        { name: 'Offered', scenarioHash: 'test', variants },
        { executor: inThisThread, version: 'test' },
      );
    };
    const [plain, controlled] = [await run(''), await run(', controlVariate: offered-load')];
    const of = (results: typeof plain) => results.variants[0]!;
    expect(of(controlled).totals).toEqual(of(plain).totals);
    expect(of(controlled).fingerprints).toEqual(of(plain).fingerprints);
    const width = (results: typeof plain) => of(results).estimates.participantMinutes.halfWidth95;
    expect(width(controlled)).toBeLessThan(0.6 * width(plain));
  });
});

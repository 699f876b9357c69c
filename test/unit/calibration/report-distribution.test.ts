// Goal: the report of a fitted distribution shows what one needs to reject it.
// Method: the quantiles of a known gamma as data; the intervals must hold the truth, quantile points lie on the line, counts add
//   up, and a family that is wrong must show as a bend.
import { describe, expect, it } from 'vitest';
import {
  exactObservations,
  histogramObservations,
} from '../../../src/calibration/distributions/observations.ts';
import { reportDistribution } from '../../../src/calibration/distributions/report-distribution.ts';
import { selectDistribution } from '../../../src/calibration/distributions/select-distribution.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { quantile } from '../../../src/stats/distributions/quantile.ts';

const stream = createRandomStreams({ seed: 21, replication: 0 }).stream('report');
const nextUnit = () => stream.nextUnit();
// Evenly spaced quantiles: a sample without luck.
const minutes = Array.from({ length: 800 }, (_, i) =>
  quantile({ kind: 'gamma', shape: 2, scale: 15 }, (i + 0.5) / 800),
);

function report(family: 'gamma' | 'lognormal', draws = 0) {
  const observations = exactObservations(minutes);
  const choice = selectDistribution(observations, [family]);
  return reportDistribution({ name: 'duration', unit: 'min', observations, choice, nextUnit, draws });
}

describe('distribution report', () => {
  it('gives intervals that hold the true shape 2, scale 15 and mean 30', () => {
    const { parameters } = report('gamma', 100);
    for (const [name, truth] of [
      ['shape', 2],
      ['scale', 15],
      ['mean', 30],
    ] as const) {
      const interval = parameters.find((parameter) => parameter.name === name)?.interval95;
      expect(interval?.[0], name).toBeLessThan(truth);
      expect(interval?.[1], name).toBeGreaterThan(truth);
    }
  });

  it('puts the quantile points of the right family on the line, and bends for the wrong one', () => {
    const bend = (family: 'gamma' | 'lognormal') =>
      Math.max(
        ...report(family).quantilePoints.map((point) => Math.abs(point.standardized - point.theoretical)),
      );
    expect(bend('gamma')).toBeLessThan(0.1);
    expect(bend('lognormal')).toBeGreaterThan(0.6);
    expect(report('gamma').rSquared).toBeGreaterThan(0.98);
  });

  it('compares counts for ranges, which add up to the observations', () => {
    const edges = [0, 10, 20, 30, 40, 60, 90, Number.POSITIVE_INFINITY];
    const bins = edges.slice(0, -1).map((from, i) => {
      const to = edges[i + 1]!;
      return { from, to, count: minutes.filter((value) => value > from && value <= to).length };
    });
    const observations = histogramObservations({ bins, whole: false });
    const choice = selectDistribution(observations, ['gamma']);
    const { residuals, unit } = reportDistribution({
      name: 'duration',
      unit: 'min',
      observations,
      choice,
      nextUnit,
      draws: 0,
    });
    expect(unit).toBe('observations');
    const fitted = residuals.reduce((total, row) => total + row.fitted, 0);
    expect(fitted).toBeCloseTo(800, 6);
    // Chi-squared of 7 ranges with 2 parameters: 4 degrees of freedom, 99.9 % quantile 18.5.
    const chiSquared = residuals.reduce((total, row) => total + row.residual ** 2 / row.fitted, 0);
    expect(chiSquared).toBeLessThan(18.5);
  });
});

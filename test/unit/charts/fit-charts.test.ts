// Goal: the charts of a fit show every point, name those that stand out, and draw without a warning.
// Method: a straight line with one planted outlier, whose influence is known by hand; the specifications are walked
//   and drawn.
import { describe, expect, test } from 'vitest';
import { cooksDistances, type FitReport, reportFit } from '../../../src/calibration/fit-report.ts';
import { fitLinear } from '../../../src/calibration/fitting/linear-least-squares.ts';
import { fitChartsOf } from '../../../src/charts/fit-charts.ts';
import { renderChart } from '../../../src/io/render/render-chart.ts';

/** y = 2 x but for the last of ten points, which lies 6 too high. */
function aReport(overrides: Partial<FitReport> = {}): FitReport {
  const x = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const observed = x.map((value) => 2 * value + (value === 10 ? 6 : value % 2 === 0 ? 0.1 : -0.1));
  const fit = fitLinear('line', { x, one: x.map(() => 1) }, observed);
  const distances = cooksDistances(fit);
  const points = x.map((value) => `x ${value}`);
  const report = reportFit({
    name: 'A line',
    formula: 'y = a x + b',
    unit: 'kpps',
    parameters: [{ name: 'a', unit: 'kpps per x', value: fit.coefficients[0]!, interval95: [1, 3] }],
    points,
    observed,
    fitted: fit.fitted,
    estimated: 2,
    influence: points.map((point, i) => ({ point, cooksDistance: distances[i]! })),
    validRanges: [{ quantity: 'x', unit: '1', min: 1, max: 10 }],
    warnings: [],
  });
  return { ...report, ...overrides };
}

function valuesOf(name: string, report = aReport()): readonly Record<string, unknown>[] {
  const chart = fitChartsOf(report).find((one) => one.name === name);
  const { data } = chart!.spec as { data: { values: readonly Record<string, unknown>[] } };
  return data.values;
}

describe('the charts of a fit', () => {
  test('are four, with titles, captions, descriptions and the unit on the axes', () => {
    const charts = fitChartsOf(aReport());
    expect(charts.map(({ name }) => name)).toEqual([
      'fit-observed',
      'fit-residuals',
      'fit-quantiles',
      'fit-influence',
    ]);
    for (const { title, caption, description } of charts) {
      expect(Math.min(title.length, caption.length, description.length)).toBeGreaterThan(10);
    }
    expect(JSON.stringify(charts[0]!.spec)).toContain('measured, kpps');
    expect(JSON.stringify(charts[1]!.spec)).toContain('measured less fitted, kpps');
  });

  test('show every point, and name the planted outlier alone', () => {
    const rows = valuesOf('fit-residuals');
    expect(rows).toHaveLength(10);
    expect(rows.filter(({ stands }) => stands === 'out')).toHaveLength(1);
    expect(
      rows.map(({ nameBefore, nameAfter }) => `${nameBefore}${nameAfter}`).filter((name) => name !== ''),
    ).toEqual(['x 10']);
  });

  test('put the outlier first in the influence, beyond the limit of 4 / points', () => {
    const [first, second] = valuesOf('fit-influence');
    expect(first).toMatchObject({ point: 'x 10', stands: 'out' });
    expect(second).toMatchObject({ stands: 'with the others' });
  });

  test('say of a point without which there is no fit that there is none', () => {
    const influence = [{ point: 'x 1', cooksDistance: Number.POSITIVE_INFINITY }];
    expect(valuesOf('fit-influence', aReport({ influence }))[0]).toMatchObject({
      figure: 'no fit without it',
    });
  });

  test('leave out what has nothing to show: no influence, no spread of residuals', () => {
    const names = fitChartsOf(aReport({ influence: [], quantilePoints: [] })).map(({ name }) => name);
    expect(names).toEqual(['fit-observed', 'fit-residuals']);
  });

  test.each(fitChartsOf(aReport()).map((chart) => [chart.name, chart.spec] as const))(
    '%s draws without a warning',
    async (_, spec) => {
      expect(await renderChart(spec, 'svg')).toMatch(/^<svg/);
    },
  );
});

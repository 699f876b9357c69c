// Goal: charts of answers draw what was found, with its intervals, and can be drawn at all.
// Method: findings made by hand; what the drawings are made of, and the drawings' texts.
import { describe, expect, test } from 'vitest';
import type { Chart } from '../../../src/charts/chart.ts';
import { differenceChart } from '../../../src/charts/difference.ts';
import { frontChart } from '../../../src/charts/front.ts';
import { planChart } from '../../../src/charts/plan.ts';
import { sensitivityChart } from '../../../src/charts/sensitivity.ts';
import type { Comparison, Difference } from '../../../src/experiment/compare.ts';
import type { Optimization } from '../../../src/experiment/optimize/conclude.ts';
import type { Plan } from '../../../src/experiment/plan.ts';
import type { Sensitivity } from '../../../src/experiment/sensitivity.ts';
import { renderChart } from '../../../src/io/render/render-chart.ts';

const of = 'costPerDay' as const;
const estimated = (mean: number, halfWidth95: number) => ({ mean, halfWidth95, replications: 10 });
const made = { of, replications: 10, runs: 50, seed: 7, ties: [] };

/** All rows of data in a specification. */
function rowsOf({ spec }: Chart): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { values } = ((node as { data?: { values?: unknown } }).data ?? {}) as { values?: unknown };
    if (Array.isArray(values)) found.push(...values);
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(spec);
  return found;
}

describe('sensitivity', () => {
  const bar = (factor: string, low: number, high: number) => ({
    factor,
    low: 1,
    high: 2,
    atLow: estimated(low, 0.5),
    atHigh: estimated(high, 0.25),
    swing: estimated(high - low, 0.5),
    matters: true,
    crossesLimitAt: [] as const,
  });

  test('a tornado starts every bar from the answer as it is and ends it at the end of the factor', async () => {
    const found: Sensitivity = {
      ...made,
      method: 'tornado',
      base: estimated(10, 1),
      limitMax: 12,
      factors: [bar('boot', -2, 4), bar('price', -1, 1), bar('nothing', 0, 0)],
    };
    const chart = sensitivityChart('Day', found);
    expect(rowsOf(chart)).toContainEqual(
      expect.objectContaining({ factor: 'boot', from: 10, to: 14, intervalLow: 13.75, intervalHigh: 14.25 }),
    );
    expect(rowsOf(chart).some(({ factor }) => factor === 'nothing')).toBe(false);
    expect(rowsOf(chart)).toContainEqual({ at: 12 });
    expect(chart.caption).toContain('The 2 that move it most, of 3');
    const svg = await renderChart(chart.spec, 'svg');
    expect(svg).toContain('boot');
    expect(svg).toContain('costPerDay');
  });

  test('Morris and Sobol with their intervals', async () => {
    const effects: Sensitivity = {
      ...made,
      method: 'morris',
      trajectories: 10,
      factors: [
        {
          factor: 'boot',
          low: 1,
          high: 2,
          mu: estimated(3, 1),
          muStar: estimated(3, 1),
          sigma: 2,
          sigmaInterval: [1, 3],
        },
      ],
    };
    const morris = sensitivityChart('Day', effects);
    expect(rowsOf(morris)).toContainEqual(
      expect.objectContaining({ muStar: 3, low: 2, high: 4, sigma: 2, sigmaLow: 1, sigmaHigh: 3 }),
    );
    expect(await renderChart(morris.spec, 'svg')).toContain('boot');
    const shares: Sensitivity = {
      ...made,
      method: 'sobol',
      rows: 100,
      spread: { mean: 1, standardDeviation: 1 },
      factors: [
        {
          factor: 'boot',
          low: 1,
          high: 2,
          first: 0.3,
          firstInterval: [0.2, 0.4],
          total: 0.6,
          totalInterval: [0.5, 0.7],
        },
      ],
    };
    const sobol = sensitivityChart('Day', shares);
    expect(rowsOf(sobol)).toContainEqual(expect.objectContaining({ share: 0.6, low: 0.5, high: 0.7 }));
    expect(await renderChart(sobol.spec, 'svg')).toContain('with its interplay');
  });
});

test('differences in which somebody differs, those within the noise marked', async () => {
  const difference = (mean: number, sign: Difference['sign']): Difference => ({
    baseline: estimated(10, 1),
    candidate: estimated(10 + mean, 1),
    difference: estimated(mean, 2),
    sign,
  });
  const comparison = {
    scenario: 'Day',
    currency: 'EUR',
    seed: 1,
    replications: 10,
    baseline: 'a',
    candidates: [
      {
        variant: 'b',
        differences: {
          costPerDay: difference(-5, 'less'),
          joinsFailed: difference(1, 'within-noise'),
          prosodyKills: difference(0, 'same'),
        },
        parts: [],
      },
    ],
  } as unknown as Comparison;
  const measures = (['costPerDay', 'joinsFailed', 'prosodyKills'] as const).map((total) => ({
    total,
    title: `title of ${total}`,
  }));
  const chart = differenceChart(comparison, measures);
  expect(rowsOf(chart)).toContainEqual(
    expect.objectContaining({ variant: 'b', mean: -5, low: -7, high: -3, isSure: true }),
  );
  expect(rowsOf(chart)).toContainEqual(expect.objectContaining({ mean: 1, isSure: false }));
  const svg = await renderChart(chart.spec, 'svg');
  expect(svg).toContain('title of joinsFailed');
  expect(svg).not.toContain('title of prosodyKills');
});

test('a plan: every count against the limit, the closed form, and the hours', async () => {
  const checked = (mean: number, verdict: 'met' | 'violated') => ({
    variant: 'Day',
    objective: 'joinFailureRatio' as const,
    limitMax: 0.1,
    estimate: estimated(mean, 0.02),
    verdict,
    replicationsMore: 0,
  });
  const candidate = (count: number, mean: number, verdict: 'met' | 'violated') => ({
    count,
    verdict,
    objectives: [checked(mean, verdict)],
    costPerDay: estimated(count, 0),
    replications: 10,
  });
  const plan: Plan = {
    scenario: 'Day',
    of: 'bridges',
    seed: 1,
    confidence: 0.95,
    closedForm: { count: 3, steps: [], doesNotKnow: [] },
    answer: candidate(5, 0.05, 'met'),
    gap: 2,
    candidates: [candidate(4, 0.2, 'violated'), candidate(5, 0.05, 'met')],
    binds: null,
    alternatives: [],
  };
  const staffing = [
    { hour: 0, closedForm: 1, planned: 2 },
    { hour: 1, closedForm: 3, planned: 5 },
  ];
  const chart = planChart({
    plan,
    staffing,
    startEpochMs: Date.UTC(2026, 10, 23, 7),
    timeZone: 'Europe/Paris',
  });
  expect(rowsOf(chart)).toContainEqual(
    expect.objectContaining({ count: 4, mean: 0.2, low: expect.closeTo(0.18, 9), verdict: 'violated' }),
  );
  expect(rowsOf(chart)).toContainEqual({ limit: 0.1 });
  expect(rowsOf(chart)).toContainEqual({ count: 3 });
  const svg = await renderChart(chart.spec, 'svg');
  expect(svg).toContain('Day: 5 bridges');
  expect(svg).toContain('09:00');
});

test('a front without rejected candidates can be drawn, and one that was interrupted', async () => {
  const candidate = (x: number, y: number, isVerified: boolean) => ({
    values: [x],
    estimates: [estimated(x, 0), estimated(y, 0.5)],
    isVerified,
    rejected: null,
    regret: null,
    violatesAt: [],
  });
  const found: Optimization = {
    scenario: 'Day',
    minimise: ['costPerDay', 'joinFailureRatio'],
    factors: [{ name: 'scaling.bridges.count', low: 1, high: 9, isWhole: true, choices: null }],
    seed: 1,
    population: 4,
    generations: 1,
    islands: 1,
    replications: 10,
    freshMax: 40,
    demandRatios: [1],
    isComplete: false,
    candidates: [candidate(1, 0.2, true), candidate(2, 0.1, false)],
    knee: null,
    leastRegret: null,
    conflict: null,
  };
  const chart = frontChart(found);
  expect(rowsOf(chart)).toContainEqual(
    expect.objectContaining({ x: 1, yLow: 0, yHigh: 0.7, standing: 'front' }),
  );
  expect(chart.caption).toContain('interrupted');
  expect(await renderChart(chart.spec, 'svg')).toContain('joinFailureRatio');
  const whole = {
    ...found,
    isComplete: true,
    candidates: [candidate(1, 0.2, true)],
    knee: { at: 0, shareOfSamples: 1 },
  };
  expect(frontChart(whole).caption).toContain('Knee: scaling.bridges.count = 1.');
});

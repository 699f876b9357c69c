// Goal: what the closed forms and fits believe about a distribution is what textbooks say about it.
// Method: SciPy 1.17 values of cdf, quantile, mean, variance and (by adaptive quadrature) partial moments as literals;
// small discrete and empirical distributions worked by hand.
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../../../src/engine/random/distribution.ts';
import { cdf } from '../../../../src/stats/distributions/cdf.ts';
import { limitedMoment, mean, partialMoment, variance } from '../../../../src/stats/distributions/moments.ts';
import { quantile } from '../../../../src/stats/distributions/quantile.ts';

interface Reference {
  readonly distribution: Distribution;
  readonly mean: number;
  readonly variance: number;
  /** Pairs of x and P(X <= x). */
  readonly cdf: readonly (readonly [number, number])[];
  /** Quantiles at 0.01, 0.5 and 0.95. */
  readonly quantiles: readonly [number, number, number];
  /** x, E[X; X <= x] and E[X^2; X <= x]. */
  readonly partial?: readonly [number, number, number];
}

const references: Readonly<Record<string, Reference>> = {
  'gamma, shape above 1': {
    distribution: { kind: 'gamma', shape: 2.5, scale: 3 },
    mean: 7.5,
    variance: 22.5,
    cdf: [
      [1, 0.015252120981490966],
      [7, 0.5421017727545988],
      [30, 0.9987502694369687],
    ],
    quantiles: [0.8314471150924159, 6.52719028664329, 16.605746540274527],
    partial: [7, 2.2457555884142577, 10.840379727633065],
  },
  'gamma, shape below 1': {
    distribution: { kind: 'gamma', shape: 0.3, scale: 10 },
    mean: 3,
    variance: 30,
    cdf: [
      [0.01, 0.1402424589248674],
      [3, 0.7269573437103662],
      [40, 0.9979774893543891],
    ],
    quantiles: [0.0000015022226552360407, 0.7313113586695198, 13.72349944100886],
    partial: [3, 0.4552367581513446, 0.7411720370282197],
  },
  weibull: {
    distribution: { kind: 'weibull', shape: 1.7, scale: 40 },
    mean: 35.689780099972964,
    variance: 466.96772359336603,
    cdf: [
      [5, 0.028736308857797477],
      [40, 0.6321205588285577],
      [100, 0.9913297807991475],
    ],
    quantiles: [2.672219286788785, 32.24244068743683, 76.27037340354372],
    partial: [40, 14.105560239763664, 380.6420288504921],
  },
  lognormal: {
    distribution: { kind: 'lognormal', median: 30, logStandardDeviation: 0.8 },
    mean: 41.31383293007872,
    variance: 1530.142961637898,
    cdf: [
      [5, 0.012555224338961543],
      [30, 0.5],
      [200, 0.9911395788998881],
    ],
    quantiles: [4.665145774804852, 30, 111.84123077665144],
    partial: [30, 8.752558542409684, 177.38397851372036],
  },
  normal: {
    distribution: { kind: 'normal', mean: 5, standardDeviation: 2 },
    mean: 5,
    variance: 4,
    cdf: [
      [-3, 0.00003167124183311986],
      [5, 0.5],
      [8, 0.9331927987311419],
    ],
    quantiles: [0.3473042519183185, 5, 8.289707253902945],
    partial: [5, 1.702115439197135, 6.521154391971348],
  },
  exponential: {
    distribution: { kind: 'exponential', mean: 7 },
    mean: 7,
    variance: 49,
    cdf: [
      [0.5, 0.06893722029597724],
      [7, 0.6321205588285577],
      [40, 0.996701494244061],
    ],
    quantiles: [0.07035235097451009, 4.852030263919617, 20.97012591487793],
    partial: [7, 1.8496878235998078, 7.869536912996631],
  },
  poisson: {
    distribution: { kind: 'poisson', mean: 4.2 },
    mean: 4.2,
    variance: 4.2,
    cdf: [
      [-0.1, 0],
      [0, 0.014995576820477707],
      [4, 0.5898270213105775],
      [4.9, 0.5898270213105775],
      [12, 0.9995693705825935],
    ],
    quantiles: [0, 4, 8],
  },
  uniform: {
    distribution: { kind: 'uniform', low: 2, high: 8 },
    mean: 5,
    variance: 3,
    cdf: [
      [2, 0],
      [3.5, 0.25],
      [9, 1],
    ],
    quantiles: [2.06, 5, 7.7],
    // (4^2 - 2^2) / (2 * 6) and (4^3 - 2^3) / (3 * 6)
    partial: [4, 1, 28 / 9],
  },
  constant: {
    distribution: { kind: 'constant', value: 3 },
    mean: 3,
    variance: 0,
    cdf: [
      [2.999, 0],
      [3, 1],
    ],
    quantiles: [3, 3, 3],
    partial: [3, 3, 9],
  },
  discrete: {
    // A die whose 6 counts twice and whose 4 never falls, in no order.
    distribution: { kind: 'discrete', values: [6, 1, 4, 2], weights: [2, 1, 0, 1] },
    mean: 3.75,
    variance: (2 * 36 + 1 + 4) / 4 - 3.75 ** 2,
    cdf: [
      [0.9, 0],
      [1, 0.25],
      [5, 0.5],
      [6, 1],
    ],
    quantiles: [1, 2, 6],
    partial: [2, 0.75, 1.25],
  },
  empirical: {
    // Three gaps of weight 1/3: uniform on 0 to 1, an atom at 1, uniform on 1 to 4.
    distribution: { kind: 'empirical', values: [0, 1, 1, 4] },
    mean: (0.5 + 1 + 2.5) / 3,
    variance: (1 / 3 + 1 + 7) / 3 - (4 / 3) ** 2,
    cdf: [
      [-1, 0],
      [0.5, 1 / 6],
      [0.999999999, 0.333333333],
      [1, 2 / 3],
      [2.5, 5 / 6],
      [4, 1],
    ],
    quantiles: [0.03, 1, 3.55],
    // up to 2.5: 0.5 / 3 + 1 / 3 + (2.5^2 - 1) / 2 / 9, and (1/3) / 3 + 1 / 3 + (2.5^3 - 1) / 3 / 9
    partial: [2.5, 0.5 + 5.25 / 18, 4 / 9 + 14.625 / 27],
  },
};

describe.each(Object.entries(references))('%s', (_, reference) => {
  const { distribution } = reference;

  test('has the mean and variance of the reference', () => {
    expectClose(mean(distribution), reference.mean);
    expectClose(variance(distribution), reference.variance);
  });

  test('has the distribution function of the reference', () => {
    for (const [x, expected] of reference.cdf) expectClose(cdf(distribution, x), expected);
    expect(cdf(distribution, Number.NEGATIVE_INFINITY)).toBe(0);
    expect(cdf(distribution, Number.POSITIVE_INFINITY)).toBe(1);
  });

  test('has the quantiles of the reference', () => {
    [0.01, 0.5, 0.95].forEach((p, index) => {
      expectClose(quantile(distribution, p), reference.quantiles[index]!);
    });
  });

  test('has the partial moments of the reference, and its raw moments at infinity', () => {
    if (reference.partial !== undefined) {
      const [x, first, second] = reference.partial;
      expectClose(partialMoment(distribution, 1, x), first);
      expectClose(partialMoment(distribution, 2, x), second);
    }
    expectClose(partialMoment(distribution, 1, Number.POSITIVE_INFINITY), reference.mean);
    expectClose(
      partialMoment(distribution, 2, Number.POSITIVE_INFINITY),
      reference.variance + reference.mean ** 2,
    );
  });

  test('limits moments as the integral of its survival function does', () => {
    // E[min(max(X, 0), u)^k] = integral from 0 to u of k x^(k - 1) P(X > x) dx, here by 200 000 midpoints.
    const limit = 5;
    const steps = 200_000;
    const width = limit / steps;
    let first = 0;
    let second = 0;
    for (let step = 0; step < steps; step += 1) {
      const x = (step + 0.5) * width;
      const survival = 1 - cdf(distribution, x);
      first += survival * width;
      second += 2 * x * survival * width;
    }
    // Half a step of error wherever the distribution function jumps, less elsewhere.
    expect(Math.abs(limitedMoment(distribution, 1, limit) - first)).toBeLessThan(3e-5);
    expect(Math.abs(limitedMoment(distribution, 2, limit) - second)).toBeLessThan(3e-4);
  });
});

describe('clamped', () => {
  const exponential: Distribution = { kind: 'exponential', mean: 2 };

  test('has atoms at its bounds and follows the distribution between', () => {
    const clamped: Distribution = { kind: 'clamped', of: exponential, min: 1, max: 5 };
    expect(cdf(clamped, 0.999)).toBe(0);
    expectClose(cdf(clamped, 1), 1 - Math.exp(-0.5));
    expectClose(cdf(clamped, 4.999), 1 - Math.exp(-4.999 / 2));
    expect(cdf(clamped, 5)).toBe(1);
    expect(quantile(clamped, 0.1)).toBe(1);
    expect(quantile(clamped, 0.99)).toBe(5);
    expectClose(quantile(clamped, 0.5), 2 * Math.LN2);
  });

  test('has the mean and variance of the integral over its survival function', () => {
    // E = 1 + integral 1 to 5 of exp(-x/2); E[Y^2] = 1 + integral 1 to 5 of 2 x exp(-x/2), by parts.
    const clamped: Distribution = { kind: 'clamped', of: exponential, min: 1, max: 5 };
    const first = 1 + 2 * (Math.exp(-0.5) - Math.exp(-2.5));
    const second = 1 + 2 * (Math.exp(-0.5) * (2 + 4) - Math.exp(-2.5) * (10 + 4));
    expectClose(mean(clamped), first);
    expectClose(variance(clamped), second - first ** 2);
  });

  test('works with one bound, and around another clamp', () => {
    const floor: Distribution = {
      kind: 'clamped',
      of: { kind: 'normal', mean: 0, standardDeviation: 1 },
      min: 0,
    };
    // max(Z, 0): mean 1 / sqrt(2 pi), second moment 1/2.
    expectClose(mean(floor), 1 / Math.sqrt(2 * Math.PI));
    expectClose(variance(floor), 0.5 - 1 / (2 * Math.PI));
    const ceiling: Distribution = { kind: 'clamped', of: exponential, max: 5 };
    expectClose(mean(ceiling), 2 * (1 - Math.exp(-2.5)));
    const nested: Distribution = { kind: 'clamped', of: ceiling, min: 1 };
    expectClose(mean(nested), mean({ kind: 'clamped', of: exponential, min: 1, max: 5 }));
    expectClose(variance(nested), variance({ kind: 'clamped', of: exponential, min: 1, max: 5 }));
  });

  test('of a constant has no variance, and its moments are those of the bound', () => {
    const clamped: Distribution = { kind: 'clamped', of: { kind: 'constant', value: 7 }, max: 5 };
    expect(mean(clamped)).toBe(5);
    expect(variance(clamped)).toBe(0);
  });
});

test('a spread of zero makes a constant of normal, log-normal and uniform', () => {
  const degenerate: readonly Distribution[] = [
    { kind: 'normal', mean: 4, standardDeviation: 0 },
    { kind: 'lognormal', median: 4, logStandardDeviation: 0 },
    { kind: 'uniform', low: 4, high: 4 },
    { kind: 'empirical', values: [4] },
    { kind: 'empirical', values: [4, 4] },
  ];
  for (const distribution of degenerate) {
    expect([mean(distribution), variance(distribution)]).toEqual([4, 0]);
    expect([cdf(distribution, 3.9), cdf(distribution, 4)]).toEqual([0, 1]);
    expect([quantile(distribution, 0), quantile(distribution, 0.3), quantile(distribution, 1)]).toEqual([
      4, 4, 4,
    ]);
    expect([limitedMoment(distribution, 1, 3), limitedMoment(distribution, 2, 9)]).toEqual([3, 16]);
  }
});

test('quantiles end where the support ends', () => {
  expect(quantile({ kind: 'gamma', shape: 2, scale: 1 }, 0)).toBe(0);
  expect(quantile({ kind: 'gamma', shape: 2, scale: 1 }, 1)).toBe(Number.POSITIVE_INFINITY);
  expect(quantile({ kind: 'poisson', mean: 3 }, 1)).toBe(Number.POSITIVE_INFINITY);
  expect(quantile({ kind: 'empirical', values: [1, 2, 9] }, 1)).toBe(9);
  expect(() => quantile({ kind: 'poisson', mean: 3 }, 1.01)).toThrow(/0 to 1/);
});

test('a Poisson mean of zero is the constant zero', () => {
  const none: Distribution = { kind: 'poisson', mean: 0 };
  expect([cdf(none, -1), cdf(none, 0), quantile(none, 0.5), quantile(none, 1)]).toEqual([0, 1, 0, 0]);
});

function expectClose(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-11 * Math.max(1, Math.abs(expected)));
}

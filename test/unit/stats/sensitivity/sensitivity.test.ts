/**
 * Goal: Sobol indices and elementary effects are those of functions whose indices are known.
 * Method: the Ishigami function and Sobol's g-function, whose indices follow from integrals; a linear function, whose
 *   elementary effects are its coefficients; functions with an interaction worked out by hand.
 */
import { describe, expect, it } from 'vitest';
import { createRandomStreams } from '../../../../src/engine/random/random-streams.ts';
import { tiedUnit } from '../../../../src/experiment/draw-parameters.ts';
import { normalQuantile } from '../../../../src/stats/normal.ts';
import { morrisDesign, morrisEffects } from '../../../../src/stats/sensitivity/morris.ts';
import { alone, sobolDesign, sobolIndices } from '../../../../src/stats/sensitivity/sobol-indices.ts';

const random = (name: string) => createRandomStreams({ seed: 1, replication: 0 }).stream(name);

function indices(f: (x: readonly number[]) => number, dimensions: number, rows: number) {
  const values = sobolDesign(alone(dimensions), rows, random('design')).map(f);
  return sobolIndices(dimensions, values, random('bootstrap'));
}

/**
 * The analytic value lies within 1.6 half-widths (99.8 %: one of fourteen intervals of 95 % may well miss), the estimate
 * is near it, and the interval is no excuse.
 */
function expectIndex(value: number, [low, high]: readonly [number, number], truth: number, width: number) {
  expect(high - low).toBeLessThan(width);
  expect(Math.abs(value - truth)).toBeLessThan(width / 2);
  expect(Math.abs((low + high) / 2 - truth)).toBeLessThanOrEqual(0.8 * (high - low));
}

describe('Sobol indices', () => {
  it('of the Ishigami function, a = 7 and b = 0.1', () => {
    // Ishigami and Homma 1990; V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2, V1 = (1 + b pi^4/5)^2 / 2, V2 = a^2/8,
    // V13 = 8 b^2 pi^8 / 225.
    const f = (u: readonly number[]) => {
      const [x, y, z] = u.map((value) => Math.PI * (2 * value - 1));
      return Math.sin(x!) + 7 * Math.sin(y!) ** 2 + 0.1 * z! ** 4 * Math.sin(x!);
    };
    const found = indices(f, 3, 4000);
    const truth = [
      [0.3139, 0.5576],
      [0.4424, 0.4424],
      [0, 0.2437],
    ] as const;
    truth.forEach(([first, total], input) => {
      expectIndex(found[input]!.first, found[input]!.firstInterval, first, 0.15);
      expectIndex(found[input]!.total, found[input]!.totalInterval, total, 0.1);
    });
  });

  it('of the g-function', () => {
    // Saltelli and Sobol 1995: V_i = 1 / (3 (1 + a_i)^2), V = prod (1 + V_i) - 1, ST_i = V_i prod_{j != i} (1 + V_j) / V.
    const a = [0, 1, 4.5, 9];
    const f = (x: readonly number[]) =>
      x.reduce((product, value, at) => (product * (Math.abs(4 * value - 2) + a[at]!)) / (1 + a[at]!), 1);
    const parts = a.map((one) => 1 / (3 * (1 + one) ** 2));
    const product = parts.reduce((all, part) => all * (1 + part), 1);
    const found = indices(f, 4, 4000);
    parts.forEach((part, input) => {
      expectIndex(found[input]!.first, found[input]!.firstInterval, part / (product - 1), 0.15);
      const total = (part * product) / (1 + part) / (product - 1);
      expectIndex(found[input]!.total, found[input]!.totalInterval, total, 0.15);
    });
  });

  it('have intervals that cover: linear function x + 2 y, S = 1/5 and 4/5', () => {
    // 60 samples, 120 intervals at 95 %: 108 is three standard deviations below 114, which no broken interval reaches.
    let covered = 0;
    for (let replication = 0; replication < 60; replication++) {
      const streams = createRandomStreams({ seed: 2, replication });
      const values = sobolDesign(alone(2), 200, streams.stream('design')).map(([x, y]) => x! + 2 * y!);
      sobolIndices(2, values, streams.stream('bootstrap')).forEach(({ totalInterval: [low, high] }, at) => {
        const truth = [0.2, 0.8][at]!;
        covered += low <= truth && truth <= high ? 1 : 0;
      });
    }
    expect(covered).toBeGreaterThanOrEqual(108);
  });

  it('of a pair that depends on each other, as one: u + v + w with a correlation of -0.9 of u and v', () => {
    // Var(u + v) = 2 - 1.8 = 0.2 of 1.2: 1/6 alone and in all, w the other 5/6. Taken as independent it would be 2/3.
    const f = ([u, v, w]: readonly number[]) =>
      normalQuantile(u!) + normalQuantile(tiedUnit(u!, v!, -0.9)) + normalQuantile(w!);
    const values = sobolDesign([[0, 1], [2]], 4000, random('design')).map(f);
    const [pair, single] = sobolIndices(2, values, random('bootstrap'));
    expectIndex(pair!.first, pair!.firstInterval, 1 / 6, 0.15);
    expectIndex(pair!.total, pair!.totalInterval, 1 / 6, 0.1);
    expectIndex(single!.first, single!.firstInterval, 5 / 6, 0.15);
    expectIndex(single!.total, single!.totalInterval, 5 / 6, 0.15);
  });

  it('are no numbers when the output never changes', () => {
    expect(indices(() => 3, 2, 10)[0]!.total).toBeNaN();
  });
});

describe('elementary effects', () => {
  it('of a linear function are its coefficients, without spread', () => {
    const points = morrisDesign(3, 8, random('design'));
    const effects = morrisEffects(
      points,
      points.map(([x, y, z]) => 5 + 3 * x! - 2 * y! + 0 * z!),
      random('bootstrap'),
    );
    [3, -2, 0].forEach((coefficient, at) => {
      const { mu, muStar, sigma } = effects[at]!;
      expect(mu.mean).toBeCloseTo(coefficient, 12);
      expect(muStar.mean).toBeCloseTo(Math.abs(coefficient), 12);
      expect(sigma).toBeCloseTo(0, 12);
    });
  });

  it('show an interaction as spread', () => {
    // f = (2 x - 1)(2 y - 1): the effect of x is 2 (2 y - 1), with y of 0, 1/3, 2/3, 1 alike: mean 0, mean size
    // 2 (1 + 1/3) / 2 = 4/3, variance 4 (1 + 1/9) / 2 = 20/9.
    const points = morrisDesign(2, 2000, random('design'));
    const [x] = morrisEffects(
      points,
      points.map(([one, other]) => (2 * one! - 1) * (2 * other! - 1)),
      random('bootstrap'),
    );
    expect(Math.abs(x!.mu.mean)).toBeLessThan(2 * x!.mu.halfWidth95);
    expect(Math.abs(x!.muStar.mean - 4 / 3)).toBeLessThan(2 * x!.muStar.halfWidth95);
    expect(x!.sigmaInterval[0]).toBeLessThan(Math.sqrt(20 / 9));
    expect(x!.sigmaInterval[1]).toBeGreaterThan(Math.sqrt(20 / 9));
  });

  it('refuse what is no design', () => {
    expect(() => morrisEffects([[0], [1], [0]], [1, 2, 3], random('bootstrap'))).toThrow(RangeError);
    expect(() => sobolIndices(2, [1, 2, 3, 4, 5], random('bootstrap'))).toThrow(RangeError);
  });
});

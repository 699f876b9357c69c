// Goal: candidates are rejected only when runs show it, each for its reason; what is within the noise stays.
// Method: figures made by hand, whose paired differences and intervals follow from Student's t (t(0.975; 3) = 3.182).
import { describe, expect, test } from 'vitest';
import { createRandomStreams } from '../../../../src/engine/random/random-streams.ts';
import { chooseKnee, chooseLeastRegret } from '../../../../src/experiment/optimize/choose.ts';
import { dominationOf, type Judged, violationOf } from '../../../../src/experiment/optimize/judge.ts';

const minimise = ['costPerDay', 'joinFailureRatio'] as const;
const bounds = [{ total: 'joinFailureRatio' as const, max: 0.1 }];

function one(values: readonly number[], costs: readonly number[], failures: readonly number[]): Judged {
  const totals = costs.map((cost, at) => ({ costPerDay: cost, joinFailureRatio: failures[at]! }));
  return { values, bounds, totals };
}

describe('dominated', () => {
  test('only by what is surely less in one result and on average no more in any', () => {
    // Costs differ by 10 in every run, though their spread is far larger: paired, the difference is sure.
    const cheap = one([1], [100, 200, 300, 400], [0.1, 0.2, 0.1, 0.2]);
    const dear = one([2], [110, 210, 310, 410], [0.1, 0.2, 0.1, 0.2]);
    expect(dominationOf(dear, [cheap, dear], minimise)).toMatchObject({
      why: 'dominated',
      by: [1],
      less: [{ total: 'costPerDay', difference: { mean: 10, halfWidth95: 0 } }],
    });
    expect(dominationOf(cheap, [cheap, dear], minimise)).toBeNull();
  });

  test('not by what is less within the noise only', () => {
    // Differences 4, -2, 4, -2: mean 1, s = sqrt(12), half-width 3.182 x 3.464 / 2 = 5.5.
    const a = one([1], [100, 100, 100, 100], [0, 0, 0, 0]);
    const b = one([2], [104, 98, 104, 98], [0, 0, 0, 0]);
    expect(dominationOf(b, [a, b], minimise)).toBeNull();
    expect(dominationOf(a, [a, b], minimise)).toBeNull();
  });

  test('not by what is better in one and worse in the other', () => {
    const a = one([1], [100, 100, 100, 100], [0.2, 0.2, 0.2, 0.2]);
    const b = one([2], [110, 110, 110, 110], [0.1, 0.1, 0.1, 0.1]);
    expect(dominationOf(a, [a, b], minimise)).toBeNull();
    expect(dominationOf(b, [a, b], minimise)).toBeNull();
  });

  test('what gives the same in every run is kept once', () => {
    const a = one([1], [5, 6, 7, 8], [0, 0, 0, 0]);
    const b = one([2], [5, 6, 7, 8], [0, 0, 0, 0]);
    expect(dominationOf(a, [a, b], minimise)).toBeNull();
    expect(dominationOf(b, [a, b], minimise)).toEqual({ why: 'same', as: [1] });
  });

  test('over the replications that both have', () => {
    const a = one([1], [5, 6], [0, 0]);
    const b = one([2], [6, 7, 0, 0], [0, 0, 0, 0]);
    expect(dominationOf(b, [a, b], minimise)).toMatchObject({ why: 'dominated', by: [1] });
  });

  test('a result without a value is said', () => {
    const a = one([1], [5, Number.NaN], [0, 0]);
    expect(dominationOf(a, [a], minimise)).toEqual({ why: 'no-value', total: 'costPerDay' });
  });
});

describe('violates', () => {
  // Mean 0.1 x (1 + d) of values 0.1 x (1 + d +- 0.1): s = 0.01155, half-width 3.182 x 0.01155 / 2 = 0.01838.
  const at = (d: number): Judged =>
    one(
      [1],
      [1, 1, 1, 1],
      [0.9 + d, 1.1 + d, 0.9 + d, 1.1 + d].map((x) => x / 10),
    );

  test('when the whole interval lies beyond the limit', () => {
    const rejected = violationOf(at(0.19), { looks: 1, undecidedToo: true });
    expect(rejected).toMatchObject({ why: 'violates', objective: 'joinFailureRatio', limitMax: 0.1 });
    expect(rejected?.why === 'violates' && rejected.estimate.halfWidth95).toBeCloseTo(0.01838, 4);
    expect(violationOf(at(-0.19), { looks: 1, undecidedToo: true })).toBeNull();
  });

  test('what lies on both sides is undecided, and with more looks more is', () => {
    expect(violationOf(at(0.17), { looks: 1, undecidedToo: true })).toMatchObject({ why: 'undecided' });
    expect(violationOf(at(0.17), { looks: 1, undecidedToo: false })).toBeNull();
    // Two looks: each with 97.5 %, t(0.9875; 3) = 4.177 instead of 3.182, half-width 0.0241.
    expect(violationOf(at(0.19), { looks: 2, undecidedToo: true })).toMatchObject({ why: 'undecided' });
  });
});

describe('chosen', () => {
  const random = () => createRandomStreams({ seed: 1, replication: 0 }).stream('test/bootstrap');
  const constant = (cost: number, stress: number, isOut = false) => ({
    values: [
      [cost, cost, cost],
      [stress, stress, stress],
    ],
    isOut,
  });

  test('knee and least regret as by hand, sure when nothing varies', () => {
    // As it is: (0, 1), (0.2, 0.2), (1, 0) of the ranges: the second is nearest to (0, 0).
    const asItIs = [constant(0, 10), constant(2, 2), constant(10, 0)];
    expect(
      chooseKnee(
        asItIs.map(({ values }) => values),
        random(),
      ),
    ).toEqual({ at: 1, share: 1 });
    // Regrets, as it is: 0.5, 0.2, 0.5. With more demand: (0, 1), (0.5, 0.8), (1, 0): 0.5, 0.65, 0.5; the first is chosen.
    const more = [constant(0, 100), constant(5, 80), constant(10, 0)];
    const found = chooseLeastRegret(
      asItIs.map((one, at) => [one, more[at]!]),
      random(),
    );
    expect(found).toMatchObject({ at: 0, share: 1 });
    expect(found.regrets.map(({ value }) => value)).toEqual(
      [0.5, 0.65, 0.5].map((x) => expect.closeTo(x, 9)),
    );
    for (const { value, interval95 } of found.regrets) {
      expect(interval95[0]).toBeCloseTo(value, 9);
      expect(interval95[1]).toBeCloseTo(value, 9);
    }
  });

  test('what violates an objective where demand is larger has the whole regret, and sets no scale', () => {
    // The cheapest is best as it is, and out with more demand; there the others are 0 to 1 among themselves.
    const found = chooseLeastRegret(
      [
        [constant(1, 0), constant(1, 50, true)],
        [constant(2, 0), constant(2, 3)],
        [constant(9, 0), constant(9, 1)],
      ],
      random(),
    );
    // As it is: 0, (1/8 + 0) / 2, (1 + 0) / 2. With more demand: 1, (0 + 1) / 2, (1 + 0) / 2.
    expect(found.regrets.map(({ value }) => value)).toEqual([1, 0.5, 0.5]);
    expect(found.at).toBe(1);
  });

  test('unsure when the runs disagree', () => {
    // Which of two has the lower stress is a toss-up over the replications.
    const runs = (stress: readonly number[]) => [{ values: [[1, 1, 1, 1, 1, 1], stress], isOut: false }];
    const found = chooseLeastRegret([runs([1, 3, 1, 3, 1, 3.1]), runs([3, 1, 3, 1, 3, 1])], random());
    expect(found.at).toBe(1);
    expect(found.share).toBeGreaterThan(0.3);
    expect(found.share).toBeLessThan(0.9);
    expect(found.regrets[0]!.interval95).toEqual([0, 0.5]);
  });
});

// Goal: the risk of a bad day is the share of runs beyond an objective, with its exact interval, though the mean meets it.
// Method: twenty runs made by hand, seven beyond; the interval as R's binom.test(7, 20) gives it.
import { expect, test } from 'vitest';
import type { VariantResults } from '../../../src/experiment/results.ts';
import { risksOf } from '../../../src/experiment/risk.ts';
import type { RunTotals } from '../../../src/simulation/rows.ts';

const objectives = [
  { objective: 'joinFailureRatio', limitMax: 0.1 },
] as unknown as VariantResults['objectives'];
const totals = (values: readonly number[]) =>
  values.map((joinFailureRatio): Partial<RunTotals> => ({ joinFailureRatio })) as RunTotals[];

test('counts runs beyond the limit; on the limit is not beyond it', () => {
  const values = Array.from({ length: 20 }, (_, run) => (run < 7 ? 0.2 : run < 9 ? 0.1 : 0));
  expect(risksOf({ objectives, totals: totals(values) })).toEqual([
    {
      objective: 'joinFailureRatio',
      limitMax: 0.1,
      beyond: 7,
      replications: 20,
      ratio: 0.35,
      interval95: [expect.closeTo(0.1539092, 6), expect.closeTo(0.5921885, 6)],
    },
  ]);
});

test('says nothing where a run has no value', () => {
  expect(risksOf({ objectives, totals: totals([0, Number.NaN]) })).toEqual([]);
});

// Goal: what is said of single days names its unit, money as well as shares.
// Method: made-up results of ten runs that cost 10, 11 ... 19 EUR a day. P90 lies 0.9 x 9 steps above the lowest, at 18.1;
// its lower bound is the seventh, 16: seven or more of ten lie below P90 but for a probability of 0.013 (binomial), eight or
// more but for one of 0.07, which is above 0.025.
import { expect, it } from 'vitest';
import { certainty } from '../../../src/report/certainty.ts';
import { estimate } from '../../../src/stats/estimate.ts';
import { aResults } from '../../support/sample-results.ts';

it('a bad day costs money of the currency of the results', () => {
  const sample = aResults();
  const variant = sample.variants[0]!;
  const costs = Array.from({ length: 10 }, (_, run) => 10 + run);
  const totals = costs.map((costPerDay) => ({ ...variant.totals[0]!, costPerDay }));
  const estimates = { ...variant.estimates, costPerDay: estimate(costs) };
  const lines = certainty({ ...sample, variants: [{ ...variant, totals, estimates }] });
  const line = lines.find((one) => one.startsWith('one run in ten is worse than'));
  expect(line).toContain('cost per day 18.1 EUR (at least 16 EUR; too few runs for an upper bound)');
});

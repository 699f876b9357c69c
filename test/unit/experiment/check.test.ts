// Goal: a gate says met, violated or inconclusive rightly, and finds what became worse.
// Method: made-up results whose replications are known; Welch's interval against R's t.test of Student's sleep data
// (not paired: difference 1.58, 95 % interval -0.2055 to 3.3655, 17.776 degrees of freedom).
import { describe, expect, it } from 'vitest';
import {
  baselineProblem,
  type CheckOptions,
  checkResultsOf,
  unpairedDifference,
  untilDecided,
} from '../../../src/experiment/check.ts';
import type { Results } from '../../../src/experiment/results.ts';
import { checkJunit, checkLines, checkMarkdown } from '../../../src/report/check-words.ts';
import type { RunTotals } from '../../../src/simulation/rows.ts';
import { estimate } from '../../../src/stats/estimate.ts';
import { aResults } from '../../support/sample-results.ts';

/** One variant whose costs are these, held to a limit. */
function resultsOf(costs: readonly number[], limitMax: number, overrides: Partial<Results> = {}): Results {
  const sample = aResults();
  const variant = sample.variants[0]!;
  const totals = costs.map((costPerDay) => ({ ...variant.totals[0]!, costPerDay }));
  const found = estimate(costs);
  return {
    ...sample,
    replications: costs.length,
    variants: [
      {
        ...variant,
        totals,
        estimates: { ...variant.estimates, costPerDay: found },
        objectives: [{ objective: 'costPerDay', limitMax, estimate: found, verdict: 'met' }],
      },
    ],
    ...overrides,
  };
}

const options = (baseline: Results | null = null, toleranceRatio = 0): CheckOptions => ({
  baseline,
  toleranceRatio,
  looks: 1,
});
const costs = [10, 11, 9, 10, 12, 8, 10, 11, 9, 10];
const check = (limitMax: number) => checkResultsOf(resultsOf(costs, limitMax), options());

describe('objectives', () => {
  it('are met, violated or inconclusive by the whole interval, and the worst of them is the verdict', () => {
    // Mean 10, s = 1.155, n = 10: half-width 2.262 x 1.155 / sqrt 10 = 0.826.
    expect(check(10.9).verdict).toBe('met');
    expect(check(9.1).verdict).toBe('violated');
    expect(check(10.5)).toMatchObject({ verdict: 'inconclusive', objectives: [{ verdict: 'inconclusive' }] });
  });

  it('say how many more replications would decide', () => {
    // (t s / 0.5)^2: n = 23 gives (2.074 x 1.155 / 0.5)^2 = 22.95; n = 22 gives 23.08. So 13 more.
    expect(check(10.5).objectives[0]!.replicationsMore).toBe(13);
    expect(checkLines(check(10.5))[0]).toMatch(/about 13 more replications would decide/);
    expect(check(10.9).objectives[0]!.replicationsMore).toBe(0);
  });
});

describe('a baseline', () => {
  const before = resultsOf(costs, 100);
  const changed = (change: number) =>
    resultsOf(
      costs.map((cost) => cost + change),
      100,
    );
  const verdictOf = (now: Results, tolerance = 0, then = before) =>
    checkResultsOf(now, options(then, tolerance)).regressions.find(({ total }) => total === 'costPerDay');

  it('finds a tenth of a euro more under the same random numbers, which other seeds would hide', () => {
    expect(verdictOf(changed(0.1))).toMatchObject({ verdict: 'worse', isPaired: true });
    expect(checkResultsOf(changed(0.1), options(before)).verdict).toBe('violated');
    const otherSeed = { ...before, seed: 2 };
    expect(verdictOf(changed(0.1), 0, otherSeed)).toMatchObject({ verdict: 'within-noise', isPaired: false });
  });

  it('allows what the tolerance allows, and praises what is better', () => {
    expect(verdictOf(changed(0.1), 0.02)?.verdict).toBe('within-tolerance');
    expect(verdictOf(changed(-0.1))?.verdict).toBe('better');
    expect(verdictOf(changed(0))?.verdict).toBe('same');
  });

  it('without a variant of that name is told of, not passed over', () => {
    const [variant] = before.variants;
    const two = { ...before, variants: [variant!, { ...variant!, variant: 'new' }] };
    const found = checkResultsOf(two, options(before));
    expect(found.withoutBaseline).toEqual(['new']);
    expect(checkLines(found).at(-1)).toBe('not compared new: the baseline has no variant of that name');
    expect(checkMarkdown(found)).toMatch(/Not compared: the baseline has no variant new\./);
  });

  it('that cannot be compared is refused with the reason', () => {
    expect(baselineProblem(before, { ...before, currency: 'USD' })).toMatch(/priced in USD.*in EUR/);
    expect(baselineProblem(before, { ...before, horizonMinutes: 60 })).toMatch(/of 1 hours/);
    expect(
      baselineProblem(aResults(), { ...before, variants: [{ ...before.variants[0]!, variant: 'x' }] }),
    ).toMatch(/has no variant of the scenario; it has x/);
    expect(baselineProblem(before, before)).toBeNull();
  });
});

describe('two independent samples', () => {
  it('have the interval that R gives for the sleep data', () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const { difference } = unpairedDifference(first, second);
    expect(difference.mean).toBeCloseTo(1.58, 10);
    expect(difference.mean - difference.halfWidth95).toBeCloseTo(-0.2054832, 6);
    expect(difference.mean + difference.halfWidth95).toBeCloseTo(3.3654832, 6);
  });
});

describe('a sample of one', () => {
  it('has a difference and no interval', () => {
    const { difference, sign } = unpairedDifference([1, 2, 3], [5]);
    expect(difference).toEqual({ mean: 3, halfWidth95: Number.NaN, replications: 1 });
    expect(sign).toBe('within-noise');
  });
});

describe('running until decided', () => {
  const study = {
    name: 's',
    scenarioHash: 'h',
    variants: [{ objectives: [{ total: 'costPerDay', max: 100 }] }],
  } as unknown as Parameters<typeof untilDecided>[0];
  const totals = (values: readonly number[]) => [values.map((costPerDay) => ({ costPerDay }) as RunTotals)];

  it('looks at 10, 20, 40 and the most, and stops when all are decided', () => {
    const rule = untilDecided(study, 50);
    expect(rule.firstLook).toBe(10);
    const wide = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 0 : 201));
    expect(rule.next(totals(wide))).toBe(20);
    expect(rule.next(totals([...wide, ...wide]))).toBe(40);
    expect(rule.next(totals([...wide, ...wide, ...wide, ...wide]))).toBe(50);
    expect(rule.next(totals([...wide, ...wide, ...wide, ...wide, ...wide]))).toBeNull();
    expect(rule.next(totals(costs))).toBeNull();
  });
});

describe('for machines', () => {
  it('is JUnit XML with a failure for a violation and an error for doubt, whatever is in names', () => {
    const named = resultsOf(costs, 9.1, { scenario: 'A & <B> "C"' });
    expect(checkJunit(checkResultsOf(named, options()))).toMatch(
      /<testsuite name="A &amp; &lt;B&gt; &quot;C&quot;" tests="1" failures="1" errors="0">[\s\S]*<failure type="violated"/,
    );
    expect(checkJunit(check(10.5))).toMatch(/failures="0" errors="1">[\s\S]*<error type="inconclusive"/);
    expect(checkJunit(check(10.9))).toMatch(/<testcase [^>]*name="costPerDay at most 10.9"\/>/);
  });

  it('is a Markdown table with the verdict above it', () => {
    const text = checkMarkdown(checkResultsOf(resultsOf(costs, 9.1), options(resultsOf(costs, 9.1))));
    expect(text).toMatch(/^### OpenFUN autoscaling day: ❌ violated\n/);
    expect(text).toMatch(/\| violated \| OpenFUN HPA \| costPerDay 10\.0\s±\s0\.9 EUR \| at most 9\.10 EUR/);
    expect(text).toMatch(/\| same \| OpenFUN HPA \| costPerDay /);
  });
});

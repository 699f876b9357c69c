// Goal: the sentence above everything else is right about which variant to take, and does not claim what the
// intervals cannot carry.
// Method: results built so that the answer is known: costs, shares and verdicts are set by hand.
import { describe, expect, test } from 'vitest';
import type { Estimate, ObjectiveVerdict, Results, VariantResults } from '../../../src/experiment/results.ts';
import { answersOf, verdictOf } from '../../../src/report/answer.ts';
import { aResults } from '../../support/sample-results.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const estimate = (mean: number, halfWidth95: number): Estimate => ({ mean, halfWidth95, replications: 20 });

interface Case {
  readonly cost: Estimate;
  readonly overstress: Estimate;
  readonly verdict: ObjectiveVerdict['verdict'] | null;
}

/** Variants A, B, ... with the given figures. */
function resultsOf(...cases: readonly Case[]): Results {
  const results = aResults();
  const [sample] = results.variants;
  if (sample === undefined) throw new Error('sample without variants');
  const variants = cases.map(({ cost, overstress, verdict }, index): VariantResults => {
    const objective = {
      objective: 'overstressedParticipantMinutesRatio',
      limitMax: 0.005,
      estimate: overstress,
    };
    return {
      ...sample,
      variant: String.fromCharCode(65 + index),
      estimates: { ...sample.estimates, cost, overstressedParticipantMinutesRatio: overstress },
      objectives: verdict === null ? [] : [{ ...objective, verdict }],
    };
  });
  return { ...results, variants };
}

const cheap = estimate(10, 0.1);
const dear = estimate(20, 0.1);
const calm = estimate(0.001, 0.0001);
const rough = estimate(0.05, 0.001);

describe('the verdict', () => {
  test('takes the cheapest of those that meet every objective, not the cheapest of all', () => {
    const results = resultsOf(
      { cost: cheap, overstress: rough, verdict: 'violated' },
      { cost: dear, overstress: calm, verdict: 'met' },
      { cost: estimate(15, 0.1), overstress: calm, verdict: 'met' },
    );
    expect(plain(verdictOf(results))).toBe(
      '“C” meets every objective at the least cost: 15.00 ± 0.10 EUR in 8.6 hours.',
    );
  });

  test('names the only one that meets them', () => {
    const results = resultsOf(
      { cost: cheap, overstress: rough, verdict: 'inconclusive' },
      { cost: dear, overstress: calm, verdict: 'met' },
    );
    expect(verdictOf(results)).toContain('Only “B” meets every objective');
  });

  test('says when the costs cannot be told apart', () => {
    const results = resultsOf(
      { cost: estimate(10, 1), overstress: calm, verdict: 'met' },
      { cost: estimate(10.5, 1), overstress: calm, verdict: 'met' },
      { cost: estimate(20, 1), overstress: calm, verdict: 'met' },
    );
    expect(verdictOf(results)).toContain('Within the intervals, “B” cannot be told from it.');
    expect(verdictOf(results)).not.toContain('“C”');
  });

  test('claims no winner when none meets them, and tells open from lost', () => {
    const lost = resultsOf(
      { cost: cheap, overstress: rough, verdict: 'violated' },
      { cost: dear, overstress: estimate(0.02, 0.001), verdict: 'violated' },
    );
    expect(verdictOf(lost)).toMatch(/^No variant meets every objective\. “B” comes closest in quality/);
    const open = resultsOf(
      { cost: cheap, overstress: rough, verdict: 'violated' },
      { cost: dear, overstress: calm, verdict: 'inconclusive' },
    );
    expect(verdictOf(open)).toContain('more replications may decide');
  });

  test('without objectives names the cheapest and the kindest', () => {
    const results = resultsOf(
      { cost: cheap, overstress: rough, verdict: null },
      { cost: dear, overstress: calm, verdict: null },
    );
    expect(plain(verdictOf(results))).toBe(
      '“A” costs least (10.00 ± 0.10 EUR). “B” overstresses participants least (0.100 ± 0.010 % of their time).',
    );
  });

  test('of a single variant is about its objectives', () => {
    const verdict = (of: Case['verdict']) =>
      verdictOf(resultsOf({ cost: cheap, overstress: calm, verdict: of }));
    expect(verdict('met')).toBe('Every objective is met.');
    expect(verdict('violated')).toBe('1 of 1 objectives are violated.');
    expect(verdict('inconclusive')).toContain('more replications are needed');
    expect(verdict(null)).toContain('No objective was set');
  });
});

describe('the answer for a variant', () => {
  test('says how many bridges, when, at what cost, at what pain, and how close to the measurement', () => {
    const [hpa, , fixed] = answersOf(aResults());
    if (hpa === undefined || fixed === undefined) return expect.unreachable('three variants');
    expect(hpa.policy).toBe('policy kubernetes-hpa');
    expect(plain(hpa.bridges)).toMatch(/^20 to 26 ready, 20\.9 ± 0\.3 on average, most at \d\d:\d\d;/);
    expect(plain(fixed.bridges)).toMatch(/^20 ready all the time, 172 ± 2 bridge-hours paid\.$/);
    expect(plain(fixed.cost)).toMatch(
      /^14\.4\d ± 0\.14 EUR for 8\.6 hours, 40\.32 ± 0\.40 EUR a day\. Perfect foresight would have paid at least 6\.49 ± 0\.06 EUR\.$/,
    );
    expect(
      plain(answersOf(resultsOf({ cost: estimate(5, 0), overstress: rough, verdict: null }))[0]!.cost),
    ).toMatch(
      /To serve all of it, perfect foresight would have paid 6\.49 ± 0\.06 EUR: there was less than the load needed\.$/,
    );
    expect(plain(fixed.pain)).toMatch(
      /% of participants’ time on overstressed bridges, worst at 12:\d\d; .+ of joins failed\.$/,
    );
    expect(plain(hpa.measured[0] ?? '')).toMatch(
      /^measured replicas: off by .+ too high; \d+ % of the measured minutes/,
    );
  });
});

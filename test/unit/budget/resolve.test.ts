// Goal: a budget that cannot be billed is refused with the place, the problem and a way out.
// Method: one mistake each, in the words of a user.
import { describe, expect, it } from 'vitest';
import { billWarnings } from '../../../src/budget/assumptions.ts';
import { forecast } from '../../../src/budget/forecast.ts';
import { breakdown } from '../../../src/budget/views.ts';
import { aBudget, aDay, tryBudget } from '../../support/budget.ts';

const days = [aDay({ name: 'lecture day', bridges: [[[0, 24]]], policy: 'react' })];

describe('a budget', () => {
  it.each([
    ['monhts: 3', /1:1 +monhts +unknown key; did you mean months\?/],
    ['months: 40', /months +must be at most 36/],
    [
      'calendar: { weekday: lectre day }',
      /calendar\.weekday +names no kind of day, got "lectre day"\n.*did you mean lecture day/,
    ],
    [
      'instances: { bridges: aws/eu-west-1/c5.xlrge }',
      /not in the price catalogue[\s\S]*nearest are aws\/eu-west-1\/c5\.xlarge/,
    ],
    [
      'currency: GBP',
      /1:11 +currency +has no exchange rate from USD, got "GBP"\n.*write prices\.exchangeRates/,
    ],
    ['prices: { discounts: [ { ratio: -0.1 } ] }', /prices\.discounts\[0\]\.ratio +must be at least 0/],
    ['growth: { perMonth: [0.1, 0] }', /growth\.perMonth +must be \[low, high\]/],
    ['growth: { perMonth: "mnth * 2" }', /growth\.perMonth.*mnth/],
    ['growth: { perMonth: "-2" }', /growth\.perMonth +must be a ratio above -1/],
    [
      'calendar: { periods: [ { name: x, from: 2026-09-10, to: 2026-09-01 } ] }',
      /periods\[0\]\.to +must not be before from/,
    ],
    ['traffic: { destinations: { china: 0.7, australia: 0.7 } }', /must add up to at most 1/],
    ['commitments: [ { id: a, plan: compute-savings-plan } ]', /must have perHour/],
    [
      'commitments: [ { id: a, plan: reserved, instanceType: aws/eu-west-1/c5.xlarge, count: 2 } ]',
      /costPerHour +must be given: no 1-year price/,
    ],
    ['commitments: [ { id: a, plan: instance-savings-plan, perHour: 1 } ]', /must have a family/],
    [
      'commitments: [ { id: a, plan: compute-savings-plan, perHour: optimal, discountRatio: 1 } ]',
      /discountRatio +must be below 1, got 1/,
    ],
    [
      'commitments: [ { id: a, plan: reserved, instanceType: aws/eu-west-1/c5.xlarge, count: optimal, costPerHour: 0 } ]',
      /costPerHour +must be above 0/,
    ],
    [
      'commitments: [ { id: a, plan: compute-savings-plan, perHour: 1 }, { id: a, plan: compute-savings-plan, perHour: 2 } ]',
      /commitments\[1\]\.id +is that of another commitment, got "a"/,
    ],
    [
      'calendar: { periods: [ { name: x, from: 2026-02-31, to: 2026-03-01 } ] }',
      /periods\[0\]\.from +is no day of the calendar/,
    ],
    [
      'place: { provider: awz, region: eu-west-1 }',
      /place\.provider +has no prices in any list, got "awz"\n.*did you mean aws\?/,
    ],
    ['traffic: { destinations: { mars: 0.5 } }', /destinations\.mars +has no price of its own in any list/],
  ])('is refused: %s', (yaml, message) => {
    const tried = tryBudget(yaml, days);
    expect(tried.ok ? 'no issues' : tried.text).toMatch(message);
  });

  it('with two kinds of days of one name is refused', () => {
    const tried = tryBudget('months: 1', [...days, ...days]);
    expect(tried.ok ? 'no issues' : tried.text).toMatch(/days\[1\]\.name +is that of another kind of day/);
  });

  it.each([
    [
      'family: aws/eu-west-1/c9, plan: instance-savings-plan',
      /covers nothing: no instance of aws\/eu-west-1\/c9/,
    ],
    ['provider: gcp, plan: compute-savings-plan', /covers nothing: no instance of gcp/],
    ['start: 2040-01, plan: compute-savings-plan', /counts for nothing: its term, 2040-01 to before 2041-01/],
  ])('warns of a commitment that covers nothing: %s', (yaml, message) => {
    const plan = `months: 1\ncommitments: [ { id: a, perHour: 1, discountRatio: 0.3, ${yaml} } ]`;
    expect(aBudget(plan, days).warnings.join()).toMatch(message);
  });

  it('with everything for nothing has no use for a commitment', () => {
    const free = 'prices: { discounts: [ { category: compute, ratio: 1 } ] }';
    const plan = 'commitments: [ { id: a, plan: compute-savings-plan, perHour: optimal } ]';
    expect(aBudget(`months: 1\n${free}\n${plan}`, days).commitments[0]!.commitment).toMatchObject({
      commitPerHour: 0,
    });
  });

  it('takes the price of another region only when told to, and says so', () => {
    const yaml = 'months: 1\nresamples: 20\nfixed: { diskGigabytesPerInstance: 20 }\n';
    const unknown = forecast(aBudget(yaml, days));
    expect(breakdown(unknown, 'category', 'cash').find(({ name }) => name === 'disk')).toMatchObject({
      total: 0n,
      isIncomplete: true,
    });
    expect(billWarnings(unknown).join()).toMatch(/price not found: disk \(disk\)/);
    const place = 'place: { provider: aws, region: eu-west-1, fallbackRegion: us-east-1 }';
    const known = forecast(aBudget(yaml + place, days));
    expect(known.months[0]!.lines.find(({ category }) => category === 'disk')!.origin.assumption).toMatch(
      /us-east-1 is taken/,
    );
    expect(billWarnings(known).join()).toMatch(/assumed/);
  });

  it('flags prices older than 180 days in its first month', () => {
    expect(billWarnings(forecast(aBudget('months: 1\nresamples: 20', days))).join()).toMatch(
      /1 of 2 prices are older than 180 days/,
    );
  });
});

// Goal: the shipped prices are the published ones, and bill an hour as the provider's price list says.
// Method: every file of models/prices, read as a scenario reads it, against the figures of the cited lists.
import { expect, test } from 'vitest';
import { billInstance } from '../../src/billing/instance-cost.ts';
import { microUnitsToDecimal } from '../../src/billing/money.ts';
import { registry, scenarioOf } from '../support/study.ts';

/** Cost of one hour, and of 61 seconds, in the list's currency. */
const published: Readonly<Record<string, readonly [string, string]>> = {
  // 61 s x 0.192 / 3600 = 0.0032533...; twice that for the doubled size.
  'aws-eu-west-1-c5-xlarge': ['0.192000', '0.003253'],
  'aws-eu-west-1-c5-2xlarge': ['0.384000', '0.006507'],
  'scaleway-gp1-xs-2022': ['0.084000', '0.084000'],
  'scaleway-gp1-xs': ['0.092820', '0.092820'],
  'scaleway-pop2-hc-4c-8g': ['0.106400', '0.106400'],
};

test('every shipped price is compared here', () => {
  expect(registry.names('prices')).toEqual(Object.keys(published).toSorted());
});

test.each(Object.entries(published))('%s costs %s', async (name, [hour, minuteAndASecond]) => {
  const { prices } = await scenarioOf(`
name: price
demand: [ { class: team-meeting, conferences: { peakPerHour: 1 } } ]
prices: { bridges: ${name} }
`);
  const cost = (seconds: number): string =>
    microUnitsToDecimal(
      billInstance({ startMs: 0, endMs: seconds * 1000, price: prices.bridges }).costMicroUnits,
    );
  expect(cost(3600)).toBe(hour);
  expect(cost(61)).toBe(minuteAndASecond);
  expect(prices.bridges.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

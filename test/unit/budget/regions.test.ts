// Goal: the bill says which region, zone and shard each part belongs to, at the prices of that region, and nothing is lost.
// Method: typed-in lives and gigabytes of two regions, billed by hand at the listed prices of both; the rows of every view
// add up to the bill to the last digit; zonal reservations meet the zones that instances ran in.
import { describe, expect, it } from 'vitest';
import { amountText } from '../../../src/billing/exact.ts';
import { billWarnings } from '../../../src/budget/assumptions.ts';
import { forecast } from '../../../src/budget/forecast.ts';
import { breakdown, sum, totalAmount } from '../../../src/budget/views.ts';
import type { LifeRow } from '../../../src/simulation/rows.ts';
import { aBudget, aDay, tryBudget } from '../../support/budget.ts';

const hourMs = 3_600_000;
const life = (region: string, zone: string, shard: string): LifeRow & { readonly replication: number } => ({
  replication: 0,
  pool: 'bridges',
  instanceType: 'aws/eu-west-1/c5.xlarge',
  purchase: 'on-demand',
  ...{ region, zone, shard },
  startMs: 0,
  endMs: 24 * hourMs,
  isInterrupted: false,
});

/** Two bridges of shard 1 in Ireland, in two zones, and one of shard 2 in `there`. */
const dayIn = (there: string) =>
  aDay({
    bridges: [[]],
    usage: [
      { measure: 'egress-gigabytes', quantity: 300 },
      { measure: 'site-egress-gigabytes', of: 'eu-west-1/1', quantity: 200 },
      { measure: 'site-egress-gigabytes', of: `${there}/2`, quantity: 100 },
      { measure: 'relay-inter-region-gigabytes', quantity: 10 },
      { measure: 'site-relay-inter-region-gigabytes', of: `${there}/2`, quantity: 10 },
    ],
    changes: {
      region: 'eu-west-1',
      lives: [life('eu-west-1', 'a', '1'), life('eu-west-1', 'b', '1'), life(there, 'c', '2')],
    },
  });
const plain = 'resamples: 20\nmonths: 1\nstart: 2026-09\nfixed: { addresses: all }\n';

const costs = (yaml: string, day: ReturnType<typeof aDay>, by: 'region' | 'shard') =>
  Object.fromEntries(
    breakdown(forecast(aBudget(yaml, [day])), by, 'cash').map(({ name, total }) => [name, amountText(total)]),
  );

describe('a deployment in two regions', () => {
  // September has 720 hours. Ireland: 2 x 720 x (0.192 + 0.005) = 283.68; Virginia: 720 x (0.17 + 0.005) = 126, and
  // 300 GB between regions at Virginia's 0.02 = 6. Traffic of the account: 9000 GB, of which 100 are free and the rest
  // costs 0.09; Ireland's 6000 come first: (6000 - 100) x 0.09 = 531, Virginia's 3000 x 0.09 = 270.
  const regions = { 'aws/eu-west-1': '814.68', 'aws/us-east-1': '402' };

  it('pays each at its own prices, and the tiers of traffic once for the account', () => {
    expect(costs(plain, dayIn('us-east-1'), 'region')).toEqual(regions);
  });

  it('takes another name of a region as the budget translates it', () => {
    expect(costs(`${plain}regions: { us: us-east-1 }\n`, dayIn('us'), 'region')).toEqual(regions);
  });

  it('shows the same by shard', () => {
    expect(costs(plain, dayIn('us-east-1'), 'shard')).toEqual({ 1: '814.68', 2: '402' });
  });

  it('adds up to the bill in every view', () => {
    const made = forecast(aBudget(plain, [dayIn('us-east-1')]));
    for (const by of ['category', 'component', 'region', 'shard'] as const) {
      for (const view of ['list', 'contracted', 'amortised', 'cash'] as const) {
        expect(sum(breakdown(made, by, view).map(({ total }) => total))).toBe(totalAmount(made.months, view));
      }
    }
  });

  it('says that a region it has no prices of is billed like the own', () => {
    const made = forecast(aBudget(plain, [dayIn('the moon')]));
    expect(breakdown(made, 'region', 'cash').map(({ name }) => name)).toEqual([
      'aws/eu-west-1',
      'aws/the moon',
    ]);
    const line = made.months[0]!.lines.find(({ shard, category }) => shard === '2' && category === 'compute');
    expect(line?.origin.listed).toBe(0.192);
    expect(line?.origin.assumption).toMatch(/price of eu-west-1 is taken/);
    expect(billWarnings(made).join()).toMatch(/prices are assumed/);
  });

  it.each([
    ['regions: { us-est-1: us-east-1 }', /regions\.us-est-1 +is no region of the deployment/],
    ['regions: { us: us-est-1 }', /is no region of aws with prices, got "us-est-1"\n.*us-east-1/],
  ])('refuses %s', (yaml, message) => {
    const tried = tryBudget(plain + yaml, [dayIn('us')]);
    expect(tried.ok ? 'no issues' : tried.text).toMatch(message);
  });
});

describe('a zonal reservation', () => {
  it('covers the instances of its zone only', () => {
    const reserved = (zone: string) =>
      forecast(
        aBudget(
          `${plain}commitments:
  - { id: r, plan: reserved, instanceType: aws/eu-west-1/c5.xlarge, count: 3, costPerHour: 0.1, zone: ${zone} }`,
          [dayIn('us-east-1')],
        ),
      );
    const covered = reserved('b').months[0]!.lines.filter(({ pricing }) => pricing === 'committed');
    expect(covered.map(({ zone, quantity }) => [zone, Number(quantity) / 1e6])).toEqual([['b', 720]]);
    expect(billWarnings(reserved('z')).join()).toMatch(/r covers nothing: no instance ran in zone z/);
  });
});

describe('a type without a provider in its name', () => {
  const bill = (instanceType: string, currency: string) =>
    forecast(
      aBudget('resamples: 20\nmonths: 1\ncurrency: EUR', [
        aDay({ bridges: [[[0, 24]]], instanceType, currency, costPerHour: 0.084, grain: 'started-hour' }),
      ]),
    );
  const told = (made: ReturnType<typeof forecast>) => [
    made.budget.place.provider,
    made.months[0]!.lines.find(({ category }) => category === 'addresses')!.listPrice,
    billWarnings(made)
      .find((warning) => /bought/.test(warning))
      ?.split(',')[0],
  ];

  it('is bought where alone the lists have it, which is said; one of several regions or of none is not guessed', () => {
    // An address of Scaleway is 0.004 EUR an hour: 4 000 000 nano-units.
    expect(told(bill('gp1-xs', 'EUR'))).toEqual([
      'scaleway',
      4_000_000n,
      'gp1-xs is taken to be bought at scaleway/fr-par-1',
    ]);
    // c5.xlarge stands in seven regions of AWS.
    for (const type of ['c5.xlarge', 'my-box']) {
      const nobody = `nobody knows where ${type} is bought`;
      expect(told(bill(type, 'USD'))).toEqual(['unknown', null, nobody]);
    }
  });
});

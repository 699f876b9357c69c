// Goal: what makes two bills differ, what one more class costs, and which way to buy is cheaper are right to the digit.
// Method: price, volume, mix and exchange rate worked out by hand on two or three lines; differences of bills in closed
// form; break-evens where two straight lines meet.
import { describe, expect, it } from 'vitest';
import { amountToNumber } from '../../../src/billing/exact.ts';
import { commitmentAdvice } from '../../../src/budget/commitment-advice.ts';
import { forecast } from '../../../src/budget/forecast.ts';
import { marginalCosts } from '../../../src/budget/marginal.ts';
import { type BuyingOption, breakEvens, buyingOptions } from '../../../src/budget/options.ts';
import { type VarianceRow, variance } from '../../../src/budget/variance.ts';
import { breakdown, limitChecks, shareOut, sum, totalAmount, unitCosts } from '../../../src/budget/views.ts';
import { aBudget, aBudgetInput, aDay } from '../../support/budget.ts';

const plain = 'resamples: 20\nmonths: 1\nfixed: { addresses: none }\n';
const hours = (count: number) => [[[0, count]]] as const;
const parts = ({ volume, mix, price, fx, before, after }: VarianceRow) =>
  [before, volume, mix, price, fx, after].map(amountToNumber);

describe('an alternative that cannot be billed', () => {
  it('says why instead of going missing: Hetzner bills EUR, and nobody gave a rate of it to GBP', () => {
    const yaml = `${plain}currency: GBP
alternatives: [ hetzner/fsn1/cx33 ]
prices: { exchangeRates: [ { from: USD, to: GBP, rate: 0.8, asOf: 2026-11-01 } ] }`;
    const day = [aDay({ bridges: hours(24) })];
    const options = buyingOptions(aBudget(yaml, day), aBudgetInput(yaml, day));
    const hetzner = options.find(({ name }) => name === 'hetzner/fsn1/cx33');
    expect(hetzner!.note).toMatch(/currency has no exchange rate from EUR/);
    expect(hetzner!.costAt(1)).toBe(null);
  });

  it('names what has no price: nobody found what Hetzner asks between zones', () => {
    const yaml = `${plain}alternatives: [ hetzner/fsn1/cx33 ]\ntraffic: { interZoneRatio: 0.1 }`;
    const usage = [{ replication: 0, measure: 'egress-gigabytes', quantity: 10 }] as const;
    const day = [aDay({ bridges: hours(24), usage })];
    const options = buyingOptions(aBudget(yaml, day), aBudgetInput(yaml, day));
    const hetzner = options.find(({ name }) => name === 'hetzner/fsn1/cx33');
    expect(hetzner!.note).toBe('as many instances as simulated; no price of inter-zone');
    expect(hetzner!.costAt(1)).toBe(null);
  });
});

describe('the variance', () => {
  it('of more hours at another price is volume and price', () => {
    // 30 x 10 h at 1 = 300; 30 x 12 h at 1.5 = 540: volume 60 x 1, price 360 x 0.5.
    const before = forecast(aBudget(plain, [aDay({ bridges: hours(10), costPerHour: 1 })]));
    const after = forecast(aBudget(plain, [aDay({ bridges: hours(12), costPerHour: 1.5 })]));
    const [row] = variance(before, after);
    expect(parts(row!)).toEqual([300, 60, 0, 180, 0, 540]);
  });

  it('of another exchange rate is fx alone, at the new price and volume', () => {
    const rate = (value: number) =>
      `${plain}currency: EUR\nprices: { exchangeRates: [ { from: USD, to: EUR, rate: ${value}, asOf: 2026-11-01 } ] }`;
    const day = [aDay({ bridges: hours(10), costPerHour: 1 })];
    const [row] = variance(forecast(aBudget(rate(0.9), day)), forecast(aBudget(rate(0.95), day)));
    // 300 USD x 0.05 = 15 EUR.
    expect(parts(row!).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([270, 0, 0, 0, 15, 285]);
  });

  it('of the same hours on a dearer type is mix', () => {
    const two = (cheap: number, dear: number) =>
      `${plain}fixed:
  addresses: none
  instances:
    - { component: a, instanceType: aws/us-east-1/c5.large, count: ${cheap} }
    - { component: b, instanceType: aws/us-east-1/c5.xlarge, count: ${dear} }`.replace(
        'fixed: { addresses: none }\n',
        '',
      );
    const day = [aDay({ bridges: [[]] })];
    const [row] = variance(forecast(aBudget(two(3, 1), day)), forecast(aBudget(two(1, 3), day)));
    // 720 h x (3 x 0.085 + 0.17) = 306; 720 x (0.085 + 3 x 0.17) = 428.4; same 4 instances: all of it mix.
    expect(parts(row!).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([306, 0, 122.4, 0, 0, 428.4]);
  });

  it('adds up to the difference to the last digit', () => {
    const bill = (hoursOfDay: number, price: number, growth: number) =>
      forecast(
        aBudget(`resamples: 20\nmonths: 3\ngrowth: { perMonth: ${growth} }\ncurrency: EUR`, [
          aDay({
            bridges: hours(hoursOfDay),
            costPerHour: price,
            policy: 'react',
            usage: [{ measure: 'egress-gigabytes', quantity: 777.7 * hoursOfDay }],
          }),
        ]),
      );
    const [before, after] = [bill(7.123, 0.1234567, 0.01), bill(9.87, 0.13, 0.07)];
    const rows = variance(before, after);
    for (const row of rows) {
      expect(row.before + row.volume + row.mix + row.price + row.fx).toBe(row.after);
    }
    expect(sum(rows.map((row) => row.after))).toBe(totalAmount(after.months, 'amortised'));
  });

  it('refuses bills in two currencies', () => {
    const day = [aDay({ bridges: hours(1) })];
    expect(() =>
      variance(forecast(aBudget(plain, day)), forecast(aBudget(`${plain}currency: EUR`, day))),
    ).toThrow(/cannot be compared/);
  });
});

describe('one more class of 30', () => {
  // 24 bridge-hours and 100 participant-hours a day; 2 GB each beyond the tiers of Oracle's free 10 TB.
  const usage = [
    { measure: 'participant-hours', quantity: 100 },
    { measure: 'egress-gigabytes', quantity: 10_000 },
  ] as const;
  const type = 'oci/all-commercial/VM.Standard.E4.Flex_2ocpu_16gb';
  const day = (policy: string) =>
    aDay({ bridges: hours(24), costPerHour: 0.1, policy, usage, instanceType: type });
  const place = 'place: { provider: oci, region: all-commercial }';

  it('costs its share of bridge-hours and its gigabytes at the price of the last tier', () => {
    // 30 participant-hours: 30 x 0.24 bridge-hours x 0.1 = 0.72; 30 x 100 GB x 0.0085 = 25.5.
    const [cost] = marginalCosts(forecast(aBudget(plain + place, [day('react')])));
    expect(cost).toBeCloseTo(0.72 + 25.5, 5);
  });

  it('costs only its traffic on a fixed fleet', () => {
    const [cost] = marginalCosts(forecast(aBudget(plain + place, [day('static')])));
    expect(cost).toBeCloseTo(25.5, 5);
  });
});

describe('unit costs and shares', () => {
  const usage = [
    { measure: 'participant-hours', quantity: 10 },
    { measure: 'participants-peak', quantity: 5 },
    { measure: 'class-participant-hours', of: 'school', quantity: 7.5 },
    { measure: 'class-participant-hours', of: 'office', quantity: 2.5 },
    { measure: 'class-conference-hours', of: 'school', quantity: 1 },
  ] as const;
  const bill = forecast(aBudget(plain, [aDay({ bridges: hours(10), costPerHour: 1, usage })]));

  it('divide the bill by what was done', () => {
    const by = Object.fromEntries(unitCosts(bill).map(({ name, perUnit }) => [name, perUnit]));
    // 300 for 300 participant-hours, 30 conference-hours, a peak of 5 in one month; nothing recorded.
    expect(by).toEqual({
      'participant-hour': 1,
      'conference-hour': 10,
      'recorded hour': Number.NaN,
      'peak participant and month': 60,
    });
  });

  it('give classes their participant-hours’ share, to the last digit', () => {
    const rows = breakdown(bill, 'class', 'cash');
    expect(rows.map(({ name, total }) => [name, amountToNumber(total)])).toEqual([
      ['school', 225],
      ['office', 75],
    ]);
    expect(sum(shareOut(100n, [1 / 3, 1 / 3, 1 / 3]))).toBe(100n);
  });

  it.each(['category', 'component', 'region', 'shard', 'class'] as const)(
    'by %s add up to the bill',
    (dimension) => {
      for (const view of ['list', 'contracted', 'amortised', 'cash'] as const) {
        const rows = breakdown(bill, dimension, view);
        expect(sum(rows.map(({ total }) => total))).toBe(totalAmount(bill.months, view));
      }
    },
  );
});

describe('a budget line', () => {
  it('is crossed in the month in which the sum passes it', () => {
    // 24 x 30, 31, 30 at 1: 720, 744, 720.
    const yaml =
      'resamples: 20\nmonths: 3\nfixed: { addresses: none }\nlimit: { perMonth: 730, total: 2000 }';
    const checks = limitChecks(forecast(aBudget(yaml, [aDay({ bridges: hours(24), costPerHour: 1 })])));
    expect(
      checks.map(({ kind, crossedIn, crossedRatio }) => [kind, crossedIn.expected, crossedRatio]),
    ).toEqual([
      ['month', '2026-10', 1],
      ['total', '2026-11', 1],
    ]);
  });
});

describe('ways to buy', () => {
  const yaml = `${plain}seats: { perSeatMonth: 2, seats: 100 }\nalternatives: [ hetzner/fsn1/cx33 ]\ncurrency: USD`;
  const days = [
    aDay({
      bridges: [
        [
          [0, 24],
          [8, 12],
        ],
      ],
      policy: 'react',
    }),
  ];
  const options = buyingOptions(aBudget(yaml, days), aBudgetInput(yaml, days));
  const cost = (name: string) => options.find((one) => one.name === name)!.costAt(1);

  it('cost what their price says', () => {
    expect(cost('autoscaled, on demand')).toBeCloseTo(30 * 28 * 0.192, 9);
    expect(cost('fixed fleet, on demand')).toBeCloseTo(30 * 48 * 0.192, 9);
    expect(cost('autoscaled, spot')).toBeCloseTo(30 * 28 * 0.09408, 9);
    expect(cost('100 seats')).toBe(200);
    // The plan of 32 % off covers the bridge that is always there; the other is there 4 of 24 hours and is not worth it.
    expect(cost('autoscaled, optimal 1-year plan')).toBeCloseTo(
      720 * 0.13 + ((720 * (0.13056 - 0.13)) / 0.13056) * 0.192 + 120 * 0.192,
      2,
    );
    // One cx33 at its cap of 6.49, one for 120 started hours at 0.0104, in EUR at 1.1133.
    expect(cost('hetzner/fsn1/cx33')).toBeCloseTo((6.49 + 120 * 0.0104) * 1.1133, 5);
  });

  it('break even where their lines meet', () => {
    const line = (name: string, fixed: number, perDemand: number): BuyingOption => ({
      name,
      note: '',
      costAt: (demand) => fixed + perDemand * demand,
    });
    const unknown: BuyingOption = { name: 'unknown', note: '', costAt: () => null };
    const found = breakEvens([line('own', 100, 10), line('rented', 0, 60), unknown]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ cheaperBelow: 'rented', cheaperAbove: 'own' });
    expect(found[0]!.demand).toBeCloseTo(2, 2);
  });
});

describe('what is worth committing', () => {
  it('is the bridge that is always there, told with the curve', () => {
    // One bridge all day, another four hours: above the second the share of hours is 4/24 < 0.68, above the first 1.
    const budget = aBudget(plain, [
      aDay({
        bridges: [
          [
            [0, 24],
            [8, 12],
          ],
        ],
        policy: 'react',
      }),
    ]);
    const [advice] = commitmentAdvice(budget);
    expect(advice).toMatchObject({ id: '1 year, no upfront', discountRatio: 0.32, committedPerHour: null });
    expect(advice!.optimum.committed).toBeCloseTo(0.192, 9);
    expect(advice!.optimum.commitPerHour).toBeCloseTo(0.13056, 9);
    // Coverage: 24 of 28 hours; the plan is always used.
    expect(advice!.optimum.coverage).toBeCloseTo(24 / 28, 9);
    expect(advice!.optimum.utilisation).toBeCloseTo(1, 9);
    expect(Math.min(...advice!.optimum.curve.map(({ cost }) => cost))).toBeGreaterThanOrEqual(
      advice!.optimum.cost - 1e-12,
    );
  });

  it.each([
    // One bridge all day and three more for 6 hours: p = 0.6, and the 40 % quantile of the hours is one bridge.
    ['aws/eu-west-1/c5.xlarge', 0.6, 1, ''],
    // The same in halves of it.
    ['aws/eu-west-1/c5.large', 0.3, 2, ''],
    // A reservation goes by its type: that traffic and services are bought elsewhere changes nothing.
    ['aws/eu-west-1/c5.xlarge', 0.6, 1, 'place: { provider: hetzner, region: fsn1 }\n'],
  ])('is a whole number of reservations of %s at %f: %i (%s)', (instanceType, costPerHour, count, place) => {
    const evening = [18, 24] as const;
    const day = aDay({ bridges: [[[0, 24], evening, evening, evening]], costPerHour: 1 });
    // The listed price of a large is half of that of an xlarge, so both save the same.
    const sheet = `commitments: [ { id: r, plan: reserved, instanceType: ${instanceType}, count: optimal, costPerHour: ${costPerHour} } ]`;
    const own = 'fixed: { addresses: none, other: [] }\n';
    const budget = aBudget(`resamples: 20\nmonths: 1\n${place}${own}${sheet}`, [day]);
    const reserved = budget.commitments[0]!.commitment;
    expect(reserved.kind === 'reserved' && reserved.count).toBe(count);
    expect(commitmentAdvice(budget)[0]!.optimum.commitPerHour).toBeCloseTo(0.6, 9);
  });

  it('is unknown where no discount is', () => {
    const type = 'scaleway/fr-par-1/GP1-XS';
    expect(commitmentAdvice(aBudget(plain, [aDay({ bridges: hours(24), instanceType: type })]))).toEqual([]);
  });
});

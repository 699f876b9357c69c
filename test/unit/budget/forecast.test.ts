// Goal: months are made of days as the calendar has them, and the band is that of days drawn one by one, not of x 30.
// Method: fixed fleets in closed form for both grains; weekdays counted on a calendar; two-valued days, whose month is a
// binomial; growth and seasons worked out by hand; steady state of kept recordings.
import { describe, expect, it } from 'vitest';
import { amountText, amountToNumber } from '../../../src/billing/exact.ts';
import { forecast, type MonthForecast } from '../../../src/budget/forecast.ts';
import { storedGigabyteMonths } from '../../../src/budget/recordings.ts';
import { totalAmount } from '../../../src/budget/views.ts';
import { aBudget, aDay, type Hours } from '../../support/budget.ts';

const allDay: Hours = [
  [0, 24],
  [0, 24],
];
const quiet = 'resamples: 20\nfixed: { addresses: none }\n';
const cash = (month: MonthForecast): number => amountToNumber(totalAmount([month], 'cash'));

describe('a fixed fleet', () => {
  it('costs count x hours of the month x price, whatever day is drawn', () => {
    const budget = aBudget(`${quiet}months: 3`, [aDay({ bridges: [allDay, allDay] })]);
    const { months, total } = forecast(budget);
    // September, October and November 2026: 2 x 0.192 x 720, 744, 720.
    expect(months.map(({ lines }) => amountText(lines[0]!.cash))).toEqual(['276.48', '285.696', '276.48']);
    expect(months[1]!.bands.cash.p10).toBeCloseTo(285.696, 9);
    expect(total.cash.p90).toBeCloseTo(838.656, 9);
  });

  it.each([
    ['per-second', 1.5],
    ['started-hour', 2],
  ] as const)('billed %s, an hour and a half a day is %d hours', (grain, hours) => {
    const day = aDay({ bridges: [[[8, 9.5]]], grain });
    const { months } = forecast(aBudget(`${quiet}months: 1`, [day]));
    expect(cash(months[0]!)).toBeCloseTo(30 * hours * 0.192, 9);
  });

  it.each([
    // 22:30 to 05:00 are six and a half hours: seven of the month's every day, and not 2 + 5.
    [
      'goes on over midnight',
      [
        [0, 5],
        [22.5, 24],
      ],
      7,
    ],
    // 22:30 to 05:30 are seven.
    [
      'goes on over midnight and leaves at the end of an hour',
      [
        [0, 5.5],
        [22.5, 24],
      ],
      7,
    ],
    ['begins a day that nobody ended', [[0, 5.5]], 6],
    ['is too many for the morning and ends at midnight', [[22.5, 24]], 2],
    // The one that is there all day goes on as itself, and leaves the other its rounding.
    [
      'stands beside one that is there all day',
      [
        [0, 24],
        [22.5, 24],
      ],
      26,
    ],
    // The older of two evening ones, there since 20:15, goes on: 20:15 to 05:00 are nine started hours; and 2.
    [
      'is the younger of two',
      [
        [0, 5],
        [22.5, 24],
        [20.25, 24],
      ],
      11,
    ],
  ] as const)('by the started hour, an instance that %s', (_, lives, hours) => {
    const day = aDay({ bridges: [lives], grain: 'started-hour', costPerHour: 1 });
    const { months } = forecast(aBudget(`${quiet}months: 1`, [day]));
    expect(cash(months[0]!)).toBeCloseTo(30 * hours, 9);
  });

  it('of a fixed size does not grow with demand, one that follows its load does', () => {
    const yaml = `${quiet}months: 2\ngrowth: { perMonth: 0.5 }`;
    const october = (policy: string): number =>
      cash(forecast(aBudget(yaml, [aDay({ bridges: [allDay], policy })])).months[1]!);
    expect(october('static')).toBeCloseTo(285.696, 9);
    expect(october('kubernetes-hpa')).toBeCloseTo(1.5 * 285.696, 9);
  });
});

describe('the calendar', () => {
  const busy = aDay({ name: 'busy', bridges: [[[0, 24]]], costPerHour: 1 });
  const idle = aDay({ name: 'idle', bridges: [[]], costPerHour: 1 });

  it('counts weekdays: September 2026 has 22', () => {
    const { months } = forecast(aBudget(`${quiet}months: 1\ncalendar: { weekend: idle }`, [busy, idle]));
    expect(cash(months[0]!)).toBeCloseTo(22 * 24, 9);
  });

  it('takes a holiday out: 7 to 11 September are five weekdays, and later periods count first', () => {
    const yaml = `${quiet}months: 1
calendar:
  weekend: idle
  periods:
    - { name: holiday, from: 2026-09-07, to: 2026-09-11, weekday: idle }
    - { name: open day, from: 2026-09-09, to: 2026-09-12, weekday: busy, weekend: busy }`;
    // 22 - 5 + 3 (9, 10, 11) + Saturday the 12th.
    expect(cash(forecast(aBudget(yaml, [busy, idle])).months[0]!)).toBeCloseTo(21 * 24, 9);
  });

  it('adds a leap day: February 2028 has 29', () => {
    const { months } = forecast(aBudget(`${quiet}months: 1\nstart: 2028-02`, [busy]));
    expect(cash(months[0]!)).toBeCloseTo(29 * 24, 9);
  });
});

describe('demand', () => {
  const day = aDay({
    bridges: [[]],
    usage: [{ measure: 'egress-gigabytes', quantity: 1 }],
    instanceType: 'oci/all-commercial/VM.Standard.E4.Flex_2ocpu_16gb',
    policy: 'react',
  });
  const gigabytes = (yaml: string): number[] =>
    forecast(aBudget(`${quiet}${yaml}`, [day])).months.map(({ days }) => days.demand);

  it('grows by a value from the second month on', () => {
    expect(gigabytes('months: 3\ngrowth: { perMonth: 0.02 }')[2]).toBeCloseTo(1.0404, 12);
  });

  it('grows by the middle of an interval in expectation', () => {
    expect(gigabytes('months: 2\ngrowth: { perMonth: [0, 0.04] }')[1]).toBeCloseTo(1.02, 12);
  });

  it('grows by a formula of the month', () => {
    expect(gigabytes('months: 3\ngrowth: { perMonth: "month == 1 ? 0.5 : 0" }')).toEqual([1, 1.5, 1.5]);
  });

  it('has seasons', () => {
    expect(gigabytes('months: 2\nseasonality: { october: 1.25 }')).toEqual([1, 1.25]);
  });
});

describe('the band', () => {
  // Half the simulated days cost 1 x 24, half nothing: a month of 30 such days is Binomial(30, 1/2) days, whose 10 %, 50 %
  // and 90 % quantiles are 11 or 12, 15 and 18 or 19 (tables). 30 times one day would be 0 or 30.
  const halves = (replications: number) =>
    aDay({
      bridges: Array.from({ length: replications }, (_, one): Hours => (one % 2 === 0 ? [[0, 24]] : [])),
      costPerHour: 1,
      policy: 'react',
    });
  const days = [halves(400)];
  const yaml = 'resamples: 2000\nmonths: 1\nfixed: { addresses: none }';

  it('is that of days drawn one by one', () => {
    const { p10, p50, p90 } = forecast(aBudget(yaml, days)).months[0]!.bands.cash;
    expect(p10 / 24).toBeGreaterThanOrEqual(11);
    expect(p10 / 24).toBeLessThanOrEqual(12);
    expect(p50 / 24).toBe(15);
    expect(p90 / 24).toBeGreaterThanOrEqual(18);
    expect(p90 / 24).toBeLessThanOrEqual(19);
  });

  it('knows that two days say little about the mean', () => {
    // Two replications resampled are both dear in 1/4 of the years, both cheap in 1/4, and one of each in 1/2: P10 is a month
    // of cheap days, P90 one of dear days, and P50 the Binomial's.
    const { p10, p50, p90 } = forecast(aBudget(yaml, [halves(2)])).months[0]!.bands.cash;
    expect([p10, p50, p90].map((cost) => cost / 24)).toEqual([0, 15, 30]);
  });

  it('narrows with the number of replications as their mean does', () => {
    // N days that each take one of a pool of n, itself drawn from n replications of variance s^2: the variance of their sum
    // is N^2 s^2 / n + N s^2 (1 - 1/n). With s = 12, N = 30, P90 - P10 is 2.563 times its root.
    const ratio = (n: number): number => {
      const { p10, p90 } = forecast(aBudget(yaml, [halves(n)])).months[0]!.bands.cash;
      return (p90 - p10) / (2.563 * 30 * 12 * Math.sqrt(1 / n + (1 - 1 / n) / 30));
    };
    for (const n of [20, 60]) expect(Math.abs(ratio(n) - 1), `${n}`).toBeLessThan(0.1);
  });

  it('keeps to one replication where replications drew parameters: what is off is off every day', () => {
    const drawn = [
      aDay({ bridges: [[[0, 24]], []], costPerHour: 1, changes: { parameterShares: {} as never } }),
    ];
    const { p10, p90 } = forecast(aBudget(yaml, drawn)).months[0]!.bands.cash;
    expect([p10, p90]).toEqual([0, 30 * 24]);
  });

  it('is as wide as the growth, drawn once a year', () => {
    // One GB-priced day without chance: demand of month 1 is 1 + g, g uniform on 0 to 1: P10 1.1, P90 1.9.
    const grown = 'resamples: 2000\nmonths: 2\ngrowth: { perMonth: [0, 1] }\nfixed: { addresses: none }';
    const sure = [aDay({ bridges: [[[0, 24]]], costPerHour: 1, policy: 'react' })];
    const { p10, p50, p90 } = forecast(aBudget(grown, sure)).months[1]!.bands.cash;
    const perDay = 31 * 24;
    expect(p10 / perDay).toBeCloseTo(1.1, 1);
    expect(p50 / perDay).toBeCloseTo(1.5, 1);
    expect(p90 / perDay).toBeCloseTo(1.9, 1);
  });

  it('is as wide as an exchange rate that is an interval, drawn once a year', () => {
    // 30 days of one bridge at 1 USD an hour; EUR for one USD uniform on 0.8 to 1: P10 0.82, P50 and expected 0.9, P90 0.98.
    const rates = `resamples: 2000\nmonths: 1\nstart: 2026-09\nfixed: { addresses: none }\ncurrency: EUR
prices: { exchangeRates: [ { from: USD, to: EUR, rate: [0.8, 1], asOf: 2026-11-01 } ] }`;
    const sure = [aDay({ bridges: [[[0, 24]]], costPerHour: 1 })];
    const [month] = forecast(aBudget(rates, sure)).months;
    expect(amountToNumber(totalAmount([month!], 'cash'))).toBeCloseTo(0.9 * 720, 9);
    const { p10, p50, p90 } = month!.bands.cash;
    expect(p10 / 720).toBeCloseTo(0.82, 2);
    expect(p50 / 720).toBeCloseTo(0.9, 2);
    expect(p90 / 720).toBeCloseTo(0.98, 2);
  });

  it('is the same on every call, and another with another seed', () => {
    const once = forecast(aBudget(`${yaml}\nseed: 7`, days)).total;
    expect(forecast(aBudget(`${yaml}\nseed: 7`, days)).total).toEqual(once);
    expect(forecast(aBudget(`${yaml}\nseed: 8`, days)).drawn).not.toEqual(
      forecast(aBudget(`${yaml}\nseed: 7`, days)).drawn,
    );
  });
});

describe('kept recordings', () => {
  const months = Array.from({ length: 6 }, () => ({ gigabytes: 30, days: 30 }));

  it('settle at what comes in times the days they are kept', () => {
    const kept = storedGigabyteMonths(months, { keepDays: 60, keptBefore: 0 });
    // 1 GB a day: the first month holds 15 on average, the second 45, later ones 60.
    expect(kept.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([15, 45, 60, 60, 60, 60]);
  });

  it('add to what was kept before, and leave when their days are over', () => {
    const once = [
      { gigabytes: 30, days: 30 },
      ...Array.from({ length: 2 }, () => ({ gigabytes: 0, days: 30 })),
    ];
    const kept = storedGigabyteMonths(once, { keepDays: 30, keptBefore: 100 });
    expect(kept[0]).toBeCloseTo(115, 9);
    expect(kept[1]).toBeCloseTo(115, 9);
    expect(kept[2]).toBeCloseTo(100, 9);
  });
});

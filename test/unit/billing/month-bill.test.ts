// Goal: a month's bill is usage times price for every way of billing, exactly.
// Method: constant fleets in closed form; published worked figures (sustained use, Hetzner's cap and allowance); views
// that must add up; a book with every price doubled.
import { describe, expect, it } from 'vitest';
import type { BoughtCommitment } from '../../../src/billing/bill-context.ts';
import { type BillLine, type BillView, isPriceFound, sumOf } from '../../../src/billing/bill-line.ts';
import { amountText, amountToNumber, quantityToNumber } from '../../../src/billing/exact.ts';
import { spotBilledSeconds } from '../../../src/billing/instance-cost.ts';
import { billMonth } from '../../../src/billing/month-bill.ts';
import type { TrafficUse } from '../../../src/billing/month-usage.ts';
import type { PriceBook } from '../../../src/billing/price-book.ts';
import { sustainedUseOf } from '../../../src/billing/sustained-use.ts';
import { aComputeUse, aContext, aMonth, anOrigin } from '../../support/month-usage.ts';
import { shippedBook } from '../../support/price-book.ts';

const total = (lines: readonly BillLine[], view: BillView = 'cash'): number =>
  amountToNumber(sumOf(lines, view));

function internet(gigabytes: number, provider = 'aws', region = 'eu-west-1'): TrafficUse {
  return {
    category: 'egress',
    component: 'bridges',
    shard: null,
    place: { provider, region, fallbackRegion: null },
    kind: 'internet-out',
    destination: 'worldwide',
    gigabytes,
    description: 'to participants',
  };
}

describe('a constant fleet', () => {
  it('costs count x hours x price, in every view', () => {
    // 10 x 720 x 0.192 = 1382.4.
    const lines = billMonth(aMonth(10), aContext());
    expect(lines).toHaveLength(1);
    for (const view of ['list', 'contracted', 'amortised', 'cash'] as const) {
      expect(amountText(sumOf(lines, view))).toBe('1382.4');
    }
  });

  it('on spot costs the spot price, which contracts do not touch', () => {
    const usage = aMonth(10, { compute: [aComputeUse({ purchase: 'spot' })] });
    const lines = billMonth(usage, aContext({ contractedRatio: () => 0.9 }));
    // 7200 x 0.09408 = 677.376.
    expect(lines[0]).toMatchObject({ pricing: 'spot' });
    expect(amountText(sumOf(lines, 'cash'))).toBe('677.376');
  });

  it('in another currency is converted at the price, so that quantity x price still holds', () => {
    const lines = billMonth(aMonth(10), aContext({ currency: 'EUR' }));
    // 0.192 / 1.1133 = 0.172460253 EUR; x 7200 = 1241.7138216.
    expect(amountText(sumOf(lines, 'cash'))).toBe('1241.7138216');
  });

  it('of a type without a price is a line that says so', () => {
    const lines = billMonth(aMonth(10, { compute: [aComputeUse({ onDemand: anOrigin(null) })] }), aContext());
    expect(lines.map(isPriceFound)).toEqual([false]);
    expect(quantityToNumber(lines[0]!.quantity)).toBe(7200);
  });
});

describe('monthly caps', () => {
  const cx33 = aComputeUse({
    instanceType: 'hetzner/fsn1/cx33',
    place: { provider: 'hetzner', region: 'fsn1', fallbackRegion: null },
    onDemand: anOrigin(0.0104, 'EUR'),
    costPerMonthMax: 6.49,
    includedGigabytes: 20 * 1024,
  });
  const euro = aContext({ currency: 'EUR' });

  it('cap each server: two all month at 6.49, a third for 100 hours by the hour', () => {
    const hours = [
      { weight: 100, used: [3] },
      { weight: 620, used: [2] },
    ];
    // 2 x 6.49 + 100 x 0.0104 = 14.02.
    expect(total(billMonth(aMonth(0, { compute: [cx33], hours }), euro))).toBeCloseTo(14.02, 9);
  });

  it('price a type of which only the month is listed where it is there all month, and nowhere else', () => {
    const ccx13 = { ...cx33, onDemand: anOrigin(null, 'EUR'), costPerMonthMax: 42.99 };
    const hours = [
      { weight: 100, used: [2] },
      { weight: 620, used: [1] },
    ];
    const lines = billMonth(aMonth(0, { compute: [ccx13], hours }), euro);
    expect(total(lines)).toBeCloseTo(42.99, 9);
    expect(
      lines.filter((line) => !isPriceFound(line)).map(({ quantity }) => quantityToNumber(quantity)),
    ).toEqual([100]);
  });

  it('come with traffic: 500 TB from five servers are 397 600 GB beyond 5 x 20 TiB', () => {
    // 500 000 - 5 x 20 480 = 397 600 GB at EUR 0.001.
    const usage = aMonth(5, { compute: [cx33], traffic: [internet(500_000, 'hetzner', 'fsn1')] });
    const egress = billMonth(usage, euro).filter(({ category }) => category === 'egress');
    expect(total(egress)).toBeCloseTo(397.6, 9);
  });

  it('and bring servers that lived half the month half of it', () => {
    const usage = aMonth(0, {
      compute: [cx33],
      hours: [{ weight: 360, used: [1] }],
      traffic: [internet(20_480, 'hetzner', 'fsn1')],
    });
    const egress = billMonth(usage, euro).filter(({ category }) => category === 'egress');
    expect(total(egress)).toBeCloseTo(10.24, 9);
  });
});

describe('sustained use', () => {
  // Google's page: N1 for a half, three quarters and all of a month saves 10, 20 and 30 %.
  it.each([
    ['n1-standard-4', 0.25, 0],
    ['n1-standard-4', 0.5, 0.1],
    ['n1-standard-4', 0.75, 0.2],
    ['n1-standard-4', 1, 0.3],
    ['e2-standard-4', 1, 0],
  ])('of %s over %d of a month saves %d', (type, share, saving) => {
    const use = aComputeUse({ sustainedUse: sustainedUseOf('gcp', type), onDemand: anOrigin(0.2) });
    const usage = aMonth(0, { compute: [use], hours: [{ weight: 720 * share, used: [1] }] });
    const lines = billMonth(usage, aContext());
    expect(total(lines) / total(lines, 'list')).toBeCloseTo(1 - saving, 9);
  });

  it('makes an n2-standard-2 of 0.097118 cost 0.077714 an hour over a month, as its list says', () => {
    const use = aComputeUse({
      sustainedUse: sustainedUseOf('gcp', 'n2-standard-2'),
      onDemand: anOrigin(0.097118),
    });
    const usage = aMonth(3, { compute: [use] });
    expect(total(billMonth(usage, aContext())) / (3 * 720)).toBeCloseTo(0.077714, 6);
  });
});

describe('traffic', () => {
  it('of two components and regions goes through the tiers as one account', () => {
    // 100 free + 9900 x 0.09 = 891 whichever way 10 000 GB are split.
    const usage = aMonth(0, { traffic: [internet(4_000), internet(6_000, 'aws', 'eu-central-1')] });
    expect(total(billMonth(usage, aContext()))).toBeCloseTo(891, 9);
  });

  it('between zones of AWS is charged in and out: 0.02 for each gigabyte moved', () => {
    const relay = { ...internet(1_000), category: 'inter-zone', kind: 'inter-zone' } as const;
    expect(total(billMonth(aMonth(0, { traffic: [relay] }), aContext()))).toBeCloseTo(20, 9);
  });
});

const plan: BoughtCommitment = {
  commitment: { kind: 'compute-savings-plan', id: 'plan', commitPerHour: 1, family: null },
  provider: 'aws',
  discountRatio: 0.25,
  payment: 'no-upfront',
  startMonth: '2026-09',
  years: 1,
  origin: anOrigin(1),
};

describe('a savings plan', () => {
  const usage = aMonth(0, {
    hours: [
      { weight: 360, used: [10] },
      { weight: 360, used: [2] },
    ],
  });

  it('covers up to its money at its own rate, hour by hour, and loses the rest', () => {
    // Rate 0.192 x 0.75 = 0.144: $1 covers 6.944444 of 10 instances; of 2, 0.288 is used and 0.712 lost.
    const lines = billMonth(usage, aContext({ commitments: [plan] }));
    const amount = (category: string, pricing: string, view: BillView): number =>
      total(
        lines.filter((line) => line.category === category && line.pricing === pricing),
        view,
      );
    expect(amount('compute', 'committed', 'amortised')).toBeCloseTo(360 * 1.288, 5);
    expect(amount('compute', 'standard', 'cash')).toBeCloseTo(360 * (10 - 1 / 0.144) * 0.192, 5);
    expect(amount('unused-commitment', 'unused', 'amortised')).toBeCloseTo(360 * 0.712, 5);
    expect(amount('commitment-fee', 'purchase', 'cash')).toBeCloseTo(720, 9);
    expect(amount('compute', 'committed', 'cash')).toBe(0);
  });

  it.each(['no-upfront', 'partial-upfront', 'all-upfront'] as const)(
    'paid %s: over the term the amortised view equals the cash view to the last digit',
    (payment) => {
      const commitments = [{ ...plan, payment }];
      const months = ['2026-09', ...Array.from({ length: 11 }, (_, later) => `later-${later}`)];
      const lines = months.flatMap((month) => {
        return billMonth({ ...usage, month }, aContext({ commitments }));
      });
      expect(sumOf(lines, 'amortised')).toBe(sumOf(lines, 'cash'));
    },
  );
});

describe('plain usage', () => {
  const usage = aMonth(7, { traffic: [internet(12_345.678)] });

  it('is never dearer by contract than by list, nor in the end than by contract', () => {
    for (const line of billMonth(usage, aContext({ contractedRatio: () => 0.87 }))) {
      expect(line.list >= line.contracted && line.contracted >= line.amortised).toBe(true);
    }
  });

  it('costs twice as much when every price is doubled', () => {
    const doubled: PriceBook = {
      ...shippedBook,
      traffic: shippedBook.traffic.map((price) => ({
        ...price,
        tiers: price.tiers.map((tier) => ({ ...tier, pricePerGigabyte: 2 * tier.pricePerGigabyte! })),
      })),
    };
    const twice = { ...usage, compute: [aComputeUse({ onDemand: anOrigin(2 * 0.192) })] };
    expect(sumOf(billMonth(twice, aContext({ book: doubled })), 'cash')).toBe(
      2n * sumOf(billMonth(usage, aContext()), 'cash'),
    );
  });
});

describe('spot', () => {
  const price = {
    currency: 'USD',
    costPerHour: 0.1,
    grain: 'per-second',
    minimumSeconds: 60,
    source: '',
    asOf: '',
  } as const;
  const life = (minutes: number, isInterrupted: boolean, provider = 'aws') =>
    spotBilledSeconds({ startMs: 0, endMs: minutes * 60_000, isInterrupted, provider, price });

  it('is free when AWS takes it within the first hour, and charged to the second in all other cases', () => {
    expect([life(59, true), life(60, true), life(59, false), life(59, true, 'gcp')]).toEqual([
      0, 3600, 3540, 3540,
    ]);
  });
});

// Goal: the cloud grants and refuses launches by quota, stock and rate limit as its settings say, and spreads them.
// Method: requests written out by hand; published examples of AWS's rules; closed forms for what is drawn.
import { describe, expect, it } from 'vitest';
import { nextPurchase, onDemandCountOf } from '../../../src/cloud/capacity-mix.ts';
import { CloudAccount, refusalText } from '../../../src/cloud/cloud-account.ts';
import { CloudConditions } from '../../../src/cloud/cloud-conditions.ts';
import type { Quota, StockOut } from '../../../src/cloud/cloud-settings.ts';
import { interruptionAfterMs, interruptionHazardPerHour } from '../../../src/cloud/spot-interruption.ts';
import { TokenBucket } from '../../../src/cloud/token-bucket.ts';
import { rebalancingMove, zonesByNeed } from '../../../src/cloud/zone-balance.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { aCloud } from '../../support/scenario.ts';

const always = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
const place = { instanceType: 'c5.xlarge', purchase: 'on-demand', zone: 'a' } as const;
const never = (): number => {
  throw new Error('nothing should be drawn');
};

describe('quotas', () => {
  const quota: Quota = { pool: 'bridges', instanceType: null, maxCount: 2, fromMs: 1000, toMs: 2000 };

  it('refuse from the instance beyond the limit, within their window and for their pool only', () => {
    const account = new CloudAccount(aCloud({ quotas: [quota] }));
    account.count('bridges', 'c5.xlarge', 1);
    expect(account.refusalOf('bridges', place, 1500, never)).toBeNull();
    account.count('bridges', 'c5.2xlarge', 1);
    expect(account.refusalOf('bridges', place, 1500, never)).toEqual({ kind: 'quota', quota });
    expect(account.refusalOf('jibris', place, 1500, never)).toBeNull();
    expect(account.refusalOf('bridges', place, 999, never)).toBeNull();
    expect(account.refusalOf('bridges', place, 2000, never)).toBeNull();
    account.count('bridges', 'c5.xlarge', -1);
    expect(account.refusalOf('bridges', place, 1500, never)).toBeNull();
  });

  it('of one type leave other types alone', () => {
    const account = new CloudAccount(
      aCloud({ quotas: [{ ...quota, ...always, instanceType: 'c5.xlarge', maxCount: 0 }] }),
    );
    const refusal = account.refusalOf('bridges', place, 0, never);
    expect(refusal === null ? '' : refusalText(refusal)).toBe('quota: the account may run 0 c5.xlarge');
    expect(account.refusalOf('bridges', { ...place, instanceType: 'c5a.xlarge' }, 0, never)).toBeNull();
  });
});

describe('stock', () => {
  const out: StockOut = { instanceType: null, zone: 'a', purchase: 'spot', refusedRatio: 0.5, ...always };

  it('refuses the share it says, of what matches', () => {
    const account = new CloudAccount(aCloud({ stockOuts: [out] }));
    const spot = { ...place, purchase: 'spot' } as const;
    expect(account.refusalOf('bridges', spot, 0, () => 0.49)?.kind).toBe('out-of-stock');
    expect(account.refusalOf('bridges', spot, 0, () => 0.5)).toBeNull();
    expect(account.refusalOf('bridges', place, 0, never)).toBeNull();
    expect(account.refusalOf('bridges', { ...spot, zone: 'b' }, 0, never)).toBeNull();
  });

  it('of two shortages at once is granted as often as independent chances say', () => {
    const conditions = new CloudConditions({ stockOuts: [out], slowBoots: [] });
    conditions.stockOut({ ...out, zone: null, refusedRatio: 0.2 });
    // 1 - (1 - 0.5) * (1 - 0.2) = 0.6 in zone a; 0.2 elsewhere.
    expect(conditions.refusedRatio({ ...place, purchase: 'spot' }, 0)).toBeCloseTo(0.6, 12);
    expect(conditions.refusedRatio({ ...place, purchase: 'spot', zone: 'b' }, 0)).toBeCloseTo(0.2, 12);
  });

  it('is gone in a zone that is lost, until it is back', () => {
    const account = new CloudAccount(aCloud({ zones: ['a', 'b'] }));
    account.conditions.loseZone('a', { fromMs: 10, toMs: 20 });
    expect(account.refusalOf('bridges', place, 10, never)).toEqual({ kind: 'zone-lost', zone: 'a' });
    expect(account.refusalOf('bridges', { ...place, zone: 'b' }, 10, never)).toBeNull();
    expect(account.refusalOf('bridges', place, 20, never)).toBeNull();
  });
});

it('slow boots multiply within their windows and zones', () => {
  const conditions = new CloudConditions({ stockOuts: [], slowBoots: [] });
  conditions.slowBoot({ factor: 3, zone: null, fromMs: 0, toMs: 100 });
  conditions.slowBoot({ factor: 2, zone: 'a', fromMs: 50, toMs: 100 });
  expect([0, 50, 100].map((nowMs) => conditions.bootFactor('a', nowMs))).toEqual([3, 6, 1]);
  expect(conditions.bootFactor('b', 50)).toBe(3);
});

describe('the rate limit of the API', () => {
  it('lets a burst through, then one request each time that a token has come', () => {
    // 2 requests a second after a burst of 3: at 0 s three go, the fourth waits until 0.5 s, the fifth until 1 s.
    const bucket = new TokenBucket({ requestsPerSecond: 2, burstRequests: 3 });
    expect([0, 0, 0, 0].map((nowMs) => bucket.take(nowMs))).toEqual([true, true, true, false]);
    expect(bucket.nextTokenMs(0)).toBe(500);
    expect(bucket.take(499)).toBe(false);
    expect(bucket.take(500)).toBe(true);
    expect(bucket.nextTokenMs(500)).toBe(1000);
    // Ten quiet seconds fill it to the burst and not beyond.
    expect([11_000, 11_000, 11_000, 11_000].map((nowMs) => bucket.take(nowMs))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe('zones', () => {
  it('are tried with the fewest instances first', () => {
    expect(zonesByNeed([2, 0, 1])).toEqual([1, 2, 0]);
    expect(zonesByNeed([1, 1, 1])).toEqual([0, 1, 2]);
  });

  it('are balanced when none has two more than another that can take it', () => {
    expect(rebalancingMove([4, 2, 4], () => true)).toEqual({ from: 0, to: 1 });
    expect(rebalancingMove([3, 2, 3], () => true)).toBeNull();
    // Zone 1 is lost: the emptiest that is there has as many as the fullest.
    expect(rebalancingMove([3, 0, 3], (zone) => zone !== 1)).toBeNull();
  });
});

describe('a mix of purchase options', () => {
  it('keeps the proportions of the documented examples', () => {
    // User guide, mixed instances groups: on-demand base 1, 50 % above: 10 instances are 6 on demand and 4 spot.
    const mix = { onDemandBaseCount: 1, onDemandAboveBaseRatio: 0.5 };
    expect([0, 1, 2, 10].map((total) => onDemandCountOf(mix, total))).toEqual([0, 1, 2, 6]);
    // Without a base and 0 % everything is spot; 100 % is all on demand.
    expect(onDemandCountOf({ onDemandBaseCount: 0, onDemandAboveBaseRatio: 0 }, 10)).toBe(0);
    expect(onDemandCountOf({ onDemandBaseCount: 0, onDemandAboveBaseRatio: 0.7 }, 10)).toBe(7);
  });

  it('is reached one launch after another', () => {
    const mix = { onDemandBaseCount: 2, onDemandAboveBaseRatio: 0.25 };
    let onDemand = 0;
    for (let total = 0; total < 10; total++) {
      if (nextPurchase(mix, { onDemand, total }) === 'on-demand') onDemand += 1;
    }
    // 2 + 25 % of 8 = 4.
    expect(onDemand).toBe(4);
  });
});

describe('spot interruptions', () => {
  it('leave the share of survivors after a month that the advisor publishes', () => {
    // exp(-h * 730) = 1 - p.
    const hazard = interruptionHazardPerHour(0.15);
    expect(Math.exp(-hazard * 730)).toBeCloseTo(0.85, 12);
  });

  it('come exponentially: the survivors after a mean time are 1/e', () => {
    const stream = createRandomStreams({ seed: 3, replication: 0 }).stream('spot');
    const times = Array.from({ length: 4000 }, (_, i) => interruptionAfterMs(0.5, stream.at(i)));
    const survivors = times.filter((timeMs) => timeMs > 2 * 3_600_000).length;
    // Binomial(4000, 1/e): 1471.5 +/- 3.29 * 30.5 for 99.9 %.
    expect(Math.abs(survivors - 4000 / Math.E)).toBeLessThan(100);
    expect(interruptionAfterMs(0, stream.at(0))).toBe(Number.POSITIVE_INFINITY);
  });
});

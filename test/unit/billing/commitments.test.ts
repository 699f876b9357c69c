// Goal: commitments cover usage as AWS documents it, and the optimum is the newsvendor's.
// Method: the worked example of the Savings Plans User Guide (c5.9xlarge, c5.24xlarge, Fargate) and hand-worked hours; a
// search over all commitments of 8760 synthetic hours.
import { describe, expect, it } from 'vitest';
import { optimalCommitment } from '../../../src/billing/commitment-optimum.ts';
import {
  applyCommitments,
  type Commitment,
  type HourUse,
  type SavingsPlan,
} from '../../../src/billing/commitments.ts';

/** The guide's usage of an hour: 1 c5.9xlarge, 1 c5.24xlarge Windows, 10 Fargate vCPU and 5 Fargate GB. */
const guideHours = [1, 1, 10, 5];
const guideUses = (compute: string, instance: string): HourUse[] => {
  const rates = (computeRate: number, instanceRate: number | null): ReadonlyMap<string, number> =>
    new Map([[compute, computeRate], ...(instanceRate === null ? [] : [[instance, instanceRate] as const])]);
  return [
    { instanceType: 'aws/us-east-1/c5.9xlarge', zone: null, onDemand: 4, rates: rates(2, 1) },
    { instanceType: 'aws/us-east-1/c5.24xlarge', zone: null, onDemand: 10, rates: rates(8, 6) },
    { instanceType: 'aws/us-west-1/fargate-vcpu', zone: null, onDemand: 1.5, rates: rates(1, null) },
    { instanceType: 'aws/us-west-1/fargate-gb', zone: null, onDemand: 2, rates: rates(1, null) },
  ];
};
const computePlan = (commitPerHour: number): SavingsPlan => {
  return { kind: 'compute-savings-plan', id: 'compute', commitPerHour, family: null };
};
const instancePlan = (commitPerHour: number): SavingsPlan => {
  return { kind: 'instance-savings-plan', id: 'instance', commitPerHour, family: 'aws/us-east-1/c5' };
};

function cost(commitments: readonly SavingsPlan[]): number {
  const uses = guideUses('compute', 'instance');
  const left = [...guideHours];
  for (const { use, hours } of applyCommitments(uses, guideHours, commitments)) left[use]! -= hours;
  const onDemand = left.reduce((sum, hours, use) => sum + hours * uses[use]!.onDemand, 0);
  return onDemand + commitments.reduce((sum, { commitPerHour }) => sum + commitPerHour, 0);
}

describe('savings plans', () => {
  it('cover all usage of the guide with $25 an hour (scenario 1)', () => {
    expect(cost([computePlan(25)])).toBeCloseTo(25, 9);
  });

  it('go to the highest saving first: $19 leaves three quarters of the c5.24xlarge on demand', () => {
    // c5.9xlarge and Fargate GB save 50 %: 2 + 5; vCPU 33.3 %: 10; 2 left of 8 for the c5.24xlarge: 0.75 x 10 = 7.5.
    expect(cost([computePlan(19)])).toBeCloseTo(26.5, 9);
  });

  it('apply instance plans before compute plans', () => {
    // Instance plan of 1 covers the c5.9xlarge (75 % saving); compute plan of 8: GB 5, then 3 vCPU; rest 7 x 1.5 + 10.
    const commitments = [computePlan(8), instancePlan(1)];
    expect(cost(commitments)).toBeCloseTo(1 + 8 + 10.5 + 10, 9);
  });

  it('break a tie of savings by the lower rate', () => {
    // $1 could cover half of the c5.9xlarge at 2, or one Fargate GB at 1: both save half, the lower rate comes first.
    const coverages = applyCommitments(guideUses('compute', 'instance'), guideHours, [computePlan(1)]);
    expect(coverages).toEqual([{ use: 3, commitment: 0, hours: 1 }]);
  });
});

describe('a regional reserved instance', () => {
  const use = (instanceType: string): HourUse => ({ instanceType, zone: 'a', onDemand: 1, rates: new Map() });
  const ri = (instanceType: string, count = 1, zone: string | null = null): Commitment => {
    return { kind: 'reserved', id: instanceType, instanceType, zone, count, costPerHour: 0.5 };
  };
  /** Hours covered of each use, which runs `hours` instances. */
  const covered = (hours: readonly (readonly [string, number])[], commitments: readonly Commitment[]) => {
    const totals = hours.map(() => 0);
    for (const coverage of applyCommitments(
      hours.map(([type]) => use(`aws/us-east-1/${type}`)),
      hours.map(([, count]) => count),
      commitments,
    )) {
      totals[coverage.use]! += coverage.hours;
    }
    return totals;
  };

  // The examples of AWS's page on size flexibility, and of its guide to the line items of regional reservations.
  it.each([
    ['two small by a medium', [['t2.small', 2]], ['t2.medium'], [2]],
    ['half of a large by a medium', [['t2.large', 1]], ['t2.medium'], [0.5]],
    ['two 4xlarge by an 8xlarge', [['c4.4xlarge', 2]], ['c4.8xlarge'], [2]],
    ['four 2xlarge by an 8xlarge', [['c4.2xlarge', 4]], ['c4.8xlarge'], [4]],
    ['sixteen large by an 8xlarge', [['c4.large', 16]], ['c4.8xlarge'], [16]],
    [
      'a 4xlarge and eight large by an 8xlarge',
      [
        ['c4.4xlarge', 1],
        ['c4.large', 8],
      ],
      ['c4.8xlarge'],
      [1, 8],
    ],
    ['two large by an xlarge', [['m4.large', 2]], ['m4.xlarge'], [2]],
    ['an xlarge by two reservations of a large', [['m4.xlarge', 1]], ['m4.large', 'm4.large'], [1]],
  ] as const)('covers %s', (_, hours, types, expected) => {
    expect(
      covered(
        hours,
        types.map((type) => ri(`aws/us-east-1/${type}`)),
      ),
    ).toEqual(expected);
  });

  it('covers the smallest sizes first', () => {
    // 8 units: both large take 4 each, and nothing is left for the xlarge.
    expect(
      covered(
        [
          ['c5.xlarge', 1],
          ['c5.large', 2],
        ],
        [ri('aws/us-east-1/c5.xlarge')],
      ),
    ).toEqual([0, 2]);
  });

  it.each([
    ['another family', 'aws/us-east-1/c5.xlarge', 'm5.xlarge', null],
    ['another region', 'aws/eu-west-1/c5.xlarge', 'c5.large', null],
    ['another size from one zone', 'aws/us-east-1/c5.xlarge', 'c5.large', 'a'],
  ] as const)('covers nothing of %s', (_, reserved, used, zone) => {
    expect(covered([[used, 1]], [ri(reserved, 1, zone)])).toEqual([0]);
  });

  it('of another provider covers its own size only', () => {
    const azure = (type: string) => `azure/eastus/${type}`;
    const uses = [use(azure('D4s.large')), use(azure('D4s.xlarge'))];
    expect(applyCommitments(uses, [1, 1], [ri(azure('D4s.xlarge'), 2)])).toEqual([
      { use: 1, commitment: 0, hours: 1 },
    ]);
  });
});

describe('reserved instances', () => {
  const type = 'aws/eu-west-1/c5.xlarge';
  const rates = new Map([['plan', 0.1]]);
  const uses: HourUse[] = [
    { instanceType: type, zone: 'a', onDemand: 0.192, rates },
    { instanceType: type, zone: 'b', onDemand: 0.192, rates },
  ];
  const reserved = (id: string, zone: string | null, count: number): Commitment => {
    return { kind: 'reserved', id, instanceType: type, zone, count, costPerHour: 0.12 };
  };

  it('are used before plans, zonal before regional', () => {
    const plan: Commitment = { kind: 'compute-savings-plan', id: 'plan', commitPerHour: 0.05, family: null };
    const commitments = [plan, reserved('regional', null, 2), reserved('zonal', 'b', 1)];
    // Zone b: 1 of 2 zonal. Regional: 1 of zone a, 1 of zone b. Nothing is left for the plan but zone a's second.
    expect(applyCommitments(uses, [2, 2], commitments)).toEqual([
      { use: 1, commitment: 2, hours: 1 },
      { use: 0, commitment: 1, hours: 2 },
      { use: 1, commitment: 0, hours: 0.5 },
    ]);
  });

  it('cover nothing of another family', () => {
    const other: HourUse = { instanceType: 'aws/eu-west-1/m5.xlarge', zone: null, onDemand: 0.096, rates };
    expect(applyCommitments([other], [3], [reserved('regional', null, 2)])).toEqual([]);
  });
});

describe('the optimal commitment', () => {
  // A week of days with a peak at noon and quiet weekends, 8760 hours; dollars on demand.
  const usage = Float64Array.from({ length: 8760 }, (_, hour) => {
    const day = Math.floor(hour / 24) % 7;
    const noon = Math.max(0, Math.cos(((hour % 24) - 13) * (Math.PI / 12)));
    return 2 + (day < 5 ? 18 : 3) * noon + ((hour * 7919) % 97) / 97;
  });

  it.each([0.365, 0.52, 0.68])(
    'at a price ratio of %d is where a search finds the least cost',
    (priceRatio) => {
      const best = optimalCommitment({ usage, priceRatio });
      const costAt = (committed: number): number =>
        usage.reduce((sum, used) => sum + priceRatio * committed + Math.max(0, used - committed), 0) /
        usage.length;
      let least = Number.POSITIVE_INFINITY;
      for (let committed = 0; committed <= 22; committed += 0.01) least = Math.min(least, costAt(committed));
      expect(best.cost).toBeLessThanOrEqual(least + 1e-12);
      expect(best.cost).toBeGreaterThan(least - 0.001);
      expect(best.cost).toBeCloseTo(costAt(best.committed), 9);
      // The quantile rule: the share of hours above the commitment is the price ratio, to one part in the hours.
      const above = usage.filter((used) => used > best.committed).length / usage.length;
      expect(above).toBeLessThanOrEqual(priceRatio);
      expect(above).toBeGreaterThan(priceRatio - 0.01);
      expect(best.commitPerHour).toBeCloseTo(priceRatio * best.committed, 12);
      expect(best.curve[0]!.cost).toBeCloseTo(best.onDemandCost, 12);
    },
  );

  it('is the whole of a constant usage, and saves what the price does', () => {
    const best = optimalCommitment({ usage: new Float64Array(100).fill(8), priceRatio: 0.6 });
    expect(best).toMatchObject({ committed: 8, utilisation: 1, coverage: 1 });
    expect(best.savingsRatio).toBeCloseTo(0.4, 12);
  });

  it('is nothing when committing is no cheaper', () => {
    expect(optimalCommitment({ usage: [5, 6], priceRatio: 1 })).toMatchObject({
      committed: 0,
      savingsRatio: 0,
    });
  });

  it('counts hours by their weights', () => {
    const once = optimalCommitment({ usage: [1, 1, 1, 9], priceRatio: 0.5 });
    const weighted = optimalCommitment({ usage: [9, 1], weights: [1, 3], priceRatio: 0.5 });
    expect({ ...weighted, curve: [] }).toEqual({ ...once, curve: [] });
  });
});

// Goal: the usage file gives Infracost the figures of a mean month under the keys of the storage that is used.
// Method: two bridges all day, 10 recorded hours of 0.7 GB and 5 GB of traffic a day in September, worked out by hand.
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { infracostUsage } from '../../../src/budget/export/infracost-usage.ts';
import { forecast } from '../../../src/budget/forecast.ts';
import { aBudget, aDay } from '../../support/budget.ts';

const usageOf = (yaml: string): string => {
  const usage = [
    { replication: 0, measure: 'recorded-hours', quantity: 10 },
    { replication: 0, measure: 'egress-gigabytes', quantity: 5 },
  ] as const;
  const day = aDay({
    bridges: [
      [
        [0, 24],
        [0, 24],
      ],
    ],
    usage,
  });
  return infracostUsage(forecast(aBudget(`months: 1\nstart: 2026-09\nresamples: 20\n${yaml}`, [day])));
};

describe('the usage file', () => {
  it.each([
    ['object-storage', 'standard'],
    ['object-storage-infrequent', 'standard_infrequent_access'],
  ])('of %s has its gigabytes and requests under %s', (store, key) => {
    const text = usageOf(`recordings: { store: ${store}, keepDays: 0 }`);
    const types = parse(text).resource_type_default_usage;
    // 1440 instance-hours over Infracost's 730; 300 h x 0.7 GB in parts of 8 MB.
    expect(types.aws_autoscaling_group.instances).toBe(1.973);
    expect(types.aws_data_transfer.monthly_outbound_internet_gb).toBe(150);
    expect(Object.keys(types.aws_s3_bucket)).toEqual([key]);
    expect(types.aws_s3_bucket[key].monthly_tier_1_requests).toBe(26_250);
    expect(text).not.toContain('keys are those of AWS');
  });

  it('says that its keys are those of AWS where the bill is of another', () => {
    expect(usageOf('place: { provider: gcp, region: europe-west1 }')).toMatch(
      /# warning: the bill is of gcp, and these keys are those of AWS resources\./,
    );
  });
});

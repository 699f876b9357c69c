/**
 * A forecast as an `infracost-usage.yml`: what Infracost asks its users to type in, and a simulation knows.
 *
 * Source: Infracost usage file, version 0.1, `resource_type_default_usage`.
 */
import { stringify } from 'yaml';
import { quantityToNumber } from '../../billing/exact.ts';
import { billWarnings } from '../assumptions.ts';
import type { Forecast } from '../forecast.ts';

/** Usage of a mean month. Quantities of other providers than AWS have no place in it and are left out. */
export function infracostUsage(forecast: Forecast): string {
  const { months, budget } = forecast;
  const mean = (of: (line: (typeof months)[number]['lines'][number]) => boolean): number => {
    const lines = months.flatMap((month) => month.lines).filter(of);
    const total = lines.reduce((sum, line) => sum + quantityToNumber(line.quantity), 0);
    return Math.round((total / months.length) * 1000) / 1000;
  };
  const instanceHours = mean(({ category, component, unit }) => {
    return category === 'compute' && component === 'bridges' && unit === 'Hours';
  });
  const isInfrequent = budget.written.recordings.store === 'object-storage-infrequent';
  const usage = {
    version: '0.1',
    resource_type_default_usage: {
      aws_autoscaling_group: { instances: Math.round((instanceHours / 730) * 1000) / 1000 },
      aws_instance: { monthly_hrs: 730 },
      aws_data_transfer: {
        region: budget.place.region,
        monthly_outbound_internet_gb: mean(({ category }) => category === 'egress' || category === 'turn'),
        monthly_intra_region_gb: mean(({ category }) => category === 'inter-zone'),
        monthly_outbound_other_regions_gb: mean(({ category }) => category === 'inter-region'),
      },
      aws_s3_bucket: {
        [isInfrequent ? 'standard_infrequent_access' : 'standard']: {
          storage_gb: mean(({ sku }) => sku === budget.written.recordings.store),
          monthly_tier_1_requests: mean(
            ({ sku }) => sku === (isInfrequent ? 'object-put-infrequent' : 'object-put'),
          ),
        },
      },
      aws_nat_gateway: { monthly_data_processed_gb: mean(({ sku }) => sku === 'nat-data') },
    },
  };
  const head = [
    `# Simulated by jitsim: ${budget.name}, ${budget.variant}; a mean month of ${months[0]!.month} to ${months.at(-1)!.month}.`,
    '# instances is the mean number of bridges: an autoscaling group is not a fixed count.',
    ...(budget.place.provider === 'aws'
      ? []
      : [`# warning: the bill is of ${budget.place.provider}, and these keys are those of AWS resources.`]),
    ...billWarnings(forecast).map((warning) => `# warning: ${warning.replaceAll('\n', ' ')}`),
  ];
  return `${head.join('\n')}\n${stringify(usage)}`;
}

// Goal: a row of somebody's bill is held against the right category of the forecast, although clouds bill traffic and volumes
// under the service of their instances.
// Method: descriptions as they stand on bills of AWS, and names of SKUs and meters of Google and Azure.
import { describe, expect, it } from 'vitest';
import { focusCategory } from '../../../src/budget/focus-category.ts';

const categoryOf = (words: string, serviceCategory = 'Compute', more = {}) =>
  focusCategory({
    serviceCategory,
    serviceSubcategory: '',
    chargeCategory: 'Usage',
    skuMeter: '',
    component: '',
    words,
    ...more,
  });

describe('a row of a FOCUS bill', () => {
  it.each([
    ['$0.192 per On Demand Linux c5.xlarge Instance Hour', 'compute'],
    ['c5.xlarge Linux/UNIX Spot Instance-hour in EU (Ireland)', 'compute'],
    ['$0.090 per GB - first 10 TB / month data transfer out beyond the global free tier', 'egress'],
    ['EUW1-DataTransfer-Out-Bytes', 'egress'],
    [
      '$0.010 per GB - regional data transfer - in/out/between EC2 AZs or using elastic IPs or ELB',
      'inter-zone',
    ],
    ['$0.02 per GB - EU (Ireland) data transfer to US East (Northern Virginia)', 'inter-region'],
    ['$0.005 per In-use public IPv4 address per hour', 'addresses'],
    ['$0.048 per NAT Gateway Hour', 'nat'],
    ['$0.088 per GB-month of General Purpose (gp3) provisioned storage - EU (Ireland)', 'disk'],
    ['$0.0252 per Application LoadBalancer-hour (or partial hour)', 'load-balancers'],
    ['EUW1-LCUUsage', 'load-balancers'],
    ['N2 Instance Core running in Belgium', 'compute'],
    ['Instance usage, calculated hourly', 'compute'],
    ['Network Internet Egress from EMEA to EMEA', 'egress'],
    ['Network Inter Zone Egress', 'inter-zone'],
    ['Standard Data Transfer Out', 'egress'],
  ])('of instances, described as %s', (words, category) => {
    expect(categoryOf(words)).toBe(category);
  });

  it('goes by its service where it says nothing, and by its own word where jitsim wrote it', () => {
    const service = (serviceCategory: string, serviceSubcategory: string) =>
      categoryOf('', serviceCategory, { serviceSubcategory });
    expect(service('Compute', 'Containers')).toBe('control-planes');
    expect(service('Networking', 'Network Connectivity')).toBe('egress');
    expect(service('Storage', 'Object Storage')).toBe('recordings');
    expect(service('Databases', 'Caching')).toBe('other');
    const ours = { component: 'turn', skuMeter: 'turn' };
    expect(categoryOf('Simulated: relayed by TURN', 'Networking', ours)).toBe('turn');
    expect(categoryOf('a plan', 'Compute', { chargeCategory: 'Purchase' })).toBe('commitment-fee');
  });
});

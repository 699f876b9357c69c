/**
 * What FOCUS calls the services of a bill.
 */
import type { BillLine } from '../../billing/bill-line.ts';

export interface FocusService {
  readonly category: string;
  readonly name: string;
  readonly subcategory: string;
}

/** Service category, name and subcategory of a line, by the closed lists of FOCUS 1.2. */
export function serviceOf({ category, sku }: BillLine): FocusService {
  const network = (name: string, subcategory: string): FocusService => ({
    category: 'Networking',
    name,
    subcategory,
  });
  switch (category) {
    case 'compute':
    case 'commitment-fee':
    case 'unused-commitment':
      return { category: 'Compute', name: 'Virtual machines', subcategory: 'Virtual Machines' };
    case 'egress':
    case 'turn':
      return network('Internet traffic', 'Network Connectivity');
    case 'inter-zone':
    case 'inter-region':
      return network('Traffic within the cloud', 'Network Connectivity');
    case 'addresses':
      return network('Public addresses', 'Network Infrastructure');
    case 'load-balancers':
      return network('Load balancers', 'Application Networking');
    case 'nat':
      return network('NAT gateways', 'Network Routing');
    case 'recordings':
      return sku.endsWith('-out') || sku.includes('-out to ')
        ? network('Downloads of recordings', 'Network Connectivity')
        : { category: 'Storage', name: 'Object storage', subcategory: 'Object Storage' };
    case 'disk':
      return { category: 'Storage', name: 'Volumes', subcategory: 'Block Storage' };
    case 'control-planes':
      return { category: 'Compute', name: 'Kubernetes control planes', subcategory: 'Containers' };
    case 'monitoring':
      return { category: 'Management and Governance', name: 'Monitoring', subcategory: 'Observability' };
    case 'other':
      return { category: 'Other', name: sku, subcategory: 'Other (Other)' };
  }
}

const names: Readonly<Record<string, string>> = {
  aws: 'AWS',
  azure: 'Microsoft',
  gcp: 'Google Cloud',
  hetzner: 'Hetzner',
  oci: 'Oracle',
  ovhcloud: 'OVHcloud',
  scaleway: 'Scaleway',
};

export function providerName(provider: string): string {
  return names[provider] ?? (provider === '' ? 'Own cost' : provider);
}

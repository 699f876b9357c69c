/**
 * What storage, addresses, load balancers, control planes and the like cost. Built from rows like those of
 * `datasets/prices/other_prices.csv`, whose items go by each provider's own names.
 */
import { cellsOf, type SheetProblem, type SheetRow } from './sheet-row.ts';

/** What a service is to a bill, with the unit its quantity is counted in. */
export const serviceUnits = {
  'object-storage': 'GB-month',
  'object-storage-infrequent': 'GB-month',
  'object-put': '1000 requests',
  'object-put-infrequent': '1000 requests',
  'object-get': '1000 requests',
  'load-balancer': 'hour',
  'load-balancer-capacity': 'LCU-hour',
  'public-ipv4': 'hour',
  'nat-gateway': 'hour',
  'nat-data': 'GB',
  'control-plane': 'hour',
  disk: 'GB-month',
  'logs-ingested': 'GB',
  'logs-kept': 'GB-month',
  alarm: 'alarm-month',
  metric: 'metric-month',
} as const;

export type Service = keyof typeof serviceUnits;
export const services = Object.keys(serviceUnits) as readonly Service[];

/** Hours of a month by which monthly prices become hourly ones, as providers and Infracost count. */
const HOURS_PER_MONTH = 730;

export interface ServicePrice {
  readonly provider: string;
  readonly region: string;
  readonly service: Service;
  /** The provider's own name of it. */
  readonly item: string;
  /** Of one unit as {@link serviceUnits} says; null when nobody found it. */
  readonly price: number | null;
  readonly currency: string;
  readonly asOf: string;
  readonly source: string;
  readonly notes: string | null;
}

/** A commitment's discount that is an author's estimate, not a list price. */
export interface AssumedDiscount {
  readonly provider: string;
  /** Such as `1yr_no_upfront`. */
  readonly term: string;
  /** Off the on-demand price, ratio. */
  readonly ratio: number;
  readonly asOf: string;
  readonly source: string;
  readonly notes: string | null;
}

/** Units of a currency for one of another, on a day. */
export interface ExchangeRate {
  readonly from: string;
  readonly to: string;
  readonly rate: number;
  /** Between which it may lie in the months ahead; null when it is taken as certain. */
  readonly interval: readonly [number, number] | null;
  readonly asOf: string;
  readonly source: string;
}

/** The items used, by provider: name in the list, meaning, and what its unit must be divided by to be ours. */
const items: readonly (readonly [string, string, Service, number])[] = [
  ['aws', 'S3 Standard first 50 TB', 'object-storage', 1],
  ['aws', 'S3 Standard-IA', 'object-storage-infrequent', 1],
  ['aws', 'S3 Standard PUT/COPY/POST/LIST', 'object-put', 1],
  ['aws', 'S3 Standard-IA PUT', 'object-put-infrequent', 1],
  ['aws', 'S3 Standard GET', 'object-get', 1],
  ['aws', 'NLB', 'load-balancer', 1],
  ['aws', 'NLB LCU', 'load-balancer-capacity', 1],
  ['aws', 'NAT gateway', 'nat-gateway', 1],
  ['aws', 'NAT gateway data', 'nat-data', 1],
  ['aws', 'Public IPv4 (in use or idle)', 'public-ipv4', 1],
  ['aws', 'EKS control plane standard support', 'control-plane', 1],
  ['aws', 'EBS gp3', 'disk', 1],
  ['aws', 'CloudWatch Logs ingestion', 'logs-ingested', 1],
  ['aws', 'CloudWatch Logs storage', 'logs-kept', 1],
  ['aws', 'CloudWatch alarm standard', 'alarm', 1],
  ['aws', 'CloudWatch custom metric', 'metric', 1],
  ['gcp', 'GCS Standard', 'object-storage', 1],
  ['gcp', 'GCS Nearline', 'object-storage-infrequent', 1],
  ['gcp', 'GCS class A operations', 'object-put', 10],
  ['gcp', 'GCS class B operations', 'object-get', 10],
  ['gcp', 'External IPv4 on VM', 'public-ipv4', 1],
  ['gcp', 'Cloud NAT gateway (cap, over 32 VMs)', 'nat-gateway', 1],
  ['gcp', 'Cloud NAT data', 'nat-data', 1],
  ['gcp', 'Forwarding rule (LB, first 5)', 'load-balancer', 1],
  ['gcp', 'GKE cluster management fee', 'control-plane', 1],
  ['azure', 'AKS Standard tier uptime SLA', 'control-plane', 1],
  ['azure', 'Public IP standard static', 'public-ipv4', 1],
  ['azure', 'Load balancer rules (first 5)', 'load-balancer', 1],
  ['azure', 'NAT gateway', 'nat-gateway', 1],
  ['azure', 'NAT gateway data', 'nat-data', 1],
  ['azure', 'Blob Hot LRS', 'object-storage', 1],
  ['azure', 'Blob Cool LRS', 'object-storage-infrequent', 1],
  ['oci', 'Object Storage Standard', 'object-storage', 1],
  ['oci', 'Object Storage Infrequent', 'object-storage-infrequent', 1],
  ['oci', 'Network LB', 'load-balancer', 1],
  ['oci', 'OKE basic cluster', 'control-plane', 1],
  ['oci', 'NAT gateway', 'nat-gateway', 1],
  ['scaleway', 'Flexible IPv4', 'public-ipv4', 1],
  ['ovhcloud', 'Load balancer S (200 Mb/s)', 'load-balancer', 1],
  ['ovhcloud', 'Floating IP', 'public-ipv4', HOURS_PER_MONTH],
  ['ovhcloud', 'Managed Kubernetes free plan', 'control-plane', 1],
  ['ovhcloud', 'Object Storage Standard', 'object-storage', 1],
  ['hetzner', 'Volume', 'disk', 1],
];

/** Columns that a sheet of services must have. */
export const serviceColumns = ['provider', 'region', 'item', 'list_currency', 'list_price'];

export interface BuiltServices {
  readonly prices: readonly ServicePrice[];
  readonly discounts: readonly AssumedDiscount[];
  readonly rates: readonly ExchangeRate[];
  readonly problems: readonly SheetProblem[];
}

/**
 * Services, assumed discounts and exchange rates of the rows. A user's sheet may write one of {@link services} as the
 * item; items of the shipped list that no bill asks for are left out.
 *
 * @param mustKnowItems refuse items that mean nothing here: for a user's sheet, where they would be slips
 */
export function buildServicePrices(rows: readonly SheetRow[], mustKnowItems: boolean): BuiltServices {
  const problems: SheetProblem[] = [];
  const prices = new Map<string, ServicePrice>();
  const discounts: AssumedDiscount[] = [];
  const rates: ExchangeRate[] = [];
  for (const row of rows) {
    const cells = cellsOf(row, problems);
    const [provider, item, price] = [cells.text('provider'), cells.text('item'), cells.number('list_price')];
    const dated = {
      asOf: cells.optionalText('as_of') ?? 'undated',
      source: cells.optionalText('source') ?? 'not given',
      notes: cells.optionalText('notes'),
    };
    const term = /^assumed commitment discount (\S+)$/.exec(item)?.[1];
    if (term !== undefined && price !== null && price >= 1)
      cells.refuse('list_price', 'must be a ratio below 1');
    if (term !== undefined && price !== null) discounts.push({ provider, term, ratio: price, ...dated });
    const pair = /^([A-Z]{3}) per ([A-Z]{3})$/.exec(item);
    if (pair !== null && price === 0) cells.refuse('list_price', 'must be above 0');
    if (pair !== null && price === null) cells.refuse('list_price', 'must not be empty');
    if (pair !== null && rates.some((rate) => rate.from === pair[2] && rate.to === pair[1])) {
      cells.refuse('item', 'is listed twice');
    }
    if (pair !== null && price !== null && price > 0) {
      rates.push({
        from: pair[2]!,
        to: pair[1]!,
        rate: price,
        interval: null,
        asOf: dated.asOf,
        source: dated.source,
      });
    }
    const known = items.find(([of, name]) => of === provider && name === item);
    const service = known?.[2] ?? services.find((name) => name === item);
    if (service === undefined) {
      if (mustKnowItems && term === undefined && pair === null) {
        cells.refuse('item', `must be one of ${services.join(', ')}`);
      }
      continue;
    }
    const entry: ServicePrice = {
      provider,
      region: cells.text('region'),
      service,
      item,
      price: price === null ? null : price / (known?.[3] ?? 1),
      currency: cells.currency('list_currency'),
      ...dated,
    };
    const key = [provider, entry.region, service].join('|').toLowerCase();
    if (prices.has(key)) cells.refuse('item', `is listed twice for ${provider} ${entry.region}`);
    prices.set(key, entry);
  }
  return { prices: [...prices.values()], discounts, rates, problems };
}

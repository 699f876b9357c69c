/**
 * What traffic costs: by provider, region, kind and destination, in tiers of a month's volume of an account. Built from
 * rows like those of `datasets/prices/egress.csv`. A tier whose price nobody found stays without one.
 */
import { amountOf, priceOfNumber, quantityOf } from './exact.ts';
import { cellsOf, type SheetProblem, type SheetRow } from './sheet-row.ts';

/** `relay` traffic between bridges is inter-zone or inter-region; TURN traffic leaves to the internet. */
export type TrafficKind =
  | 'internet-out'
  | 'internet-out-standard'
  | 'inter-zone'
  | 'inter-region'
  | 'object-storage-out'
  | 'internet-in';

export interface TrafficTier {
  /** Monthly volume at which the tier begins and ends, GB; null for no end. */
  readonly fromGigabytes: number;
  readonly toGigabytes: number | null;
  /** Null when nobody found it. */
  readonly pricePerGigabyte: number | null;
}

export interface TrafficPrice {
  readonly provider: string;
  /** As the list writes it: one region, or a group such as `EU` or `all`. */
  readonly region: string;
  readonly kind: TrafficKind;
  /** `worldwide`, or a destination with a price of its own such as `china`. */
  readonly destination: string;
  /** Times that a gigabyte moved is charged: 2 where it is charged in and out. */
  readonly chargedTimes: number;
  /** In order of volume. */
  readonly tiers: readonly TrafficTier[];
  readonly currency: string;
  readonly asOf: string;
  readonly source: string;
  readonly notes: string | null;
}

/** Words of the column `kind`, as providers' lists have them, and what they mean. */
const kinds: Readonly<Record<string, Pick<TrafficPrice, 'kind' | 'destination' | 'chargedTimes'>>> = {
  internet_out: { kind: 'internet-out', destination: 'worldwide', chargedTimes: 1 },
  internet_out_instances: { kind: 'internet-out', destination: 'worldwide', chargedTimes: 1 },
  internet_out_premium_network: { kind: 'internet-out', destination: 'worldwide', chargedTimes: 1 },
  internet_out_premium_worldwide: { kind: 'internet-out', destination: 'worldwide', chargedTimes: 1 },
  internet_out_premium_to_china: { kind: 'internet-out', destination: 'china', chargedTimes: 1 },
  internet_out_premium_to_australia: { kind: 'internet-out', destination: 'australia', chargedTimes: 1 },
  internet_out_standard_tier: { kind: 'internet-out-standard', destination: 'worldwide', chargedTimes: 1 },
  inter_az_each_direction: { kind: 'inter-zone', destination: 'worldwide', chargedTimes: 2 },
  inter_az: { kind: 'inter-zone', destination: 'worldwide', chargedTimes: 1 },
  inter_zone: { kind: 'inter-zone', destination: 'worldwide', chargedTimes: 1 },
  inter_region: { kind: 'inter-region', destination: 'worldwide', chargedTimes: 1 },
  inter_region_out: { kind: 'inter-region', destination: 'worldwide', chargedTimes: 1 },
  inter_region_same_continent: { kind: 'inter-region', destination: 'worldwide', chargedTimes: 1 },
  object_storage_out: { kind: 'object-storage-out', destination: 'worldwide', chargedTimes: 1 },
  internet_in: { kind: 'internet-in', destination: 'worldwide', chargedTimes: 1 },
};

/** Columns that a sheet of traffic must have. */
export const trafficColumns = [
  'provider',
  'region',
  'kind',
  'tier_from_gb',
  'list_currency',
  'list_price_per_gb',
];

/** The prices, or all that is wrong with the rows: unknown kinds, tiers that overlap or are listed twice. */
export function buildTrafficPrices(rows: readonly SheetRow[]): {
  readonly prices: readonly TrafficPrice[];
  readonly problems: readonly SheetProblem[];
} {
  const problems: SheetProblem[] = [];
  const groups = new Map<string, TrafficPrice>();
  for (const row of rows) {
    const cells = cellsOf(row, problems);
    const word = cells.text('kind');
    const meaning = kinds[word];
    if (meaning === undefined) {
      cells.refuse('kind', `must be one of ${Object.keys(kinds).join(', ')}`);
      continue;
    }
    const tier: TrafficTier = {
      fromGigabytes: cells.number('tier_from_gb') ?? 0,
      toGigabytes: cells.number('tier_to_gb'),
      pricePerGigabyte: cells.number('list_price_per_gb'),
    };
    const head = {
      provider: cells.text('provider'),
      region: cells.text('region'),
      ...meaning,
      currency: cells.currency('list_currency'),
      asOf: cells.optionalText('as_of') ?? 'undated',
      source: cells.optionalText('source') ?? 'not given',
      notes: cells.optionalText('notes'),
    };
    const key = [head.provider, head.region, head.kind, head.destination].join('|').toLowerCase();
    const before = groups.get(key);
    const last = before?.tiers.at(-1);
    if (last !== undefined && last.fromGigabytes === tier.fromGigabytes) {
      cells.refuse('tier_from_gb', `is listed twice for ${head.provider} ${head.region} ${word}`);
    } else if (last !== undefined && last.toGigabytes !== tier.fromGigabytes) {
      cells.refuse('tier_from_gb', `must be where the tier before ends (${last.toGigabytes ?? 'never'})`);
    }
    if (tier.toGigabytes !== null && tier.toGigabytes <= tier.fromGigabytes) {
      cells.refuse('tier_to_gb', `must be above tier_from_gb (${tier.fromGigabytes})`);
    }
    if (before !== undefined && before.currency !== head.currency) {
      cells.refuse('list_currency', `must be that of the tiers before (${before.currency})`);
    }
    groups.set(key, { ...head, tiers: [...(before?.tiers ?? []), tier] });
  }
  return { prices: [...groups.values()], problems };
}

/** What lies in a tier, and what it costs; a null price is one that nobody found. */
export interface TierCharge {
  readonly tier: TrafficTier;
  readonly fromGigabytes: number;
  /** Millionths of a gigabyte. */
  readonly quantity: bigint;
  /** Nano-units per gigabyte. */
  readonly price: bigint | null;
  readonly amount: bigint | null;
}

/**
 * A volume through the tiers of a month. Tiers count everything the account has moved in the month, so a second bill
 * of the same month says how much came before it, and two bills add up to the one of the whole month.
 *
 * @param quantity and `alreadyUsed` in millionths of a gigabyte
 */
export function chargeTiers(options: {
  readonly quantity: bigint;
  readonly alreadyUsed?: bigint;
  readonly tiers: readonly TrafficTier[];
}): TierCharge[] {
  const { quantity, alreadyUsed = 0n, tiers } = options;
  const from = alreadyUsed;
  const to = alreadyUsed + quantity;
  const charges: TierCharge[] = [];
  for (const [index, tier] of tiers.entries()) {
    // What a list says of no lower volume at all (a first tier above 0) is unknown and gets no price.
    const low = quantityOf(tier.fromGigabytes);
    if (index === 0 && from < low) {
      charges.push(charge({ ...tier, pricePerGigabyte: null }, smaller(to, low) - from));
    }
    const high = tier.toGigabytes === null ? to : quantityOf(tier.toGigabytes);
    const inside = smaller(to, high) - larger(from, low);
    if (inside > 0n) charges.push(charge(tier, inside));
    // Above its last tier a list says nothing: that volume has no price.
    if (index === tiers.length - 1 && to > high) {
      const beyond = { fromGigabytes: tier.toGigabytes!, toGigabytes: null, pricePerGigabyte: null };
      charges.push(charge(beyond, to - larger(from, high)));
    }
  }
  return charges;
}

function charge(tier: TrafficTier, quantity: bigint): TierCharge {
  const price = tier.pricePerGigabyte === null ? null : priceOfNumber(tier.pricePerGigabyte);
  const amount = price === null ? null : amountOf(quantity, price);
  return { tier, fromGigabytes: tier.fromGigabytes, quantity, price, amount };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/**
 * Whether an instance's region lies in the region that a price is listed for.
 *
 * Lists of traffic and of instances name regions differently; what they leave open is settled here: Azure's zone 1 is
 * North America and Europe, Oracle's instances cost the same everywhere and are taken to be in North America or
 * Europe, OVH's and Hetzner's European regions are `EU`.
 */
export function isInPricedRegion(provider: string, region: string, pricedRegion: string): boolean {
  if (pricedRegion === 'all' || pricedRegion.toLowerCase() === region.toLowerCase()) return true;
  switch (provider) {
    case 'azure':
      return pricedRegion.startsWith('eastus') && !/india|asia|japan|australia|brazil|africa/i.test(region);
    case 'oci':
      return pricedRegion === 'NA/EU/UK' && region === 'all-commercial';
    case 'hetzner':
      return pricedRegion === 'EU' && /^(eu|fsn1|nbg1|hel1)$/i.test(region);
    case 'ovhcloud':
      return /^(EU|EU\/CA)$/.test(pricedRegion) && /^EU/i.test(region);
    case 'gcp':
      return pricedRegion === 'us' && region.startsWith('us-');
    default:
      return false;
  }
}

/**
 * One line of a bill: usage times price, with where the price comes from. All amounts are exact (see exact.ts) and in
 * the currency of the bill.
 */
import { amountOf, priceOfNumber } from './exact.ts';

/** What a line is for; the order in which bills show them. */
export const costCategories = [
  'compute',
  'egress',
  'turn',
  'inter-zone',
  'inter-region',
  'recordings',
  'disk',
  'addresses',
  'load-balancers',
  'control-planes',
  'nat',
  'monitoring',
  'commitment-fee',
  'unused-commitment',
  'other',
] as const;
export type CostCategory = (typeof costCategories)[number];

export type BillUnit = 'Hours' | 'GB' | 'GB-Months' | 'Requests' | 'Units';

/**
 * How a line is priced: by list, by the market of the day, within a commitment, or a commitment nobody used; or what is paid
 * for a commitment: once, at the start of its term (`upfront`), or month by month (`purchase`).
 */
export type Pricing = 'standard' | 'spot' | 'committed' | 'unused' | 'purchase' | 'upfront';

/** Whether the line pays for a commitment instead of using anything. */
export function isPurchase({ pricing }: Pick<BillLine, 'pricing'>): boolean {
  return pricing === 'purchase' || pricing === 'upfront';
}

/** Where a price comes from, in the list's own currency. */
export interface PriceOrigin {
  readonly currency: string;
  /** Per unit of the line, as listed; null when nobody found it. */
  readonly listed: number | null;
  readonly asOf: string;
  readonly source: string;
  /** Not the list's word for this very thing: another region's price, an author's estimate. Null when it is. */
  readonly assumption: string | null;
}

export interface BillLine {
  /** `2026-09`. */
  readonly month: string;
  readonly category: CostCategory;
  /** What it serves: bridges, jibris, signalling, recordings, ... */
  readonly component: string;
  /** The shard it belongs to; null when it is shared. */
  readonly shard: string | null;
  /** The zone it is in; null where it is in none, or in the only one. */
  readonly zone: string | null;
  readonly provider: string;
  readonly region: string;
  /** What was bought, by the provider's name: an instance type, a tier of traffic, a service. */
  readonly sku: string;
  readonly description: string;
  readonly pricing: Pricing;
  readonly quantity: bigint;
  readonly unit: BillUnit;
  /** Prices per unit: by the list, by contract, and what the unit bears in the end. Null when nobody found the price. */
  readonly listPrice: bigint | null;
  readonly contractedPrice: bigint | null;
  readonly effectivePrice: bigint | null;
  /** The four views. Purchases count only in `cash`, and commitments nobody used only in `amortised`. */
  readonly list: bigint;
  readonly contracted: bigint;
  readonly amortised: bigint;
  readonly cash: bigint;
  readonly commitmentId: string | null;
  readonly origin: PriceOrigin;
}

export type BillView = 'list' | 'contracted' | 'amortised' | 'cash';
export const billViews = ['list', 'contracted', 'amortised', 'cash'] as const satisfies readonly BillView[];

/** What a line charges for, without its prices. */
export type LineHead = Pick<
  BillLine,
  | 'month'
  | 'category'
  | 'component'
  | 'shard'
  | 'zone'
  | 'provider'
  | 'region'
  | 'sku'
  | 'description'
  | 'unit'
>;

/**
 * A line of plain usage: list price, contracted price (after discounts), and a share of the contracted price that is
 * paid in the end (below 1 under a sustained-use discount).
 */
export function usageLine(
  head: LineHead,
  options: {
    readonly quantity: bigint;
    readonly origin: PriceOrigin;
    /** Units of the bill's currency for one of the list's. */
    readonly rate: number;
    readonly contractedRatio: number;
    readonly paidShare?: number;
    readonly pricing?: Pricing;
  },
): BillLine {
  const { quantity, origin, rate, contractedRatio, paidShare = 1, pricing = 'standard' } = options;
  if (origin.listed === null) return unpriced(head, quantity, origin);
  const listPrice = priceOfNumber(origin.listed * rate);
  const contractedPrice = priceOfNumber(origin.listed * rate * contractedRatio);
  const effectivePrice = priceOfNumber(origin.listed * rate * contractedRatio * paidShare);
  const paid = amountOf(quantity, effectivePrice);
  return {
    ...head,
    pricing,
    quantity,
    listPrice,
    contractedPrice,
    effectivePrice,
    list: amountOf(quantity, listPrice),
    contracted: amountOf(quantity, contractedPrice),
    amortised: paid,
    cash: paid,
    commitmentId: null,
    origin,
  };
}

/** A line whose price nobody found: it says so, and its amounts are not a price of 0 but the absence of one. */
function unpriced(head: LineHead, quantity: bigint, origin: PriceOrigin): BillLine {
  return {
    ...head,
    pricing: 'standard',
    quantity,
    listPrice: null,
    contractedPrice: null,
    effectivePrice: null,
    list: 0n,
    contracted: 0n,
    amortised: 0n,
    cash: 0n,
    commitmentId: null,
    origin,
  };
}

export function isPriceFound(line: BillLine): boolean {
  return line.listPrice !== null;
}

/** The origin of a price that was looked for and not found. */
export function notFound(what: string): PriceOrigin {
  return { currency: '', listed: null, asOf: '', source: `no price of ${what} was found`, assumption: null };
}

export function sumOf(lines: readonly BillLine[], view: BillView): bigint {
  return lines.reduce((sum, line) => sum + line[view], 0n);
}

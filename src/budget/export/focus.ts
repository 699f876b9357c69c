/**
 * A forecast as rows of FOCUS 1.2 (FinOps Open Cost and Usage Specification): what tools that read cloud bills read. Every
 * row says that it is simulated; there is no invoice. Lines whose price nobody found have no place in it, because FOCUS
 * knows no unknown cost: they are counted and told.
 *
 * Source: FOCUS specification 1.2 (2025-05-29), datasets/focus-1-2.
 */
import { type BillLine, isPriceFound, isPurchase } from '../../billing/bill-line.ts';
import {
  amountOf,
  amountText,
  amountToNumber,
  priceOfNumber,
  priceText,
  quantityText,
} from '../../billing/exact.ts';
import { findRate } from '../../billing/price-book.ts';
import type { Budget } from '../budget.ts';
import { addMonths, monthOf, monthText } from '../calendar.ts';
import type { Forecast } from '../forecast.ts';
import { providerName, serviceOf } from './focus-services.ts';

export interface FocusTable {
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Lines that have no row because their price was not found. */
  readonly omitted: number;
}

/** The 57 columns of FOCUS 1.2 in the order of the specification, ours last. */
export const focusColumns: readonly string[] = [
  'BilledCost', 'BillingAccountId', 'BillingAccountName', 'BillingCurrency', 'BillingPeriodEnd', 'BillingPeriodStart',
  'ChargeCategory', 'ChargeClass', 'ChargeDescription', 'ChargePeriodEnd', 'ChargePeriodStart', 'ContractedCost',
  'EffectiveCost', 'InvoiceIssuerName', 'ListCost', 'PricingQuantity', 'PricingUnit', 'ProviderName', 'PublisherName',
  'ServiceCategory', 'ServiceName', 'BillingAccountType', 'CapacityReservationId', 'CapacityReservationStatus',
  'CommitmentDiscountCategory', 'CommitmentDiscountId', 'CommitmentDiscountName', 'CommitmentDiscountQuantity',
  'CommitmentDiscountStatus', 'CommitmentDiscountType', 'CommitmentDiscountUnit', 'ConsumedQuantity', 'ConsumedUnit',
  'ContractedUnitPrice', 'ListUnitPrice', 'PricingCategory', 'PricingCurrency', 'PricingCurrencyContractedUnitPrice',
  'PricingCurrencyEffectiveCost', 'PricingCurrencyListUnitPrice', 'RegionId', 'RegionName', 'ResourceId', 'ResourceName',
  'ResourceType', 'SkuId', 'SkuMeter', 'SkuPriceDetails', 'SkuPriceId', 'SubAccountId', 'SubAccountName',
  'SubAccountType', 'Tags', 'AvailabilityZone', 'ChargeFrequency', 'InvoiceId', 'ServiceSubcategory',
  'x_Simulated', 'x_Scenario', 'x_Variant', 'x_Percentile', 'x_Component', 'x_Shard', 'x_PriceAsOf', 'x_PriceSource',
  'x_PriceAssumption', 'x_ServiceProviderName', 'x_HostProviderName',
]; // biome-ignore format: a list of names

export function focusTable({ months, budget }: Forecast): FocusTable {
  const lines = months.flatMap((month) => month.lines);
  const priced = lines.filter(isPriceFound);
  const rows = priced
    .filter(({ quantity, cash, amortised }) => quantity > 0n || cash !== 0n || amortised !== 0n)
    .map((line) => focusRow(line, budget));
  return { columns: focusColumns, rows, omitted: lines.length - priced.length };
}

/** A row; columns that do not apply are null, which is an empty cell. */
function focusRow(line: BillLine, budget: Budget): Record<string, string> {
  const start = `${line.month}-01T00:00:00Z`;
  const end = `${monthText(addMonths(monthOf(line.month), 1))}-01T00:00:00Z`;
  const isBought = isPurchase(line);
  const isOwnCost = isBought || line.pricing === 'unused';
  const { category, name, subcategory } = serviceOf(line);
  const provider = providerName(line.provider);
  return {
    BilledCost: amountText(line.cash),
    EffectiveCost: amountText(line.amortised),
    ListCost: amountText(isOwnCost ? amountOf(line.quantity, line.listPrice!) : line.list),
    ContractedCost: amountText(isOwnCost ? amountOf(line.quantity, line.contractedPrice!) : line.contracted),
    ListUnitPrice: priceText(line.listPrice!),
    ContractedUnitPrice: priceText(line.contractedPrice!),
    PricingQuantity: quantityText(line.quantity),
    PricingUnit: line.unit,
    BillingAccountId: 'jitsim-simulated',
    BillingAccountName: budget.name,
    BillingAccountType: 'Simulation',
    BillingCurrency: budget.currency,
    BillingPeriodStart: start,
    BillingPeriodEnd: end,
    ChargePeriodStart: start,
    ChargePeriodEnd: end,
    ChargeCategory: isBought ? 'Purchase' : 'Usage',
    ChargeDescription: `Simulated: ${line.description}`,
    ChargeFrequency: chargeFrequency(line),
    InvoiceIssuerName: `jitsim (simulated; would be ${provider})`,
    ProviderName: provider,
    PublisherName: provider,
    ServiceCategory: category,
    ServiceName: name,
    ServiceSubcategory: subcategory,
    PricingCategory: pricingCategory(line),
    RegionId: line.region,
    RegionName: line.region,
    AvailabilityZone: line.zone ?? '',
    SkuId: skuId(line),
    SkuMeter: line.category,
    SkuPriceId: [skuId(line), line.pricing, line.description].join('/'),
    Tags: JSON.stringify({
      component: line.component,
      ...(line.shard === null ? {} : { shard: line.shard }),
    }),
    ...consumed(line),
    ...resource(line),
    ...commitment(line, budget),
    ...inPricingCurrency(line, budget),
    ...ownColumns(line, budget, provider),
  };
}

/** Names of instance types begin with their provider already. */
function skuId({ provider, sku }: BillLine): string {
  const owner = provider || 'own';
  return sku.startsWith(`${owner}/`) ? sku : `${owner}/${sku}`;
}

function pricingCategory({ pricing }: BillLine): string {
  switch (pricing) {
    case 'spot':
      return 'Dynamic';
    case 'committed':
    case 'unused':
      return 'Committed';
    case 'standard':
    case 'purchase':
    case 'upfront':
      return 'Standard';
  }
}

function chargeFrequency({ pricing }: BillLine): string {
  if (pricing === 'upfront') return 'One-Time';
  return pricing === 'purchase' ? 'Recurring' : 'Usage-Based';
}

function consumed(line: BillLine): Record<string, string> {
  const { pricing, quantity, unit } = line;
  if (isPurchase(line) || pricing === 'unused') return {};
  return { ConsumedQuantity: quantityText(quantity), ConsumedUnit: unit };
}

function resource({ category, component, shard }: BillLine): Record<string, string> {
  if (category !== 'compute') return {};
  const id = shard === null ? component : `${component}-shard-${shard}`;
  return { ResourceId: id, ResourceName: id, ResourceType: 'Virtual Machine' };
}

function commitment(line: BillLine, budget: Budget): Record<string, string> {
  const bought = budget.commitments.find(({ commitment: { id } }) => id === line.commitmentId);
  if (bought === undefined) return {};
  const reserved = bought.commitment.kind === 'reserved' ? bought.commitment : null;
  // Of a reservation: hours of one instance of the reserved size, whatever size used them.
  const money = isPurchase(line) ? line.cash : line.amortised;
  const status = { committed: 'Used', unused: 'Unused', purchase: '', upfront: '', standard: '', spot: '' }[
    line.pricing
  ];
  return {
    CommitmentDiscountCategory: reserved !== null ? 'Usage' : 'Spend',
    CommitmentDiscountId: `commitment/${bought.commitment.id}`,
    CommitmentDiscountName: bought.commitment.id,
    CommitmentDiscountType: reserved !== null ? 'Reserved Instance' : 'Savings Plan',
    CommitmentDiscountStatus: status,
    CommitmentDiscountQuantity:
      reserved === null ? amountText(money) : quantityText(money / priceOfNumber(reserved.costPerHour)),
    CommitmentDiscountUnit: reserved !== null ? 'Hours' : budget.currency,
  };
}

/** Significant digits of amounts turned back into the currency of the list. */
const DIGITS = 12;

function inPricingCurrency(line: BillLine, { book, currency }: Budget): Record<string, string> {
  const from = line.origin.currency || currency;
  const rate = findRate(book, from, currency)?.rate ?? 1;
  const listed = line.origin.listed ?? 0;
  const contracted =
    line.listPrice === 0n ? 0 : (listed * Number(line.contractedPrice)) / Number(line.listPrice);
  return {
    PricingCurrency: from,
    PricingCurrencyListUnitPrice: decimalText(listed),
    PricingCurrencyContractedUnitPrice: decimalText(contracted),
    PricingCurrencyEffectiveCost: decimalText(amountToNumber(line.amortised) / rate),
  };
}

/** Plain decimals: FOCUS knows no 1e-7. */
function decimalText(value: number): string {
  return value.toFixed(DIGITS).replace(/\.?0+$/, '');
}

function ownColumns(line: BillLine, budget: Budget, provider: string): Record<string, string> {
  return {
    x_Simulated: 'true',
    x_Scenario: budget.scenario,
    x_Variant: budget.variant,
    x_Percentile: 'expected',
    x_Component: line.component,
    x_Shard: line.shard ?? '',
    x_PriceAsOf: line.origin.asOf,
    x_PriceSource: line.origin.source,
    x_PriceAssumption: line.origin.assumption ?? '',
    x_ServiceProviderName: provider,
    x_HostProviderName: provider,
  };
}

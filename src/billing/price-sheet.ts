/**
 * A user's own prices: rows of instances, traffic, services or discounts under the columns of datasets/prices, of which
 * an instance type that the shipped list knows needs only those that differ.
 */
import { buildCatalogue, type Catalogue, type CatalogueEntry, catalogueColumns } from './catalogue.ts';
import type { Discount, PriceSheet } from './price-book.ts';
import { buildServicePrices, serviceColumns } from './service-prices.ts';
import { cellsOf, type SheetProblem, type SheetRow } from './sheet-row.ts';
import { buildTrafficPrices, trafficColumns } from './traffic-prices.ts';

export const sheetKinds = ['instances', 'traffic', 'services', 'discounts'] as const;
export type SheetKind = (typeof sheetKinds)[number];

/** Columns that rows of a kind must have. */
export const requiredColumns: Readonly<Record<SheetKind, readonly string[]>> = {
  instances: ['provider', 'region', 'instance_type', 'list_currency', 'list_price_per_hour'],
  traffic: trafficColumns,
  services: serviceColumns,
  discounts: ['ratio'],
};

/** Columns that rows of a kind may have. */
const knownColumns: Readonly<Record<SheetKind, readonly string[]>> = {
  instances: [...catalogueColumns, 'network_gbps_burst', 'on_demand_usd_per_hour'],
  traffic: [...trafficColumns, 'tier_to_gb', 'usd_per_gb', 'as_of', 'source', 'notes'],
  services: [...serviceColumns, 'unit', 'usd', 'as_of', 'source', 'notes'],
  discounts: ['provider', 'category', 'ratio', 'source'],
};

/** What rows of these columns are; null when no kind has them. */
export function kindOfColumns(columns: readonly string[]): SheetKind | null {
  if (columns.includes('instance_type')) return 'instances';
  if (columns.includes('item')) return 'services';
  if (columns.includes('kind')) return 'traffic';
  return columns.includes('ratio') ? 'discounts' : null;
}

export function unknownColumns(kind: SheetKind, columns: readonly string[]): readonly string[] {
  return columns.filter((column) => !knownColumns[kind].includes(column));
}

/** Categories of a bill that a discount may name. */
export const discountCategories = ['compute', 'egress', 'storage', 'network', 'disk', 'fixed'] as const;

export type SheetRows = Readonly<Record<SheetKind, readonly SheetRow[]>>;

/** The sheet, and all that is wrong with it. `shownAs` is its source where a row names none. */
export function buildSheet(
  rows: SheetRows,
  base: Catalogue,
  shownAs: string,
): { readonly sheet: PriceSheet; readonly problems: readonly SheetProblem[] } {
  const sourced = (list: readonly SheetRow[]): SheetRow[] =>
    list.map(({ line, words }) => ({ line, words: withDefaults(words, shownAs) }));
  const problems: SheetProblem[] = [];
  const built = buildCatalogue(
    sourced(rows.instances).map((row) => completed(row, base)),
    true,
  );
  if (!built.ok) problems.push(...built.problems);
  const traffic = buildTrafficPrices(sourced(rows.traffic));
  const services = buildServicePrices(sourced(rows.services), true);
  problems.push(...traffic.problems, ...services.problems);
  const discounts = discountsOf(sourced(rows.discounts), problems);
  return {
    sheet: {
      instances: built.ok ? built.catalogue.entries : [],
      traffic: traffic.prices,
      services: services.prices,
      rates: services.rates,
      discounts,
    },
    problems,
  };
}

function withDefaults(words: SheetRow['words'], shownAs: string): SheetRow['words'] {
  const isGiven = (column: string): boolean => (words[column] ?? '').trim() !== '';
  return {
    ...words,
    ...(isGiven('as_of') ? {} : { as_of: 'undated' }),
    ...(isGiven('source') ? {} : { source: shownAs }),
  };
}

/** Cells that the row leaves out, as the shipped list has them. */
function completed({ line, words }: SheetRow, base: Catalogue): SheetRow {
  const entry = base.find(`${words.provider ?? ''}/${words.region ?? ''}/${words.instance_type ?? ''}`);
  if (entry === null) return { line, words };
  const known: Partial<Record<(typeof catalogueColumns)[number], CatalogueEntry[keyof CatalogueEntry]>> = {
    vcpu: entry.vcpu,
    memory_gib: entry.memoryGib,
    network_gbps_baseline: entry.networkGbps,
    spot_usd_per_hour: entry.spotUsdPerHour,
    reserved_1y_usd_per_hour: entry.reservedOneYearUsdPerHour,
    reserved_3y_usd_per_hour: entry.reservedThreeYearsUsdPerHour,
    included_traffic_tb_month: entry.includedTraffic,
  };
  const filled = Object.entries(known)
    .filter(([column, value]) => (words[column] ?? '').trim() === '' && value !== null)
    .map(([column, value]) => [column, String(value)]);
  return { line, words: { ...words, ...Object.fromEntries(filled) } };
}

/** Discounts multiply: one that is written twice would count twice. */
function discountsOf(rows: readonly SheetRow[], problems: SheetProblem[]): Discount[] {
  const lineOf = new Map<string, number>();
  return rows.map((row) => {
    const discount = discountOf(row, problems);
    const { provider, category } = discount;
    const key = JSON.stringify([provider, category]);
    const first = lineOf.get(key);
    if (first === undefined) lineOf.set(key, row.line);
    else {
      const problem = `is listed twice for ${provider ?? 'all providers'}, ${category ?? 'everything'}, first on line ${first}`;
      problems.push({ line: row.line, column: 'category', problem, got: category ?? '' });
    }
    return discount;
  });
}

function discountOf(row: SheetRow, problems: SheetProblem[]): Discount {
  const cells = cellsOf(row, problems);
  const category = cells.optionalText('category');
  if (category !== null && !(discountCategories as readonly string[]).includes(category)) {
    cells.refuse('category', `must be one of ${discountCategories.join(', ')}`);
  }
  const ratio = cells.number('ratio');
  if (ratio !== null && ratio > 1) cells.refuse('ratio', 'must be a ratio, 0 to 1');
  if (ratio === null && (row.words.ratio ?? '').trim() === '') cells.refuse('ratio', 'must not be empty');
  return {
    provider: cells.optionalText('provider'),
    category,
    ratio: ratio ?? 0,
    source: cells.text('source'),
  };
}

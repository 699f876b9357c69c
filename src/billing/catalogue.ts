/**
 * What instance types cost by the providers' lists. Built from the rows of `datasets/prices/prices.csv`, which io reads.
 * A type whose price nobody found stays without one; nothing here turns unknown into 0.
 *
 * Ignored: taxes. What a month of usage costs at these prices is in `month-bill.ts`.
 */
import type { InstancePrice } from './price.ts';
import { cellsOf, type SheetProblem, type SheetRow } from './sheet-row.ts';

/** One instance type of one region; numbers are null where the list has none. */
export interface CatalogueEntry {
  /** `provider/region/type`. */
  readonly name: string;
  readonly provider: string;
  readonly region: string;
  readonly instanceType: string;
  readonly vcpu: number;
  readonly memoryGib: number;
  /** What the network carries without end, Gbit/s. */
  readonly networkGbps: number | null;
  /** ISO 4217 code of `costPerHour`. */
  readonly currency: string;
  /** On demand, in the list's own currency. */
  readonly costPerHour: number | null;
  /** Most that a month of one instance costs, in the list's currency; null when there is no such cap. */
  readonly costPerMonthMax: number | null;
  readonly spotUsdPerHour: number | null;
  readonly reservedOneYearUsdPerHour: number | null;
  readonly reservedThreeYearsUsdPerHour: number | null;
  /** TB a month, `unmetered`, or null when unknown. */
  readonly includedTraffic: string | null;
  /** As the list says it; see {@link isOutdated}. */
  readonly asOf: string;
  readonly source: string;
  readonly notes: string | null;
  /** From a user's own sheet, not from the shipped list. */
  readonly isOwn: boolean;
}

export interface Catalogue {
  /** In the order of the list. */
  readonly entries: readonly CatalogueEntry[];
  /** The entry of that name, upper and lower case alike; null when the list has none. */
  readonly find: (name: string) => CatalogueEntry | null;
}

export type CatalogueRow = SheetRow;
export type CatalogueProblem = SheetProblem;

/** Columns that a list must have. */
export const catalogueColumns = [
  'provider',
  'region',
  'instance_type',
  'vcpu',
  'memory_gib',
  'network_gbps_baseline',
  'spot_usd_per_hour',
  'reserved_1y_usd_per_hour',
  'reserved_3y_usd_per_hour',
  'as_of',
  'source',
  'list_currency',
  'list_price_per_hour',
  'list_monthly_cap',
  'included_traffic_tb_month',
  'notes',
] as const;
type Column = (typeof catalogueColumns)[number];

/** The catalogue, or all that is wrong with its rows: unreadable numbers, missing names, a type listed twice. */
export function buildCatalogue(
  rows: readonly CatalogueRow[],
  isOwn = false,
):
  | { readonly ok: true; readonly catalogue: Catalogue }
  | { readonly ok: false; readonly problems: readonly CatalogueProblem[] } {
  const problems: CatalogueProblem[] = [];
  const byKey = new Map<string, CatalogueEntry>();
  const lineOf = new Map<string, number>();
  for (const row of rows) {
    const entry = { ...entryOf(row, problems), isOwn };
    const key = keyOf(entry.name);
    const firstLine = lineOf.get(key);
    if (firstLine === undefined) {
      byKey.set(key, entry);
      lineOf.set(key, row.line);
      continue;
    }
    const problem = `is listed twice, first on line ${firstLine}`;
    problems.push({ line: row.line, column: 'instance_type', problem, got: entry.name });
  }
  if (problems.length > 0) return { ok: false, problems };
  const catalogue = { entries: [...byKey.values()], find: (name: string) => byKey.get(keyOf(name)) ?? null };
  return { ok: true, catalogue };
}

/** Prices older than this are flagged, days. */
export const PRICE_AGE_DAYS_MAX = 180;

/**
 * Whether a price is older than `PRICE_AGE_DAYS_MAX`. Of a list that gives only a month or a year its first day counts,
 * and one without a date may be of any age: it is outdated.
 *
 * @param asOf begins with YYYY, YYYY-MM or YYYY-MM-DD, or is undated
 * @param todayEpochMs the day to judge by, milliseconds since 1970 UTC
 */
export function isOutdated(asOf: string, todayEpochMs: number): boolean {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(asOf) ?? [];
  if (year === undefined) return true;
  const ageMs = todayEpochMs - Date.UTC(Number(year), Number(month) - 1, Number(day));
  return ageMs > PRICE_AGE_DAYS_MAX * MS_PER_DAY;
}

const MS_PER_DAY = 86_400_000;

type Grain = Pick<InstancePrice, 'grain' | 'minimumSeconds'> & {
  readonly grainSource: string;
  /** The source is not the provider's own word. */
  readonly isGrainAssumed: boolean;
};

const perSecond: Grain = {
  grain: 'per-second',
  minimumSeconds: 60,
  grainSource: "the provider's billing page, as of 2026-11-21: per second, at least 60 seconds a start",
  isGrainAssumed: false,
};
const startedHour: Grain = {
  grain: 'started-hour',
  minimumSeconds: 0,
  grainSource: "the provider's billing page, as of 2026-11-21: by the hour, every started hour in full",
  isGrainAssumed: false,
};

/**
 * How each provider counts time. Oracle's rule is published for volumes and assumed for instances; that Scaleway counts
 * a started hour in full is the reading of openfun/jitsi-k8s@66e824a env.d/simulation.
 */
const grainOfProvider = new Map<string, Grain>([
  ['aws', perSecond],
  ['gcp', perSecond],
  ['azure', perSecond],
  ['oci', { ...perSecond, isGrainAssumed: true }],
  ['scaleway', { ...startedHour, isGrainAssumed: true }],
  ['hetzner', startedHour],
  ['ovhcloud', startedHour],
]);

/** The price to bill an entry at; null when the list has no hourly price or the provider's grain is unknown. */
export function priceOf(entry: CatalogueEntry): (InstancePrice & Grain) | null {
  const grain = grainOfProvider.get(entry.provider);
  if (entry.costPerHour === null || grain === undefined) return null;
  const { currency, costPerHour, source, asOf } = entry;
  return { currency, costPerHour, source, asOf, ...grain };
}

function keyOf(name: string): string {
  return name.toLowerCase();
}

function entryOf(row: CatalogueRow, problems: CatalogueProblem[]): Omit<CatalogueEntry, 'isOwn'> {
  const cells = cellsOf(row, problems);
  const size = (column: Column): number => {
    const value = cells.number(column);
    if (value === null && (row.words[column] ?? '').trim() === '') cells.refuse(column, 'must not be empty');
    return value ?? 0;
  };
  const provider = cells.text('provider');
  const region = cells.text('region');
  const instanceType = cells.text('instance_type');
  return {
    name: `${provider}/${region}/${instanceType}`,
    provider,
    region,
    instanceType,
    currency: cells.currency('list_currency'),
    vcpu: size('vcpu'),
    memoryGib: size('memory_gib'),
    networkGbps: cells.number('network_gbps_baseline'),
    costPerHour: cells.number('list_price_per_hour'),
    costPerMonthMax: cells.number('list_monthly_cap'),
    spotUsdPerHour: cells.number('spot_usd_per_hour'),
    reservedOneYearUsdPerHour: cells.number('reserved_1y_usd_per_hour'),
    reservedThreeYearsUsdPerHour: cells.number('reserved_3y_usd_per_hour'),
    includedTraffic: cells.optionalText('included_traffic_tb_month'),
    asOf: cells.text('as_of'),
    source: cells.text('source'),
    notes: cells.optionalText('notes'),
  };
}

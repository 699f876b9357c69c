/**
 * `jitsim prices list [filter]`, `jitsim prices show <provider/region[/type]>` and `jitsim prices import <sheet>`: what
 * the shipped lists and one's own `prices.json` say.
 */
import Table from 'cli-table3';
import {
  type Catalogue,
  type CatalogueEntry,
  isOutdated,
  PRICE_AGE_DAYS_MAX,
  priceOf,
} from '../../billing/catalogue.ts';
import { ownPricesIn, readPriceBook } from '../../io/read-price-book.ts';
import { nearest } from '../../scenario/did-you-mean.ts';
import { formatIssues } from '../../scenario/issues.ts';
import { exitCodes } from '../exit-codes.ts';
import { Failure, usageFailure } from '../failures.ts';
import { type Arguments, suggestion } from '../options.ts';
import { note, print, printJson } from '../print.ts';
import { isPlace, showPlace } from './show-place.ts';

/** Most names offered for one that is not in the catalogue. */
const NEAREST_MAX = 3;
/** What is printed for a number the list does not have. */
const unknown = 'unknown';

const actions = ['list', 'show', 'import'];

export async function prices(given: Arguments): Promise<number> {
  const action = String(given.action);
  if (!actions.includes(action)) {
    throw usageFailure(
      `prices takes ${actions.slice(0, -1).join(', ')} or ${actions.at(-1)}, not ${action}${suggestion(action, actions, 'prices ')}`,
    );
  }
  if (action === 'show' && given.name === undefined) {
    throw usageFailure('prices show needs a name, such as aws/eu-west-1/c5.xlarge');
  }
  if (action === 'import') {
    if (given.name === undefined) throw usageFailure('prices import needs a file, such as my-prices.csv');
    return (await import('./import-prices.ts')).importPrices(given);
  }
  const sheets = given.sheet === undefined ? await ownPricesIn('.') : [String(given.sheet)];
  const book = await readPriceBook(sheets);
  if (!book.ok) throw new Failure(exitCodes.wrongInput, formatIssues(book.issues), book.issues);
  const { catalogue } = book.value;
  const asJson = given.json === true;
  if (action === 'list') return list(catalogue, String(given.name ?? ''), asJson);
  const [provider, region, ...rest] = String(given.name).split('/');
  if (rest.length === 0 && region !== undefined && isPlace(book.value, provider!, region)) {
    return showPlace(book.value, { provider: provider!, region, fallbackRegion: null }, asJson);
  }
  return show(catalogue, String(given.name), asJson);
}

function list({ entries }: Catalogue, filter: string, asJson: boolean): number {
  const wanted = filter.toLowerCase();
  const found = entries.filter(({ name }) => name.toLowerCase().includes(wanted));
  if (found.length === 0) throw notFound(filter, entries);
  if (asJson) {
    printJson({ ok: true, prices: found.map(asData) });
    return exitCodes.done;
  }
  const table = new Table({
    head: ['instance type', 'vCPU', 'GiB', 'Gbit/s', 'an hour', 'as of'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  });
  for (const entry of found) {
    const { name, vcpu, memoryGib, networkGbps } = entry;
    table.push([name, vcpu, memoryGib, networkGbps ?? unknown, hourly(entry), dated(entry)]);
  }
  print(table.toString());
  const outdated = found.filter(isOutdatedToday).length;
  if (outdated > 0) {
    note(`${outdated} of ${found.length} prices (*) are older than ${PRICE_AGE_DAYS_MAX} days or undated`);
  }
  return exitCodes.done;
}

function show(catalogue: Catalogue, name: string, asJson: boolean): number {
  const entry = catalogue.find(name);
  if (entry === null) throw notFound(name, catalogue.entries);
  if (asJson) {
    printJson({ ok: true, price: asData(entry) });
    return exitCodes.done;
  }
  const price = priceOf(entry);
  const usd = (amount: number | null): string => (amount === null ? unknown : `USD ${amount} an hour`);
  const lines: readonly (readonly [string, string])[] = [
    ['size', `${entry.vcpu} vCPU, ${entry.memoryGib} GiB`],
    ['network', entry.networkGbps === null ? unknown : `${entry.networkGbps} Gbit/s without end`],
    ['on demand', `${hourly(entry)}${entry.costPerHour === null ? '' : ' an hour, without tax'}`],
    ['counted', price === null ? unknown : countedText(price.grain, price.minimumSeconds)],
    ['a month', monthlyText(entry)],
    ['spot', usd(entry.spotUsdPerHour)],
    ['1 year', usd(entry.reservedOneYearUsdPerHour)],
    ['3 years', usd(entry.reservedThreeYearsUsdPerHour)],
    ['traffic', trafficText(entry.includedTraffic)],
    ['as of', dated(entry)],
    ['source', entry.source],
    ['notes', entry.notes ?? 'none'],
  ];
  print(entry.name);
  for (const [label, text] of lines) print(`  ${label.padEnd(9)}  ${text}`);
  if (isOutdatedToday(entry)) note(`the price (*) is older than ${PRICE_AGE_DAYS_MAX} days or undated`);
  return exitCodes.done;
}

function notFound(name: string, entries: readonly CatalogueEntry[]): Failure {
  const names = entries.map((entry) => entry.name);
  const near = nearest(name, names, NEAREST_MAX);
  const message = `${name} is not in the price catalogue; the nearest are ${near.join(', ')}`;
  return new Failure(exitCodes.wrongInput, message, { name, nearest: near });
}

function asData(entry: CatalogueEntry): object {
  const price = priceOf(entry);
  return {
    ...entry,
    grain: price?.grain ?? null,
    minimumSeconds: price?.minimumSeconds ?? null,
    isOutdated: isOutdatedToday(entry),
  };
}

function hourly({ costPerHour, currency }: CatalogueEntry): string {
  return costPerHour === null ? 'price not found' : `${currency} ${costPerHour}`;
}

function monthlyText({ costPerMonthMax, currency }: CatalogueEntry): string {
  return costPerMonthMax === null ? 'no cap' : `at most ${currency} ${costPerMonthMax}`;
}

function countedText(grain: 'per-second' | 'started-hour', minimumSeconds: number): string {
  return grain === 'started-hour'
    ? 'every started hour in full'
    : `by the second, at least ${minimumSeconds} a start`;
}

function trafficText(included: string | null): string {
  if (included === null) return unknown;
  return included === 'unmetered' ? 'not metered' : `${included} TB a month included`;
}

function dated(entry: CatalogueEntry): string {
  return `${entry.asOf}${isOutdatedToday(entry) ? ' *' : ''}`;
}

function isOutdatedToday({ asOf }: CatalogueEntry): boolean {
  return isOutdated(asOf, Date.now());
}

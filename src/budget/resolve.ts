/**
 * From what is written, what was simulated and what things cost to a budget; or everything that is wrong.
 */
import type { PriceBook } from '../billing/price-book.ts';
import type { Results } from '../experiment/results.ts';
import { closest } from '../scenario/did-you-mean.ts';
import { compileExpression } from '../scenario/expression.ts';
import type { Issue } from '../scenario/issues.ts';
import type { Path } from '../scenario/parse.ts';
import { issueAt } from '../scenario/zod-issues.ts';
import type { Budget, Growth } from './budget.ts';
import type { BudgetContext, BudgetInput } from './budget-context.ts';
import { type Calendar, monthOf } from './calendar.ts';
import { kindsOf, refuseType, scenarioPrice } from './compute-kinds.ts';
import { computeUse, timeRule } from './compute-prices.ts';
import { type ComputeKind, dayTypeOf } from './day-type.ts';
import { placeIn, placeOfPriced, regionNames } from './places.ts';
import { resolveCommitments } from './resolve-commitments.ts';
import { checkRates } from './resolve-rates.ts';
import { monthNames } from './schema.ts';
import { budgetWarnings } from './warnings.ts';

export type ResolvedBudget =
  | { readonly ok: true; readonly budget: Budget }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export function resolveBudget(input: BudgetInput): ResolvedBudget {
  const issues: Issue[] = [];
  const refuse: BudgetContext['refuse'] = (path, problem, options = {}) => {
    issues.push(issueAt(input.place, path, problem, options));
  };
  const context: BudgetContext = { ...input, issues, refuse };
  const { written, book } = context;
  const first = input.days[0]!;
  const fallbackRegion = written.place?.fallbackRegion ?? null;
  const kinds = kindsOf(context);
  const prices = kinds.map((kind) => scenarioPrice(input.days, kind));
  const place =
    written.place === undefined
      ? placeOfPriced(kinds[0]?.instanceType ?? '', { price: prices[0] ?? null, book, fallbackRegion: null })
      : { ...written.place, fallbackRegion };
  const nameOf = regionNames(context, place.provider);
  const compute = kinds.map((kind, index) =>
    computeUse(kind, { region: nameOf(kind.site.region), price: prices[index]!, book, fallbackRegion }),
  );
  const currency = written.currency ?? first.results.currency;
  const ruleOf = (kind: ComputeKind) => timeRule(kind, prices[kinds.indexOf(kind)]!, book);
  const days = input.days.map((day) => dayTypeOf(day, kinds, ruleOf));
  const budget: Budget = {
    name: written.name ?? first.results.scenario,
    scenario: first.results.scenario,
    variant: first.variant.variant,
    currency,
    start: written.start === undefined ? monthSimulated(first.results) : monthOf(written.start),
    months: written.months,
    resamples: written.resamples,
    seed: written.seed,
    days,
    calendar: calendarOf(context),
    growth: growthOf(context),
    seasonality: monthNames.map((name) => written.seasonality[name] ?? 1),
    book: { ...book, ...ownRatesAndDiscounts(context) },
    place,
    placeOf: (region) => placeIn(place, nameOf(region)),
    kinds,
    compute,
    constant: constantOf(context, fallbackRegion),
    commitments: [],
    recordedGigabytesPerHour: written.recordings.gigabytesPerHour ?? input.recordedGigabytesPerHour.value,
    recordedGigabytesSource:
      written.recordings.gigabytesPerHour === undefined
        ? input.recordedGigabytesPerHour.source
        : 'the budget',
    flat: flatCosts(written, currency),
    written,
    warnings: [],
  };
  checkProvider(context);
  checkDestinations(context);
  checkRates(context, budget);
  if (issues.length > 0) return { ok: false, issues };
  const commitments = resolveCommitments(context, budget);
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    budget: { ...budget, commitments, warnings: budgetWarnings(context, { ...budget, commitments }) },
  };
}

function flatCosts({ fixed }: BudgetContext['written'], currency: string): Budget['flat'] {
  return fixed.other.map((other) => ({
    name: other.name,
    price: {
      currency: other.currency ?? currency,
      listed: other.perMonth,
      asOf: '',
      source: other.source ?? 'the budget',
      assumption: null,
    },
  }));
}

function monthSimulated({ horizonStartEpochMs }: Results): ReturnType<typeof monthOf> {
  return monthOf(new Date(horizonStartEpochMs).toISOString().slice(0, 7));
}

function calendarOf({ written, days, refuse }: BudgetContext): Calendar {
  const names = days.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      refuse(['days', index, 'name'], 'is that of another kind of day', { got: name });
  }
  const indexOf = (name: string | undefined, path: Path): number | null => {
    if (name === undefined) return null;
    const index = names.indexOf(name);
    if (index >= 0) return index;
    const near = closest(name, names);
    refuse(path, 'names no kind of day', {
      got: name,
      hint: near === null ? `days are ${names.join(', ')}` : `did you mean ${near}?`,
    });
    return null;
  };
  const { calendar } = written;
  const weekday = indexOf(calendar.weekday, ['calendar', 'weekday']) ?? 0;
  return {
    weekday,
    weekend: indexOf(calendar.weekend, ['calendar', 'weekend']) ?? weekday,
    periods: calendar.periods.map((period, index) => {
      const path = ['calendar', 'periods', index];
      if (period.to < period.from)
        refuse([...path, 'to'], `must not be before from (${period.from})`, { got: period.to });
      return {
        from: period.from,
        to: period.to,
        weekday: indexOf(period.weekday, [...path, 'weekday']),
        weekend: indexOf(period.weekend, [...path, 'weekend']),
      };
    }),
  };
}

function growthOf({ written, refuse, parseExpression }: BudgetContext): Growth {
  const { perMonth } = written.growth;
  const path = ['growth', 'perMonth'];
  if (typeof perMonth === 'number') {
    return { text: `${perMonth} a month`, ratioOf: () => perMonth, isUncertain: false };
  }
  if (typeof perMonth !== 'string') {
    const [low, high] = perMonth;
    if (high < low) refuse(path, 'must be [low, high]', { got: perMonth, hint: 'swap the two values' });
    return {
      text: `between ${low} and ${high} a month`,
      ratioOf: (_, drawn) => low + (high - low) * drawn,
      isUncertain: true,
    };
  }
  const none: Growth = { text: perMonth, ratioOf: () => 0, isUncertain: false };
  if (parseExpression === null) return none;
  const compiled = compileExpression(perMonth, ['month'], parseExpression);
  if (!compiled.ok) {
    refuse(
      path,
      compiled.problem,
      compiled.hint === null ? { got: perMonth } : { got: perMonth, hint: compiled.hint },
    );
    return none;
  }
  for (let month = 1; month < written.months; month++) {
    const value = compiled.formula(month);
    if (Number.isFinite(value) && value > -1) continue;
    refuse(path, `must be a ratio above -1 in every month, and is ${value} in month ${month}`);
    return none;
  }
  return { text: perMonth, ratioOf: (month) => compiled.formula(month), isUncertain: false };
}

function ownRatesAndDiscounts({ written, book }: BudgetContext): Pick<PriceBook, 'discounts' | 'rates'> {
  const { discounts, exchangeRates } = written.prices;
  return {
    discounts: [
      ...book.discounts,
      ...discounts.map(({ category, provider, ratio, source }) => ({
        category: category ?? null,
        provider: provider ?? null,
        ratio,
        source: source ?? 'the budget',
      })),
    ],
    rates: [
      ...book.rates,
      ...exchangeRates.map(({ source, rate, ...pair }) => ({
        ...pair,
        ...(typeof rate === 'number'
          ? { rate, interval: null }
          : { rate: (rate[0] + rate[1]) / 2, interval: rate }),
        source: source ?? 'the budget',
      })),
    ],
  };
}

function constantOf(context: BudgetContext, fallbackRegion: string | null): Budget['constant'] {
  const { written, book } = context;
  return written.fixed.instances.flatMap((declared, index) => {
    const { instanceType, component, count, perShard } = declared;
    if (book.catalogue.find(instanceType) === null) {
      refuseType(context, ['fixed', 'instances', index, 'instanceType'], instanceType);
      return [];
    }
    const kind: ComputeKind = {
      component: 'bridges',
      simulatedType: instanceType,
      instanceType,
      simulatedPurchase: 'on-demand',
      purchase: 'on-demand',
      site: { region: '', zone: '', shard: '' },
      isFixed: true,
    };
    const use = {
      ...computeUse(kind, { region: null, price: null, book, fallbackRegion }),
      component,
    };
    if (!perShard) return [{ use, count }];
    return Array.from({ length: written.fixed.shards }, (_, shard) => ({
      use: { ...use, shard: String(shard + 1) },
      count,
    }));
  });
}

function checkProvider({ written, book, refuse }: BudgetContext): void {
  const provider = written.place?.provider;
  const priced = [...book.catalogue.entries, ...book.traffic, ...book.services];
  const known = [...new Set(priced.map((price) => price.provider))];
  if (provider === undefined || known.includes(provider)) return;
  const near = closest(provider, known);
  refuse(['place', 'provider'], 'has no prices in any list', {
    got: provider,
    hint: near === null ? `lists have ${known.join(', ')}` : `did you mean ${near}?`,
  });
}

function checkDestinations({ written, book, refuse }: BudgetContext): void {
  const { destinations } = written.traffic;
  const known = [...new Set(book.traffic.map(({ destination }) => destination))];
  for (const name of Object.keys(destinations)) {
    if (known.includes(name)) continue;
    const apart = known.filter((destination) => destination !== 'worldwide').join(', ');
    refuse(['traffic', 'destinations', name], 'has no price of its own in any list', {
      hint: `those with one are ${apart}; what goes elsewhere needs no line`,
    });
  }
  const shares = Object.values(destinations).reduce((sum, share) => sum + share, 0);
  if (shares > 1 + 1e-9) {
    refuse(['traffic', 'destinations'], 'must add up to at most 1', { got: shares });
  }
}

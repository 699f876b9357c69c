/**
 * From what is written, what was simulated and what things cost to a budget; or everything that is wrong.
 */
import type { PriceBook } from '../billing/price-book.ts';
import type { Results } from '../experiment/results.ts';
import { closest, nearest } from '../scenario/did-you-mean.ts';
import { compileExpression } from '../scenario/expression.ts';
import type { Issue } from '../scenario/issues.ts';
import type { Path } from '../scenario/parse.ts';
import { issueAt } from '../scenario/zod-issues.ts';
import type { Budget, Growth } from './budget.ts';
import type { BudgetContext, BudgetInput, LoadedDay } from './budget-context.ts';
import { type Calendar, monthOf } from './calendar.ts';
import { computeUse, placeOfType, type ScenarioPrice, timeRule } from './compute-prices.ts';
import { type ComputeKind, dayTypeOf } from './day-type.ts';
import { resolveCommitments } from './resolve-commitments.ts';
import { checkRates } from './resolve-rates.ts';
import { monthNames } from './schema.ts';

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
  const compute = kinds.map((kind, index) => computeUse(kind, prices[index]!, book, fallbackRegion));
  const place =
    written.place === undefined
      ? placeOfType(compute[0]?.instanceType ?? '', null)
      : { ...written.place, fallbackRegion };
  const currency = written.currency ?? first.results.currency;
  const days = input.days.map(({ name, results, variant }) => {
    const ruleOf = (kind: ComputeKind) => timeRule(kind, prices[kinds.indexOf(kind)]!, book);
    return dayTypeOf({ name, results, variant, kinds, ruleOf });
  });
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
    kinds,
    compute,
    constant: constantOf(context, fallbackRegion),
    commitments: [],
    recordedGigabytesPerHour: written.recordings.gigabytesPerHour ?? input.recordedGigabytesPerHour.value,
    recordedGigabytesSource:
      written.recordings.gigabytesPerHour === undefined
        ? input.recordedGigabytesPerHour.source
        : 'the budget',
    flat: written.fixed.other.map((other) => ({
      name: other.name,
      price: {
        currency: other.currency ?? currency,
        listed: other.perMonth,
        asOf: '',
        source: other.source ?? 'the budget',
        assumption: null,
      },
    })),
    written,
    warnings: [],
  };
  checkShares(context);
  checkRates(context, budget);
  if (issues.length > 0) return { ok: false, issues };
  const commitments = resolveCommitments(context, budget);
  if (issues.length > 0) return { ok: false, issues };
  return { ok: true, budget: { ...budget, commitments, warnings: warningsOf(context, budget) } };
}

/** Every way instances were bought on any kind of day, billed as the budget says. */
function kindsOf(context: BudgetContext): ComputeKind[] {
  const { written, days, book } = context;
  const kinds = new Map<string, ComputeKind>();
  for (const { variant } of days) {
    for (const { pool, instanceType, purchase } of variant.lives) {
      const key = `${pool}|${instanceType}|${purchase}`;
      if (kinds.has(key)) continue;
      const billedAs = written.instances[pool] ?? instanceType;
      const asked = written.instances.purchase;
      const policy = pool === 'bridges' ? variant.policyBridges : variant.policyJibris;
      kinds.set(key, {
        component: pool,
        simulatedType: instanceType,
        instanceType: billedAs,
        simulatedPurchase: purchase,
        purchase: asked === 'as-simulated' || pool === 'jibris' ? purchase : asked,
        isFixed: policy === 'static',
      });
    }
  }
  for (const pool of ['bridges', 'jibris'] as const) {
    const name = written.instances[pool];
    if (name !== undefined && book.catalogue.find(name) === null) {
      refuseType(context, ['instances', pool], name);
    }
  }
  return [...kinds.values()];
}

function refuseType({ refuse, book }: BudgetContext, path: Path, name: string): void {
  const names = book.catalogue.entries.map((entry) => entry.name);
  refuse(path, 'is not in the price catalogue', {
    got: name,
    hint: `the nearest are ${nearest(name, names, 3).join(', ')}`,
  });
}

function scenarioPrice(days: readonly LoadedDay[], kind: ComputeKind): ScenarioPrice {
  for (const { variant } of days) {
    const found = variant.prices.find(
      ({ pool, instanceType }) => pool === kind.component && instanceType === kind.simulatedType,
    );
    if (found !== undefined) return found;
  }
  return null;
}

function monthSimulated({ horizonStartEpochMs }: Results): ReturnType<typeof monthOf> {
  return monthOf(new Date(horizonStartEpochMs).toISOString().slice(0, 7));
}

function calendarOf({ written, days, refuse }: BudgetContext): Calendar {
  const names = days.map(({ name }) => name);
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
      ...exchangeRates.map(({ source, ...rate }) => ({ ...rate, source: source ?? 'the budget' })),
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
      isFixed: true,
    };
    const use = { ...computeUse(kind, null, book, fallbackRegion), component };
    if (!perShard) return [{ use, count }];
    return Array.from({ length: written.fixed.shards }, (_, shard) => ({
      use: { ...use, shard: String(shard + 1) },
      count,
    }));
  });
}

function checkShares({ written, refuse }: BudgetContext): void {
  const shares = Object.values(written.traffic.destinations).reduce((sum, share) => sum + share, 0);
  if (shares > 1 + 1e-9) {
    refuse(['traffic', 'destinations'], 'must add up to at most 1', { got: shares });
  }
}

function warningsOf({ days, written }: BudgetContext, budget: Budget): string[] {
  const warnings: string[] = [];
  for (const { name, results } of days) {
    if (results.horizonMinutes % (24 * 60) !== 0) {
      warnings.push(
        `${name} was simulated for ${Math.round(results.horizonMinutes / 6) / 10} hours: the rest of its days counts as unused`,
      );
    }
    if (results.replications < 2) warnings.push(`${name} has one replication: P10 to P90 say nothing`);
  }
  const hasTraffic = budget.days.some(({ samples }) =>
    samples.some(({ measures }) => (measures.get('egress-gigabytes|') ?? 0) > 0),
  );
  if (!hasTraffic && written.traffic.gigabytesPerParticipantHour === undefined) {
    warnings.push(
      'traffic to participants is not in this bill: the results hold none; write traffic.gigabytesPerParticipantHour',
    );
  }
  if (written.traffic.throughNat) {
    warnings.push(
      'bridges behind a NAT gateway pay for every gigabyte twice; give them addresses of their own',
    );
  }
  return warnings;
}

/**
 * The same work bought other ways: a fixed fleet, autoscaling on demand, spot, a commitment, other instance types, a
 * meeting service by the seat; and the demand at which one becomes cheaper than another.
 */
import { type BillLine, isPriceFound } from '../billing/bill-line.ts';
import { amountToNumber } from '../billing/exact.ts';
import { findRate } from '../billing/price-book.ts';
import type { Issue } from '../scenario/issues.ts';
import type { Budget } from './budget.ts';
import type { BudgetInput } from './budget-context.ts';
import { assumedDiscount } from './commitment-prices.ts';
import type { DayLevel, DayType } from './day-type.ts';
import { expectedBill, expectedDays, forecastMonth } from './forecast.ts';
import { type ResolvedBudget, resolveBudget } from './resolve.ts';
import { budgetSchema, type WrittenBudget } from './schema.ts';
import { sum } from './views.ts';

export interface BuyingOption {
  readonly name: string;
  /** What the reader must know of it. */
  readonly note: string;
  /** Amortised cost of all months at a multiple of the demand; null when a price was not found. */
  readonly costAt: (demand: number) => number | null;
}

/**
 * All options that can be told. Those with other instances are resolved anew from the budget's input, because another
 * provider counts time and traffic its own way.
 *
 * Simplification: another instance type serves as many participants as the simulated one.
 */
export function buyingOptions(budget: Budget, input: BudgetInput): BuyingOption[] {
  const { written } = input;
  const resolvedWith = (changes: Partial<WrittenBudget>): ResolvedBudget =>
    resolveBudget({ ...input, written: { ...written, commitments: [], ...changes } });
  const change = (changes: Partial<WrittenBudget>): Budget | null => {
    const resolved = resolvedWith(changes);
    return resolved.ok ? resolved.budget : null;
  };
  const options: BuyingOption[] = [option('as budgeted', 'the budget as it is written', budget)];
  const onDemand = change({ instances: { ...written.instances, purchase: 'on-demand' } });
  if (onDemand !== null) {
    options.push(
      option('autoscaled, on demand', 'as simulated', onDemand),
      option(
        'fixed fleet, on demand',
        'the largest hour of any simulated day, all the time',
        fixedFleet(onDemand),
      ),
    );
  }
  const spot = change({ instances: { ...written.instances, purchase: 'spot' } });
  if (spot !== null) {
    options.push(option('autoscaled, spot', 'interruptions are not in the price; simulate them', spot));
  }
  options.push(...committedOption(budget, change));
  for (const type of written.alternatives) {
    const [provider, ...rest] = type.split('/');
    const place = { provider: provider!, region: rest.slice(0, -1).join('/') };
    const other = resolvedWith({
      instances: { ...written.instances, bridges: type, purchase: 'on-demand' },
      place,
    });
    options.push(
      other.ok
        ? option(type, 'as many instances as simulated', other.budget)
        : unbillable(type, other.issues),
    );
  }
  const { seats } = written;
  if (seats !== undefined) {
    const rate = findRate(budget.book, seats.currency ?? budget.currency, budget.currency)!.rate;
    const cost = seats.perSeatMonth * seats.seats * budget.months * rate;
    // A seat is paid whether it is used or not.
    options.push({ name: `${seats.seats} seats`, note: seats.source ?? 'the budget', costAt: () => cost });
  }
  return options;
}

function committedOption(
  budget: Budget,
  change: (changes: Partial<WrittenBudget>) => Budget | null,
): BuyingOption[] {
  const term = { years: 1, payment: 'no-upfront' } as const;
  const discount = assumedDiscount(budget.book, budget.place.provider, term);
  if (discount === null) return [];
  const plan = { id: 'optimal plan', plan: 'compute-savings-plan', perHour: 'optimal' };
  const { commitments } = budgetSchema.parse({ commitments: [plan] });
  const committed = change({ commitments });
  if (committed === null) return [];
  const note = `1 year, no upfront, ${100 * discount.ratio} % off (an estimate, ${discount.asOf})`;
  return [option('autoscaled, optimal 1-year plan', note, committed)];
}

function option(name: string, note: string, budget: Budget): BuyingOption {
  const missing = [
    ...new Set(
      expectedBill(budget)
        .flat()
        .filter(isUndecided)
        .map(({ category }) => category),
    ),
  ];
  const told = missing.length === 0 ? note : `${note}; no price of ${missing.join(', ')}`;
  return { name, note: told, costAt: (demand) => totalAt(budget, demand) };
}

/** An alternative that was asked for and cannot be billed says why, rather than go missing. */
function unbillable(name: string, issues: readonly Issue[]): BuyingOption {
  const note = issues.map(({ path, problem }) => `${path} ${problem}`).join('; ');
  return { name, note, costAt: () => null };
}

function totalAt(budget: Budget, demand: number): number | null {
  let total = 0n;
  for (const days of expectedDays(budget)) {
    const lines = forecastMonth(budget, { ...days, demand: days.demand * demand }, 0);
    if (lines.some(isUndecided)) return null;
    total += sum(lines.map(({ amortised }) => amortised));
  }
  return amountToNumber(total);
}

const decides: readonly string[] = ['compute', 'egress', 'inter-zone', 'inter-region'];

/** Of storage and addresses the same is unknown whichever option; of instances and traffic it would decide. */
function isUndecided(line: BillLine): boolean {
  return !isPriceFound(line) && decides.includes(line.category);
}

/** Every hour as the dearest of any day: what a fleet without autoscaling must be sized for, at each level of demand. */
function fixedFleet(budget: Budget): Budget {
  const demands = budget.days[0]!.levels.map(({ demand }) => demand);
  const levelOf = (day: DayType, demand: number): DayLevel =>
    day.levels.find((level) => level.demand === demand) ?? day.levels[0]!;
  const peaks = new Map(
    demands.map((demand) => [
      demand,
      peaksOf(
        budget,
        budget.days.map((day) => levelOf(day, demand)),
      ),
    ]),
  );
  const flat = (level: DayLevel): DayLevel => ({
    ...level,
    samples: level.samples.map((sample) => ({
      ...sample,
      hours: sample.hours.map((hours, index) => hours.map(() => peaks.get(level.demand)![index]!)),
    })),
  });
  return {
    ...budget,
    days: budget.days.map((day) => ({ ...day, levels: day.levels.map(flat) })),
  };
}

/** The dearest hour of each kind on any day, in whole instances. */
function peaksOf({ kinds }: Budget, levels: readonly DayLevel[]): number[] {
  const hoursOf = (index: number): number[] =>
    levels.flatMap(({ samples }) => samples.flatMap(({ hours }) => [...hours[index]!]));
  return kinds.map((_, index) => Math.ceil(Math.max(0, ...hoursOf(index)) - 1e-9));
}

export interface BreakEven {
  readonly cheaperBelow: string;
  readonly cheaperAbove: string;
  /** Multiple of the simulated demand at which they cost the same. */
  readonly demand: number;
}

const DEMAND_MIN = 0.01;
const DEMAND_MAX = 100;
const GRID_POINTS = 25;

/** Every demand at which two options cost the same, between a hundredth and a hundred times that simulated. */
export function breakEvens(options: readonly BuyingOption[]): BreakEven[] {
  const grid = Array.from(
    { length: GRID_POINTS },
    (_, index) => DEMAND_MIN * (DEMAND_MAX / DEMAND_MIN) ** (index / (GRID_POINTS - 1)),
  );
  const costs = options.map(({ costAt }) => grid.map(costAt));
  const found: BreakEven[] = [];
  for (let a = 0; a < options.length; a++) {
    for (let b = a + 1; b < options.length; b++) {
      for (let point = 1; point < grid.length; point++) {
        const before = difference(costs[a]![point - 1]!, costs[b]![point - 1]!);
        const after = difference(costs[a]![point]!, costs[b]![point]!);
        if (before === null || after === null || before * after >= 0) continue;
        const between = { low: grid[point - 1]!, high: grid[point]! };
        const demand = crossing(options[a]!, options[b]!, between);
        const names = [options[a]!.name, options[b]!.name];
        const [cheaperBelow, cheaperAbove] = before < 0 ? names : names.toReversed();
        found.push({ cheaperBelow: cheaperBelow!, cheaperAbove: cheaperAbove!, demand });
      }
    }
  }
  return found;
}

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

/** Bisection on a logarithmic scale, to a thousandth. */
function crossing(a: BuyingOption, b: BuyingOption, { low, high }: { low: number; high: number }): number {
  const at = (demand: number): number => a.costAt(demand)! - b.costAt(demand)!;
  const sign = Math.sign(at(low));
  let [below, above] = [low, high];
  while (above / below > 1.001) {
    const middle = Math.sqrt(below * above);
    if (Math.sign(at(middle)) === sign) below = middle;
    else above = middle;
  }
  return Math.sqrt(below * above);
}

/**
 * What scaling in proportion would have cost, where the demand of later months was simulated: the error that a budget without
 * `growth.simulateAt` makes.
 */
import { amountToNumber } from '../billing/exact.ts';
import type { Budget } from './budget.ts';
import { expectedBill, expectedDays } from './forecast.ts';
import { sum } from './views.ts';

export interface GrowthCheck {
  /** Demands at which every kind of day was simulated. */
  readonly simulatedAt: readonly number[];
  /** Least and largest demand of any month in expectation. */
  readonly demandMin: number;
  readonly demandMax: number;
  /** Amortised cost of all months in proportion to the scenario's own demand, over the one interpolated, less 1. */
  readonly proportionError: number;
}

export function growthCheck(budget: Budget): GrowthCheck {
  const demands = expectedDays(budget).map(({ demand }) => demand);
  const simulatedAt = budget.days[0]!.levels.map(({ demand }) => demand);
  const inProportion: Budget = {
    ...budget,
    days: budget.days.map((day) => ({ ...day, levels: [{ demand: 1, samples: day.samples }] })),
  };
  const cost = (of: Budget): number =>
    amountToNumber(sum(expectedBill(of).flatMap((lines) => lines.map(({ amortised }) => amortised))));
  const interpolated = cost(budget);
  return {
    simulatedAt,
    demandMin: Math.min(...demands),
    demandMax: Math.max(...demands),
    proportionError: simulatedAt.length < 2 || interpolated === 0 ? 0 : cost(inProportion) / interpolated - 1,
  };
}

/** In words, for assumptions. */
export function growthWords({ simulatedAt, demandMin, demandMax, proportionError }: GrowthCheck): string {
  const short = (value: number): string => String(Number(value.toPrecision(3)));
  const range = `months have ${short(demandMin)} to ${short(demandMax)} times the demand simulated`;
  if (simulatedAt.length < 2) {
    return `${range}; hours of pools that scale, traffic and recordings in proportion (growth.simulateAt simulates them)`;
  }
  const error = `${proportionError < 0 ? '−' : '+'}${Math.abs(100 * proportionError).toFixed(1)} %`;
  return `${range}; simulated at ${simulatedAt.map(short).join(', ')}, interpolated between; in proportion it would be ${error}`;
}

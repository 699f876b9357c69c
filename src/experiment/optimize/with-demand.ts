/**
 * A scenario with more or less demand, for regret under demand that nobody knows.
 */
import type { Demand, Scenario } from '../../scenario/scenario.ts';

/** Whether `withDemand` can scale all of it: replays and traces are what they are. */
export function isScalable({ demand }: Scenario): boolean {
  return demand.every(({ kind }) => kind === 'curve' || kind === 'burst');
}

/** The scenario with more or fewer conferences; at least one in each burst. */
export function withDemand(scenario: Scenario, ratio: number): Scenario {
  const scaled = (demand: Demand): Demand => {
    switch (demand.kind) {
      case 'curve':
        return {
          ...demand,
          rate: { ...demand.rate, ratePerHour: demand.rate.ratePerHour.map((rate) => rate * ratio) },
        };
      case 'burst':
        return { ...demand, conferences: Math.max(1, Math.round(demand.conferences * ratio)) };
      case 'trace':
      case 'participant-series':
        return demand;
    }
  };
  return { ...scenario, demand: scenario.demand.map(scaled) };
}

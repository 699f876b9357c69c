/**
 * A scenario whose demand is a multiple of itself, with everything else as it was: what next year's growth meets.
 */
import type { TraceConference } from '../workload/demand.ts';
import type { Demand, Scenario } from './scenario.ts';

/**
 * The scenario with `ratio` times the conferences (of a replayed series: participants).
 *
 * Simplification: more demand is more conferences of the same sizes at the same times. Bursts and traces keep whole
 * conferences, so that their number is rounded, at least one in each burst; a trace repeats or leaves out evenly spread ones.
 *
 * @param ratio positive
 */
export function withScaledDemand(scenario: Scenario, ratio: number): Scenario {
  if (ratio === 1) return scenario;
  return { ...scenario, demand: scenario.demand.map((demand) => scaled(demand, ratio)) };
}

function scaled(demand: Demand, ratio: number): Demand {
  switch (demand.kind) {
    case 'curve':
      return {
        ...demand,
        rate: { ...demand.rate, ratePerHour: demand.rate.ratePerHour.map((rate) => rate * ratio) },
      };
    case 'burst':
      return { ...demand, conferences: Math.max(1, Math.round(demand.conferences * ratio)) };
    case 'trace':
      return { ...demand, conferences: repeated(demand.conferences, ratio) };
    case 'participant-series':
      return { ...demand, participants: demand.participants.map((count) => Math.round(count * ratio)) };
  }
}

/** Each conference as often as the running total of `ratio` grows by it: 1.5 gives one, two, one, two, ... */
function repeated(conferences: readonly TraceConference[], ratio: number): TraceConference[] {
  return conferences.flatMap((conference, index) => {
    const times = Math.floor((index + 1) * ratio + 1e-9) - Math.floor(index * ratio + 1e-9);
    return Array.from({ length: times }, () => conference);
  });
}

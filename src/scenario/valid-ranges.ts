/**
 * What the models of a scenario were measured for. A scenario that leaves it still runs, with a warning: beyond the
 * measured range a model is a guess. What only a run shows (packet rates, bridges) is checked in `experiment`.
 */
import { quantile } from '../stats/distributions/quantile.ts';
import type { ScenarioRange } from './evidence.ts';
import type { ModelRegistry } from './model-registry.ts';
import type { ModelKind } from './model-values.ts';
import type { Demand, Scenario } from './scenario.ts';

/** The ranges of all models that are used, in order of first mention. */
export function validRangesOf(
  { modelsUsed }: Pick<Scenario, 'modelsUsed'>,
  registry: ModelRegistry,
): ScenarioRange[] {
  return [...new Set(modelsUsed.map(({ model }) => model))].flatMap((model) => {
    const [kind, name] = model.split('/') as [ModelKind, string];
    const ranges = registry.get(kind, name)?.validRanges ?? [];
    return ranges.map(({ quantity, min, max }) => ({ model, quantity, min, max }));
  });
}

/** Of a hundred conferences one may be larger than measured without a warning. */
const sizeProbability = 0.99;

/** One warning for each media model that is used for larger conferences than it was measured with. */
export function warningsOfSizes(demand: readonly Demand[], ranges: readonly ScenarioRange[]): string[] {
  return ranges
    .filter(({ quantity }) => quantity === 'conferenceParticipants')
    .flatMap(({ model, max }) => {
      const users = demand.filter(({ media }) => `media/${media.name}` === model);
      const largest = Math.max(0, ...users.map(largestConference));
      if (largest <= max) return [];
      return [
        `conferences have up to ${Math.round(largest)} participants; models/${model} was measured with up to ${max}: beyond, its packet rates are extrapolated`,
      ];
    });
}

/** Participants of the largest conference: as written, or at the 99 % quantile of a distribution. */
function largestConference(demand: Demand): number {
  switch (demand.kind) {
    case 'curve':
    case 'burst':
      return quantile(demand.conferenceClass.size, sizeProbability);
    case 'participant-series':
      return Math.max(demand.roomSize, ...demand.largeRooms.map(({ size }) => size));
    case 'trace':
      return demand.conferences.reduce((most, { participants }) => Math.max(most, participants), 0);
  }
}

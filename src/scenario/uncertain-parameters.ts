/**
 * Which parameters of a scenario are known only within an interval, and where in the scenario each of them stands: what
 * `run.parameterUncertainty` has drawn anew in every replication. Settings have no interval, whole numbers are settings
 * or limits, and what the scenario itself gives in place of a model's value is taken as certain.
 */

import type { UncertainParameter } from './evidence.ts';
import type { ModelRegistry } from './model-registry.ts';
import { type ModelKind, modelValueSchemas } from './model-values.ts';
import type { Scenario } from './scenario.ts';

type Resolved = Omit<Scenario, 'uncertainParameters'>;

/** In order of the scenario. */
export function uncertainParametersOf(scenario: Resolved, registry: ModelRegistry): UncertainParameter[] {
  const citations = new Map(
    scenario.modelsUsed.map((citation) => [`${citation.model}/${citation.parameter}`, citation]),
  );
  const uncertain = placesOf(scenario).flatMap(({ kind, path, model }) =>
    Object.entries<unknown>({ ...model }).flatMap(([parameter, value]) => {
      const citation = citations.get(`${kind}/${model.name}/${parameter}`);
      if (citation === undefined || typeof value !== 'number') return [];
      // A value that the scenario gives itself is not the model's.
      if (value !== citation.value || !isContinuous(kind, parameter, value)) return [];
      const { model: name, interval95 } = citation;
      if (interval95 === null || interval95[0] === interval95[1]) return [];
      return [{ path: [...path, parameter], model: name, parameter, value, interval95 }];
    }),
  );
  return uncertain.map((parameter) => withTie(parameter, uncertain, registry));
}

/** The second of two that were estimated together is tied to the first, where both are drawn. */
function withTie(
  drawn: UncertainParameter,
  uncertain: readonly UncertainParameter[],
  registry: ModelRegistry,
): UncertainParameter {
  const [kind, ...name] = drawn.model.split('/') as [ModelKind, ...string[]];
  const tie = registry
    .get(kind, name.join('/'))
    ?.correlations.find(({ between }) => between[1] === drawn.parameter);
  if (tie === undefined) return drawn;
  const [first] = tie.between;
  const isDrawn = uncertain.some(({ model, parameter }) => model === drawn.model && parameter === first);
  return isDrawn ? { ...drawn, tiedTo: { parameter: first, correlation: tie.correlation } } : drawn;
}

interface Place {
  readonly kind: ModelKind;
  readonly path: readonly (string | number)[];
  readonly model: { readonly name: string };
}

/** Where models stand in a scenario. */
function placesOf({ demand, deployment }: Resolved): Place[] {
  const { bridges, jibris, signalling } = deployment;
  const places: (Omit<Place, 'model'> & { readonly model: { readonly name: string } | null | undefined })[] =
    [
      { kind: 'bridges', path: ['deployment', 'bridges', 'model'], model: bridges.model },
      { kind: 'boot', path: ['deployment', 'bridges', 'boot'], model: bridges.boot },
      { kind: 'boot', path: ['deployment', 'jibris', 'boot'], model: jibris?.boot },
      { kind: 'spot', path: ['deployment', 'bridges', 'supply', 'spot'], model: bridges.supply.spot },
      { kind: 'spot', path: ['deployment', 'jibris', 'supply', 'spot'], model: jibris?.supply.spot },
      { kind: 'signalling', path: ['deployment', 'signalling'], model: signalling },
      ...demand.flatMap(({ conferenceClass, media }, index) => [
        { kind: 'conferences' as const, path: ['demand', index, 'conferenceClass'], model: conferenceClass },
        { kind: 'media' as const, path: ['demand', index, 'media'], model: media },
      ]),
    ];
  return places.flatMap(({ model, ...place }) =>
    model === null || model === undefined ? [] : [{ ...place, model }],
  );
}

/** Whether the parameter takes numbers between whole ones: its own schema knows. */
function isContinuous(kind: ModelKind, parameter: string, value: number): boolean {
  if (kind === 'policies') return false;
  const schema = modelValueSchemas[kind].shape[parameter as never] as
    | { readonly safeParse: (value: unknown) => { readonly success: boolean } }
    | undefined;
  const nearbyAndNotWhole = 0.9 * value + 1e-6;
  return schema?.safeParse(nearbyAndNotWhole).success === true;
}

/**
 * Several scenario files as one study, so that they are run over the same conferences and compared run by run.
 */
import type { Scenario } from './scenario.ts';
import type { Study } from './study.ts';

export type JoinedStudy =
  | { readonly ok: true; readonly study: Study }
  | { readonly ok: false; readonly problem: string };

/**
 * All variants of all studies, in order. Seed and number of replications are those of the first. Variants of one name
 * are told apart by their scenario's, or a number.
 */
export function joinStudies(studies: readonly Study[]): JoinedStudy {
  const first = studies[0]?.variants[0];
  if (first === undefined) return { ok: false, problem: 'there is nothing to compare' };
  const all = studies.flatMap(({ variants }) => variants);
  for (const scenario of all) {
    const problem = differenceOf(first, scenario);
    if (problem !== null) {
      return {
        ok: false,
        problem: `${nameOf(scenario)} cannot be compared with ${nameOf(first)}: ${problem}`,
      };
    }
  }
  const names = distinctNames(all);
  return {
    ok: true,
    study: {
      name: studies.length === 1 ? studies[0]!.name : studies.map(({ name }) => name).join(' and '),
      scenarioHash: studies.map(({ scenarioHash }) => scenarioHash).join('+'),
      variants: all.map((scenario, index) => ({ ...scenario, variant: names[index]!, run: first.run })),
    },
  };
}

function differenceOf(first: Scenario, other: Scenario): string | null {
  if (other.horizon.durationMs !== first.horizon.durationMs) {
    const hours = [first, other].map(({ horizon }) => horizon.durationMs / 3_600_000);
    return `one lasts ${hours[0]} hours, the other ${hours[1]}`;
  }
  if (other.horizon.startEpochMs !== first.horizon.startEpochMs) return 'they begin at different times';
  const [one, another] = [first.prices.bridges.currency, other.prices.bridges.currency];
  return one === another ? null : `one is priced in ${one}, the other in ${another}`;
}

function nameOf({ name, variant }: Scenario): string {
  return name === variant ? name : `${name}, ${variant}`;
}

function distinctNames(scenarios: readonly Scenario[]): string[] {
  const seen = new Map<string, number>();
  return scenarios.map((scenario) => {
    const isShared = scenarios.filter(({ variant }) => variant === scenario.variant).length > 1;
    const name = isShared ? nameOf(scenario) : scenario.variant;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

/**
 * From what the user wrote to a study that can be simulated: defaults filled in, names resolved, times converted, and
 * everything that is wrong said at once. Pure: models, tables and the parser of formulas are passed in.
 */

import { withDistinctNames } from './distinct-names.ts';
import type { ParseExpression } from './expression.ts';
import type { Checked, Issue } from './issues.ts';
import type { MediaSettings } from './media-settings.ts';
import type { ModelRegistry } from './model-registry.ts';
import type { ParsedFile, Path } from './parse.ts';
import { isMapping, mappingOf, part, rightKeys } from './parts.ts';
import { type ResolveContext, resolveHorizon, type ZonedHorizon } from './resolve-context.ts';
import { checkModelNames, resolveDemand } from './resolve-demand.ts';
import { resolveObjectives, resolvePrices } from './resolve-deployment.ts';
import { resolveFaults } from './resolve-faults.ts';
import { resolveMediaSettings } from './resolve-media.ts';
import { resolvePools } from './resolve-pools.ts';
import { resolveRun } from './resolve-run.ts';
import { resolveObserved } from './resolve-series.ts';
import { resolveVersions } from './resolve-versions.ts';
import type { Demand, Scenario } from './scenario.ts';
import { replaceableKeys, scenarioSchema } from './schema.ts';
import { demandListSchema, demandSchema, horizonSchema, observedSchema } from './schema-demand.ts';
import { objectivesSchema, pricesSchema } from './schema-deployment.ts';
import { mediaSettingsSchema } from './schema-media.ts';
import { runSchema } from './schema-run.ts';
import type { Study } from './study.ts';
import type { Table } from './table.ts';
import { uncertainParametersOf } from './uncertain-parameters.ts';
import { validRangesOf, warningsOfSizes } from './valid-ranges.ts';
import { merged, variantPath } from './variants.ts';
import { check, type IssuePlace, issueAt } from './zod-issues.ts';

export interface StudyInput {
  readonly parsed: ParsedFile;
  readonly registry: ModelRegistry;
  /** Tables of all files in `filesNamedIn(parsed)`, by the name as written. */
  readonly files: ReadonlyMap<string, Checked<Table>>;
  /** mathjs's parser; may be null when `hasExpressions(parsed)` is false. */
  readonly parseExpression: ParseExpression | null;
  /** SHA-256 of the scenario, its tables and the models used, which are given by `kind/name`. */
  readonly hash: (models: readonly string[]) => string;
}

export type ResolvedStudy =
  | { readonly ok: true; readonly study: Study }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Checks and resolves a scenario file with all its variants. */
export function resolveStudy(input: StudyInput): ResolvedStudy {
  const { parsed } = input;
  const issues: Issue[] = [];
  const base: IssuePlace = { parsed, pathInFile: (path) => path };
  // Variants first merged and then checked whole: a base that only its variants complete is a valid scenario.
  const root = check(rootSchema, parsed.value, [], base, issues);
  if (root === null && !isMapping(parsed.value)) return { ok: false, issues };
  const written = parsed.value as Readonly<Record<string, unknown>>;
  const variants = variantsOf(written);
  checkVariantNames(variants, base, issues);
  const { variants: _, ...shared } = written;
  const scenarios =
    variants.length === 0
      ? [resolveVariant(input, shared, base, issues)]
      : variants.map((variant, index) => {
          const place: IssuePlace = { parsed, pathInFile: (path) => variantPath(parsed, index, path) };
          return resolveVariant(input, merged(shared, variant.set ?? {}), place, issues, variant.name);
        });
  checkCurrencies(scenarios, base, issues);
  if (issues.length > 0 || scenarios.includes(null)) return { ok: false, issues: distinct(issues) };
  const complete = scenarios as Scenario[];
  return {
    ok: true,
    study: { name: complete[0]!.name, scenarioHash: input.hash(modelsOf(complete)), variants: complete },
  };
}

/** What is checked of the file before variants are merged: the variants themselves. */
const rootSchema = scenarioSchema.pick({ variants: true }).loose();

interface WrittenVariant {
  readonly name: string | null;
  readonly set: unknown;
}

function variantsOf(written: Readonly<Record<string, unknown>>): WrittenVariant[] {
  const { variants } = written;
  if (!Array.isArray(variants)) return [];
  return variants.filter(isMapping).map(({ name, set }) => ({
    name: typeof name === 'string' ? name : null,
    set: isMapping(set)
      ? Object.fromEntries(replaceableKeys.flatMap((key) => (key in set ? [[key, set[key]]] : [])))
      : {},
  }));
}

function checkVariantNames(variants: readonly WrittenVariant[], place: IssuePlace, issues: Issue[]): void {
  variants.forEach(({ name }, index) => {
    const first = variants.findIndex((other) => other.name === name);
    if (name === null || first === index) return;
    const path: Path = ['variants', index, 'name'];
    issues.push(issueAt(place, path, 'must differ from the names of the other variants', { got: name }));
  });
}

function checkCurrencies(scenarios: readonly (Scenario | null)[], place: IssuePlace, issues: Issue[]): void {
  const currencies = new Set(
    scenarios.flatMap((scenario) => (scenario === null ? [] : [scenario.prices.bridges.currency])),
  );
  if (currencies.size < 2) return;
  const problem = `must all be in one currency to be compared, and are in ${[...currencies].join(' and ')}`;
  issues.push(issueAt(place, ['variants'], `prices ${problem}`));
}

function resolveVariant(
  input: StudyInput,
  value: unknown,
  place: IssuePlace,
  issues: Issue[],
  variant: string | null = null,
): Scenario | null {
  const context: ResolveContext = {
    place,
    registry: input.registry,
    files: input.files,
    parseExpression: input.parseExpression,
    issues: [],
    warnings: new Set(),
    citations: new Map(),
  };
  check(scenarioSchema, value, [], place, context.issues);
  // Every part whose form is right is resolved even when others are wrong, so that all mistakes are told at once.
  const scenario = resolveParts(context, value as Readonly<Record<string, unknown>>, variant);
  issues.push(...context.issues);
  return context.issues.length === 0 ? scenario : null;
}

function resolveParts(
  context: ResolveContext,
  written: Readonly<Record<string, unknown>>,
  variant: string | null,
): Scenario | null {
  const name = typeof written.name === 'string' ? written.name : 'scenario';
  const horizon = resolveHorizonPart(context, written.horizon);
  const mediaWritten = rightKeys(mediaSettingsSchema, mappingOf(written.deployment).media);
  const media = resolveMediaSettings(context, mediaWritten, ['deployment', 'media']);
  const demand = resolveDemands(context, horizon, written.demand, media);
  const pools = resolvePools(context, horizon, written);
  const observed = resolveAllObserved(context, horizon, written.observed);
  const prices = resolvePrices(context, rightKeys(pricesSchema, written.prices), pools, ['prices']);
  const objectivesWritten = rightKeys(objectivesSchema, written.objectives);
  const objectives = resolveObjectives(context, objectivesWritten, pools.hasJibris, ['objectives']);
  const versions = resolveVersions(context, horizon, written.deployment, demand);
  const { deployment } = pools;
  const surroundings = { demand, deployment, versions: versions?.names ?? [] };
  const faults = resolveFaults(context, horizon, written.faults, surroundings);
  if (context.issues.length > 0 || pools.deployment === null || pools.scaling === null) return null;
  if (prices === null) return null;
  const runWritten = rightKeys(runSchema, written.run);
  const run = resolveRun(context, runWritten);
  const served = pools.hasJibris ? demand : withoutRecordings(context, demand);
  const { startEpochMs, durationMs, timeZone } = horizon;
  const modelsUsed = [...context.citations.values()];
  const scenario = {
    name,
    variant: variant ?? name,
    horizon: { startEpochMs, durationMs, timeZone },
    demand: served,
    deployment: {
      ...pools.deployment,
      ...(versions === undefined ? {} : { bridges: { ...pools.deployment.bridges, versions } }),
      media,
    },
    scaling: pools.scaling,
    prices,
    objectives,
    faults,
    observed,
    run,
    modelsUsed,
    uncertainParameters: [],
    validRanges: validRangesOf({ modelsUsed }, context.registry),
    warnings: [...context.warnings, ...warningsOfTrust(context)],
  };
  return withEvidence(scenario, runWritten.parameterUncertainty === true, context.registry);
}

/** What is known only within an interval or beyond its measured range. */
function withEvidence(scenario: Scenario, isUncertain: boolean, registry: ModelRegistry): Scenario {
  const uncertainParameters = isUncertain ? uncertainParametersOf(scenario, registry) : [];
  const drawn = `each replication draws ${uncertainParameters.length} model parameters from their 95 % intervals: the intervals of the results include what is not known of the models`;
  return {
    ...scenario,
    uncertainParameters,
    warnings: [
      ...scenario.warnings,
      ...warningsOfSizes(scenario.demand, scenario.validRanges),
      ...(uncertainParameters.length > 0 ? [drawn] : []),
    ],
  };
}

/** A horizon of which a key is wrong is checked by its other keys, and stands in for the right one. */
function resolveHorizonPart(context: ResolveContext, written: unknown): ZonedHorizon {
  const whole = part(horizonSchema.optional(), written);
  if (whole.ok) return resolveHorizon(context, whole.value);
  return { ...resolveHorizon(context, rightKeys(horizonSchema, written)), isStandIn: true };
}

function resolveDemands(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: unknown,
  media: MediaSettings,
): Demand[] {
  if (!part(demandListSchema, written).ok && !Array.isArray(written)) return [];
  const resolved = (written as readonly unknown[]).flatMap((entry, index) => {
    const demand = part(demandSchema, entry);
    if (demand.ok) return resolveDemand(context, horizon, demand.value, media, ['demand', index]);
    checkModelNames(context, rightKeys(demandSchema, entry), ['demand', index]);
    return [];
  });
  return withDistinctNames(resolved);
}

function resolveAllObserved(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: unknown,
): Scenario['observed'] {
  if (!Array.isArray(written)) return [];
  return written.flatMap((entry, index) => {
    const observed = part(observedSchema, entry);
    const series = observed.ok
      ? resolveObserved(context, horizon, observed.value, ['observed', index])
      : null;
    return series === null ? [] : [series];
  });
}

/** Without Jibris there is no button to record: conferences are not recorded, rather than refused. */
function withoutRecordings(context: ResolveContext, demand: readonly Demand[]): readonly Demand[] {
  const recorded = demand.filter(({ conferenceClass }) => conferenceClass.recordingRatio > 0);
  if (recorded.length === 0) return demand;
  const names = [...new Set(recorded.map(({ conferenceClass }) => conferenceClass.name))].join(', ');
  context.warnings.add(
    `conferences of ${names} are sometimes recorded, but the deployment has no Jibris: recordings are left out`,
  );
  return demand.map((one) => ({ ...one, conferenceClass: { ...one.conferenceClass, recordingRatio: 0 } }));
}

/** One warning for each model that has assumed parameters, naming them. */
function warningsOfTrust(context: ResolveContext): string[] {
  const assumed = new Map<string, string[]>();
  for (const { model, parameter, trust } of context.citations.values()) {
    if (trust === 'assumed') assumed.set(model, [...(assumed.get(model) ?? []), parameter]);
  }
  return [...assumed].map(
    ([model, parameters]) => `models/${model} assumes ${parameters.join(', ')}: nobody has measured it`,
  );
}

/** The models that any variant uses, `kind/name`, sorted. */
function modelsOf(scenarios: readonly Scenario[]): string[] {
  return [...new Set(scenarios.flatMap(({ modelsUsed }) => modelsUsed.map(({ model }) => model)))].sort();
}

/** Issues without repetition: what is wrong in the base is found in every variant. */
function distinct(issues: readonly Issue[]): Issue[] {
  const seen = new Map(issues.map((issue) => [JSON.stringify(issue), issue]));
  return [...seen.values()];
}

/** Names of all files that the scenario reads, as written, wherever in it they stand. */
export function filesNamedIn(parsed: ParsedFile): readonly string[] {
  return [...new Set(textsUnder(parsed.value, 'file'))];
}

/** Whether there is a formula in the scenario, so that the parser is needed. */
export function hasExpressions(parsed: ParsedFile): boolean {
  return textsUnder(parsed.value, 'expression').length > 0;
}

function textsUnder(value: unknown, key: string): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => textsUnder(entry, key));
  if (!isMapping(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === key && typeof inner === 'string' ? [inner] : textsUnder(inner, key),
  );
}

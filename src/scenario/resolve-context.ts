/**
 * What every part of the resolution shares: where issues go, models by name, clock times, and the warnings and
 * citations that come up on the way.
 */
import {
  addDays,
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  parseTimeOfDay,
  parseWallTime,
  type WallTime,
  wallTimeText,
  type ZoneClock,
  zoneClock,
} from './clock.ts';
import { closest } from './did-you-mean.ts';
import type { ModelCitation } from './evidence.ts';
import type { ParseExpression } from './expression.ts';
import type { Checked, Issue } from './issues.ts';
import { cite, type Model, type ModelRegistry } from './model-registry.ts';
import type { ModelKind, ModelReference, ModelValues, OverridableKind } from './model-values.ts';
import type { Path } from './parse.ts';
import type { Horizon } from './scenario.ts';
import { clockTimeHint, type WrittenHorizon } from './schema-demand.ts';
import type { Table } from './table.ts';
import { type IssuePlace, issueAt } from './zod-issues.ts';

/** Beginning of a scenario that names none: a Monday. */
const DEFAULT_START = '2026-11-23T00:00';

export interface ResolveContext {
  readonly place: IssuePlace;
  readonly registry: ModelRegistry;
  /** Tables by the file name as written in the scenario. */
  readonly files: ReadonlyMap<string, Checked<Table>>;
  /** mathjs's parser; null when it was not loaded because no formula was seen. */
  readonly parseExpression: ParseExpression | null;
  readonly issues: Issue[];
  /** In order of first mention, without repetition. */
  readonly warnings: Set<string>;
  readonly citations: Map<string, ModelCitation>;
}

/** Adds an issue at a path of the (merged) scenario. */
export function report(
  context: ResolveContext,
  path: Path,
  problem: string,
  options: { readonly got?: unknown; readonly hint?: string; readonly atKey?: boolean } = {},
): void {
  context.issues.push(issueAt(context.place, path, problem, options));
}

/** The model of that name; an issue with the nearest names when there is none. */
export function findModel(context: ResolveContext, kind: ModelKind, name: string, path: Path): Model | null {
  const model = context.registry.get(kind, name);
  if (model !== null) return model;
  const names = context.registry.names(kind);
  const near = closest(name, names);
  const hint =
    near !== null
      ? `did you mean ${near}?`
      : names.length === 0
        ? `models/${kind} is empty`
        : `models/${kind} has ${names.join(', ')}`;
  report(context, path, `names a model that does not exist in models/${kind}`, { got: name, hint });
  return null;
}

/** Notes that these parameters of the model are used. */
export function citeParameters(context: ResolveContext, model: Model, parameters: Iterable<string>): void {
  for (const parameter of parameters) {
    const citation = cite(model, parameter);
    context.citations.set(`${citation.model}/${parameter}`, citation);
  }
}

export interface FoundModel<Kind extends OverridableKind> {
  readonly name: string;
  readonly values: ModelValues<Kind>;
  /** Parameters that the scenario gives itself. */
  readonly replaced: ReadonlySet<string>;
}

/** The parameters of a model with those the scenario replaces; null (with an issue) when there is no such model. */
export function resolveModel<Kind extends OverridableKind>(
  context: ResolveContext,
  kind: Kind,
  reference: ModelReference,
  path: Path,
): FoundModel<Kind> | null {
  const { from: name, ...given } = typeof reference === 'string' ? { from: reference } : reference;
  const model = findModel(context, kind, name, typeof reference === 'string' ? path : [...path, 'from']);
  if (model === null) return null;
  const replaced = new Set(Object.keys(given).filter((key) => given[key] !== undefined));
  citeParameters(
    context,
    model,
    Object.keys(model.parameters).filter((key) => !replaced.has(key)),
  );
  warnOfReplaced(context, model, given, replaced);
  const values = Object.fromEntries(Object.entries(model.parameters).map(([key, { value }]) => [key, value]));
  for (const key of replaced) values[key] = given[key];
  // The registry has checked the model's own values, the scenario's schema those given here.
  return { name, values: values as ModelValues<Kind>, replaced };
}

function warnOfReplaced(
  context: ResolveContext,
  model: Model,
  given: Readonly<Record<string, unknown>>,
  replaced: ReadonlySet<string>,
): void {
  for (const key of replaced) {
    const value = given[key];
    const interval = model.parameters[key]?.interval95;
    if (typeof value !== 'number' || interval === null || interval === undefined) continue;
    if (value >= interval[0] && value <= interval[1]) continue;
    context.warnings.add(
      `${key} ${value} lies outside the 95 % interval of models/${model.kind}/${model.name} (${interval[0]} to ${interval[1]})`,
    );
  }
}

/** The horizon with the clock of its zone. */
export interface ZonedHorizon extends Horizon {
  readonly clock: ZoneClock;
  readonly startWall: WallTime;
  /** The written horizon is wrong and this stands in for it, so that the rest can be checked; times mean nothing. */
  readonly isStandIn: boolean;
}

export function resolveHorizon(context: ResolveContext, written: WrittenHorizon | undefined): ZonedHorizon {
  const path: Path = ['horizon'];
  const clock = zoneClock(written?.timeZone ?? 'UTC');
  if (clock === null) {
    const near = closest(written?.timeZone ?? '', Intl.supportedValuesOf('timeZone'));
    report(context, [...path, 'timeZone'], 'is not an IANA time zone', {
      got: written?.timeZone,
      hint: near === null ? 'write one such as Europe/Paris' : `did you mean ${near}?`,
    });
  }
  const start = parseWallTime(written?.start ?? DEFAULT_START);
  if (start === null) {
    report(context, [...path, 'start'], 'must be a date and time', {
      got: written?.start,
      hint: 'write YYYY-MM-DDTHH:MM, such as 2026-11-23T08:00',
    });
  }
  if (written?.days !== undefined && written.hours !== undefined) {
    report(context, [...path, 'hours'], 'must not be given beside days', {
      atKey: true,
      hint: 'remove one of them',
    });
  }
  if (clock === null || start === null) return standInHorizon();
  const startEpochMs = clock.toEpochMs(start);
  const durationMs =
    written?.hours === undefined ? (written?.days ?? 1) * MS_PER_DAY : written.hours * MS_PER_HOUR;
  if (durationMs < MS_PER_MINUTE) {
    report(context, path, 'must be at least a minute long', {
      got: `${durationMs / MS_PER_SECOND} seconds`,
    });
  }
  return {
    startEpochMs,
    durationMs: Math.round(durationMs),
    timeZone: clock.timeZone,
    clock,
    startWall: clock.toWall(startEpochMs),
    isStandIn: false,
  };
}

/** A day in UTC; see {@link ZonedHorizon.isStandIn}. */
function standInHorizon(): ZonedHorizon {
  const clock = zoneClock('UTC')!;
  const startWall = parseWallTime(DEFAULT_START)!;
  const startEpochMs = clock.toEpochMs(startWall);
  return { startEpochMs, durationMs: MS_PER_DAY, timeZone: 'UTC', clock, startWall, isStandIn: true };
}

/**
 * A clock time as simulated milliseconds: a time of day is its first occurrence in the horizon. Null (with an issue)
 * when it cannot be read or lies outside.
 */
export function resolveTime(
  context: ResolveContext,
  horizon: ZonedHorizon,
  text: string,
  path: Path,
): number | null {
  const wall = parseWallTime(text);
  const timeOfDay = wall === null ? parseTimeOfDay(text) : null;
  if (wall === null && timeOfDay === null) {
    report(context, path, 'must be a clock time', { got: text, hint: clockTimeHint });
    return null;
  }
  const atMs =
    wall === null
      ? firstAtMs(horizon, { ...horizon.startWall, ...timeOfDay! })
      : toSimulatedMs(horizon, wall);
  if ((atMs >= 0 && atMs <= horizon.durationMs) || horizon.isStandIn) return atMs;
  report(context, path, `lies outside the horizon (${horizonText(horizon)})`, { got: text });
  return null;
}

/** Simulated milliseconds at which the clocks show `wall`; may lie outside the horizon. */
export function toSimulatedMs(horizon: ZonedHorizon, wall: WallTime): number {
  return horizon.clock.toEpochMs(wall) - horizon.startEpochMs;
}

function firstAtMs(horizon: ZonedHorizon, onFirstDay: WallTime): number {
  const atMs = toSimulatedMs(horizon, onFirstDay);
  return atMs >= 0 ? atMs : toSimulatedMs(horizon, addDays(onFirstDay, 1));
}

/** `2022-03-29T09:24 to 2022-03-29T18:00 Europe/Paris`. */
export function horizonText(horizon: ZonedHorizon): string {
  const end = horizon.clock.toWall(horizon.startEpochMs + horizon.durationMs);
  return `${wallTimeText(horizon.startWall)} to ${wallTimeText(end)} ${horizon.timeZone}`;
}

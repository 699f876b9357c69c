/**
 * `scaling` with a timetable, the policies of the literature, staffing by forecast, the oracle, or a formula.
 */
import type { ScheduledPolicy } from '../autoscaling/reference-policies/scheduled.ts';
import { addDays, MS_PER_DAY, MS_PER_HOUR, parseTimeOfDay } from './clock.ts';
import { customNames } from './custom-figures.ts';
import { compileExpression, plainTree } from './expression.ts';
import type { Path } from './parse.ts';
import { warnOfLowStress } from './policy-checks.ts';
import { areBounds, presetValues } from './presets.ts';
import {
  type ResolveContext,
  report,
  resolveTime,
  toSimulatedMs,
  type ZonedHorizon,
} from './resolve-context.ts';
import type {
  CustomScaling,
  LoadScaling,
  MpcScaling,
  OracleScaling,
  ScheduledScaling,
  StaffingScaling,
} from './scenario.ts';
import {
  type CustomPreset,
  type LoadPreset,
  type MpcPreset,
  type OraclePreset,
  referenceSettings,
  type ScheduledPreset,
  type StaffingPreset,
  type WrittenCustom,
  type WrittenLoadPolicy,
  type WrittenMpc,
  type WrittenOracle,
  type WrittenScheduled,
  type WrittenStaffing,
} from './schema-reference-policies.ts';

/** The only preset shipped for each. */
export const defaultReferencePreset = 'default';

type Pool = 'bridges' | 'jibris';
type WrittenReference =
  | WrittenScheduled
  | WrittenLoadPolicy
  | WrittenStaffing
  | WrittenMpc
  | WrittenOracle
  | WrittenCustom;

/** The preset's parameters with those given; null when bounds or preset are wrong. */
function flatOf(
  context: ResolveContext,
  written: WrittenReference,
  pool: Pool,
  path: Path,
): Record<string, unknown> | null {
  const { policy, preset = defaultReferencePreset } = written;
  const given = written as Readonly<Record<string, unknown>>;
  const settings = referenceSettings(policy).map((name) => [name, given[name]]);
  const values = presetValues(
    context,
    {
      policy,
      preset,
      replaced: { ...Object.fromEntries(settings), minCount: given.min, maxCount: given.max },
      unused: [pool === 'bridges' ? 'targetBusyRatio' : 'targetStress'],
    },
    path,
  );
  if (values === null || policy === 'scheduled') return values;
  const { minCount, maxCount } = values as unknown as OraclePreset;
  return areBounds(context, minCount, maxCount, path) ? values : null;
}

/** Load one instance is to carry: stress, or the share of busy Jibris. */
function targetOf(context: ResolveContext, flat: OraclePreset, pool: Pool): number {
  if (pool === 'jibris') return flat.targetBusyRatio;
  warnOfLowStress(context, flat.targetStress, 'targetStress');
  return flat.targetStress;
}

export function resolveLoadPolicy(
  context: ResolveContext,
  written: WrittenLoadPolicy,
  pool: Pool,
  path: Path,
): LoadScaling | null {
  const flat = flatOf(context, written, pool, path) as LoadPreset | null;
  if (flat === null) return null;
  const { minCount, maxCount, controlIntervalSeconds } = flat;
  return {
    policy: written.policy,
    load: { loadPerInstance: targetOf(context, flat, pool), minCount, maxCount },
    controlIntervalSeconds,
  };
}

export function resolveStaffing(
  context: ResolveContext,
  written: WrittenStaffing,
  pool: Pool,
  path: Path,
): StaffingScaling | null {
  const flat = flatOf(context, written, pool, path) as StaffingPreset | null;
  if (flat === null) return null;
  const { minCount, maxCount, controlIntervalSeconds, overflowProbability, leadSeconds } = flat;
  return {
    policy: 'square-root-staffing',
    target: targetOf(context, flat, pool),
    overflowProbability,
    leadSeconds,
    minCount,
    maxCount,
    forecastRatio: written.forecastRatio ?? 1,
    controlIntervalSeconds,
  };
}

export function resolveMpc(
  context: ResolveContext,
  written: WrittenMpc,
  pool: Pool,
  path: Path,
): MpcScaling | null {
  const flat = flatOf(context, written, pool, path) as MpcPreset | null;
  if (flat === null) return null;
  const { minCount, maxCount, shortagePenalty, changePenalty, rateMax } = flat;
  return {
    policy: 'mpc',
    mpc: { minCount, maxCount, shortagePenalty, changePenalty, rateMax },
    target: targetOf(context, flat, pool),
    horizonSteps: flat.horizonSteps,
    launchLagSeconds: flat.launchLagSeconds,
    observedWeightDecay: flat.observedWeightDecay,
    forecastRatio: written.forecastRatio ?? 1,
    controlIntervalSeconds: flat.controlIntervalSeconds,
  };
}

export function resolveOracle(
  context: ResolveContext,
  written: WrittenOracle,
  pool: Pool,
  path: Path,
): OracleScaling | null {
  const flat = flatOf(context, written, pool, path) as OraclePreset | null;
  if (flat === null) return null;
  const { minCount, maxCount } = flat;
  return { policy: 'oracle', target: targetOf(context, flat, pool), minCount, maxCount, plan: null };
}

export function resolveCustom(
  context: ResolveContext,
  written: WrittenCustom,
  pool: Pool,
  path: Path,
): CustomScaling | null {
  const flat = flatOf(context, written, pool, path) as CustomPreset | null;
  const at: Path = [...path, 'expression'];
  if (context.parseExpression === null)
    throw new Error('resolveCustom: a formula was met but no parser was passed in');
  const { parseExpression: parse } = context;
  const compiled = compileExpression(written.expression, customNames(pool), parse);
  if (!compiled.ok) {
    const hint = compiled.hint === null ? {} : { hint: compiled.hint };
    report(context, at, compiled.problem, { got: written.expression, ...hint });
    return null;
  }
  if (flat === null) return null;
  const { minCount, maxCount, controlIntervalSeconds } = flat;
  return {
    policy: 'custom',
    custom: { minCount, maxCount },
    expression: written.expression,
    tree: plainTree(parse(written.expression)),
    controlIntervalSeconds,
  };
}

export function resolveScheduled(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenScheduled,
  path: Path,
): ScheduledScaling | null {
  const settings = flatOf(context, written, 'bridges', path) as ScheduledPreset | null;
  const steps = resolveTimetable(context, horizon, written, [...path, 'timetable']);
  if (settings === null || steps === null) return null;
  return {
    policy: 'scheduled',
    scheduled: { steps, prewarmSeconds: settings.prewarmSeconds },
    controlIntervalSeconds: settings.controlIntervalSeconds,
  };
}

/** Times of day come on every day, from the day before: what began yesterday holds at the start. */
function resolveTimetable(
  context: ResolveContext,
  horizon: ZonedHorizon,
  { timetable }: WrittenScheduled,
  path: Path,
): ScheduledPolicy['steps'] | null {
  const steps: { atMs: number; count: number }[] = [];
  let isValid = true;
  // A calendar day may have 23 hours.
  const daysMax = Math.ceil(horizon.durationMs / (MS_PER_DAY - MS_PER_HOUR)) + 1;
  timetable.forEach(({ at, count }, index) => {
    const timeOfDay = parseTimeOfDay(at);
    if (timeOfDay === null) {
      const atMs = resolveTime(context, horizon, at, [...path, index, 'at']);
      if (atMs === null) isValid = false;
      else steps.push({ atMs, count });
      return;
    }
    for (let day = -1; day <= daysMax; day++) {
      const wall = addDays({ ...horizon.startWall, ...timeOfDay }, day);
      const atMs = toSimulatedMs(horizon, wall);
      if (atMs <= horizon.durationMs) steps.push({ atMs, count });
    }
  });
  return isValid ? steps.sort((a, b) => a.atMs - b.atMs) : null;
}

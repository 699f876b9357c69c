/**
 * `scaling.bridges` with the policies `scheduled`, `react`, `hist`, `reg` and `adapt`.
 */
import type { ScheduledPolicy } from '../autoscaling/reference-policies/scheduled.ts';
import { addDays, MS_PER_DAY, MS_PER_HOUR, parseTimeOfDay } from './clock.ts';
import type { Path } from './parse.ts';
import { areBounds, presetValues } from './presets.ts';
import { type ResolveContext, resolveTime, toSimulatedMs, type ZonedHorizon } from './resolve-context.ts';
import type { LoadScaling, ScheduledScaling } from './scenario.ts';
import type {
  LoadPreset,
  ScheduledPreset,
  WrittenLoadPolicy,
  WrittenScheduled,
} from './schema-reference-policies.ts';

/** The only preset shipped for each. */
export const defaultReferencePreset = 'default';

export function resolveLoadPolicy(
  context: ResolveContext,
  written: WrittenLoadPolicy,
  path: Path,
): LoadScaling | null {
  const { policy, preset = defaultReferencePreset, min, max, targetStress, controlIntervalSeconds } = written;
  const values = presetValues(
    context,
    {
      policy,
      preset,
      replaced: { minCount: min, maxCount: max, targetStress, controlIntervalSeconds },
      unused: [],
    },
    path,
  );
  if (values === null) return null;
  const { minCount, maxCount, ...settings } = values as unknown as LoadPreset;
  if (!areBounds(context, minCount, maxCount, path)) return null;
  return {
    policy,
    load: { loadPerInstance: settings.targetStress, minCount, maxCount },
    controlIntervalSeconds: settings.controlIntervalSeconds,
  };
}

export function resolveScheduled(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenScheduled,
  path: Path,
): ScheduledScaling | null {
  const { preset = defaultReferencePreset, prewarmSeconds, controlIntervalSeconds } = written;
  const replaced = { prewarmSeconds, controlIntervalSeconds };
  const values = presetValues(context, { policy: 'scheduled', preset, replaced, unused: [] }, path);
  const steps = resolveTimetable(context, horizon, written, [...path, 'timetable']);
  if (values === null || steps === null) return null;
  const settings = values as unknown as ScheduledPreset;
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

/**
 * `scaling.bridges` and `scaling.jibris` with the policy `jitsi-autoscaler`.
 */
import {
  countsAvailable,
  jitsiAutoscalerPolicy,
  type ScalingOptions,
  type ScheduledScaling,
} from '../autoscaling/jitsi-autoscaler/policy.ts';
import type { Path } from './parse.ts';
import { areThresholdsApart, warnOfLowStress } from './policy-checks.ts';
import { areBounds, presetValues } from './presets.ts';
import { type ResolveContext, report, resolveTime, type ZonedHorizon } from './resolve-context.ts';
import type { JitsiAutoscalerScaling } from './scenario.ts';
import {
  type JitsiAutoscalerPreset,
  jitsiAutoscalerSettings,
  type WrittenJitsiAutoscaler,
} from './schema-scaling.ts';

/** The presets of scenarios that name none: what Jitsi runs itself. */
export const defaultJitsiPresets = { bridges: '8x8-production', jibris: '8x8-production-jibri' } as const;

const settingNames = Object.keys(
  jitsiAutoscalerSettings,
) as readonly (keyof typeof jitsiAutoscalerSettings)[];

export function resolveJitsiAutoscaler(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenJitsiAutoscaler,
  pool: 'bridges' | 'jibris',
  initialCount: number,
  path: Path,
): JitsiAutoscalerScaling | null {
  const given = Object.fromEntries(settingNames.map((name) => [name, written[name]]));
  const values = presetValues(
    context,
    {
      policy: 'jitsi-autoscaler',
      preset: written.preset ?? defaultJitsiPresets[pool],
      replaced: { ...given, minDesired: written.min, maxDesired: written.max },
      // What the instances run follows from the pool, and where a run begins from the deployment.
      unused: ['type', 'desiredCount', 'initialWaitForPoolingMs'],
    },
    path,
  );
  if (values === null) return null;
  const flat = values as unknown as JitsiAutoscalerPreset;
  if (countsAvailable(flat.type) !== (pool === 'jibris')) {
    report(context, [...path, 'preset'], `is a preset for instances of type ${flat.type}, not for ${pool}`, {
      got: written.preset,
    });
    return null;
  }
  const type = written.groupType ?? (pool === 'jibris' ? 'jibri' : 'JVB');
  if (countsAvailable(type) !== (pool === 'jibris') || type === 'selenium-grid') {
    report(context, [...path, 'groupType'], `is no type of ${pool}`, {
      got: written.groupType,
      hint:
        pool === 'jibris'
          ? 'jibri, sip-jibri and availability count what is free'
          : 'JVB, jigasi, nomad, whisper and stress report stress',
    });
    return null;
  }
  const requests = resolveRequests(context, horizon, written, [...path, 'requests']);
  const { minDesired, maxDesired } = flat;
  const isRangeRight = areBounds(context, minDesired, maxDesired, path);
  const autoscaler = jitsiAutoscalerPolicy({
    ...flat,
    type,
    minDesired,
    maxDesired,
    desiredCount: Math.min(maxDesired, Math.max(minDesired, initialCount)),
    scheduledScaling:
      written.scheduledScaling === undefined ? null : scheduleOf(written.scheduledScaling, horizon),
  });
  const isBandRight = areThresholds(context, autoscaler.scalingOptions, written, pool, path);
  if (pool === 'bridges') warnOfLowStress(context, autoscaler.scalingOptions.scaleUpThreshold);
  const arePeriodsRight = arePeriods(context, written, pool, [...path, 'scheduledScaling', 'periods']);
  return isRangeRight && isBandRight && arePeriodsRight && requests !== null
    ? { policy: 'jitsi-autoscaler', autoscaler, launchJobFirst: written.launchJobFirst ?? false, requests }
    : null;
}

/** The options that a period of the schedule replaces must not contradict each other. */
function arePeriods(
  context: ResolveContext,
  { scheduledScaling }: WrittenJitsiAutoscaler,
  pool: 'bridges' | 'jibris',
  path: Path,
): boolean {
  const areRight = (scheduledScaling?.periods ?? []).map(({ scalingOptions }, index) => {
    const at: Path = [...path, index, 'scalingOptions'];
    const { minDesired, maxDesired, scaleUpThreshold: up, scaleDownThreshold: down } = scalingOptions;
    if (minDesired !== undefined && maxDesired !== undefined && minDesired > maxDesired) {
      report(context, [...at, 'maxDesired'], `must be at least minDesired (${minDesired})`, {
        got: maxDesired,
      });
      return false;
    }
    if (pool === 'jibris' || up === undefined || down === undefined) return true;
    return areThresholdsApart(context, { up, down }, [...at, 'scaleDownThreshold']);
  });
  return !areRight.includes(false);
}

function resolveRequests(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenJitsiAutoscaler,
  path: Path,
): JitsiAutoscalerScaling['requests'] | null {
  const requests = (written.requests ?? []).flatMap((one, index): JitsiAutoscalerScaling['requests'] => {
    const atMs = resolveTime(context, horizon, one.at, [...path, index, 'at']);
    if (atMs === null) return [];
    return one.request === 'launch-protected'
      ? [{ atMs, request: one.request, count: one.count }]
      : [
          {
            atMs,
            request: one.request,
            direction: one.direction,
            options: one.scalingOptions as Partial<ScalingOptions>,
          },
        ];
  });
  if (requests.length < (written.requests ?? []).length) return null;
  return requests.toSorted((a, b) => a.atMs - b.atMs);
}

/**
 * Stress falls as bridges are added, the number of available Jibris rises: for Jibris the band lies the other way round.
 */
function areThresholds(
  context: ResolveContext,
  { scaleUpThreshold: up, scaleDownThreshold: down }: ScalingOptions,
  written: WrittenJitsiAutoscaler,
  pool: 'bridges' | 'jibris',
  path: Path,
): boolean {
  const isRight = pool === 'bridges' ? down < up : down >= up;
  if (isRight) return true;
  const [isBelow, isAbove] = pool === 'bridges' ? ['below', 'above'] : ['at least', 'at most'];
  const hint =
    pool === 'bridges'
      ? 'else every period scales up or down'
      : 'they count available Jibris: up below the one, down above the other';
  if (written.scaleDownThreshold === undefined && written.scaleUpThreshold !== undefined) {
    report(context, [...path, 'scaleUpThreshold'], `must be ${isAbove} scaleDownThreshold (${down})`, {
      got: up,
      hint,
    });
  } else {
    report(context, [...path, 'scaleDownThreshold'], `must be ${isBelow} scaleUpThreshold (${up})`, {
      got: down,
      hint,
    });
  }
  return false;
}

function scheduleOf(
  written: NonNullable<WrittenJitsiAutoscaler['scheduledScaling']>,
  horizon: ZonedHorizon,
): ScheduledScaling {
  return {
    enabled: written.enabled ?? true,
    timezone: written.timezone ?? horizon.timeZone,
    periods: written.periods as ScheduledScaling['periods'],
  };
}

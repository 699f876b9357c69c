/**
 * `scaling` with an EC2 Auto Scaling group.
 */
import type { AwsScalingPolicy, AwsScheduledAction } from '../autoscaling/aws/group-policy.ts';
import type { ScalingStep } from '../autoscaling/aws/step-scaling.ts';
import { occurrencesOf } from './daily-windows.ts';
import type { Path } from './parse.ts';
import { areThresholdsApart, isSampledEnough, warnOfLowStress } from './policy-checks.ts';
import { areBounds, presetValues } from './presets.ts';
import { type ResolveContext, report, type ZonedHorizon } from './resolve-context.ts';
import type { AwsAutoScaling } from './scenario.ts';
import { type AwsPreset, awsSettingNames, type WrittenAws } from './schema-aws.ts';

type WrittenPolicy = NonNullable<WrittenAws['policies']>[number];

export function resolveAws(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenAws,
  path: Path,
): AwsAutoScaling | null {
  const settings = awsSettingNames.map((name) => [
    name,
    (written as Readonly<Record<string, unknown>>)[name],
  ]);
  const values = presetValues(
    context,
    {
      policy: 'aws-auto-scaling',
      preset: written.preset ?? 'default',
      replaced: { ...Object.fromEntries(settings), minCount: written.min, maxCount: written.max },
      unused:
        written.predictive?.bufferSeconds === undefined && written.predictive !== undefined
          ? []
          : ['predictiveBufferSeconds'],
    },
    path,
  );
  if (values === null) return null;
  const flat = values as unknown as AwsPreset;
  const { minCount: minSize, maxCount: maxSize } = flat;
  const given = written.policies ?? [];
  const isRangeRight = areBounds(context, minSize, maxSize, path);
  const isSampled = isSampledEnough(context, flat, flat.alarmPeriodSeconds, path);
  const scheduledActions = resolveActions(context, horizon, written, [...path, 'scheduledActions']);
  const isSound = areSound(context, given, [...path, 'policies']);
  if (!isRangeRight || !isSampled || !isSound || scheduledActions === null) return null;
  if (given.length + scheduledActions.length === 0 && written.predictive === undefined) {
    report(context, [...path, 'policies'], 'is missing', {
      hint: 'give policies, scheduledActions or predictive: nothing else changes the group',
    });
    return null;
  }
  const { predictive } = written;
  return {
    policy: 'aws-auto-scaling',
    group: {
      minSize,
      maxSize,
      defaultCooldownSeconds: flat.defaultCooldownSeconds,
      policies: given.map((one) => policyOf(one, flat)),
      scheduledActions,
      maxCapacityBreach: {
        behavior: predictive?.maxCapacityBreachBehavior ?? 'HonorMaxCapacity',
        bufferPercent: predictive?.maxCapacityBufferPercent ?? 0,
      },
    },
    readings: given.map((one) => ({
      metric: one.metric,
      aggregate: one.kind === 'target-tracking' ? 'mean' : (one.aggregate ?? 'mean'),
    })),
    alarmPeriodSeconds: flat.alarmPeriodSeconds,
    monitoring: {
      sampleSeconds: flat.metricSampleSeconds,
      windowSeconds: flat.alarmPeriodSeconds,
      delaySeconds: flat.metricDelaySeconds,
    },
    warmupSeconds: flat.instanceWarmupSeconds,
    terminationPolicy: flat.terminationPolicy,
    protectBusy: flat.protectBusy,
    predictive: predictiveOf(written, flat),
  };
}

function predictiveOf({ predictive }: WrittenAws, flat: AwsPreset): AwsAutoScaling['predictive'] {
  if (predictive === undefined || predictive.mode === 'ForecastOnly') return null;
  const { target, bufferSeconds = flat.predictiveBufferSeconds, history = 'run' } = predictive;
  return { target, bufferSeconds, history };
}

function policyOf(written: WrittenPolicy, flat: AwsPreset): AwsScalingPolicy {
  const { metric: name } = written;
  if (written.kind === 'target-tracking') {
    return {
      kind: 'target-tracking',
      name,
      target: written.target,
      disableScaleIn: written.disableScaleIn ?? false,
      scaleOutPeriods: flat.scaleOutPeriods,
      scaleInPeriods: flat.scaleInPeriods,
      scaleInRatio: flat.scaleInRatio,
    };
  }
  const {
    comparison,
    threshold,
    evaluationPeriods = 1,
    datapointsToAlarm = evaluationPeriods,
    treatMissingData = 'missing',
    adjustmentType,
    minAdjustmentMagnitude = 0,
  } = written;
  const alarm = { comparison, threshold, evaluationPeriods, datapointsToAlarm, treatMissingData };
  if (written.kind === 'step') {
    const steps = { adjustmentType, threshold, steps: written.steps, minAdjustmentMagnitude };
    return { kind: 'step', name, alarm, steps };
  }
  const adjustment = { type: adjustmentType, value: written.adjustment, minAdjustmentMagnitude };
  return { kind: 'simple', name, alarm, adjustment, cooldownSeconds: written.cooldownSeconds ?? null };
}

/** Steps that fit together, thresholds that leave room, and a warning of slips. */
function areSound(context: ResolveContext, policies: readonly WrittenPolicy[], path: Path): boolean {
  let isSound = true;
  policies.forEach((one, index) => {
    if (one.kind === 'target-tracking') {
      if (one.metric === 'stress') warnOfLowStress(context, one.target, 'the target of stress');
      return;
    }
    if (one.kind === 'step' && !areSteps(context, one.steps, [...path, index, 'steps'])) isSound = false;
    const { evaluationPeriods: periods = 1, datapointsToAlarm = 1 } = one;
    if (datapointsToAlarm > periods) {
      report(
        context,
        [...path, index, 'datapointsToAlarm'],
        `must be at most evaluationPeriods (${periods})`,
        {
          got: datapointsToAlarm,
          hint: 'an alarm counts datapoints among the periods that it evaluates',
        },
      );
      isSound = false;
    }
    if (one.metric === 'stress' && one.comparison.startsWith('>')) warnOfLowStress(context, one.threshold);
    if (!one.comparison.startsWith('<')) return;
    const up = policies
      .filter(
        (other) =>
          other.kind !== 'target-tracking' && other.metric === one.metric && other.comparison.startsWith('>'),
      )
      .map((other) => (other.kind === 'target-tracking' ? Number.POSITIVE_INFINITY : other.threshold));
    const lowest = Math.min(Number.POSITIVE_INFINITY, ...up);
    // One threshold may serve both ways when the steps next to it change nothing.
    const isShared = one.kind === 'step' && one.threshold === lowest;
    if (
      !isShared &&
      !areThresholdsApart(context, { up: lowest, down: one.threshold }, [...path, index, 'threshold'])
    )
      isSound = false;
  });
  return isSound;
}

function areSteps(context: ResolveContext, steps: readonly ScalingStep[], path: Path): boolean {
  const low = ({ lower }: ScalingStep): number => lower ?? Number.NEGATIVE_INFINITY;
  const high = ({ upper }: ScalingStep): number => upper ?? Number.POSITIVE_INFINITY;
  const sorted = steps.toSorted((a, b) => low(a) - low(b));
  const empty = sorted.find((step) => low(step) >= high(step));
  const gap = sorted.findIndex((step, index) => index > 0 && low(step) !== high(sorted[index - 1]!));
  if (empty === undefined && gap < 0) return true;
  report(
    context,
    path,
    empty === undefined ? 'must neither overlap nor leave gaps' : 'must have lower below upper',
    {
      got: steps,
      hint: 'each step begins where the one before ends',
    },
  );
  return false;
}

function resolveActions(
  context: ResolveContext,
  horizon: ZonedHorizon,
  { scheduledActions }: WrittenAws,
  path: Path,
): AwsScheduledAction[] | null {
  const actions: AwsScheduledAction[] = [];
  let isSound = true;
  (scheduledActions ?? []).forEach(({ at, days, min, max, desired }, index) => {
    const times = occurrencesOf(context, horizon, at, days, [...path, index, 'at']);
    if (times === null) {
      isSound = false;
      return;
    }
    if (min !== undefined && max !== undefined && !areBounds(context, min, max, [...path, index]))
      isSound = false;
    for (const atMs of times) {
      const action = { atMs, minSize: min ?? null, maxSize: max ?? null, desiredCapacity: desired ?? null };
      actions.push(action);
    }
  });
  return isSound ? actions.sort((a, b) => a.atMs - b.atMs) : null;
}

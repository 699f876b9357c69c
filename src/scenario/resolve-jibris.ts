/**
 * How Jibris behave, with defaults; what a demand says of its recordings.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import {
  type JibriSettings,
  jibriPresets,
  productionSingleUse,
  type RecordingHabits,
} from '../jitsi/jibri-settings.ts';
import { given } from './given.ts';
import type { Path } from './parse.ts';
import { citeParameters, type ResolveContext, report } from './resolve-context.ts';
import type { WrittenJibriBehaviour, WrittenRecordingHabits } from './schema-jibris.ts';
import { distributionOf, rangeOf, type WrittenDistribution } from './values.ts';

/** Assumptions: how often people press the button again is not published. */
const defaultUserRetries = { everySeconds: 30, attemptsMax: 10 };

const sizeParameter = 'diskGigabytesPerHour';

/** null, with issues, when something makes no sense. */
export function resolveJibriSettings(
  context: ResolveContext,
  written: WrittenJibriBehaviour,
  path: Path,
): JibriSettings | null {
  const before = context.issues.length;
  const preset = jibriPresets[written.preset ?? 'shipped-default'];
  const { seconds, ...ratios } = written.start ?? {};
  const start = {
    ...preset.start,
    ...given(ratios),
    ...(seconds === undefined ? {} : { seconds: time(context, seconds, [...path, 'start', 'seconds']) }),
  };
  const failing = start.errorRatio + start.noAnswerRatio + start.abortRatio + start.hangRatio;
  if (failing > 1) {
    report(context, [...path, 'start'], 'has ratios that add up to more than 1', {
      got: failing,
      hint: 'a start request fails in one way or succeeds',
    });
  }
  const { numRetries, ...timeouts } = written.jicofo ?? {};
  const waits = { ...preset, ...given(timeouts) };
  if (numRetries === -1 && waits.selectTimeoutSeconds + waits.failureTimeoutSeconds === 0) {
    report(
      context,
      [...path, 'jicofo', 'numRetries'],
      'must have a limit when no time-out keeps Jicofo away',
      {
        got: -1,
        hint: 'give selectTimeoutSeconds or failureTimeoutSeconds',
      },
    );
  }
  const health = written.health ?? {};
  if (health.repairSeconds !== undefined && (health.unhealthyRatio ?? 0) === 0) {
    report(context, [...path, 'health', 'repairSeconds'], 'has no effect without unhealthyRatio', {
      atKey: true,
    });
  }
  const settings: JibriSettings = {
    ...preset,
    ...given(timeouts),
    retriesMax: numRetries ?? preset.retriesMax,
    emptyCallSeconds: written.emptyCallSeconds ?? preset.emptyCallSeconds,
    start,
    upload: {
      gigabytesPerHour: written.gigabytesPerHour ?? publishedSize(context),
      megabitsPerSecond: written.uploadMbps ?? null,
    },
    singleUse: resolveSingleUse(context, written, preset.singleUse, [...path, 'singleUse']),
    health: {
      unhealthyRatio: health.unhealthyRatio ?? 0,
      repairSeconds:
        health.repairSeconds === undefined || health.repairSeconds === 'never' ? null : health.repairSeconds,
    },
    userRetries: resolveUserRetries(context, written.userRetries, [...path, 'userRetries']),
  };
  return context.issues.length === before ? settings : null;
}

function resolveSingleUse(
  context: ResolveContext,
  { singleUse: written }: WrittenJibriBehaviour,
  preset: JibriSettings['singleUse'],
  path: Path,
): JibriSettings['singleUse'] {
  if (written === undefined) return preset;
  const { enabled, checkPeriodSeconds, rebootSeconds } = written;
  if (enabled === false) return null;
  return {
    checkPeriodSeconds: checkPeriodSeconds ?? productionSingleUse.checkPeriodSeconds,
    rebootSeconds:
      rebootSeconds === undefined
        ? productionSingleUse.rebootSeconds
        : time(context, rebootSeconds, [...path, 'rebootSeconds']),
  };
}

function resolveUserRetries(
  context: ResolveContext,
  written: WrittenJibriBehaviour['userRetries'],
  path: Path,
): JibriSettings['userRetries'] {
  if (written === undefined) return null;
  const { everySeconds, attemptsMax } = { ...defaultUserRetries, ...given(written) };
  const distribution = time(context, everySeconds, [...path, 'everySeconds']);
  if (rangeOf(distribution).mean <= 0) {
    report(context, [...path, 'everySeconds'], 'must take some time', { got: everySeconds });
  }
  return { everySeconds: distribution, attemptsMax };
}

/** What a demand entry says of its recordings; null (with an issue) when it makes no sense. */
export function resolveRecordingHabits(
  context: ResolveContext,
  written: WrittenRecordingHabits,
  path: Path,
): RecordingHabits | null {
  const before = context.issues.length;
  const { streamingRatio, durationMinutes } = written;
  const habits: RecordingHabits = {
    streamingRatio: streamingRatio ?? 0,
    durationMinutes:
      durationMinutes === undefined ? null : time(context, durationMinutes, [...path, 'durationMinutes']),
  };
  return context.issues.length === before ? habits : null;
}

function time(context: ResolveContext, written: unknown, path: Path): Distribution {
  const distribution = distributionOf(written as WrittenDistribution);
  const range = rangeOf(distribution);
  if (range.max < 0 || range.mean < 0) report(context, path, 'must not be negative', { got: written });
  return distribution;
}

/** Gigabytes of a recorded hour by the model of recorders; 0 in a registry without it. */
function publishedSize(context: ResolveContext): number {
  const model = context.registry.get('recorders', 'jibri');
  if (model === null) return 0;
  citeParameters(context, model, [sizeParameter]);
  return Number(model.parameters[sizeParameter]!.value);
}

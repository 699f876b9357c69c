/**
 * Settings of the bridges with their defaults: the keys' own, or those of a preset.
 */
import { type BridgeSettings, bridgePreset } from '../jitsi/load-management/bridge-presets.ts';
import { shippedLastNReducer } from '../jitsi/load-management/last-n-reducer.ts';
import { shippedVideoLimits } from '../jitsi/load-management/video-limits.ts';
import type { LastNSettings, StressOptions } from './bridge-settings.ts';
import { given } from './given.ts';
import type { Path } from './parse.ts';
import { type ResolveContext, report } from './resolve-context.ts';
import type { WrittenBridgeSettings } from './schema-bridge-settings.ts';

/** Source: jitsi/jitsi-videobridge@a29d97d jvb/src/main/resources/reference.conf; 1 is where load-threshold is reached. */
const defaultStress: StressOptions = {
  measure: 'packet-rate',
  cpuStealRatio: 0,
  samplePeriodSeconds: 10,
  publishPeriodSeconds: 5,
  overstressedAbove: 1,
};

/** Source: the same, lines 194-229: impact-time, recovery thresholds 0.72 of 0.9 and 40000 of 50000. */
const defaultReducerTiming = { impactSeconds: 60, recoveryThresholdRatio: 0.8 };

export interface ResolvedBridgeSettings {
  /** null without a preset. */
  readonly preset: BridgeSettings | null;
  readonly stress: StressOptions;
  readonly lastN: LastNSettings;
}

export function resolveBridgeSettings(
  context: ResolveContext,
  written: WrittenBridgeSettings | undefined,
  path: Path,
): ResolvedBridgeSettings {
  if (written?.shape !== undefined && written.preset !== '8x8-production') {
    report(context, [...path, 'shape'], 'has no meaning without preset: 8x8-production', { atKey: true });
  }
  const preset =
    written?.preset === undefined ? null : bridgePreset(written.preset, written.shape ?? 'other');
  const stress = {
    ...defaultStress,
    ...(preset === null ? {} : { measure: preset.measure }),
    ...given(written?.stress),
  };
  if (stress.cpuStealRatio > 0 && stress.measure !== 'cpu-usage') {
    report(context, [...path, 'stress', 'cpuStealRatio'], 'has no effect on packet-rate stress', {
      hint: 'write measure: cpu-usage, or leave it out',
    });
  }
  return { preset, stress, lastN: resolveLastN(context, written?.lastN, preset, [...path, 'lastN']) };
}

function resolveLastN(
  context: ResolveContext,
  written: WrittenBridgeSettings['lastN'],
  preset: BridgeSettings | null,
  path: Path,
): LastNSettings {
  const { reducer, conferenceLimits, ...limits } = written ?? {};
  const sizes = new Set<number>();
  for (const [index, { size }] of (conferenceLimits ?? []).entries()) {
    if (sizes.has(size)) {
      report(context, [...path, 'conferenceLimits', index, 'size'], 'has two limits', { got: size });
    }
    sizes.add(size);
  }
  return {
    ...shippedVideoLimits,
    ...(preset === null ? {} : { jvbLastN: preset.jvbLastN }),
    ...given(limits),
    conferenceLimits: (conferenceLimits ?? []).map(({ size, lastN }) => [size, lastN] as const),
    reducer: resolveReducer(context, reducer, [...path, 'reducer']),
  };
}

function resolveReducer(
  context: ResolveContext,
  written: NonNullable<WrittenBridgeSettings['lastN']>['reducer'],
  path: Path,
): LastNSettings['reducer'] {
  if (written === undefined || written.enabled === false) return null;
  const { enabled: _enabled, ...keys } = written;
  const reducer = { ...shippedLastNReducer, ...defaultReducerTiming, ...given(keys) };
  if (reducer.recoverScale < 1) {
    report(context, [...path, 'recoverScale'], 'must be at least 1: a limit that is raised does not fall', {
      got: reducer.recoverScale,
    });
  }
  return reducer;
}

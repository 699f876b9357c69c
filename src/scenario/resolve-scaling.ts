/**
 * `scaling`: which policy scales which pool.
 */
import type { ConstantFreePolicy } from '../autoscaling/constant-free.ts';
import type { Path } from './parse.ts';
import { areBounds, presetNumber } from './presets.ts';
import type { ResolveContext, ZonedHorizon } from './resolve-context.ts';
import { defaultJitsiPresets, resolveJitsiAutoscaler } from './resolve-jitsi-autoscaler.ts';
import { resolveScaledJob, resolveScaledObject } from './resolve-keda.ts';
import { defaultHpaPresets, resolveKubernetesHpa } from './resolve-kubernetes-hpa.ts';
import { defaultReferencePreset, resolveLoadPolicy, resolveScheduled } from './resolve-reference-policies.ts';
import type { BridgeScaling, JibriScaling } from './scenario.ts';
import type { WrittenBridgeScaling, WrittenJibriScaling } from './schema-scaling.ts';

/** What scales the bridges of a scenario that says nothing. */
export const defaultBridgeScaling: WrittenBridgeScaling = {
  policy: 'jitsi-autoscaler',
  preset: '8x8-production',
  min: 2,
  max: 20,
};
/** What scales the Jibris of a scenario that has some and says nothing. */
export const defaultJibriScaling: WrittenJibriScaling = { policy: 'constant-free', free: 2 };

/** Largest desired count of constant-free when none is given. */
const CONSTANT_FREE_MAX = 100;
export function resolveBridgeScaling(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenBridgeScaling,
  initialCount: number,
  path: Path,
): BridgeScaling | null {
  switch (written.policy) {
    case 'static':
      return { policy: 'static', static: { count: written.count } };
    case 'scheduled':
      return resolveScheduled(context, horizon, written, path);
    case 'react':
    case 'hist':
    case 'reg':
    case 'adapt':
      return resolveLoadPolicy(context, written, path);
    case 'kubernetes-hpa':
      return resolveKubernetesHpa(context, horizon, written, 'bridges', path);
    case 'keda-scaled-object':
      return resolveScaledObject(context, horizon, written, path);
    case 'jitsi-autoscaler':
      return resolveJitsiAutoscaler(context, horizon, written, 'bridges', initialCount, path);
  }
}

export function resolveJibriScaling(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenJibriScaling,
  initialCount: number,
  path: Path,
): JibriScaling | null {
  switch (written.policy) {
    case 'static':
      return { policy: 'static', static: { count: written.count } };
    case 'kubernetes-hpa':
      return resolveKubernetesHpa(context, horizon, written, 'jibris', path);
    case 'keda-scaled-object':
      return resolveScaledObject(context, horizon, written, path);
    case 'keda-scaled-job':
      return resolveScaledJob(context, written, path);
    case 'jitsi-autoscaler':
      return resolveJitsiAutoscaler(context, horizon, written, 'jibris', initialCount, path);
    case 'constant-free': {
      const policy: ConstantFreePolicy = {
        free: written.free,
        minCount: written.min ?? 0,
        maxCount: written.max ?? CONSTANT_FREE_MAX,
      };
      return areBounds(context, policy.minCount, policy.maxCount, path)
        ? { policy: 'constant-free', constantFree: policy }
        : null;
    }
  }
}

/** Smallest number of instances that the policy would keep: where a pool begins unless the scenario says more. */
export function floorOf(
  context: ResolveContext,
  written: WrittenBridgeScaling | WrittenJibriScaling,
  pool: 'bridges' | 'jibris',
): number {
  switch (written.policy) {
    case 'static':
      return written.count;
    case 'constant-free':
      return Math.max(written.min ?? 0, written.free);
    case 'scheduled':
      return Math.min(...written.timetable.map(({ count }) => count));
    case 'react':
    case 'hist':
    case 'reg':
    case 'adapt':
      return (
        written.min ??
        presetNumber(context, written.policy, written.preset ?? defaultReferencePreset, 'minCount')
      );
    case 'keda-scaled-object':
    case 'keda-scaled-job':
      return (
        written.min ?? presetNumber(context, written.policy, written.preset ?? 'default', 'minReplicaCount')
      );
    case 'kubernetes-hpa':
      return (
        written.min ??
        presetNumber(context, written.policy, written.preset ?? defaultHpaPresets[pool], 'minReplicas')
      );
    case 'jitsi-autoscaler':
      return (
        written.min ??
        presetNumber(context, written.policy, written.preset ?? defaultJitsiPresets[pool], 'minDesired')
      );
  }
}

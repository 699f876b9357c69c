/**
 * `scaling`: which policy scales which pool.
 */
import type { ConstantFreePolicy } from '../autoscaling/constant-free.ts';
import type { Path } from './parse.ts';
import { areBounds, presetNumber } from './presets.ts';
import { resolveAws } from './resolve-aws.ts';
import type { ResolveContext, ZonedHorizon } from './resolve-context.ts';
import { resolveAzure, resolveGcp } from './resolve-gcp-azure.ts';
import { defaultJitsiPresets, resolveJitsiAutoscaler } from './resolve-jitsi-autoscaler.ts';
import { resolveScaledJob, resolveScaledObject } from './resolve-keda.ts';
import { defaultHpaPresets, resolveKubernetesHpa } from './resolve-kubernetes-hpa.ts';
import {
  defaultReferencePreset,
  resolveCustom,
  resolveLoadPolicy,
  resolveMpc,
  resolveOracle,
  resolveScheduled,
  resolveStaffing,
} from './resolve-reference-policies.ts';
import type { BridgeScaling, ConstantFreeScaling, JibriScaling } from './scenario.ts';
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

/** What the resolution of a policy must know of its pool. */
export interface ScaledPoolFacts {
  readonly name: 'bridges' | 'jibris';
  readonly initialCount: number;
}

export function resolveBridgeScaling(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenBridgeScaling,
  pool: ScaledPoolFacts,
  path: Path,
): BridgeScaling | null {
  return resolveAny(context, horizon, written as Exclude<Written, { policy: 'keda-scaled-job' }>, pool, path);
}

export function resolveJibriScaling(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: WrittenJibriScaling,
  pool: ScaledPoolFacts,
  path: Path,
): JibriScaling | null {
  return written.policy === 'keda-scaled-job'
    ? resolveScaledJob(context, written, path)
    : resolveAny(context, horizon, written, pool, path);
}

type Written = WrittenBridgeScaling | WrittenJibriScaling;

function resolveAny(
  context: ResolveContext,
  horizon: ZonedHorizon,
  written: Exclude<Written, { readonly policy: 'keda-scaled-job' }>,
  pool: ScaledPoolFacts,
  path: Path,
): BridgeScaling | null {
  const { name } = pool;
  switch (written.policy) {
    case 'static':
      return { policy: 'static', static: { count: written.count } };
    case 'constant-free':
      return resolveConstantFree(context, written, path);
    case 'scheduled':
      return resolveScheduled(context, horizon, written, path);
    case 'react':
    case 'hist':
    case 'reg':
    case 'adapt':
    case 'conpaas':
      return resolveLoadPolicy(context, written, name, path);
    case 'square-root-staffing':
      return resolveStaffing(context, written, name, path);
    case 'mpc':
      return resolveMpc(context, written, name, path);
    case 'oracle':
      return resolveOracle(context, written, name, path);
    case 'custom':
      return resolveCustom(context, written, name, path);
    case 'kubernetes-hpa':
      return resolveKubernetesHpa(context, horizon, written, name, path);
    case 'keda-scaled-object':
      return resolveScaledObject(context, horizon, written, path);
    case 'aws-auto-scaling':
      return resolveAws(context, horizon, written, path);
    case 'gcp-mig':
      return resolveGcp(context, horizon, written, path);
    case 'azure-vmss':
      return resolveAzure(context, horizon, written, path);
    case 'jitsi-autoscaler':
      return resolveJitsiAutoscaler(context, horizon, written, name, pool.initialCount, path);
  }
}

function resolveConstantFree(
  context: ResolveContext,
  written: Extract<Written, { readonly policy: 'constant-free' }>,
  path: Path,
): ConstantFreeScaling | null {
  const policy: ConstantFreePolicy = {
    free: written.free,
    minCount: written.min ?? 0,
    maxCount: written.max ?? CONSTANT_FREE_MAX,
  };
  return areBounds(context, policy.minCount, policy.maxCount, path)
    ? { policy: 'constant-free', constantFree: policy }
    : null;
}

/** Smallest number of instances that the policy would keep: where a pool begins unless the scenario says more. */
export function floorOf(context: ResolveContext, written: Written, pool: 'bridges' | 'jibris'): number {
  const { policy } = written;
  switch (policy) {
    case 'static':
      return written.count;
    case 'constant-free':
      return Math.max(written.min ?? 0, written.free);
    case 'scheduled':
      return Math.min(...written.timetable.map(({ count }) => count));
    case 'keda-scaled-object':
    case 'keda-scaled-job':
      return minimum(context, written, 'default', 'minReplicaCount');
    case 'kubernetes-hpa':
      return minimum(context, written, defaultHpaPresets[pool], 'minReplicas');
    case 'jitsi-autoscaler':
      return minimum(context, written, defaultJitsiPresets[pool], 'minDesired');
    default:
      return minimum(context, written, defaultReferencePreset, 'minCount');
  }
}

function minimum(
  context: ResolveContext,
  written: {
    readonly policy: string;
    readonly min?: number | undefined;
    readonly preset?: string | undefined;
  },
  preset: string,
  parameter: string,
): number {
  return written.min ?? presetNumber(context, written.policy, written.preset ?? preset, parameter);
}

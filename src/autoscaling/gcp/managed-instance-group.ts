/**
 * The autoscaler of a Google managed instance group: the size that would have served the peak of the stabilisation period,
 * within bounds and schedules, and let down no faster than the scale-in controls allow.
 *
 *   size(signal) = ceil(sum of load / target),   recommended = max over signals
 *   desired = max of recommended over the stabilisation period, not below (peak size of the window - allowed)
 *
 * What it ignores: predictive mode, rolling updates. Source: Google Cloud documentation, "Autoscaling groups of instances",
 * "Understanding autoscaler decisions" (stabilisation, initialisation period, scale-in controls, schedules).
 */
import type { Decision } from '../decision.ts';

export interface InstanceGroupSignal {
  readonly name: string;
  /** Load one instance is to carry, in the unit of the signal. Above 0. */
  readonly target: number;
}

export interface InstanceGroupPolicy {
  readonly minCount: number;
  readonly maxCount: number;
  readonly signals: readonly InstanceGroupSignal[];
  /** How long a peak holds the size up, seconds (600 by default). */
  readonly stabilizationPeriodSeconds: number;
  readonly mode: 'ON' | 'ONLY_SCALE_OUT' | 'OFF';
  /** At most this much below the peak size of the trailing window; null for no limit. */
  readonly scaleInControl: {
    readonly maxScaledIn: { readonly kind: 'fixed' | 'percent'; readonly value: number };
    readonly timeWindowSeconds: number;
  } | null;
  /** Times in which the minimum is higher. */
  readonly schedules: readonly {
    readonly windows: readonly { readonly fromMs: number; readonly untilMs: number }[];
    readonly minRequiredInstances: number;
  }[];
}

export interface InstanceGroupObservation {
  readonly nowMs: number;
  readonly count: number;
  /** Load of each signal, summed over the instances past their initialisation period; null without data: size kept. */
  readonly loads: readonly (number | null)[];
}

export interface InstanceGroupMemory {
  readonly recommended: readonly { readonly atMs: number; readonly size: number }[];
  readonly sizes: readonly { readonly atMs: number; readonly size: number }[];
}

export const initialInstanceGroupMemory: InstanceGroupMemory = { recommended: [], sizes: [] };

export function decideInstanceGroup(
  policy: InstanceGroupPolicy,
  memory: InstanceGroupMemory,
  { nowMs, count, loads }: InstanceGroupObservation,
): Decision<InstanceGroupMemory> {
  const scheduled = scheduledMinimum(policy, nowMs);
  let size = scheduled;
  let cause =
    scheduled > 0
      ? `a schedule asks for ${scheduled}`
      : `no load of ${policy.signals.map(({ name }) => name).join(', ')}`;
  for (const [index, { name, target }] of policy.signals.entries()) {
    const load = loads[index] ?? null;
    const wanted = load === null ? count : Math.ceil(load / target);
    if (wanted <= size) continue;
    size = wanted;
    cause =
      load === null ? `no data of ${name}: ${count} kept` : `${name} ${figure(load)} / ${target} = ${wanted}`;
  }
  const recommended = within(memory.recommended, nowMs, policy.stabilizationPeriodSeconds, size);
  const peak = Math.max(...recommended.map((one) => one.size));
  const parts = [cause];
  if (peak > size) parts.push(`held at the peak ${peak} of the last ${policy.stabilizationPeriodSeconds} s`);
  let desired = Math.min(policy.maxCount, Math.max(policy.minCount, peak));
  if (desired !== peak)
    parts.push(desired < peak ? `limited by the maximum ${desired}` : `raised to the minimum ${desired}`);
  const windowSeconds = policy.scaleInControl?.timeWindowSeconds ?? 0;
  const sizes = within(memory.sizes, nowMs, windowSeconds, count);
  const floor = scaleInFloor(
    policy,
    sizes.map((one) => one.size),
  );
  if (desired < Math.min(floor, count)) {
    desired = Math.min(floor, count);
    parts.push(`${desired} allowed by the scale-in control`);
  }
  if (policy.mode === 'OFF' || (policy.mode === 'ONLY_SCALE_OUT' && desired < count)) {
    desired = count;
    parts.push(`mode ${policy.mode}: ${count} kept`);
  }
  return { desiredCount: desired, memory: { recommended, sizes }, reason: parts.join('; ') };
}

function scheduledMinimum({ schedules }: InstanceGroupPolicy, nowMs: number): number {
  const inForce = schedules.filter(({ windows }) =>
    windows.some(({ fromMs, untilMs }) => nowMs >= fromMs && nowMs < untilMs),
  );
  return Math.max(0, ...inForce.map(({ minRequiredInstances }) => minRequiredInstances));
}

function within(
  log: readonly { readonly atMs: number; readonly size: number }[],
  nowMs: number,
  seconds: number,
  size: number,
): readonly { readonly atMs: number; readonly size: number }[] {
  return [...log.filter(({ atMs }) => atMs >= nowMs - seconds * 1000), { atMs: nowMs, size }];
}

function scaleInFloor({ scaleInControl }: InstanceGroupPolicy, sizes: readonly number[]): number {
  if (scaleInControl === null) return 0;
  const peak = Math.max(...sizes);
  const { kind, value } = scaleInControl.maxScaledIn;
  // A percentage is of the peak; less than one instance still allows one, or the group would never shrink.
  const allowed = kind === 'fixed' ? value : Math.max(1, Math.floor((peak * value) / 100));
  return peak - allowed;
}

function figure(value: number): string {
  return String(Number(value.toFixed(3)));
}

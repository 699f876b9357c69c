/**
 * Goal: over whole days an HPA of any settings keeps its bounds, its rate limits in every window and its
 * stabilisation, settles under a constant load, and explains every change.
 * Method: random settings and random CPU usage drive a fleet that follows the desired count at once. Every window is
 * recounted from the history of counts, which the controller never sees: it keeps logs of changes.
 */

import { describe, expect, it } from 'vitest';
import { decideKubernetesHpa } from '../../src/autoscaling/kubernetes-hpa/decide.ts';
import {
  emptyKubernetesHpaMemory,
  type HpaPod,
  type HpaScalingPolicy,
  type HpaScalingRules,
  type KubernetesHpaMemory,
  type KubernetesHpaPolicy,
} from '../../src/autoscaling/kubernetes-hpa/policy.ts';
import { fc } from '../support/property.ts';

const requestMilli = 3400;
const targetPercent = 75;
const syncSeconds = 15;
const syncsPerDay = 86_400 / syncSeconds;

interface Tick {
  readonly nowMs: number;
  readonly before: number;
  readonly after: number;
  /** What the metric alone asks for. */
  readonly wanted: number;
  readonly reason: string;
}

const podLists: (readonly HpaPod[])[] = [];

function readyPods(count: number): readonly HpaPod[] {
  podLists[count] ??= Array.from({ length: count }, (_, id) => ({
    id,
    phase: 'Running',
    ready: true,
    startedAtMs: Number.NEGATIVE_INFINITY,
    readyChangedAtMs: Number.NEGATIVE_INFINITY,
    deleting: false,
    containers: [{ name: 'jvb', requestMilli }],
    podRequestMilli: null,
  }));
  return podLists[count];
}

/** Total cores in use, each value held equally long. */
function playDay(policy: KubernetesHpaPolicy, loads: readonly number[]): Tick[] {
  let memory: KubernetesHpaMemory = emptyKubernetesHpaMemory;
  let replicas = policy.minReplicas;
  const ticks: Tick[] = [];
  for (let sync = 0; sync < syncsPerDay; sync++) {
    const nowMs = sync * syncSeconds * 1000;
    const load = loads[Math.floor((sync * loads.length) / syncsPerDay)] ?? 0;
    const pods = readyPods(replicas);
    const usageMilli = Math.round((load / replicas) * 1000);
    const samples = pods.map(({ id }) => ({
      podId: id,
      takenAtMs: nowMs,
      windowMs: 15_000,
      containers: [{ name: 'jvb', usageMilli }],
    }));
    const { desiredCount, reason, ...decision } = decideKubernetesHpa(policy, memory, {
      nowMs,
      specReplicas: replicas,
      statusReplicas: replicas,
      pods,
      readings: [{ kind: 'resource', samples }],
    });
    const ratio = Math.trunc((usageMilli * 100) / requestMilli) / targetPercent;
    const wanted = ratio >= 0.9 && ratio <= 1.1 ? replicas : Math.ceil(ratio * replicas);
    ticks.push({ nowMs, before: replicas, after: desiredCount, wanted, reason });
    memory = decision.memory;
    replicas = desiredCount;
  }
  return ticks;
}

const policies: fc.Arbitrary<readonly HpaScalingPolicy[]> = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant('Pods' as const),
      value: fc.integer({ min: 1, max: 10 }),
      periodSeconds: fc.integer({ min: 1, max: 300 }),
    }),
    fc.record({
      type: fc.constant('Percent' as const),
      value: fc.integer({ min: 1, max: 100 }),
      periodSeconds: fc.integer({ min: 1, max: 300 }),
    }),
  ),
  { minLength: 1, maxLength: 3 },
);

const rules = fc.record({
  stabilizationWindowSeconds: fc.integer({ min: 0, max: 600 }),
  selectPolicy: fc.constantFrom('Max' as const, 'Min' as const),
  policies,
  tolerance: fc.constant(null),
});

function hpa(
  bounds: { readonly minReplicas: number; readonly span: number },
  behavior: KubernetesHpaPolicy['behavior'],
): KubernetesHpaPolicy {
  return {
    minReplicas: bounds.minReplicas,
    maxReplicas: bounds.minReplicas + bounds.span,
    metrics: [{ kind: 'resource-utilization', resource: 'cpu', container: null, targetPercent }],
    behavior,
    toleranceRatio: 0.1,
    toleranceForm: 'band',
    downscaleStabilizationSeconds: 300,
    syncPeriodSeconds: syncSeconds,
    cpuInitializationPeriodSeconds: 300,
    initialReadinessDelaySeconds: 30,
    scaleUpLimitFactor: 2,
    scaleUpLimitMinimum: 4,
  };
}

const bounds = fc.record({
  minReplicas: fc.integer({ min: 1, max: 5 }),
  span: fc.integer({ min: 0, max: 40 }),
});
const loads = fc.array(fc.double({ min: 0, max: 150, noNaN: true }), { minLength: 1, maxLength: 200 });

/** The count as it was `seconds` before the tick: changes strictly newer than that are not in it. */
function countBefore(ticks: readonly Tick[], i: number, seconds: number): number {
  const { nowMs, before } = ticks[i]!;
  let count = before;
  for (let j = i - 1; j >= 0 && ticks[j]!.nowMs > nowMs - seconds * 1000; j--) count = ticks[j]!.before;
  return count;
}

/** What the metric wanted within the window up to the tick; the first sync also remembers the count it found. */
function wantedWithin(ticks: readonly Tick[], i: number, isWithin: (ageMs: number) => boolean): number[] {
  const { nowMs } = ticks[i]!;
  const wanted = [ticks[i]!.wanted];
  for (let j = i - 1; j >= 0 && isWithin(nowMs - ticks[j]!.nowMs); j--) wanted.push(ticks[j]!.wanted);
  if (isWithin(nowMs)) wanted.push(ticks[0]!.before);
  return wanted;
}

/** Ticks that break a rule; collected first, since a day has too many ticks to expect each of them. */
function breaches(ticks: readonly Tick[], isKept: (tick: Tick, i: number) => boolean): Tick[] {
  return ticks.filter((tick, i) => !isKept(tick, i));
}

function expectBoundsAndReasons(
  { minReplicas, maxReplicas }: KubernetesHpaPolicy,
  ticks: readonly Tick[],
): void {
  expect(breaches(ticks, ({ after }) => minReplicas <= after && after <= maxReplicas)).toEqual([]);
  const isExplained = ({ before, after, reason }: Tick): boolean =>
    /^CPU \d+ % of request against 75 %: /.test(reason) &&
    (after === before || new RegExp(`(= |held at |; )${after}\\b`).test(reason));
  expect(breaches(ticks, isExplained)).toEqual([]);
}

/** The furthest count that the rules allow, recounted from the history. */
function limitOf(ticks: readonly Tick[], i: number, { selectPolicy, policies }: HpaScalingRules): number {
  const isUp = ticks[i]!.after > ticks[i]!.before;
  const limits = (policies ?? []).map(({ type, value, periodSeconds }) => {
    const start = countBefore(ticks, i, periodSeconds);
    if (isUp) return type === 'Pods' ? start + value : Math.ceil(start * (1 + value / 100));
    return type === 'Pods' ? start - value : Math.trunc(start * (1 - value / 100));
  });
  return isUp === (selectPolicy === 'Max') ? Math.max(...limits) : Math.min(...limits);
}

describe('an HPA over random days', () => {
  it('with behavior keeps its bounds, the limits of every window and both stabilisation windows', () => {
    const given = fc.tuple(bounds, rules, rules, loads);
    fc.assert(
      fc.property(given, ([within, scaleUp, scaleDown, load]) => {
        const policy = hpa(within, { scaleUp, scaleDown });
        const ticks = playDay(policy, load);
        expectBoundsAndReasons(policy, ticks);
        const isKept = ({ before, after }: Tick, i: number): boolean => {
          if (after === before) return true;
          const isUp = after > before;
          const given = isUp ? scaleUp : scaleDown;
          const windowMs = given.stabilizationWindowSeconds * 1000;
          const recent = wantedWithin(ticks, i, (ageMs) => ageMs < windowMs);
          const limit = limitOf(ticks, i, given);
          return isUp
            ? after <= Math.min(limit, ...recent)
            : after >= Math.max(Math.max(limit, policy.minReplicas), ...recent);
        };
        expect(breaches(ticks, isKept)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('without behavior at most doubles a sync, or goes to 4, and holds the highest wish of 300 s', () => {
    fc.assert(
      fc.property(bounds, loads, (within, load) => {
        const policy = hpa(within, null);
        const ticks = playDay(policy, load);
        expectBoundsAndReasons(policy, ticks);
        const isKept = ({ before, after }: Tick, i: number): boolean => {
          const highest = Math.max(...wantedWithin(ticks, i, (ageMs) => ageMs <= 300_000));
          return after <= Math.max(2 * before, 4) && (after >= before || after >= highest);
        };
        expect(breaches(ticks, isKept)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  it('settles where its metric wants it, within the bounds, when the load is constant', () => {
    fc.assert(
      fc.property(
        bounds,
        rules,
        rules,
        fc.double({ min: 0, max: 150, noNaN: true }),
        (within, up, down, load) => {
          const policy = hpa(within, { scaleUp: up, scaleDown: down });
          const last = playDay(policy, [150, load, load, load]).at(-1)!;
          const { minReplicas, maxReplicas } = policy;
          expect(last.after).toBe(Math.min(maxReplicas, Math.max(minReplicas, last.wanted)));
        },
      ),
      { numRuns: 10 },
    );
  });
});

/**
 * Goal: over a whole day an HPA keeps its bounds, its rate limits and its stabilisation, and explains every change.
 * Method: random CPU usage drives a fleet that follows the desired count at once; every window of every policy is
 * recounted from the history of changes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideKubernetesHpa } from '../../src/autoscaling/kubernetes-hpa/decide.ts';
import {
  emptyKubernetesHpaMemory,
  type HpaPod,
  type KubernetesHpaMemory,
  type KubernetesHpaPolicy,
} from '../../src/autoscaling/kubernetes-hpa/policy.ts';

/** OpenFUN's: 75 % CPU, up 2 pods in 120 s, down 20 % in 30 s, window 60 s. */
const openfun: KubernetesHpaPolicy = {
  minReplicas: 3,
  maxReplicas: 40,
  metrics: [{ kind: 'resource-utilization', resource: 'cpu', container: null, targetPercent: 75 }],
  behavior: {
    scaleUp: {
      stabilizationWindowSeconds: null,
      selectPolicy: null,
      policies: [{ type: 'Pods', value: 2, periodSeconds: 120 }],
      tolerance: null,
    },
    scaleDown: {
      stabilizationWindowSeconds: 60,
      selectPolicy: null,
      policies: [{ type: 'Percent', value: 20, periodSeconds: 30 }],
      tolerance: null,
    },
  },
  toleranceRatio: 0.1,
  toleranceForm: 'band',
  downscaleStabilizationSeconds: 300,
  syncPeriodSeconds: 15,
  cpuInitializationPeriodSeconds: 300,
  initialReadinessDelaySeconds: 30,
  scaleUpLimitFactor: 2,
  scaleUpLimitMinimum: 4,
};

interface Tick {
  readonly nowMs: number;
  readonly before: number;
  readonly after: number;
  readonly wanted: number;
}

/** Plays syncs every 15 s; `loads` are total cores in use, each held for a while. */
function playDay(policy: KubernetesHpaPolicy, loads: readonly number[]): Tick[] {
  let memory: KubernetesHpaMemory = emptyKubernetesHpaMemory;
  let replicas = 10;
  const ticks: Tick[] = [];
  for (let sync = 0; sync < loads.length * 20; sync++) {
    const nowMs = sync * 15_000;
    const load = loads[Math.floor(sync / 20)] ?? 0;
    const pods: HpaPod[] = Array.from({ length: replicas }, (_, id) => ({
      id,
      phase: 'Running',
      ready: true,
      startedAtMs: Number.NEGATIVE_INFINITY,
      readyChangedAtMs: Number.NEGATIVE_INFINITY,
      deleting: false,
      containers: [{ name: 'jvb', requestMilli: 3400 }],
      podRequestMilli: null,
    }));
    const usageMilli = Math.round((load / replicas) * 1000);
    const samples = pods.map(({ id }) => ({
      podId: id,
      takenAtMs: nowMs,
      windowMs: 15_000,
      containers: [{ name: 'jvb', usageMilli }],
    }));
    const decision = decideKubernetesHpa(policy, memory, {
      nowMs,
      specReplicas: replicas,
      statusReplicas: replicas,
      pods,
      readings: [{ kind: 'resource', samples }],
    });
    const utilisation = Math.trunc((usageMilli * 100) / 3400);
    const ratio = utilisation / 75;
    const wanted = ratio >= 0.9 && ratio <= 1.1 ? replicas : Math.ceil(ratio * replicas);
    ticks.push({ nowMs, before: replicas, after: decision.desiredCount, wanted });
    expect(decision.reason).not.toBe('');
    if (decision.desiredCount !== replicas)
      expect(decision.reason).toMatch(/cpu \d+ % of request|above|below/);
    memory = decision.memory;
    replicas = decision.desiredCount;
  }
  return ticks;
}

describe('an HPA over random days', () => {
  it('keeps bounds, rate limits and stabilisation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 150, noNaN: true }), { minLength: 4, maxLength: 24 }),
        (loads) => {
          const ticks = playDay(openfun, loads);
          for (const [i, tick] of ticks.entries()) {
            expect(tick.after).toBeGreaterThanOrEqual(openfun.minReplicas);
            expect(tick.after).toBeLessThanOrEqual(openfun.maxReplicas);
            const within = (seconds: number): Tick[] =>
              ticks.slice(0, i + 1).filter(({ nowMs }) => nowMs > tick.nowMs - seconds * 1000);
            const net = (recent: readonly Tick[]): number =>
              recent.reduce((sum, one) => sum + one.after - one.before, 0);
            // At most 2 pods more than at the start of any 120 s; what was taken away in between may come back.
            if (tick.after > tick.before) expect(net(within(120))).toBeLessThanOrEqual(2);
            // At least 80 % (rounded towards zero) of the pods at the start of any 30 s.
            if (tick.after < tick.before) {
              const start = within(30)[0]?.before ?? tick.before;
              expect(tick.after).toBeGreaterThanOrEqual(Math.trunc(start * 0.8));
              // Stabilisation: never below the highest recommendation of the last 60 s.
              const highest = Math.max(...within(60).map(({ wanted }) => wanted));
              expect(tick.after).toBeGreaterThanOrEqual(Math.min(highest, tick.before));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

// Goal: one metric asks for as many pods as upstream's calculator, also at the edges that its own tests leave out.
// Method: cases worked out by hand from kubernetes/kubernetes 2026 master, replica_calculator.go; exact fractions in
// the comments.
import { describe, expect, it } from 'vitest';
import { HpaMetricError } from '../../../../src/autoscaling/kubernetes-hpa/metric-error.ts';
import type { PodUsage } from '../../../../src/autoscaling/kubernetes-hpa/pod-usages.ts';
import { podValues, resourceUsages } from '../../../../src/autoscaling/kubernetes-hpa/pod-usages.ts';
import type { HpaPod } from '../../../../src/autoscaling/kubernetes-hpa/policy.ts';
import {
  type PodMetricInput,
  replicasForAverage,
  replicasForUtilization,
} from '../../../../src/autoscaling/kubernetes-hpa/replica-calculator.ts';
import { isWithinTolerance, type Tolerance } from '../../../../src/autoscaling/kubernetes-hpa/tolerance.ts';
import {
  replicasForValue,
  replicasForValuePerPod,
} from '../../../../src/autoscaling/kubernetes-hpa/value-metrics.ts';
import { aPod, readyPods } from './hpas.ts';

const tolerance: Tolerance = { scaleDown: 0.1, scaleUp: 0.1, form: 'band' };

function input(pods: readonly HpaPod[], usagesMilli: readonly number[], resource = 'cpu'): PodMetricInput {
  const usages = new Map<number, PodUsage>();
  for (const [id, usageMilli] of usagesMilli.entries())
    usages.set(id, { usageMilli, takenAtMs: 0, windowMs: 0 });
  return {
    currentReplicas: pods.length,
    pods,
    usages,
    tolerance,
    grouping: { resource, cpuInitializationPeriodMs: 300_000, initialReadinessDelayMs: 30_000, nowMs: 1e6 },
  };
}

const wholePod = { resource: 'cpu', container: null };

describe('the band of tolerance', () => {
  it("keeps a ratio of exactly 1.1 in today's form and not in the form before 1.33", () => {
    expect(isWithinTolerance(1.1, tolerance)).toBe(true);
    expect(isWithinTolerance(1.1, { ...tolerance, form: 'distance' })).toBe(false);
    expect(isWithinTolerance(0.9, tolerance)).toBe(true);
    expect(isWithinTolerance(0.9, { ...tolerance, form: 'distance' })).toBe(true);
  });

  it('has a width for each direction', () => {
    const uneven: Tolerance = { scaleDown: 0.5, scaleUp: 0.01, form: 'band' };
    expect([0.5, 0.49, 1.01, 1.02].map((ratio) => isWithinTolerance(ratio, uneven))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

describe('a utilisation target', () => {
  it('truncates the percentage, and multiplies as doubles do', () => {
    // 1999 / 2000 = 99.95 % -> 99; 99 / 90 = 1.1 in tolerance. 56 / 50 * 25 is 28, and
    // 28.000000000000004 in doubles -> 29.
    const near = replicasForUtilization(input(readyPods(2), [999, 1000]), {
      targetPercent: 90,
      request: wholePod,
    });
    expect([near.current, near.replicas]).toEqual([99, 2]);
    const none: Tolerance = { scaleDown: 0, scaleUp: 0, form: 'band' };
    const exact = {
      ...input(
        readyPods(25),
        Array.from({ length: 25 }, () => 560),
      ),
      tolerance: none,
    };
    expect(replicasForUtilization(exact, { targetPercent: 50, request: wholePod }).replicas).toBe(29);
  });

  it('is exact for memory in milli-bytes, where 100 times the sum exceeds 2^53', () => {
    // 200 pods of 8589934591 bytes on requests of twice that: exactly 50 %, although no double holds the product.
    const requestMilli = 2 * 8_589_934_591_000;
    const pods = Array.from({ length: 200 }, (_, id) =>
      aPod({ id, containers: [{ name: 'jvb', requestMilli }] }),
    );
    const usagesMilli = pods.map(() => 8_589_934_591_000);
    const memory = replicasForUtilization(input(pods, usagesMilli, 'memory'), {
      targetPercent: 25,
      request: { resource: 'memory', container: null },
    });
    expect([memory.current, memory.replicas]).toEqual([50, 400]);
  });

  it('weighs pods by their requests', () => {
    // (900 + 100) / (1000 + 9000) = 10 %, where the mean of the ratios would be 45.6 %.
    const pods = [aPod({ id: 0 }), aPod({ id: 1, containers: [{ name: 'jvb', requestMilli: 9000 }] })];
    const uneven = replicasForUtilization(input(pods, [900, 100]), { targetPercent: 10, request: wholePod });
    expect([uneven.current, uneven.replicas]).toEqual([10, 2]);
  });

  it('forgets pods that are being deleted, which still drain', () => {
    const pods = [...readyPods(4), aPod({ id: 4, deleting: true })];
    // 4 x 30 % of 75 %: the draining pod's 100 % is not there. 0.4 x 4 = 1.6 -> 2.
    const draining = replicasForUtilization(input(pods, [300, 300, 300, 300, 1000]), {
      targetPercent: 75,
      request: wholePod,
    });
    expect([draining.current, draining.replicas]).toEqual([30, 2]);
  });

  it('takes booting pods as idle on the way up only', () => {
    const booting = aPod({ id: 2, phase: 'Pending', ready: null, startedAtMs: null });
    const up = replicasForUtilization(input([...readyPods(2), booting], [1500, 1500]), {
      targetPercent: 75,
      request: wholePod,
    });
    // Two at 150 %, one at 0: 100 % of 75 %, 1.33 x 3 = 4. Without the third: 2 x 2 = 4.
    expect([up.current, up.replicas, up.basis]).toEqual([
      150,
      4,
      'with guesses for 1 unready, 3 x 1.33 = 4 wanted',
    ]);
    const down = replicasForUtilization(input([...readyPods(2), booting], [300, 300]), {
      targetPercent: 75,
      request: wholePod,
    });
    expect([down.replicas, down.basis]).toEqual([1, '2 x 0.4 = 1 wanted']);
  });

  it('takes a silent pod as busy on the way down, as idle on the way up, and never turns round for it', () => {
    const low = replicasForUtilization(input(readyPods(4), [100, 100, 100]), {
      targetPercent: 50,
      request: wholePod,
    });
    // (3 x 10 % + 100 %) / 4 = 32 % of 50 %: 0.64 x 4 = 2.56 -> 3.
    expect(low.replicas).toBe(3);
    const high = replicasForUtilization(input(readyPods(3), [600]), { targetPercent: 50, request: wholePod });
    // 60 % / 50 % asks for more, 20 % / 50 % with the two silent ones for less: kept.
    expect(high.replicas).toBe(3);
    expect(high.basis).toMatch(/would turn round: 3 kept$/);
    // Ten were asked for and four exist: 1.5 x 4 = 6 is more load than wanted, yet fewer pods than asked for.
    const behind = { ...input(readyPods(4), [1000, 1000, 1000]), currentReplicas: 10 };
    expect(replicasForUtilization(behind, { targetPercent: 50, request: wholePod }).replicas).toBe(10);
  });

  it('cannot be computed without pods, samples, requests or the container that is named', () => {
    const target = { targetPercent: 50, request: wholePod };
    const message = (
      given: PodMetricInput,
      request = wholePod as { resource: string; container: string | null },
    ) => {
      try {
        replicasForUtilization(given, { ...target, request });
      } catch (error) {
        if (error instanceof HpaMetricError) return error.message;
      }
      return 'computed';
    };
    expect(message(input([], [100]))).toBe('no pods returned by selector while calculating replica count');
    expect(message(input([aPod({ phase: 'Pending' })], [100]))).toBe(
      'did not receive metrics for targeted pods (pods might be unready)',
    );
    const unrequested = aPod({ containers: [{ name: 'jvb', requestMilli: null }] });
    expect(message(input([unrequested], [100]))).toBe('missing request for cpu in container jvb of Pod 0');
    expect(message(input(readyPods(1), [100]), { resource: 'cpu', container: 'exporter' })).toBe(
      'container exporter not found in Pod 0',
    );
    expect(() => resourceUsages([], { resource: 'cpu', container: null })).toThrow(
      'unable to get metrics for resource cpu: no metrics returned from resource metrics API',
    );
    expect(() => podValues([], 'conferences')).toThrow('no metrics returned from custom metrics API');
  });
});

describe('an average value per pod', () => {
  it('truncates the average and counts pods that are not ready, since only CPU knows readiness', () => {
    const pods = [aPod({ id: 0 }), aPod({ id: 1, ready: false })];
    // (10000 + 25001) / 2 = 17500.5 -> 17500; 17500 / 10000 x 2 = 3.5 -> 4.
    const both = replicasForAverage(input(pods, [10_000, 25_001], ''), 10_000);
    expect([both.current, both.replicas]).toEqual([17_500, 4]);
  });

  it('takes a silent pod at the target on the way down', () => {
    // (2 x 100 + 1000) / 3 = 400 of 1000: 0.4 x 3 = 1.2 -> 2.
    expect(replicasForAverage(input(readyPods(3), [100, 100], ''), 1000).replicas).toBe(2);
  });
});

describe('a value of no pod', () => {
  const ask = (currentReplicas: number, value: number | bigint, targetMilli: number) => ({
    currentReplicas,
    valuesMilli: [value],
    targetMilli,
    tolerance,
  });

  it('multiplies ready pods only, so that it asks for less while pods boot', () => {
    const pods = [...readyPods(2), aPod({ id: 2, phase: 'Pending', ready: null })];
    expect(replicasForValue(ask(3, 3000, 1000), pods).replicas).toBe(6);
  });

  it('needs pods to multiply, except from zero', () => {
    expect(() => replicasForValue(ask(3, 3000, 1000), [])).toThrow('no pods returned by selector');
    expect(replicasForValue(ask(0, 3001, 1000), []).replicas).toBe(4);
    expect(replicasForValue(ask(3, 1000, 1000), []).replicas).toBe(3);
  });

  it('per pod divides the value by the target, and compares by the pods that exist', () => {
    expect(replicasForValuePerPod(ask(4, 20_166, 5000)).replicas).toBe(4);
    expect(replicasForValuePerPod(ask(4, 22_001, 5000)).replicas).toBe(5);
    expect(replicasForValuePerPod(ask(4, 2n ** 63n - 1n, 1)).replicas).toBe(2 ** 31 - 1);
  });
});

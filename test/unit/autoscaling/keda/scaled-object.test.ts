// Goal: KEDA's own loop activates, cools down and idles, and its HPA falls back, as the executor's source says.
// Method: polls written out by hand against kedacore/keda pkg/scaling/executor/scale_scaledobjects.go and
//   pkg/fallback/fallback.go: expected counts follow from the conditions there.
import { describe, expect, test } from 'vitest';
import {
  decideScaledObjectHpa,
  initialScaledObjectMemory,
  pollScaledObject,
  type ScaledObjectMemory,
  type ScaledObjectPolicy,
  type TriggerReading,
} from '../../../../src/autoscaling/keda/scaled-object.ts';

const policy: ScaledObjectPolicy = {
  triggers: [{ name: 'participants', targetMilli: 40_000, activationThreshold: 5 }],
  pollingIntervalSeconds: 30,
  cooldownPeriodSeconds: 300,
  initialCooldownPeriodSeconds: 0,
  idleReplicaCount: null,
  minReplicaCount: 0,
  maxReplicaCount: 20,
  fallback: null,
  hpa: {
    behavior: { scaleUp: null, scaleDown: null },
    toleranceRatio: 0.1,
    toleranceForm: 'band',
    downscaleStabilizationSeconds: 300,
    syncPeriodSeconds: 15,
  },
};

const reads = (value: number, threshold = 5): TriggerReading => ({
  valueMilli: value * 1000,
  isActive: value > threshold,
});

function poll(
  given: ScaledObjectPolicy,
  memory: ScaledObjectMemory,
  seconds: number,
  specReplicas: number,
  reading: TriggerReading,
) {
  return pollScaledObject(given, memory, { nowMs: seconds * 1000, specReplicas, readings: [reading] });
}

const fresh = initialScaledObjectMemory(policy, 0);

describe('activation', () => {
  test('is strictly above the threshold, and goes from 0 to max(min, 1)', () => {
    expect(poll(policy, fresh, 30, 0, reads(5)).desiredCount).toBe(0);
    expect(poll(policy, fresh, 30, 0, reads(6)).desiredCount).toBe(1);
    expect(poll({ ...policy, minReplicaCount: 3 }, fresh, 30, 0, reads(6)).desiredCount).toBe(3);
    expect(poll(policy, fresh, 30, 4, reads(600)).desiredCount).toBe(4);
  });
});

describe('cooldown', () => {
  test('counts from the last activity, and holds up the step to zero alone', () => {
    const active = poll(policy, fresh, 60, 0, reads(6));
    expect(active.memory.lastActiveMs).toBe(60_000);
    // Exactly 300 s later it is not yet over: lastActive + cooldown < now is strict.
    expect(poll(policy, active.memory, 360, 3, reads(0)).desiredCount).toBe(3);
    expect(poll(policy, active.memory, 361, 3, reads(0)).desiredCount).toBe(0);
    expect(poll({ ...policy, minReplicaCount: 2 }, active.memory, 3600, 3, reads(0)).desiredCount).toBe(3);
  });

  test('of a pool that never was active is the initial one', () => {
    const patient = { ...policy, initialCooldownPeriodSeconds: 120 };
    expect(poll(patient, fresh, 120, 2, reads(0)).desiredCount).toBe(2);
    expect(poll(patient, fresh, 121, 2, reads(0)).desiredCount).toBe(0);
  });
});

describe('idle replicas', () => {
  test('are left for the minimum when a trigger gets active, and returned to after the cooldown', () => {
    const idle = { ...policy, minReplicaCount: 2, idleReplicaCount: 0 };
    const up = poll(idle, fresh, 30, 0, reads(6));
    expect(up.desiredCount).toBe(2);
    expect(poll(idle, up.memory, 331, 2, reads(0)).desiredCount).toBe(0);
  });
});

describe('a failing trigger', () => {
  const withFallback: ScaledObjectPolicy = {
    ...policy,
    fallback: { failureThreshold: 3, replicas: 6, behavior: 'static' },
  };

  test('changes nothing at the poll', () => {
    expect(poll(policy, fresh, 9999, 2, null).desiredCount).toBe(2);
    expect(poll(withFallback, fresh, 9999, 2, null).desiredCount).toBe(2);
  });

  test.each([
    ['static', 6],
    ['currentReplicas', 2],
    ['currentReplicasIfHigher', 6],
    ['currentReplicasIfLower', 2],
  ] as const)(
    'falls back with behavior %s to %i, with the failure after the threshold',
    (behavior, expected) => {
      const given = { ...withFallback, fallback: { ...withFallback.fallback!, behavior } };
      let memory = fresh;
      const counts = [1, 2, 3, 4].map((sync) => {
        const decision = decideScaledObjectHpa(given, memory, {
          nowMs: sync * 15_000,
          specReplicas: 2,
          statusReplicas: 2,
          readyReplicas: 2,
          pods: [],
          readings: [null],
        });
        memory = decision.memory;
        return decision.desiredCount;
      });
      expect(counts).toEqual([2, 2, 2, expected]);
    },
  );
});

test('the HPA takes the figure over the target, and leaves a workload at zero alone', () => {
  const sync = (specReplicas: number) =>
    decideScaledObjectHpa(policy, fresh, {
      nowMs: 15_000,
      specReplicas,
      statusReplicas: specReplicas,
      readyReplicas: specReplicas,
      pods: [],
      readings: [reads(150)],
    }).desiredCount;
  // 150 / 40 = 3.75.
  expect(sync(1)).toBe(4);
  expect(sync(0)).toBe(0);
});

// Goal: one reconcile, and a few in a row, decide as the controller does and say why.
// Method: cases worked out by hand from the rules of kubernetes/kubernetes 2026 master, horizontal.go.
import { describe, expect, it } from 'vitest';
import { decideKubernetesHpa } from '../../../../src/autoscaling/kubernetes-hpa/decide.ts';
import {
  emptyKubernetesHpaMemory,
  type HpaMetric,
  type KubernetesHpaMemory,
  type KubernetesHpaObservation,
  type KubernetesHpaPolicy,
} from '../../../../src/autoscaling/kubernetes-hpa/policy.ts';
import { anHpa, cpu75, cpuReading, openfunBehavior, readyPods, rules, seen } from './hpas.ts';

/** Reconciles every 15 s with the utilisation that `percentOf` gives for the count; returns the counts. */
function play(
  policy: KubernetesHpaPolicy,
  start: number,
  percentOf: (count: number, sync: number) => number,
  syncs: number,
): number[] {
  let memory: KubernetesHpaMemory = emptyKubernetesHpaMemory;
  const counts = [start];
  for (let sync = 0; sync < syncs; sync++) {
    const count = counts.at(-1)!;
    const decision = decideKubernetesHpa(policy, memory, seen(sync * 15_000, count, percentOf(count, sync)));
    memory = decision.memory;
    counts.push(decision.desiredCount);
  }
  return counts;
}

describe('bounds that the count is outside of', () => {
  it('are restored at once, without metrics, limits or stabilisation', () => {
    const policy = anHpa({ minReplicas: 10, maxReplicas: 20, behavior: openfunBehavior });
    const unread = (specReplicas: number): KubernetesHpaObservation => ({
      ...seen(0, specReplicas, 75),
      readings: [{ kind: 'unavailable', error: 'the metrics server is down' }],
    });
    const raised = decideKubernetesHpa(policy, emptyKubernetesHpaMemory, unread(2));
    expect([raised.desiredCount, raised.reason]).toEqual([10, '2 is below the minimum 10']);
    const lowered = decideKubernetesHpa(policy, emptyKubernetesHpaMemory, unread(50));
    expect([lowered.desiredCount, lowered.reason]).toEqual([20, '50 is above the maximum 20']);
    // The change still counts against the limits of the next minutes.
    expect(raised.memory.scaleUpEvents).toEqual([{ replicaChange: 8, atMs: 0, outdated: false }]);
    expect(lowered.memory.scaleDownEvents).toEqual([{ replicaChange: 30, atMs: 0, outdated: false }]);
  });
});

describe('without behavior', () => {
  it('goes to 4, then doubles at most, each sync', () => {
    expect(play(anHpa(), 1, () => 750, 5)).toEqual([1, 4, 8, 16, 32, 64]);
  });

  it('does not scale down a fleet it has just met before 300 s have passed', () => {
    // Seed at 0 s counts until its age exceeds 300 s: the sync at 315 s is the first to let go.
    const counts = play(anHpa(), 10, () => 0, 23);
    expect(counts.slice(0, 22)).toEqual(Array.from({ length: 22 }, () => 10));
    expect(counts[22]).toBe(1);
  });

  it('names the cap', () => {
    const { reason } = decideKubernetesHpa(anHpa(), emptyKubernetesHpaMemory, seen(0, 3, 300));
    expect(reason).toBe(
      'CPU 300 % of request against 75 %: 3 x 4 = 12 wanted; 6 allowed by the larger of 2 x 3 and 4 per sync',
    );
  });
});

describe("with OpenFUN's behavior", () => {
  const policy = anHpa({ minReplicas: 5, behavior: openfunBehavior });

  it('says which rule decided, with its figures', () => {
    const up = decideKubernetesHpa(policy, emptyKubernetesHpaMemory, seen(0, 20, 91));
    expect(up.desiredCount).toBe(22);
    expect(up.reason).toBe(
      'CPU 91 % of request against 75 %: 20 x 1.21 = 25 wanted; 22 allowed by 2 pods per 120 s up',
    );
    expect(up.scalingLimitedReason).toBe('ScaleUpLimit');
    const kept = decideKubernetesHpa(policy, emptyKubernetesHpaMemory, seen(0, 20, 80));
    expect(kept.reason).toBe('CPU 80 % of request against 75 %: ratio 1.07 within 0.9 to 1.1, 20 kept');
    const held = decideKubernetesHpa(policy, emptyKubernetesHpaMemory, seen(0, 20, 30));
    expect(held.desiredCount).toBe(20);
    expect(held.reason).toBe(
      'CPU 30 % of request against 75 %: 20 x 0.4 = 8 wanted; held at 20 by the last 60 s',
    );
    expect(held.ableToScaleReason).toBe('ScaleDownStabilized');
  });

  it('adds 2 pods every 120 s whatever the load', () => {
    const counts = play(policy, 20, () => 150, 17);
    // Syncs at 0, 120 and 240 s: an event of exactly 120 s ago no longer counts.
    expect([counts[1], counts[8], counts[9], counts[16], counts[17]]).toEqual([22, 22, 24, 24, 26]);
  });

  it('takes a fifth of the pods every 30 s once 60 s were low, rounding towards fewer', () => {
    const counts = play(policy, 20, () => 0, 12);
    // The seed of 20 leaves the window at 60 s; 20 -> 16 -> trunc(12.8) -> trunc(9.6) -> trunc(7.2) -> 5.
    expect(counts).toEqual([20, 20, 20, 20, 20, 16, 16, 12, 12, 9, 9, 7, 7]);
  });

  it('starts nothing when the direction is disabled', () => {
    const behavior = { scaleUp: rules({ selectPolicy: 'Disabled' }), scaleDown: null };
    const { desiredCount, reason } = decideKubernetesHpa(
      anHpa({ behavior }),
      emptyKubernetesHpaMemory,
      seen(0, 20, 150),
    );
    expect(desiredCount).toBe(20);
    expect(reason).toMatch(/; 20 allowed by scaling up being disabled$/);
  });

  it('waits for a whole window of high wishes where scale-ups are stabilised too', () => {
    const slow = {
      scaleUp: rules({ stabilizationWindowSeconds: 45 }),
      scaleDown: rules({ stabilizationWindowSeconds: 0 }),
    };
    // The seed of 10 at 0 s is out of the window at 45 s; then the default limit of 100 % in 15 s lets it double.
    expect(play(anHpa({ behavior: slow }), 10, () => 300, 4)).toEqual([10, 10, 10, 10, 20]);
    const held = decideKubernetesHpa(anHpa({ behavior: slow }), emptyKubernetesHpaMemory, seen(0, 10, 300));
    expect([held.ableToScaleReason, held.reason]).toEqual([
      'ScaleUpStabilized',
      'CPU 300 % of request against 75 %: 10 x 4 = 40 wanted; held at 10 by the last 45 s',
    ]);
  });

  it('has a tolerance for each direction', () => {
    const behavior = { scaleUp: rules({ tolerance: 0 }), scaleDown: rules({ tolerance: 0.5 }) };
    const own = anHpa({ behavior });
    expect(decideKubernetesHpa(own, emptyKubernetesHpaMemory, seen(0, 20, 76)).desiredCount).toBe(21);
    const low = decideKubernetesHpa(own, emptyKubernetesHpaMemory, seen(0, 20, 38));
    expect(low.reason).toMatch(/within 0\.5 to 1, 20 kept/);
  });
});

describe('several metrics', () => {
  const queue: HpaMetric = { kind: 'pods-average-value', metricName: 'conferences', targetMilli: 10_000 };
  const policy = anHpa({ metrics: [cpu75, queue], behavior: openfunBehavior });
  const observation = (percent: number, conferences: number | null): KubernetesHpaObservation => ({
    ...seen(0, 10, percent),
    readings: [
      cpuReading(Array.from({ length: 10 }, () => percent)),
      conferences === null
        ? { kind: 'unavailable', error: 'no adapter' }
        : {
            kind: 'pods',
            samples: readyPods(10).map(({ id }) => ({ podId: id, valueMilli: conferences * 1000 })),
          },
    ],
  });

  it('follow the one that asks for most', () => {
    const decision = decideKubernetesHpa(policy, emptyKubernetesHpaMemory, observation(90, 15));
    expect(decision.reason).toMatch(/^conferences 15 a pod against 10: 10 x 1\.5 = 15 wanted/);
  });

  it('name the first of those that ask for the same', () => {
    const decision = decideKubernetesHpa(policy, emptyKubernetesHpaMemory, observation(150, 20));
    expect(decision.reason).toMatch(/^CPU 150 % .* 10 x 2 = 20 wanted/);
  });

  it('may scale up, but never down, while one is broken', () => {
    const up = decideKubernetesHpa(policy, emptyKubernetesHpaMemory, observation(150, null));
    expect(up.desiredCount).toBe(12);
    const memory = { ...emptyKubernetesHpaMemory, recommendations: [] };
    const down = decideKubernetesHpa(policy, memory, observation(30, null));
    expect([down.desiredCount, down.scalingLimitedReason]).toEqual([10, null]);
    expect(down.reason).toMatch(/but not with a broken metric: no adapter$/);
    expect(down.memory.recommendations).toEqual([]);
  });
});

describe('scaling to zero', () => {
  const jobs: HpaMetric = { kind: 'external-value', metricName: 'queue', targetMilli: 1000 };
  const policy = anHpa({ minReplicas: 0, metrics: [jobs], behavior: { scaleUp: null, scaleDown: null } });
  const observation = (specReplicas: number, queue: number): KubernetesHpaObservation => ({
    nowMs: 0,
    specReplicas,
    statusReplicas: specReplicas,
    pods: readyPods(specReplicas),
    readings: [{ kind: 'values', valuesMilli: [queue * 1000] }],
  });
  const fresh = { ...emptyKubernetesHpaMemory, recommendations: [] };

  it('remembers that it went there itself, and comes back for as many as the value asks', () => {
    const gone = decideKubernetesHpa(policy, fresh, observation(3, 0));
    expect([gone.desiredCount, gone.memory.scaledToZero]).toEqual([0, true]);
    const back = decideKubernetesHpa(policy, { ...gone.memory, recommendations: [] }, observation(0, 2.4));
    expect([back.desiredCount, back.memory.scaledToZero]).toEqual([3, false]);
  });

  it('stays at zero when somebody else set it', () => {
    const left = decideKubernetesHpa(policy, fresh, observation(0, 5));
    expect([left.desiredCount, left.reason]).toEqual([
      0,
      'scaling is disabled: somebody else set the count to 0',
    ]);
  });

  it('comes back to a minimum that was raised meanwhile', () => {
    const memory = { ...fresh, scaledToZero: true };
    const raised = decideKubernetesHpa({ ...policy, minReplicas: 3 }, memory, observation(0, 1));
    expect([raised.desiredCount, raised.memory.scaledToZero]).toEqual([3, false]);
    expect(raised.reason).toMatch(/raised to the minimum 3$/);
  });
});

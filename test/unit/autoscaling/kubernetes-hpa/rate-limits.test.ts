// Goal: policies limit what they say, by the log of both directions, and the logs forget as upstream's do.
// Method: cases worked out by hand from kubernetes/kubernetes 2026 master, horizontal.go.
import { describe, expect, it } from 'vitest';
import {
  resolveScaleDownRules,
  resolveScaleUpRules,
} from '../../../../src/autoscaling/kubernetes-hpa/default-rules.ts';
import type { HpaScaleEvent } from '../../../../src/autoscaling/kubernetes-hpa/policy.ts';
import {
  limitByRules,
  scaleDownLimit,
  scaleUpLimit,
  storeScaleEvent,
} from '../../../../src/autoscaling/kubernetes-hpa/rate-limits.ts';
import { openfunBehavior, rules } from './hpas.ts';

const nowMs = 1_000_000;

function change(replicaChange: number, secondsAgo: number): HpaScaleEvent {
  return { replicaChange, atMs: nowMs - secondsAgo * 1000, outdated: false };
}

const quiet = { scaleUpEvents: [], scaleDownEvents: [], nowMs };
const flag = { downscaleStabilizationSeconds: 300 };

describe('the defaults', () => {
  it('allow the larger of 4 more and twice as many in 15 s upwards, everything downwards', () => {
    const up = resolveScaleUpRules(null);
    expect([1, 4, 5, 30].map((count) => scaleUpLimit(count, up, quiet).limit)).toEqual([5, 8, 10, 60]);
    expect(scaleDownLimit(30, resolveScaleDownRules(null, flag), quiet).limit).toBe(0);
    expect(resolveScaleDownRules(null, flag).stabilizationWindowSeconds).toBe(300);
  });

  it('are replaced member by member', () => {
    const least = resolveScaleUpRules(rules({ selectPolicy: 'Min' }));
    expect(scaleUpLimit(30, least, quiet)).toEqual({ limit: 34, by: '4 pods per 15 s up' });
    expect(resolveScaleDownRules(rules({ stabilizationWindowSeconds: 0 }), flag)).toMatchObject({
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
    });
  });
});

describe('the start of a period', () => {
  const up = resolveScaleUpRules(openfunBehavior.scaleUp);

  it('takes back what was added and gives back what was removed within it', () => {
    expect(scaleUpLimit(22, up, { ...quiet, scaleUpEvents: [change(2, 119)] }).limit).toBe(22);
    expect(scaleUpLimit(18, up, { ...quiet, scaleDownEvents: [change(4, 60)] }).limit).toBe(24);
  });

  it('begins right after its length ago', () => {
    expect(scaleUpLimit(22, up, { ...quiet, scaleUpEvents: [change(2, 120)] }).limit).toBe(24);
  });

  it('never moves the count against the direction that is wanted', () => {
    const limited = limitByRules({
      scaleUpEvents: [change(10, 60)],
      scaleDownEvents: [],
      nowMs,
      currentReplicas: 30,
      desiredReplicas: 40,
      minReplicas: 1,
      maxReplicas: 100,
      scaleUp: up,
      scaleDown: resolveScaleDownRules(null, flag),
    });
    expect(limited).toEqual({ replicas: 30, reason: 'ScaleUpLimit', by: '2 pods per 120 s up' });
  });
});

describe('the log of changes', () => {
  it('forgets by the longest period of its own direction, even where the other direction still asks', () => {
    // OpenFUN's scale-ups look 120 s back, its scale-downs 30 s: a scale-down 31 s old gives its slot to the next.
    const log = storeScaleEvent([change(4, 31)], openfunBehavior.scaleDown as never, 3, nowMs);
    expect(log).toEqual([{ replicaChange: 3, atMs: nowMs, outdated: false }]);
    const kept = storeScaleEvent([change(4, 30)], openfunBehavior.scaleDown as never, 3, nowMs);
    expect(kept).toHaveLength(2);
  });
});

// Goal: a container is restarted when Kubernetes would restart it, after the delay Kubernetes would wait.
// Method: the rules of the kubelet (failureThreshold in a row; CrashLoopBackOff 10 s doubled to 5 min, forgotten after
//   10 min of running), outcomes written out by hand.
import { describe, expect, it } from 'vitest';
import { LivenessProbe } from '../../../../src/jitsi/signalling/liveness-probe.ts';

const backoff = { firstSeconds: 10, maxSeconds: 300, resetSeconds: 600 };

describe('a liveness probe', () => {
  it('restarts at the third failure in a row, not at the third of all', () => {
    const probe = new LivenessProbe(3, backoff);
    const outcomes = [false, false, true, false, true, false, false, false];
    expect(outcomes.map((answered) => probe.observe(answered))).toEqual([
      false, false, false, false, false, false, false, true,
    ]); // biome-ignore format: one line to compare with the outcomes
  });

  it('counts anew after a restart', () => {
    const probe = new LivenessProbe(2, backoff);
    probe.observe(false);
    expect(probe.observe(false)).toBe(true);
    probe.restart(0);
    expect(probe.observe(false)).toBe(false);
  });

  it('waits 0, 10, 20, 40, 80, 160, 300, 300 s before restarts in quick succession', () => {
    const probe = new LivenessProbe(3, backoff);
    const waits = Array.from({ length: 8 }, (_, i) => {
      const wait = probe.restart(i * 100_000);
      probe.started(i * 100_000 + 1000);
      return wait;
    });
    expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
  });

  it('forgets restarts once the container ran for ten minutes', () => {
    const probe = new LivenessProbe(3, backoff);
    probe.restart(0);
    probe.started(0);
    expect(probe.restart(599_999)).toBe(10);
    probe.started(700_000);
    expect(probe.restart(1_300_000)).toBe(0);
  });
});

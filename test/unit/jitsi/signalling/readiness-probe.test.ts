// Goal: a pod is out of its service when Kubernetes would have it out, and the container is never restarted for it.
// Method: the rules of the kubelet (failureThreshold in a row, one success is enough, initialDelaySeconds, not ready before
//   the first success), outcomes written out by hand.
import { describe, expect, it } from 'vitest';
import { FrontPods, noPod } from '../../../../src/jitsi/signalling/front-pods.ts';
import { ReadinessProbe } from '../../../../src/jitsi/signalling/readiness-probe.ts';

/** Readiness after each outcome, one probe every 10 s. */
function readinessAfter(probe: ReadinessProbe, outcomes: readonly boolean[]): boolean[] {
  return outcomes.map((answered, index) => {
    probe.observe(answered, index * 10_000);
    return probe.isReady;
  });
}

describe('a readiness probe', () => {
  it('takes the pod out at the third failure in a row, and puts it back at the first success', () => {
    const outcomes = [false, false, true, false, false, false, false, true];
    expect(readinessAfter(new ReadinessProbe(3), outcomes)).toEqual([
      true, true, true, true, true, false, false, true,
    ]); // biome-ignore format: one line to compare with the outcomes
  });

  it('does not ask a new container before 15 s, which is not ready until it answers', () => {
    const probe = new ReadinessProbe(3);
    probe.started(15, 0);
    // Probes at 0, 10, 20 and 30 s: the first two are not made.
    expect(readinessAfter(probe, [true, true, false, true])).toEqual([false, false, false, true]);
  });

  it('changes nothing where there is none', () => {
    const probe = new ReadinessProbe(null);
    probe.started(15, 0);
    expect(readinessAfter(probe, [false, false, false, false])).toEqual([true, true, true, true]);
  });
});

describe('a front pod that is not ready', () => {
  const fronts = () => new FrontPods({ pods: 2, socketsMax: 8, socketsPerPageLoad: 0, pageLoadSeconds: 65 });

  it('keeps its sockets and gets no new ones: these go to the other pod', () => {
    const pods = fronts();
    expect([pods.open(4, 0), pods.open(4, 0)]).toEqual([0, 1]);
    pods.setReady(0, false);
    expect([pods.open(4, 0), pods.open(4, 0)]).toEqual([1, noPod]);
    expect([pods.sockets(0, 0), pods.sockets(1, 0)]).toEqual([4, 8]);
    expect(pods.takeRefused()).toBe(true);
  });

  it('answers its probe again when there is room for those whom it refused', () => {
    const pods = fronts();
    for (let i = 0; i < 4; i++) pods.open(4, 0);
    expect(pods.open(4, 0)).toBe(noPod);
    pods.setReady(0, false);
    expect(pods.answersProbe(0, 0)).toBe(false);
    pods.close(0, 4);
    expect(pods.answersProbe(0, 0)).toBe(true);
    // The other pod is still turning people away.
    expect(pods.answersProbe(1, 0)).toBe(false);
  });
});

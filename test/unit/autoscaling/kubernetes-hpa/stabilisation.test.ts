// Goal: recommendations hold the count for exactly their window, and give up their slots only beyond it.
// Method: cases worked out by hand from kubernetes/kubernetes 2026 master, horizontal.go, at the edges of the windows.
import { describe, expect, it } from 'vitest';
import {
  stabiliseBothWays,
  stabiliseDown,
} from '../../../../src/autoscaling/kubernetes-hpa/stabilisation.ts';

const nowMs = 1_000_000;

function recommended(replicas: number, secondsAgo: number) {
  return { replicas, atMs: nowMs - secondsAgo * 1000 };
}

describe('without behavior', () => {
  const down = (secondsAgo: number) =>
    stabiliseDown({
      desiredReplicas: 3,
      recommendations: [recommended(9, secondsAgo)],
      windowMs: 300_000,
      nowMs,
    });

  it('a recommendation as old as the window still counts', () => {
    expect(down(300).replicas).toBe(9);
    expect(down(300).recommendations).toHaveLength(2);
  });

  it('an older one does not, and gives its slot', () => {
    expect(down(300.001).replicas).toBe(3);
    expect(down(300.001).recommendations).toEqual([recommended(3, 0)]);
  });
});

describe('with behavior', () => {
  const both = (options: { desired: number; current: number; at: number; secondsAgo: number }) =>
    stabiliseBothWays({
      currentReplicas: options.current,
      desiredReplicas: options.desired,
      recommendations: [recommended(options.at, options.secondsAgo)],
      upWindowMs: 120_000,
      downWindowMs: 60_000,
      nowMs,
    });

  it('up goes as far as the lowest of its window', () => {
    expect(both({ desired: 20, current: 10, at: 12, secondsAgo: 119 }).replicas).toBe(12);
    expect(both({ desired: 20, current: 10, at: 8, secondsAgo: 119 }).replicas).toBe(10);
  });

  it('down goes as far as the highest of its own window', () => {
    expect(both({ desired: 2, current: 10, at: 7, secondsAgo: 59 }).replicas).toBe(7);
    expect(both({ desired: 2, current: 10, at: 7, secondsAgo: 61 }).replicas).toBe(2);
  });

  it('a recommendation as old as a window no longer counts, but keeps its slot until it is older than both', () => {
    expect(both({ desired: 2, current: 10, at: 7, secondsAgo: 60 }).replicas).toBe(2);
    const edge = both({ desired: 20, current: 10, at: 12, secondsAgo: 120 });
    expect(edge.replicas).toBe(20);
    expect(edge.recommendations).toEqual([recommended(12, 120), recommended(20, 0)]);
    expect(both({ desired: 20, current: 10, at: 12, secondsAgo: 121 }).recommendations).toEqual([
      recommended(20, 0),
    ]);
    const equal = { currentReplicas: 10, desiredReplicas: 20, recommendations: [recommended(12, 60)], nowMs };
    const windows = { upWindowMs: 60_000, downWindowMs: 60_000 };
    expect(stabiliseBothWays({ ...equal, ...windows }).recommendations).toHaveLength(2);
  });

  it('of several slots that are free the last is taken', () => {
    const { recommendations } = stabiliseBothWays({
      currentReplicas: 10,
      desiredReplicas: 10,
      recommendations: [recommended(1, 900), recommended(2, 5), recommended(3, 800), recommended(4, 10)],
      upWindowMs: 0,
      downWindowMs: 60_000,
      nowMs,
    });
    expect(recommendations.map(({ replicas }) => replicas)).toEqual([1, 2, 10, 4]);
  });
});

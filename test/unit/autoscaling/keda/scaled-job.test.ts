// Goal: a poll of a ScaledJob starts what KEDA would start.
// Method: cases worked out by hand from kedacore/keda@8b4f083c scale_jobs.go and the scaledjob-spec of 2.21.

import { describe, expect, it } from 'vitest';
import {
  decideScaledJob,
  effectiveMaxScale,
  type ScaledJobPolicy,
  type ScaledJobStrategy,
} from '../../../../src/autoscaling/keda/scaled-job.ts';
import { fc } from '../../../support/property.ts';

const policy: ScaledJobPolicy = {
  minReplicaCount: 0,
  maxReplicaCount: 10,
  targetQueueLength: 1,
  activationQueueLength: 0,
  strategy: { strategy: 'default' },
  pollingIntervalSeconds: 30,
};

function poll(given: Partial<ScaledJobPolicy>, queueLength: number, running: number, pending = 0) {
  const counts = { runningJobCount: running, pendingJobCount: pending };
  return decideScaledJob({ ...policy, ...given }, null, { nowMs: 0, queueLength, ...counts });
}

describe('a ScaledJob', () => {
  it('by default takes unfinished jobs to be the ones the queue still lists', () => {
    const decision = poll({}, 5, 3);
    expect([decision.desiredCount, decision.reason]).toEqual([
      5,
      'queue of 5 asks for 5, 3 unfinished (0 pending): default strategy starts 2',
    ]);
  });

  it('accurately takes the queue to list unclaimed work only, less what pends', () => {
    expect(poll({ strategy: { strategy: 'accurate' } }, 5, 3, 1).desiredCount).toBe(7);
  });

  it('starts nothing while inactive, not even for its minimum, and never stops a job', () => {
    expect(poll({ minReplicaCount: 2 }, 0, 0).desiredCount).toBe(0);
    expect(poll({}, 1, 6).desiredCount).toBe(6);
    expect(poll({ activationQueueLength: 5 }, 5, 0).desiredCount).toBe(0);
  });

  it('first fills its minimum, and counts those jobs out of the queue afterwards', () => {
    expect(poll({ minReplicaCount: 4 }, 8, 1).desiredCount).toBe(4);
    expect(poll({ minReplicaCount: 4 }, 3, 4).desiredCount).toBe(7);
  });

  it('takes several pieces of work a job, rounded up', () => {
    expect(poll({ targetQueueLength: 3 }, 7, 0).desiredCount).toBe(3);
  });

  it('eagerly fills up to the maximum, pending jobs included', () => {
    expect(poll({ strategy: { strategy: 'eager' } }, 4, 3, 2).desiredCount).toBe(7);
    expect(poll({ strategy: { strategy: 'eager' } }, 9, 6, 1).desiredCount).toBe(9);
  });

  it('without a percentage takes custom for default', () => {
    const strategy = { strategy: 'custom', queueLengthDeduction: 5, runningJobPercentage: null } as const;
    const counts = { maxScale: 9, runningJobCount: 2, pendingJobCount: 0, maxReplicaCount: 10 };
    expect(effectiveMaxScale(strategy, counts)).toBe(7);
    expect(effectiveMaxScale({ ...strategy, runningJobPercentage: 0.6 }, counts)).toBe(3);
  });

  it('never starts more than the queue lists beyond its minimum, whatever the strategy', () => {
    const strategies: readonly ScaledJobStrategy[] = [
      { strategy: 'default' },
      { strategy: 'accurate' },
      { strategy: 'eager' },
      { strategy: 'custom', queueLengthDeduction: 1, runningJobPercentage: 0.5 },
    ];
    const count = fc.nat(20);
    fc.assert(
      fc.property(
        fc.constantFrom(...strategies),
        count,
        count,
        count,
        (strategy, queue, running, pending) => {
          const { desiredCount } = poll({ strategy }, queue, running, Math.min(pending, running));
          expect(desiredCount).toBeGreaterThanOrEqual(running);
          expect(desiredCount - running).toBeLessThanOrEqual(queue);
        },
      ),
    );
  });
});

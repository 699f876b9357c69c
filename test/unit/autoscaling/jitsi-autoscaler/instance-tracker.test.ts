// Goal: the store counts, forgets and answers as the service does over the life of an instance.
// Method: a life played by hand on the clock of the shipped times to live.
import { expect, test } from 'vitest';
import { InstanceTracker } from '../../../../src/autoscaling/jitsi-autoscaler/instance-tracker.ts';
import { aBridgePool, aJibriGroup } from './groups.ts';

const minutes = (count: number): number => count * 60_000;
const at = (nowMs: number, ageMs = 0) => ({ nowMs, readAtMs: nowMs - ageMs });
const stats = { stressLevel: 0.5, participants: 10 };

test('a launch that never reports counts for 15 minutes', () => {
  const tracker = new InstanceTracker(aBridgePool());
  tracker.recordLaunch('a', 0);
  expect(tracker.count(minutes(15))).toBe(1);
  expect(tracker.count(minutes(15) + 1)).toBe(0);
});

test('a report replaces the launch and is believed 5 minutes from when its statistics were read', () => {
  const tracker = new InstanceTracker(aBridgePool());
  tracker.recordLaunch('a', 0);
  tracker.report('a', at(minutes(3), 20_000), { stats });
  expect(tracker.tracked(minutes(3))).toMatchObject([{ id: 'a', provisioning: false, stats }]);
  expect(tracker.count(minutes(8) - 20_000)).toBe(1);
  expect(tracker.count(minutes(8) - 19_999)).toBe(0);
});

test('an ordered instance leaves the count at once, learns of it at its next report, and writes no more samples', () => {
  const tracker = new InstanceTracker(aBridgePool());
  tracker.report('a', at(0), { stats });
  tracker.report('b', at(0), { stats: { stressLevel: 0.1 } });
  tracker.orderShutdown(['a'], 30_000);
  expect(tracker.count(30_000)).toBe(1);
  expect(tracker.report('a', at(60_000), { stats })).toEqual({ shutdown: true });
  tracker.report('b', at(60_000), { stats: { stressLevel: 0.1 } });
  tracker.report('b', at(120_000), { stats: { stressLevel: 0.1 } });
  const { scalingOptions } = aBridgePool();
  // Its last value still fills the one gap after it, then it is gone from the mean.
  expect(tracker.summaries(60_000, scalingOptions).at(0)).toBe(0.3);
  expect(tracker.summaries(120_000, scalingOptions).at(0)).toBe(0.1);
  expect(tracker.report('b', at(120_000), {})).toEqual({ shutdown: false });
});

test('after its day an order is forgotten, and an instance still there counts again', () => {
  const tracker = new InstanceTracker(aBridgePool());
  tracker.orderShutdown(['a'], 0);
  tracker.report('a', at(minutes(1440) - 1), { stats });
  expect(tracker.count(minutes(1440) - 1)).toBe(0);
  expect(tracker.count(minutes(1440))).toBe(1);
});

test('a silent instance leaves the count after 5 minutes and is untracked from the next sanity job on', () => {
  const tracker = new InstanceTracker(aBridgePool());
  tracker.report('silent', at(0), { stats });
  tracker.report('fine', at(0), { stats });
  tracker.report('fine', at(minutes(5)), { stats });
  tracker.recountUntracked(['silent', 'fine'], minutes(4));
  expect(tracker.untrackedCount(minutes(6))).toBe(0);
  expect(tracker.count(minutes(6))).toBe(1);
  tracker.recountUntracked(['silent', 'fine'], minutes(8));
  expect(tracker.untrackedCount(minutes(8))).toBe(1);
  // The count itself is believed for 10 minutes.
  expect(tracker.untrackedCount(minutes(18) - 1)).toBe(1);
  expect(tracker.untrackedCount(minutes(18))).toBe(0);
});

test('a draining instance goes on reporting, so it is not untracked', () => {
  const tracker = new InstanceTracker(aBridgePool());
  tracker.report('a', at(0), { stats });
  tracker.orderShutdown(['a'], 0);
  tracker.report('a', at(minutes(4)), { stats, shutdownReported: true });
  tracker.recountUntracked(['a'], minutes(8));
  expect(tracker.untrackedCount(minutes(8))).toBe(0);
  expect(tracker.count(minutes(8))).toBe(0);
});

test('protection lasts as long as the launch was given', () => {
  const tracker = new InstanceTracker(aBridgePool());
  tracker.recordLaunch('a', 0, { protectedUntilMs: minutes(15) });
  tracker.recordLaunch('b', 0, { protectedUntilMs: null });
  expect([...tracker.protectedIds(minutes(15) - 1)]).toEqual(['a']);
  expect([...tracker.protectedIds(minutes(15))]).toEqual([]);
});

test('Jibris are summed, not averaged: the figure is how many are available', () => {
  const group = aJibriGroup();
  const tracker = new InstanceTracker(group);
  tracker.report('a', at(0), { jibriStatus: 'IDLE' });
  tracker.report('b', at(0), { jibriStatus: 'IDLE' });
  tracker.report('c', at(0), { jibriStatus: 'BUSY' });
  expect(tracker.summaries(0, group.scalingOptions).at(0)).toBe(2);
});

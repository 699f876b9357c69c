// Goal: which states count, how long, and which metric a report writes.
// Method: times to live of jitsi/jitsi-autoscaler@c302ef1 src/config.ts (300, 600, 900 s), one second either side.
import { expect, test } from 'vitest';
import {
  countsAsTracked,
  countUntracked,
  type InstanceCondition,
  isExpired,
  launchedCondition,
  metricOfReport,
} from '../../../../src/autoscaling/jitsi-autoscaler/inventory.ts';
import { defaultJitsiAutoscalerTimers } from '../../../../src/autoscaling/jitsi-autoscaler/policy.ts';

const running: InstanceCondition = { ...launchedCondition, provisioning: false, stats: { stressLevel: 0.4 } };

function livesSeconds(condition: InstanceCondition, shutdownOrdered = false): number {
  let age = 0;
  const expired = (seconds: number): boolean =>
    isExpired(
      { id: 1, atMs: 0, ...condition },
      { nowMs: seconds * 1000, shutdownOrdered },
      defaultJitsiAutoscalerTimers,
    );
  while (!expired(age + 1)) age += 1;
  return age;
}

test('a state is believed 300 s, one of a launch 900 s, one of a shutdown 600 s', () => {
  expect(livesSeconds(running)).toBe(300);
  expect(livesSeconds(launchedCondition)).toBe(900);
  expect(livesSeconds({ ...running, shutdownReported: true })).toBe(600);
  expect(livesSeconds(launchedCondition, true)).toBe(600);
});

test('launched instances count; ordered, shutting and gracefully ending ones do not', () => {
  const counts = (condition: InstanceCondition, shutdownOrdered = false): boolean =>
    countsAsTracked(
      { id: 1, atMs: 0, ...condition },
      { nowMs: 0, shutdownOrdered },
      defaultJitsiAutoscalerTimers,
    );
  expect(counts(launchedCondition)).toBe(true);
  expect(counts(running)).toBe(true);
  expect(counts(running, true)).toBe(false);
  expect(counts({ ...running, shutdownReported: true })).toBe(false);
  expect(counts({ ...running, stats: { gracefulShutdown: true } })).toBe(false);
});

test('an idle Jibri writes 1, any other 0, even one that does not answer', () => {
  const jibri = (jibriStatus: InstanceCondition['jibriStatus']) =>
    metricOfReport('jibri', { ...running, stats: null, jibriStatus }, false);
  expect([jibri('IDLE'), jibri('BUSY'), jibri('EXPIRED'), jibri(null)]).toEqual([1, 0, 0, 0]);
});

test('availability-is-always-0: upstream forgot the type, so it never reports an available instance', () => {
  expect(metricOfReport('availability', { ...running, jibriStatus: 'IDLE' }, false)).toBe(0);
});

test('a bridge writes its stress, zero included, and nothing when it does not answer or is leaving', () => {
  expect(metricOfReport('JVB', running, false)).toBe(0.4);
  expect(metricOfReport('JVB', { ...running, stats: { stressLevel: 0 } }, false)).toBe(0);
  expect(metricOfReport('JVB', { ...running, stats: null }, false)).toBeNull();
  expect(metricOfReport('JVB', running, true)).toBeNull();
  expect(
    metricOfReport('JVB', { ...running, stats: { stressLevel: 0.4, gracefulShutdown: true } }, false),
  ).toBeNull();
  expect(metricOfReport('JVB', launchedCondition, false)).toBeNull();
});

test('untracked are the instances of the cloud that the store has no state of', () => {
  expect(countUntracked([1, 2, 3, 4], (id) => id === 2 || id === 9)).toBe(3);
});

// Goal: samples become the numbers upstream decides by.
// Method: worked by hand from the rules of jitsi/jitsi-autoscaler@c302ef1 src/instance_tracker.ts; now is 600 s.
import { expect, test } from 'vitest';
import {
  type MetricSample,
  samplesPerPeriod,
  summariesOf,
  summariseSamples,
} from '../../../../src/autoscaling/jitsi-autoscaler/periods.ts';

const window = { nowMs: 600_000, scalePeriod: 60, periodsCount: 3, metricTTLSec: 3600 };

function sample(instanceId: string, ageSeconds: number, value: number): MetricSample {
  return { instanceId, atMs: window.nowMs - ageSeconds * 1000, value };
}

test('a sample exactly one period old belongs to the second period', () => {
  const periods = samplesPerPeriod([sample('a', 60, 0.4), sample('a', 59.999, 0.5)], window);
  expect(periods.map((period) => period.map(({ value }) => value))).toEqual([[0.5], [0.4], []]);
});

test('the newest period is filled from the one before; a middle one only if the instance spoke after it too', () => {
  expect(summariesOf([sample('a', 70, 0.4)], window, 'mean')).toEqual([0.4, 0.4, 0]);
  expect(summariesOf([sample('a', 130, 0.2), sample('a', 10, 0.4)], window, 'mean')).toEqual([0.4, 0.2, 0.2]);
  expect(summariesOf([sample('a', 130, 0.2)], window, 'mean')).toEqual([0, 0, 0.2]);
});

test('one gap is bridged, two in a row are not: a filled value is no presence', () => {
  const four = { ...window, periodsCount: 4 };
  expect(summariesOf([sample('a', 190, 0.2), sample('a', 10, 0.4)], four, 'mean')).toEqual([0.4, 0, 0, 0.2]);
});

test('fills with the newest sample of the older period, not with its mean', () => {
  expect(summariesOf([sample('a', 110, 1), sample('a', 65, 3)], window, 'sum')[0]).toBe(3);
});

test('averages each instance first, then sums or averages over instances', () => {
  const samples = [
    { instanceId: 'a', value: 10 },
    { instanceId: 'a', value: 5 },
    { instanceId: 'b', value: 1 },
  ];
  expect(summariseSamples(samples, 'mean')).toBe(4.25);
  expect(summariseSamples(samples, 'sum')).toBe(8.5);
});

test('an empty period is 0: it looks idle to bridges and fully busy to Jibris', () => {
  expect(summariesOf([], window, 'mean')).toEqual([0, 0, 0]);
  expect(summariesOf([], window, 'sum')).toEqual([0, 0, 0]);
});

test('samples from the future, and those at the end of their time to live, are not read', () => {
  const short = { ...window, metricTTLSec: 100 };
  expect(summariesOf([sample('a', 100, 1), sample('b', -1, 1)], short, 'mean')).toEqual([0, 0, 0]);
  expect(summariesOf([sample('a', 99, 1)], short, 'mean')).toEqual([1, 1, 0]);
});

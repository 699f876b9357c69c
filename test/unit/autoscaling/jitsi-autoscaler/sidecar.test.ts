// Goal: the sidecar reads every 30 s and reports every 60 s, from its own start.
// Method: times counted by hand for a sidecar started at 7 s.
import { expect, test } from 'vitest';
import { nextReportMs, readingOfReportMs } from '../../../../src/autoscaling/jitsi-autoscaler/sidecar.ts';

const timers = { sidecarStatsIntervalSec: 30, sidecarPollIntervalSec: 60 };
const startedAtMs = 7000;

test('reports at its start and every minute after it', () => {
  const next = (afterMs: number) => nextReportMs({ startedAtMs, afterMs }, timers);
  expect([next(0), next(7000), next(66_999), next(67_000)]).toEqual([7000, 67_000, 67_000, 127_000]);
});

test('sends the last reading finished before the report', () => {
  const reading = (reportAtMs: number) => readingOfReportMs({ startedAtMs, reportAtMs }, timers);
  expect(reading(7000)).toBe(7000);
  expect(reading(67_000)).toBe(37_000);
  expect(reading(127_000)).toBe(97_000);
});

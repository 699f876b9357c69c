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

test('never skips a reading or repeats a report, whatever the rounding of its times', () => {
  // Found in a run: beyond 2^24 ms a start like this one made readings fall on reports, and the sidecar went silent.
  for (const start of [8869336.769274315, -41234.123456789, 3194041.783711294]) {
    let reportAtMs = nextReportMs({ startedAtMs: start, afterMs: 9e6 }, timers);
    for (let report = 0; report < 20_000; report++) {
      const readAtMs = readingOfReportMs({ startedAtMs: start, reportAtMs }, timers);
      expect(Math.abs(reportAtMs - readAtMs - 30_000)).toBeLessThan(1e-3);
      const next = nextReportMs({ startedAtMs: start, afterMs: reportAtMs }, timers);
      expect(Math.abs(next - reportAtMs - 60_000)).toBeLessThan(1e-3);
      reportAtMs = next;
    }
  }
});

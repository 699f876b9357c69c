/**
 * The clock of the sidecar that sits on every instance. Right after its start it reads the local statistics and
 * reports them; from then on it reads every 30 s and reports every 60 s what it read last, and each answer carries
 * the shutdown order if there is one. So a sample arrives once a minute, up to 30 s old, and an order waits up to
 * 60 s. While an instance drains its sidecar goes on reporting.
 *
 * Source: jitsi/jitsi-autoscaler-sidecar@4d8bca8 src/app.ts, src/config.ts.
 */
import type { JitsiAutoscalerTimers } from './policy.ts';

type SidecarTimers = Pick<JitsiAutoscalerTimers, 'sidecarStatsIntervalSec' | 'sidecarPollIntervalSec'>;

/** Time of the first report strictly after `afterMs` of a sidecar started at `startedAtMs`, milliseconds. */
export function nextReportMs(
  { startedAtMs, afterMs }: { readonly startedAtMs: number; readonly afterMs: number },
  timers: SidecarTimers,
): number {
  if (afterMs < startedAtMs) return startedAtMs;
  const intervalMs = timers.sidecarPollIntervalSec * 1000;
  const reports = Math.floor((afterMs - startedAtMs) / intervalMs);
  const nextMs = startedAtMs + (reports + 1) * intervalMs;
  // When `afterMs` is itself a report, rounding may have made the quotient one too small.
  return nextMs > afterMs ? nextMs : startedAtMs + (reports + 2) * intervalMs;
}

/**
 * When the statistics of a report were read, milliseconds. The first report waits for the first reading; a later
 * one does not wait for a reading that begins at the same moment, and sends the one before.
 */
export function readingOfReportMs(
  { startedAtMs, reportAtMs }: { readonly startedAtMs: number; readonly reportAtMs: number },
  timers: SidecarTimers,
): number {
  const { sidecarStatsIntervalSec, sidecarPollIntervalSec } = timers;
  // Counted from the number of the report: a quotient of times would be off by one where it rounds up.
  const report = Math.round((reportAtMs - startedAtMs) / (sidecarPollIntervalSec * 1000));
  const readings = Math.ceil((report * sidecarPollIntervalSec) / sidecarStatsIntervalSec) - 1;
  return startedAtMs + Math.max(0, readings) * sidecarStatsIntervalSec * 1000;
}

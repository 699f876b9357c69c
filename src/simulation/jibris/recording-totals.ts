/**
 * Sums up what became of the recordings of a run.
 */
import type { RecordingUpload } from '../../jitsi/jibri-settings.ts';
import type { RecordingCounts } from './recording-counts.ts';
import type { RecordingTotals } from './recording-total-names.ts';

const hourMs = 3_600_000;

/** `upload`: undefined without Jibris. */
export function recordingTotals(
  counts: RecordingCounts,
  upload: RecordingUpload | undefined,
): RecordingTotals {
  const { refused, started, waitSeconds } = counts;
  const recordedHours = counts.fileMs / hourMs;
  return {
    recordingsStarted: started,
    recordingsRefusedAllBusy: refused['all-busy'],
    recordingsRefusedNoJibri: refused['not-available'],
    recordingsFailedToStart: refused['internal-server-error'] + refused['never-on'],
    recordingsRetried: counts.retried,
    jibriStartsFailed: counts.startsFailed,
    recordingsResumed: counts.resumed,
    recordingWaitSecondsMean: started === 0 ? 0 : counts.waitMs / started / 1000,
    recordingWaitSecondsP95: started === 0 ? 0 : waitSeconds.quantile(0.95),
    recordedHours,
    streamedHours: counts.streamMs / hourMs,
    recordedGigabytes: recordedHours * (upload?.gigabytesPerHour ?? 0),
    jibriRestarts: counts.restarts,
  };
}

/**
 * What became of the recordings that were asked for. Live streams count as recordings.
 */
import type { StartError } from '../../jitsi/jicofo/jibri-session.ts';
import { QuantileSketch } from '../../stats/quantile-sketch.ts';

/** Why a request came to nothing: nobody free, nobody there, every try failed, or accepted and never begun. */
export type RefusalCause = StartError | 'never-on';

const hourMs = 3_600_000;
/** Megabits of a gigabyte of 10^9 bytes. */
const megabitsPerGigabyte = 8000;

export class RecordingCounts {
  /** Conferences that asked, whatever came of it. */
  asked = 0;
  streamsAsked = 0;
  started = 0;
  /** Those that were never recorded, by what their last attempt came to. */
  readonly refused: Record<RefusalCause, number> = {
    'all-busy': 0,
    'not-available': 0,
    'internal-server-error': 0,
    'never-on': 0,
  };
  /** When the recordings that were refused would have ended. */
  readonly refusedUntilMs: number[] = [];
  /** Attempts that came to nothing, and attempts made after such a one. */
  refusals = 0;
  retried = 0;
  /** Start requests that failed, Jibri by Jibri. */
  startsFailed = 0;
  /** Recordings whose Jibri was lost and that another one went on with. */
  resumed = 0;
  /** Recordings under way or being finalised on Jibris that hung or were taken. */
  lost = 0;
  /** Recordings that ended before their time, since the signalling of their conference was lost. */
  cut = 0;
  /** Recorded within the horizon, without what was lost; streams apart. */
  fileMs = 0;
  streamMs = 0;
  /** From the first request until it recorded, seconds. */
  readonly waitSeconds = new QuantileSketch();
  waitMs = 0;
  /** Jibris that restarted after a recording. */
  restarts = 0;

  get refusedCount(): number {
    const { refused } = this;
    return (
      refused['all-busy'] + refused['not-available'] + refused['internal-server-error'] + refused['never-on']
    );
  }

  noteStart(waitedMs: number): void {
    this.started += 1;
    this.waitMs += waitedMs;
    this.waitSeconds.insert(waitedMs / 1000);
  }

  addRecorded(kind: 'file' | 'stream', durationMs: number): void {
    if (kind === 'file') this.fileMs += durationMs;
    else this.streamMs += durationMs;
  }
}

/** Time that uploading a recording keeps its Jibri busy, milliseconds. */
export function uploadMs(
  recordedMs: number,
  upload: { readonly gigabytesPerHour: number; readonly megabitsPerSecond: number | null },
): number {
  if (upload.megabitsPerSecond === null) return 0;
  const megabits = (recordedMs / hourMs) * upload.gigabytesPerHour * megabitsPerGigabyte;
  return (megabits / upload.megabitsPerSecond) * 1000;
}

/** What a bill counts of recordings. */
export function recordingUsage(counts: RecordingCounts): {
  readonly recordings: number;
  readonly recordedMs: number;
} {
  return { recordings: counts.started, recordedMs: counts.fileMs };
}

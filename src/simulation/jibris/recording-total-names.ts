/**
 * What became of the recordings of a run, in one number each; those that were asked for and refused are
 * `recordings` and `recordingsRefused`. Live streams count as recordings.
 */
export interface RecordingTotals {
  readonly recordingsStarted: number;
  /** Never recorded because every Jibri was busy or had failed lately, or because there was none. */
  readonly recordingsRefusedAllBusy: number;
  readonly recordingsRefusedNoJibri: number;
  /** Never recorded because every Jibri that was asked failed, or the one that accepted never came on. */
  readonly recordingsFailedToStart: number;
  /** Attempts that users made after one that came to nothing. */
  readonly recordingsRetried: number;
  /** Start requests that failed, Jibri by Jibri. */
  readonly jibriStartsFailed: number;
  /** Recordings that another Jibri went on with. */
  readonly recordingsResumed: number;
  /** From the first attempt until it recorded, seconds, of those that were recorded. */
  readonly recordingWaitSecondsMean: number;
  readonly recordingWaitSecondsP95: number;
  /** Hours of files and of live streams; what was lost is left out. */
  readonly recordedHours: number;
  readonly streamedHours: number;
  /** Size of the files, gigabytes of 10^9 bytes. */
  readonly recordedGigabytes: number;
  /** Jibris that restarted after a recording. */
  readonly jibriRestarts: number;
}

/** Names of these totals; a record so that the compiler misses none. */
export const recordingTotalNames = {
  recordingsStarted: true,
  recordingsRefusedAllBusy: true,
  recordingsRefusedNoJibri: true,
  recordingsFailedToStart: true,
  recordingsRetried: true,
  jibriStartsFailed: true,
  recordingsResumed: true,
  recordingWaitSecondsMean: true,
  recordingWaitSecondsP95: true,
  recordedHours: true,
  streamedHours: true,
  recordedGigabytes: true,
  jibriRestarts: true,
} satisfies Record<keyof RecordingTotals, true>;

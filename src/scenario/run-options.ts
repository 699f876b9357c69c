/**
 * How often a scenario is run.
 */
export interface RunOptions {
  readonly seed: number;
  /** Runs of each variant; the most when `until` is given. */
  readonly replications: number;
  /** Run until this is known; absent for a fixed number of replications. */
  readonly until?: Precision;
  /** What corrects the estimates of means; absent for nothing. */
  readonly controlVariate?: 'offered-load';
}

/** How well a total must be known. */
export interface Precision {
  readonly total: PrecisionTotal;
  /** Half-width of the 95 % interval as a share of the mean. */
  readonly relativeHalfWidth: number;
}

/** Totals whose precision may be asked for. */
export const precisionTotals = [
  'costPerDay',
  'costPerParticipantHour',
  'joinFailureRatio',
  'overstressedParticipantMinutesRatio',
  'overstressedParticipantMinutes',
  'disconnectedParticipantMinutesRatio',
  'recordingRefusedRatio',
  'participantMinutesOut',
  'joinWaitSecondsP95',
  'stressP90',
  'stressMax',
  'participantsPeak',
  'bridgesReadyMean',
  'bridgeHoursPaid',
] as const;
export type PrecisionTotal = (typeof precisionTotals)[number];

/** Most replications: beyond it the interval no longer narrows in any useful way. */
export const REPLICATIONS_MAX = 100_000;

/** Most replications of a run until a precision is reached, unless the scenario says otherwise. */
export const UNTIL_REPLICATIONS_MAX = 200;

/** Fills the totals of `machine-total-names.ts` from the parts of a run. */
import type { IceFailures } from './ice-failures.ts';
import type { RecordingCounts } from './jibris/recording-counts.ts';
import type { MachineTotals } from './machine-total-names.ts';
import type { SignallingOperations } from './signalling/signalling-operations.ts';

export interface MachineParts {
  /** null when signalling is not simulated. */
  readonly jibris: { readonly recordings: { readonly counts: Pick<RecordingCounts, 'cut'> } };
  readonly iceFailures: Pick<IceFailures, 'restarts' | 'detections'>;
  readonly signalling: Pick<SignallingOperations, 'readiness' | 'connections' | 'peaks'> | null;
}

export function machineTotals({ signalling, iceFailures, jibris }: MachineParts): MachineTotals {
  const counts = signalling?.connections.counts;
  const delays = counts?.joinDelaySeconds;
  const delayed = (probability: number): number =>
    delays === undefined || delays.count === 0 ? 0 : delays.quantile(probability);
  return {
    podsNotReady: (signalling?.readiness.taken ?? 0) + (signalling?.connections.visitorNodeLives?.taken ?? 0),
    frontCpuCoresMax: signalling?.peaks.frontCpuCores ?? 0,
    joinsDelayedByFront: counts?.joinsDelayedBy.front ?? 0,
    joinsDelayedByProsody: counts?.joinsDelayedBy.prosody ?? 0,
    joinsDelayedByFocus: counts?.joinsDelayedBy.focus ?? 0,
    joinDelaySecondsP50: delayed(0.5),
    joinDelaySecondsP95: delayed(0.95),
    joinDelaySecondsP99: delayed(0.99),
    recordingsCut: jibris.recordings.counts.cut,
    iceRestarts: iceFailures.restarts,
    iceFailuresDetected: iceFailures.detections,
  };
}

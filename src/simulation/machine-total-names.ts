/**
 * What became of a shard's parts and of the joins that they held up, in one number each; all 0 where the part is not
 * simulated. Definitions: docs/background/measures.md.
 */
import type { SignallingOperations } from './signalling/signalling-operations.ts';

export interface MachineTotals {
  /** Times that a Prosody or a front pod got no new connections since it failed its readiness probes. */
  readonly podsNotReady: number;
  /** Joins that needed more than one attempt, by what stood in the way last. */
  readonly joinsDelayedByFront: number;
  readonly joinsDelayedByProsody: number;
  readonly joinsDelayedByFocus: number;
  /** From wanting to join to being in, of those alone, seconds. */
  readonly joinDelaySecondsP50: number;
  readonly joinDelaySecondsP95: number;
  readonly joinDelaySecondsP99: number;
}

/** Names of these totals; a record so that the compiler misses none. */
export const machineTotalNames = {
  podsNotReady: true,
  joinsDelayedByFront: true,
  joinsDelayedByProsody: true,
  joinsDelayedByFocus: true,
  joinDelaySecondsP50: true,
  joinDelaySecondsP95: true,
  joinDelaySecondsP99: true,
} satisfies Record<keyof MachineTotals, true>;

export interface MachineParts {
  /** null when signalling is not simulated. */
  readonly signalling: Pick<SignallingOperations, 'readiness' | 'connections'> | null;
}

export function machineTotals({ signalling }: MachineParts): MachineTotals {
  const counts = signalling?.connections.counts;
  const delays = counts?.joinDelaySeconds;
  const delayed = (probability: number): number =>
    delays === undefined || delays.count === 0 ? 0 : delays.quantile(probability);
  return {
    podsNotReady: signalling?.readiness.taken ?? 0,
    joinsDelayedByFront: counts?.joinsDelayedBy.front ?? 0,
    joinsDelayedByProsody: counts?.joinsDelayedBy.prosody ?? 0,
    joinsDelayedByFocus: counts?.joinsDelayedBy.focus ?? 0,
    joinDelaySecondsP50: delayed(0.5),
    joinDelaySecondsP95: delayed(0.95),
    joinDelaySecondsP99: delayed(0.99),
  };
}

/**
 * What became of a shard's parts and of the joins that they held up, in one number each; all 0 where the part is not
 * simulated. Definitions: docs/background/measures.md.
 */
export interface MachineTotals {
  /** Times that a Prosody or a front pod got no new connections since it failed its readiness probes. */
  readonly podsNotReady: number;
  /** CPU of the web front pods of a shard, most, cores: in proportion to sockets, at the ends of minutes. */
  readonly frontCpuCoresMax: number;
  /** Joins that needed more than one attempt, by what stood in the way last. */
  readonly joinsDelayedByFront: number;
  readonly joinsDelayedByProsody: number;
  readonly joinsDelayedByFocus: number;
  /** From wanting to join to being in, of those alone, seconds. */
  readonly joinDelaySecondsP50: number;
  readonly joinDelaySecondsP95: number;
  readonly joinDelaySecondsP99: number;
  /** Recordings that ended before their time, since the signalling of their conference was lost. */
  readonly recordingsCut: number;
  /** Requests of participants to be connected anew since no media reached their bridge. */
  readonly iceRestarts: number;
  /** Times that Jicofo found a bridge to fail ICE. */
  readonly iceFailuresDetected: number;
}

/** Names of these totals; a record so that the compiler misses none. */
export const machineTotalNames = {
  podsNotReady: true,
  frontCpuCoresMax: true,
  joinsDelayedByFront: true,
  joinsDelayedByProsody: true,
  joinsDelayedByFocus: true,
  joinDelaySecondsP50: true,
  joinDelaySecondsP95: true,
  joinDelaySecondsP99: true,
  recordingsCut: true,
  iceRestarts: true,
  iceFailuresDetected: true,
} satisfies Record<keyof MachineTotals, true>;

/**
 * What goes wrong in a scenario, after validation. A closed union: a new kind is a compile error until the simulation
 * handles it (`simulation/faults/fault-schedule.ts`).
 */

/** When a fault happens: at one moment, or again and again at random with a mean time in between (a Poisson process). */
export type FaultTiming =
  | { readonly kind: 'at'; readonly atMs: number }
  | { readonly kind: 'rate'; readonly meanTimeBetweenMs: number };

interface Timed {
  /** Names the fault's random streams and its incidents; unique in the scenario. */
  readonly name: string;
  readonly timing: FaultTiming;
}

export interface BridgeCrash extends Timed {
  readonly kind: 'bridge-crash';
  /** Bridges that die at once; fewer when fewer serve. */
  readonly count: number;
  readonly pick: 'random' | 'busiest';
  /**
   * `process`: the operating system closes the sockets, so that Jicofo is told at once. `machine`: it falls silent, and
   * is missed by health checks and by its participants.
   */
  readonly loss: 'process' | 'machine';
  /** Seconds until the process serves again on the same instance; null when the instance is lost. */
  readonly restartSeconds: number | null;
}

/** Bridges that fail Jicofo's health checks and go on carrying media, or the other way round. */
export interface BridgeIllness extends Timed {
  readonly kind: 'bridge-illness';
  /** Bridges that fall ill at once, any of them. */
  readonly count: number;
  /**
   * `no-answer`: checks time out, and nobody is moved. `unwell`: the bridge says so, and everybody is. `no-media`: it passes
   * its checks, and no media reach it.
   */
  readonly symptom: 'no-answer' | 'unwell' | 'no-media';
  /** Seconds until it is well again; null for never. */
  readonly recoverSeconds: number | null;
}

/** Jicofo starts anew: all conferences of the shard are set up again, on bridges chosen anew. */
export interface JicofoRestart extends Timed {
  readonly kind: 'jicofo-restart';
  /** Seconds until it invites again. */
  readonly absenceSeconds: number;
}

export interface ProsodyKill extends Timed {
  readonly kind: 'prosody-kill';
  /** Number of the shard, from 0; null for all. */
  readonly shard: number | null;
}

/** The Prosody of a visitor node dies; the main room goes on. */
export interface VisitorNodeKill extends Timed {
  readonly kind: 'visitor-node-kill';
  /** Number of the node, from 0; null for all. */
  readonly node: number | null;
}

export interface FrontLoss extends Timed {
  readonly kind: 'front-loss';
  readonly shard: number | null;
  /** Front pods that die at once; null for all of the shard. */
  readonly pods: number | null;
  /** Seconds until they serve again; null for the restart time of the signalling model. */
  readonly outageSeconds: number | null;
}

/** Sockets of many clients break at once, as when a load balancer or a provider's network blinks. */
export interface ReconnectStorm extends Timed {
  readonly kind: 'reconnect-storm';
  /** Share of the connected participants. */
  readonly ratio: number;
}

/** Participants leave and join again, over and over. */
export interface Churn extends Timed {
  readonly kind: 'churn';
  /** Share of the participants present, drawn anew in each cycle. */
  readonly ratio: number;
  readonly cycles: number;
  readonly periodSeconds: number;
  /** Seconds that each is away; with signalling, a page load. */
  readonly awaySeconds: number;
}

/** Joins that nobody planned for. */
export interface JoinBurst extends Timed {
  readonly kind: 'join-burst';
  readonly conferences: number;
  /** Of each conference. */
  readonly participants: number;
  /** They join evenly over this time. */
  readonly withinSeconds: number;
  readonly stayMinutes: number;
  /** Index of the demand class whose media and cameras they have. */
  readonly demandIndex: number;
}

/** A Jibri records no more and takes nothing, without a word. */
export interface JibriHang extends Timed {
  readonly kind: 'jibri-hang';
  readonly count: number;
  /** Seconds until somebody restarts it; null for never. */
  readonly recoverSeconds: number | null;
}

/** Orders to drain do not reach bridges: they go on taking conferences until they are stopped at the drain limit. */
export interface DrainFailure extends Timed {
  readonly kind: 'drain-failure';
  readonly durationSeconds: number;
}

/** An operator sets the drain flag on bridges for a while: Jicofo turns to them last, and nobody is moved. */
export interface BridgeDrain extends Timed {
  readonly kind: 'bridge-drain';
  readonly durationSeconds: number;
  /** Share of the bridges concerned, rounded to whole bridges. */
  readonly ratio: number;
  /** Name of the zone whose bridges are meant; null for all. */
  readonly zone: string | null;
  /** Number of the version whose bridges are meant; null for all. */
  readonly version: number | null;
}

/** Everything that runs in the zone dies without a word, and nothing can be launched there. */
export interface ZoneLoss extends Timed {
  readonly kind: 'zone-loss';
  readonly zone: string;
  readonly durationSeconds: number;
}

/**
 * The bridges of a region cannot be reached from the shards: their participants are invited elsewhere, and the bridges
 * come back when it ends. They are paid meanwhile.
 */
export interface RegionPartition extends Timed {
  readonly kind: 'region-partition';
  /** Number of the region. */
  readonly region: number;
  /** At least as long as it takes until everybody has moved. */
  readonly durationSeconds: number;
}

/** The cloud has too few instances for a while. */
export interface StockOut extends Timed {
  readonly kind: 'stock-out';
  readonly durationSeconds: number;
  /** null for all zones. */
  readonly zone: string | null;
  readonly refusedRatio: number;
}

/** Instances launched for a while take longer to boot. */
export interface SlowBoot extends Timed {
  readonly kind: 'slow-boot';
  readonly durationSeconds: number;
  readonly zone: string | null;
  readonly factor: number;
}

/** The cloud takes spot instances back, many at once. */
export interface SpotInterruption extends Timed {
  readonly kind: 'spot-interruption';
  /** Share of the spot instances. */
  readonly ratio: number;
}

export type Fault =
  | BridgeCrash
  | BridgeIllness
  | JicofoRestart
  | ProsodyKill
  | VisitorNodeKill
  | FrontLoss
  | ReconnectStorm
  | Churn
  | JoinBurst
  | JibriHang
  | DrainFailure
  | BridgeDrain
  | ZoneLoss
  | RegionPartition
  | StockOut
  | SlowBoot
  | SpotInterruption;

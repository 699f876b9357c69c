/**
 * What the bridges of a deployment have in common.
 */
import type { StressedBridge } from './bridge-capacity.ts';
import type { VideoLimitOptions } from './load-management/video-limits.ts';
import type { ConferenceMedia } from './media-profile.ts';
import type { PeerToPeerMedia } from './peer-to-peer.ts';
import type { SiteCounts } from './site-traffic.ts';

export interface BridgeFleetOptions extends StressedBridge {
  /** Media of each demand class. */
  readonly profiles: readonly ConferenceMedia[];
  /** What participants send each other past the bridge; null (the default) when nobody does. */
  readonly peerToPeer?: PeerToPeerMedia | null;
  /** How many videos receivers are sent. Default: as shipped. */
  readonly videoLimits?: VideoLimitOptions;
  readonly samplePeriodSeconds: number;
  readonly publishPeriodSeconds: number;
  /** True stress above which a bridge's participants count as overstressed. */
  readonly overstressedAbove: number;
  readonly averageParticipantStress: number;
  readonly participantRampupIntervalSeconds: number;
  /** Whether to integrate CPU over time (only controllers that look at CPU need it). */
  readonly integrateCpu: boolean;
  /** Whether a choice looks at every bridge instead of an index; a test compares the two. Default false. */
  readonly scansBridges?: boolean;
  /** Whether bridges are retired by the drain flag, rather than in graceful shutdown. Default false. */
  readonly drainsByFlag?: boolean;
  /** Stress from which no further visitor bridge hangs on a bridge; undefined when nobody is a visitor. */
  readonly visitorTreeStress?: number;
  /** Jicofos that place participants, each blind to what the others placed lately. Default 1. */
  readonly jicofos?: number;
  /** Regions and shards whose traffic is told apart. Default none. */
  readonly trafficSites?: SiteCounts;
}

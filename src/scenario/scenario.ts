/**
 * A scenario after validation: every default filled in, every name resolved against the model registry, every
 * time in simulated milliseconds since the horizon start. The simulation reads only this and never checks it
 * again. What a user writes, and the checks, are in `schema.ts` and `resolve.ts`.
 */

import type { InstancePrice } from '../billing/price.ts';
import type { BootModel } from '../cloud/boot-model.ts';
import type { CloudSettings } from '../cloud/cloud-settings.ts';
import type { DrainLimit } from '../cloud/drain-limits.ts';
import type { NodeSettings } from '../cloud/nodes/node-settings.ts';
import type { PoolSupply } from '../cloud/pool-supply.ts';
import type { Distribution } from '../engine/random/distribution.ts';
import type { BridgeModel } from '../jitsi/bridge-model.ts';
import type { Geography } from '../jitsi/geography.ts';
import type { HaproxySettings } from '../jitsi/haproxy/entry-settings.ts';
import type { ShardOrder } from '../jitsi/haproxy/shard-agent.ts';
import type { JibriSettings, RecordingHabits } from '../jitsi/jibri-settings.ts';
import type { IceFailureDetection } from '../jitsi/jicofo/bridge-record.ts';
import type { ConferenceStart } from '../jitsi/jicofo/conference-start.ts';
import type { BridgeHealth, HealthChecks } from '../jitsi/jicofo/health-checks.ts';
import type { RedistributionOptions } from '../jitsi/jicofo/load-redistribution.ts';
import type { SelectionSettings } from '../jitsi/jicofo/selection-presets.ts';
import type { VisitorSettings } from '../jitsi/jicofo/visitor-nodes.ts';
import type { ConferenceMedia } from '../jitsi/media-profile.ts';
import type { ClientMix } from '../jitsi/signalling/client-versions.ts';
import type { SignallingModel } from '../jitsi/signalling/signalling-model.ts';
import type { DemandClass } from '../workload/demand.ts';
import type { MediaChangeModel } from '../workload/media-changes.ts';
import type { LastNSettings, StressOptions } from './bridge-settings.ts';
import type { BridgeVersions } from './bridge-versions.ts';
import type { ModelCitation, ObservedSeries, ScenarioRange, UncertainParameter } from './evidence.ts';
import type { Fault } from './faults.ts';
import type { MediaSettings } from './media-settings.ts';
import type { RunOptions } from './run-options.ts';
import type { BridgeScaling, JibriScaling } from './scaling.ts';

export type {
  AwsAutoScaling,
  AzureScaling,
  BoundsChange,
  BridgeScaling,
  ConstantFreeScaling,
  CustomScaling,
  GcpScaling,
  HpaMetricReading,
  JibriScaling,
  JitsiAutoscalerScaling,
  KedaScaledJobScaling,
  KedaScaledObjectScaling,
  KedaTrigger,
  KubernetesHpaScaling,
  LoadScaling,
  Monitoring,
  MpcScaling,
  OracleScaling,
  ScheduledScaling,
  StaffingScaling,
  TimeWindow,
} from './scaling.ts';

export interface Scenario {
  readonly name: string;
  /** Name of the variant; equal to `name` when the file lists none. */
  readonly variant: string;
  readonly horizon: Horizon;
  readonly demand: readonly Demand[];
  readonly deployment: Deployment;
  readonly scaling: { readonly bridges: BridgeScaling; readonly jibris: JibriScaling | null };
  readonly prices: { readonly bridges: InstancePrice; readonly jibris: InstancePrice | null };
  readonly objectives: readonly Objective[];
  readonly faults: readonly Fault[];
  readonly observed: readonly ObservedSeries[];
  readonly run: RunOptions;
  readonly modelsUsed: readonly ModelCitation[];
  /** Drawn anew in each replication; empty unless `run.parameterUncertainty` asks for it. */
  readonly uncertainParameters: readonly UncertainParameter[];
  /** What the models used were measured for. */
  readonly validRanges: readonly ScenarioRange[];
  /** What the reader should know before trusting the answer: extrapolation, assumed parameters. */
  readonly warnings: readonly string[];
}

/** A demand class with the media its conferences put on bridges. */
export type Demand = DemandClass & {
  readonly media: ConferenceMedia;
  /** What participants turn on and off; absent when nothing changes. */
  readonly changes?: MediaChangeModel;
  /** What becomes of its recordings; absent for files of whole conferences. */
  readonly recording?: RecordingHabits;
  /** Where its participants are; absent when all are in the deployment's own region. */
  readonly regions?: ParticipantRegions;
};

export interface ParticipantRegions {
  /** At least one; the shares need not add up to 1. */
  readonly shares: readonly { readonly region: string; readonly share: number }[];
  /** Probability that a participant is in the home region of its conference, rather than drawn by the shares. */
  readonly homeRatio: number;
}

export interface Horizon {
  /** Epoch milliseconds (UTC) of simulated time 0. */
  readonly startEpochMs: number;
  readonly durationMs: number;
  /** IANA zone in which the user's clock times are read, and which charts are labelled with. */
  readonly timeZone: string;
}

export interface Deployment {
  readonly region: string;
  /** Regions and zones; absent when everything is in one zone. */
  readonly geography?: Geography;
  readonly shardCount: number;
  /** What else there is to say of the shards; absent when conferences take turns and all bridges are common. */
  readonly shards?: ShardSettings;
  /** How each shard's signalling behaves; null when it is not simulated. */
  readonly signalling: SignallingModel | null;
  /** Clients of two versions; absent when all are of one. */
  readonly clients?: ClientMix;
  /** What the cloud grants, to all pools together. */
  readonly cloud: CloudSettings;
  /** How media are sent; absent when by the media models of the demand, all over bridges. */
  readonly media?: MediaSettings;
  readonly bridges: BridgePool;
  readonly jibris: JibriPool | null;
  /** Visitor nodes; absent when everybody is a participant. */
  readonly visitors?: VisitorSettings;
}

export interface ShardSettings {
  /** Region of each shard by number; of those that are not in the list it is the first. */
  readonly regions: readonly number[];
  /** Whether each bridge belongs to one shard. */
  readonly hasOwnBridges: boolean;
  /** HAProxy in front of them; null when conferences take turns. */
  readonly haproxy: HaproxySettings | null;
  /** What operators do to shards. */
  readonly orders: readonly ShardOrderAt[];
}

export interface ShardOrderAt {
  readonly atMs: number;
  readonly shard: number;
  readonly order: ShardOrder;
}

export interface BridgePool {
  readonly instanceType: string;
  readonly model: BridgeModel;
  readonly boot: BootModel;
  readonly supply: PoolSupply;
  /** Nodes that bridges are pods on; null when each bridge is a machine of its own. */
  readonly nodes: NodeSettings | null;
  /** Bridges ready at time 0. */
  readonly initialCount: number;
  readonly stress: StressOptions;
  readonly lastN: LastNSettings;
  readonly selection: SelectionOptions;
  /** Absent while all bridges are of one version. */
  readonly versions?: BridgeVersions;
  /** What becomes of bridges that say they are unwell; absent as shipped. */
  readonly health?: BridgeHealth;
  /** What a bridge that takes no new conferences was told. Default graceful-shutdown. */
  readonly drainBy?: 'graceful-shutdown' | 'drain-flag';
  /** Participants left at which a bridge in graceful shutdown stops waiting. Default 0. */
  readonly gracefulShutdownMinParticipants?: number;
  /** How long a bridge that shuts itself down waits for Jicofo to move its participants, seconds. Default 0. */
  readonly shuttingDownDelaySeconds?: number;
  /** When a draining bridge is stopped with conferences on it, and by whom. */
  readonly drainLimit: DrainLimit;
  /** Share of drains that do not stop when they are empty, but at their limit. */
  readonly hungDrainRatio: number;
  /** Seconds from the end of the last conference of a draining bridge until it is gone and no longer billed. */
  readonly shutdownDelaySeconds: number;
}

/** How Jicofo chooses bridges. */
export type SelectionOptions = SelectionSettings & {
  /** How Jicofo relieves overloaded bridges; absent when it does not. */
  readonly redistribution?: Redistribution;
  /** How Jicofo checks the health of bridges; null when it does not, absent as shipped. */
  readonly healthChecks?: HealthChecks | null;
  /** From how many participants on a conference is on bridges; absent when from the first on. */
  readonly conferenceStart?: ConferenceStart;
  /** How Jicofo detects bridges that fail ICE; absent when it does not. */
  readonly iceFailureDetection?: IceFailureDetection;
};

export interface Redistribution extends RedistributionOptions {
  readonly intervalSeconds: number;
}

export interface JibriPool {
  readonly instanceType: string;
  readonly boot: BootModel;
  readonly supply: PoolSupply;
  /** Nodes that Jibris are pods on; null when each is a machine of its own. */
  readonly nodes: NodeSettings | null;
  readonly initialCount: number;
  readonly settings: JibriSettings;
  /** Seconds a recorder stays busy after the recording ended (finalise and upload). */
  readonly finaliseSeconds: Distribution;
}

export interface Objective {
  readonly total:
    | 'joinFailureRatio'
    | 'overstressedParticipantMinutesRatio'
    | 'degradedParticipantMinutesRatio'
    | 'disconnectedParticipantMinutesRatio'
    | 'recordingRefusedRatio'
    | 'costPerDay';
  readonly max: number;
}

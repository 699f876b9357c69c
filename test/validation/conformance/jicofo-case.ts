/**
 * The cases of jicofo as they stand in the files, and the way from their names to ours.
 */
import type { ConferenceBridge, SelectionRequest } from '../../../src/jitsi/jicofo/bridge-list-view.ts';
import {
  type BridgePresence,
  BridgeRecord,
  type BridgeRecordOptions,
  shippedIceFailureDetection,
} from '../../../src/jitsi/jicofo/bridge-record.ts';
import type { BridgeState } from '../../../src/jitsi/jicofo/bridge-state.ts';
import { RegionGroups } from '../../../src/jitsi/jicofo/region-groups.ts';
import {
  type PlainStrategy,
  type SelectionPolicy,
  unknownRegion,
} from '../../../src/jitsi/jicofo/selection-policy.ts';

export interface CaseConfig {
  readonly strategy: string;
  readonly participantStrategy: string | null;
  readonly visitorStrategy: string | null;
  readonly octoEnabled: boolean;
  readonly allowMixedVersions: boolean;
  readonly localRegion: string | null;
  readonly regionGroups: readonly (readonly string[])[];
  readonly stressThreshold: number;
  readonly maxBridgeParticipants: number;
  readonly maxBridgeParticipantsPerInterval: number;
  readonly maxBridgeParticipantsIntervalMs: number;
  readonly averageParticipantStress: number;
  readonly participantRampupIntervalMs: number;
  readonly failureResetThresholdMs: number;
}

/** What presence says of a bridge; the stateful cases give only what changes. */
export interface CaseStats {
  readonly region?: string | null;
  readonly relayId?: string | null;
  readonly version?: string | null;
  readonly release?: string | null;
  readonly stress?: number;
  readonly averageParticipantStress?: number | null;
  readonly draining?: boolean;
  readonly gracefulShutdown?: boolean;
  readonly shuttingDown?: boolean;
}

export interface CaseBridge extends CaseStats {
  readonly id: string;
  readonly recentEndpoints: readonly { readonly ageMs: number; readonly count: number }[];
  readonly operational: boolean;
  readonly failingIce: boolean;
  readonly inSelector: boolean;
}

export interface CaseConferenceBridge {
  readonly bridge: string;
  readonly participants: number;
  readonly visitor: boolean;
  readonly recentlyAdded: number;
}

export interface CaseParticipant {
  readonly region: string | null;
  readonly visitor: boolean;
}

/** Now, in every case: late enough that any age is after the beginning of time. */
export const startMs = 1e9;

/** Names of a case as the small integers that selection works with. */
export class Regions {
  private readonly names: string[] = [];

  numberOf(name: string | null | undefined): number {
    if (name === null || name === undefined) return unknownRegion;
    const known = this.names.indexOf(name);
    return known >= 0 ? known : this.names.push(name) - 1;
  }
}

const strategies: Readonly<Record<string, SelectionPolicy['strategy']>> = {
  Single: 'single',
  RegionBased: 'region-based',
  IntraRegion: 'intra-region',
  Split: 'split',
  Visitor: 'visitor',
};

function strategyOf(name: string): SelectionPolicy['strategy'] {
  const strategy = strategies[name];
  if (strategy === undefined) throw new Error(`unknown strategy ${name}`);
  return strategy;
}

function plainStrategyOf(name: string | null): PlainStrategy | null {
  const strategy = name === null ? null : strategyOf(name);
  if (strategy === 'visitor') throw new Error('visitor cannot be the strategy for one kind');
  return strategy;
}

export function policyOf(config: CaseConfig, regions: Regions): SelectionPolicy {
  return {
    strategy: strategyOf(config.strategy),
    participantStrategy: plainStrategyOf(config.participantStrategy),
    visitorStrategy: plainStrategyOf(config.visitorStrategy),
    stressThreshold: config.stressThreshold,
    maxBridgeParticipants: config.maxBridgeParticipants,
    hasRelays: config.octoEnabled,
    allowsMixedVersions: config.allowMixedVersions,
    localRegion: regions.numberOf(config.localRegion),
    regionGroups: new RegionGroups(
      config.regionGroups.map((group) => group.map((region) => regions.numberOf(region))),
    ),
  };
}

export function recordOptions(config: CaseConfig): BridgeRecordOptions {
  return {
    stressThreshold: config.stressThreshold,
    averageParticipantStress: config.averageParticipantStress,
    participantRampupIntervalSeconds: config.participantRampupIntervalMs / 1000,
    failureResetThresholdSeconds: config.failureResetThresholdMs / 1000,
    iceFailureDetection: shippedIceFailureDetection,
  };
}

export function presenceOf(stats: CaseStats, regions: Regions): BridgePresence {
  const said = {
    stress: stats.stress,
    averageParticipantStress: stats.averageParticipantStress,
    isDraining: stats.draining,
    isInGracefulShutdown: stats.gracefulShutdown,
    isShuttingDown: stats.shuttingDown,
    region: stats.region === undefined ? undefined : regions.numberOf(stats.region),
    hasRelay: stats.relayId === undefined ? undefined : stats.relayId !== null,
    version: stats.version,
    release: stats.release,
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

/** Lives through what the case tells of the bridge, and looks at it now. */
export function recordOf(bridge: CaseBridge, config: CaseConfig, regions: Regions): BridgeRecord {
  const record = new BridgeRecord(recordOptions(config));
  record.hear(presenceOf(bridge, regions));
  for (const { ageMs, count } of bridge.recentEndpoints.toSorted((a, b) => b.ageMs - a.ageMs)) {
    for (let i = 0; i < count; i++) record.endpointAdded(startMs - ageMs);
  }
  if (!bridge.operational) record.setOperational(false, startMs);
  if (bridge.failingIce) record.noteIceFailure(startMs);
  return record;
}

export function stateOf(bridge: CaseBridge, config: CaseConfig, regions: Regions): BridgeState {
  return { ...recordOf(bridge, config, regions).stateAt(startMs), isInBrewery: bridge.inSelector };
}

export interface SelectInput {
  readonly config: CaseConfig;
  readonly bridges: readonly CaseBridge[];
  readonly conference: readonly CaseConferenceBridge[];
  readonly participant: CaseParticipant;
  readonly version?: string | null;
}

export function requestOf(input: SelectInput, regions: Regions): SelectionRequest {
  const ids = input.bridges.map(({ id }) => id);
  return {
    bridges: input.bridges.map((bridge) => stateOf(bridge, input.config, regions)),
    conference: input.conference.map((part): ConferenceBridge => {
      const { participants, recentlyAdded } = part;
      return { bridge: ids.indexOf(part.bridge), participants, isForVisitors: part.visitor, recentlyAdded };
    }),
    region: regions.numberOf(input.participant.region),
    isVisitor: input.participant.visitor,
    pinnedVersion: input.version ?? null,
    maxBridgeParticipantsPerInterval: input.config.maxBridgeParticipantsPerInterval,
  };
}

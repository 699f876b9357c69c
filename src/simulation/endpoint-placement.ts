/**
 * Puts participants on bridges and takes them off: each shard's Jicofo chooses for the participants that it has, in the
 * room that their conference has there.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { sends } from '../jitsi/conference-table.ts';
import { FleetSelection } from '../jitsi/fleet-selection.ts';
import { noBridge, unknownRegion } from '../jitsi/jicofo/selection-policy.ts';
import type { VersionFilterOptions } from '../jitsi/version-filter.ts';
import type { BridgeVersions } from '../scenario/bridge-versions.ts';
import type { BridgeOperations } from './bridge-operations.ts';
import { ConferenceRooms } from './conference-rooms.ts';
import { DistanceMeter } from './distance-meter.ts';
import type { MediaChanges } from './media-changes.ts';
import type { RunContext } from './run-context.ts';
import { noShard, type ShardEntry } from './shard-entry.ts';
import type { TimelineArena } from './timeline-arena.ts';
import { Visitors } from './visitors.ts';

export class EndpointPlacement {
  bridgesPerConferenceMax = 0;
  readonly rooms: ConferenceRooms;
  /** How far participants are from their bridges; null when everybody is in one region. */
  readonly distances: DistanceMeter | null;
  /** null when nobody becomes a visitor. */
  readonly visitors: Visitors | null;
  private readonly fleet: BridgeFleet;
  private readonly bridges: BridgeOperations;
  private readonly arena: TimelineArena;
  private readonly mediaChanges: MediaChanges;
  /** Told, without signalling, when a conference gets participants on a second shard. */
  onSplit: (conference: number, shard: number, other: number, nowMs: number) => void = () => {};
  /** By shard. */
  private readonly selections: readonly FleetSelection[];
  private readonly present: Int32Array;
  /** Where endpoints count as connections; null when signalling is simulated and has connections of its own. */
  private readonly entry: ShardEntry | null;

  constructor(
    context: RunContext,
    parts: {
      readonly fleet: BridgeFleet;
      readonly bridges: BridgeOperations;
      readonly arena: TimelineArena;
      readonly entry: ShardEntry;
      readonly mediaChanges: MediaChanges;
    },
  ) {
    const { fleet } = parts;
    this.fleet = fleet;
    this.bridges = parts.bridges;
    this.arena = parts.arena;
    this.mediaChanges = parts.mediaChanges;
    this.rooms = new ConferenceRooms(fleet.table);
    const {
      bridges: pool,
      geography,
      shards,
      shardCount,
      signalling,
      visitors,
    } = context.scenario.deployment;
    this.visitors = visitors === undefined ? null : new Visitors(context, visitors, parts.arena);
    const { visitors: redirected } = this;
    if (redirected !== null) parts.mediaChanges.isMuted = (participant) => redirected.has(participant);
    this.entry = signalling === null ? parts.entry : null;
    this.present = new Int32Array(shardCount);
    this.distances = geography === undefined ? null : new DistanceMeter(geography);
    this.selections = Array.from({ length: shardCount }, (_, shard) => {
      const localRegion = geography?.localRegion ?? unknownRegion;
      const ownRegion = localRegion === unknownRegion ? shards?.regions[shard] : localRegion;
      const regions = geography === undefined ? {} : { ...geography, localRegion: ownRegion ?? localRegion };
      return new FleetSelection(
        fleet,
        {
          ...pool.selection,
          ...regions,
          separatesVisitors: visitors !== undefined,
          ...(pool.versions === undefined ? {} : { mixedVersions: mixedVersionsOf(pool.versions) }),
        },
        shard,
      );
    });
  }

  /** Participants on bridges whom the shard's Jicofo placed. */
  presentOn(shard: number): number {
    return this.present[shard]!;
  }

  /** Participants on the bridge whom the shard's Jicofo placed there. */
  presentOf(shard: number, bridge: number): number {
    const { table } = this.fleet;
    let present = 0;
    for (let part = table.firstOnBridge(bridge); part >= 0; part = table.nextOnBridge(part)) {
      if (this.rooms.shardOf(table.conferenceOf(part)) === shard) present += table.endpointsOf(part);
    }
    return present;
  }

  /** Puts the participant on the bridge that the shard's Jicofo chooses; false when there is none. */
  connect(conference: number, participant: number, shard: number, nowMs: number): boolean {
    const { fleet, arena } = this;
    const selection = this.selections[shard]!;
    const room = this.rooms.roomOn(conference, shard);
    const isNew = fleet.table.endpointsIn(room) === 0;
    const region = arena.regionOf(participant);
    const isVisitor = this.visitors?.isVisitor(conference, participant, nowMs) ?? false;
    const pin = this.bridges.versions?.pinOf(conference, nowMs);
    const bridge = selection.select(room, region, nowMs, isVisitor, pin);
    if (bridge === noBridge) return false;
    if (this.bridges.shutdown.rejectsNewConferences(bridge) && fleet.table.partOn(room, bridge) < 0)
      return false;
    const media = arena.mediaOf(participant);
    fleet.join(room, bridge, media & sends.audio, (media & sends.camera) >> 1, nowMs, shard, isVisitor);
    this.visitors?.count(conference, participant, 1);
    selection.noteJoined(room, bridge, nowMs);
    arena.place(participant, bridge, room);
    this.present[shard]! += 1;
    this.mediaChanges.afterJoin(room, participant, bridge, nowMs);
    this.distances?.join(region, fleet.regionOf(bridge), nowMs);
    this.bridgesPerConferenceMax = Math.max(this.bridgesPerConferenceMax, fleet.table.bridgesOf(room));
    this.bridges.drains.afterJoin(bridge, nowMs);
    this.entry?.count(shard, 1);
    if (isNew && this.entry !== null) this.noteRoom(conference, shard, nowMs);
    return true;
  }

  /** Takes the participant off its bridge. */
  disconnect(participant: number, nowMs: number): void {
    const { fleet, arena } = this;
    const bridge = arena.bridgeOf(participant);
    const room = arena.roomOf(participant);
    this.mediaChanges.beforeLeave(room, participant, bridge, nowMs);
    const media = arena.mediaOf(participant);
    fleet.leave(room, bridge, media & sends.audio, (media & sends.camera) >> 1, nowMs);
    this.mediaChanges.afterLeave(room, nowMs);
    arena.takeOff(participant);
    this.visitors?.count(this.rooms.conferenceOf(room), participant, -1);
    this.present[this.rooms.shardOf(room)]! -= 1;
    this.distances?.leave(arena.regionOf(participant), fleet.regionOf(bridge), nowMs);
    this.entry?.count(this.rooms.shardOf(room), -1);
    this.bridges.drains.afterLeave(bridge, nowMs);
  }

  private noteRoom(conference: number, shard: number, nowMs: number): void {
    const other = this.rooms.otherShard(conference, shard);
    if (other !== noShard) this.onSplit(conference, shard, other, nowMs);
  }
}

function mixedVersionsOf({ names, allowsMixedVersions }: BridgeVersions): VersionFilterOptions {
  return { allowsMixedVersions, versions: names.length };
}

/**
 * Participants whose endpoint goes though they do not leave: their bridge is stopped under them, dies, or Jicofo starts
 * anew. They are invited again and go through selection like anybody who joins (jicofo 7ebb13d).
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import type { ConferenceRooms } from './conference-rooms.ts';
import { type Invited, Reinvitations } from './faults/reinvitations.ts';
import type { RunContext } from './run-context.ts';
import type { ParticipantConnections } from './signalling/participant-connections.ts';

/** A participant who has just lost its endpoint. */
export interface Dropped {
  readonly conference: number;
  readonly participant: number;
}

/** The conferences of a run, as far as lost endpoints concern them. */
interface EndpointHolders {
  readonly connections: ParticipantConnections | null;
  moved: number;
  lost: number;
  away: number;
  readonly placement: { readonly rooms: ConferenceRooms };
  shardOf(participant: number): number;
  forEachPresent(conference: number, visit: (participant: number, bridge: number) => void): void;
  expire(conference: number, participant: number, nowMs: number): void;
  takeBack(conference: number, participant: number, nowMs: number): boolean;
}

export class LostEndpoints implements Invited {
  readonly reinvitations: Reinvitations;
  private readonly conferences: EndpointHolders;
  private readonly fleet: BridgeFleet;
  /** Whether Jicofo is away without signalling being simulated. */
  private isJicofoAway = false;

  constructor(context: RunContext, conferences: EndpointHolders, fleet: BridgeFleet) {
    this.conferences = conferences;
    this.fleet = fleet;
    this.reinvitations = new Reinvitations(context, this);
  }

  /** Moves everybody on the bridge elsewhere at once, before it is stopped. Returns how many there were. */
  evacuate(bridge: number, nowMs: number): number {
    const { conferences } = this;
    this.fleet.startStopping(bridge);
    let moved = 0;
    this.forEachConference((conference) => {
      // All leave the bridge first: those who are invited again must not find their conference there.
      const movers = this.expireOn(conference, bridge, nowMs);
      moved += movers.length;
      for (const participant of movers) {
        if (conferences.takeBack(conference, participant, nowMs)) continue;
        conferences.away -= 1;
        conferences.lost += 1;
        conferences.connections?.leave(participant, nowMs);
      }
    });
    conferences.moved += moved;
    return moved;
  }

  /** Takes their endpoints from all participants on the bridge, or on any. */
  drop(bridge: number | null, nowMs: number): Dropped[] {
    const dropped: Dropped[] = [];
    this.forEachConference((conference) => {
      for (const participant of this.expireOn(conference, bridge, nowMs)) {
        dropped.push({ conference, participant });
      }
    });
    return dropped;
  }

  /** Everybody with an endpoint on the bridge, in the order of conferences. */
  participantsOn(bridge: number): Dropped[] {
    const found: Dropped[] = [];
    this.forEachConference((conference) => {
      if (!this.conferences.placement.rooms.isOn(conference, bridge)) return;
      this.conferences.forEachPresent(conference, (participant, on) => {
        if (on === bridge) found.push({ conference, participant });
      });
    });
    return found;
  }

  /**
   * Takes their endpoints from so many of the shard's participants on the bridge, out of the conferences that have most
   * there (jicofo 7ebb13d, LoadRedistributor.kt).
   */
  dropSome(bridge: number, shard: number, count: number, nowMs: number): Dropped[] {
    const { table } = this.fleet;
    const { rooms } = this.conferences.placement;
    const found: { readonly room: number; readonly endpoints: number }[] = [];
    for (let part = table.firstOnBridge(bridge); part >= 0; part = table.nextOnBridge(part)) {
      const room = table.conferenceOf(part);
      if (rooms.shardOf(room) === shard) found.push({ room, endpoints: table.endpointsOf(part) });
    }
    found.sort((a, b) => b.endpoints - a.endpoints || a.room - b.room);
    const dropped: Dropped[] = [];
    for (const { room } of found) {
      if (dropped.length >= count) break;
      const conference = rooms.conferenceOf(room);
      const movers: number[] = [];
      this.conferences.forEachPresent(conference, (participant, on) => {
        if (on !== bridge || dropped.length + movers.length >= count) return;
        if (this.conferences.shardOf(participant) === shard) movers.push(participant);
      });
      for (const participant of movers) {
        this.conferences.expire(conference, participant, nowMs);
        dropped.push({ conference, participant });
      }
    }
    return dropped;
  }

  /** Jicofo invites them again; those whose signalling is gone too come back by that. */
  inviteAgain(dropped: readonly Dropped[], sinceMs: number, nowMs: number): void {
    const { connections } = this.conferences;
    for (const { conference, participant } of dropped) {
      if (connections?.isConnected(participant) === false) continue;
      this.reinvitations.add(participant, conference, sinceMs, nowMs);
    }
  }

  /** From now on Jicofo invites nobody, or does again. With signalling, shards know by themselves. */
  setJicofoAway(isAway: boolean, nowMs: number): void {
    this.isJicofoAway = isAway;
    if (!isAway) this.reinvitations.resume(nowMs);
  }

  shardOf(participant: number): number {
    return this.conferences.shardOf(participant);
  }

  invite(participant: number, nowMs: number): number {
    return this.conferences.connections?.reinvite(participant, nowMs) ?? 0;
  }

  canInvite(shard: number): boolean {
    return this.conferences.connections?.canInvite(shard) ?? !this.isJicofoAway;
  }

  takeBack(conference: number, participant: number, nowMs: number): boolean {
    return this.conferences.takeBack(conference, participant, nowMs);
  }

  private expireOn(conference: number, bridge: number | null, nowMs: number): number[] {
    if (bridge !== null && !this.conferences.placement.rooms.isOn(conference, bridge)) return [];
    const found: number[] = [];
    this.conferences.forEachPresent(conference, (participant, on) => {
      if (bridge === null || on === bridge) found.push(participant);
    });
    for (const participant of found) this.conferences.expire(conference, participant, nowMs);
    return found;
  }

  private forEachConference(visit: (conference: number) => void): void {
    const { table } = this.fleet;
    for (let conference = 0; conference < table.slotCount; conference++) {
      if (table.isLive(conference)) visit(conference);
    }
  }
}

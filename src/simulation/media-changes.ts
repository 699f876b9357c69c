/**
 * Cameras, microphones and screens that are turned on and off during conferences: the changes drawn in
 * `workload/media-changes.ts`, one pending event a conference. Also which conferences of two will avoid bridges.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { neverPeerToPeer, type PeerToPeerAbility, sends } from '../jitsi/conference-table.ts';
import { drawPeerToPeer } from '../jitsi/peer-to-peer.ts';
import { type ChangedMedium, drawMediaChanges, type MediaChange } from '../workload/media-changes.ts';
import type { TimelineBuffer } from '../workload/timeline.ts';
import { type endpointVanishedKind, entity, mediaChangeKind, peerToPeerKind } from './entities.ts';
import { planWithin, type RunContext } from './run-context.ts';
import { notOnBridge, type TimelineArena } from './timeline-arena.ts';
import { VanishedEndpoints } from './vanished-endpoints.ts';

interface PlannedChanges {
  /** First participant of the conference in the arena. */
  readonly base: number;
  readonly changes: readonly MediaChange[];
  next: number;
}

const bitOf: Readonly<Record<ChangedMedium, number>> = {
  microphone: sends.audio,
  camera: sends.camera,
  screen: sends.screen,
};

export class MediaChanges {
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly arena: TimelineArena;
  readonly vanished: VanishedEndpoints;
  private readonly onExpired: (slot: number, participant: number, nowMs: number) => void;
  private readonly planned: (PlannedChanges | null)[] = [];
  /** Conferences begun, in all and by demand entry: they number the draws. */
  private begun = 0;
  /** How long two whom a third has left stay on their bridge. */
  private readonly backDelaySeconds: number;
  private readonly begunOfDemand: number[] = [];

  /** @param onExpired told when the endpoint of somebody who disappeared expires */
  constructor(
    context: RunContext,
    fleet: BridgeFleet,
    arena: TimelineArena,
    onExpired: (slot: number, participant: number, nowMs: number) => void,
  ) {
    this.context = context;
    this.fleet = fleet;
    this.arena = arena;
    this.vanished = new VanishedEndpoints(context);
    this.onExpired = onExpired;
    this.backDelaySeconds = context.scenario.deployment.media?.peerToPeer?.backDelaySeconds ?? 0;
    fleet.table.holdsOnBridge = this.backDelaySeconds > 0;
  }

  /** Whether the conference will avoid bridges while it has two participants. A recorder is a third. */
  peerToPeerOf(timeline: TimelineBuffer): PeerToPeerAbility {
    const model = this.context.scenario.deployment.media?.peerToPeer ?? null;
    if (model === null) return neverPeerToPeer;
    this.begun += 1;
    const ability = drawPeerToPeer(model, this.context.streams.stream('jitsi/peer-to-peer').at(this.begun));
    return timeline.recordingStartMs < Number.POSITIVE_INFINITY ? neverPeerToPeer : ability;
  }

  /** The conference begins; its participants are in the arena from `base` on. */
  open(slot: number, base: number, timeline: TimelineBuffer): void {
    const demand = this.context.scenario.demand[timeline.demandIndex]!;
    if (demand.changes === undefined) return;
    const number = this.begunOfDemand[timeline.demandIndex] ?? 0;
    this.begunOfDemand[timeline.demandIndex] = number + 1;
    const stream = (what: string) =>
      this.context.streams.stream(`workload/${demand.name}/${what}`).at(number);
    const changes = drawMediaChanges(demand.changes, demand.conferenceClass, timeline, {
      cameras: stream('camera-changes'),
      microphones: stream('microphone-changes'),
      screens: stream('screen-shares'),
    });
    const { vanishRatio } = demand.changes;
    if (vanishRatio > 0) this.vanished.open(slot, base, timeline, vanishRatio, stream('vanishing'));
    this.planned[slot] = { base, changes, next: 0 };
    this.planNext(slot);
  }

  /** Whether the participant sends nothing, whatever it turns on: a visitor. */
  isMuted: (participant: number) => boolean = () => false;

  close(slot: number): void {
    const planned = this.planned[slot];
    if (planned === undefined || planned === null) return;
    this.context.list.cancel(entity(mediaChangeKind, slot));
    this.planned[slot] = null;
  }

  /** The conference's next change, or the end of the endpoint of a participant who disappeared. */
  handle(kind: typeof mediaChangeKind | typeof endpointVanishedKind, slot: number, nowMs: number): void {
    if (kind === mediaChangeKind) this.change(slot, nowMs);
    else this.onExpired(this.vanished.expire(slot), slot, nowMs);
  }

  private change(slot: number, nowMs: number): void {
    const planned = this.planned[slot]!;
    const { participant, medium } = planned.changes[planned.next]!;
    const inArena = planned.base + participant;
    const before = this.arena.mediaOf(inArena);
    const after = this.isMuted(inArena) ? before : before ^ bitOf[medium];
    this.arena.setMedia(inArena, after);
    const bridge = this.arena.bridgeOf(inArena);
    if (bridge !== notOnBridge && after !== before) {
      this.fleet.changeMedia(this.arena.roomOf(inArena), bridge, before, after, nowMs);
    }
    planned.next += 1;
    this.planNext(slot);
  }

  /** Who joins (or joins again) shares its screen as before. */
  afterJoin(room: number, participant: number, bridge: number, nowMs: number): void {
    const media = this.arena.mediaOf(participant);
    if (media < sends.screen) return;
    this.fleet.changeMedia(room, bridge, media - sends.screen, media, nowMs);
  }

  /** Who leaves stops sharing first. */
  beforeLeave(room: number, participant: number, bridge: number, nowMs: number): void {
    const media = this.arena.mediaOf(participant);
    if (media < sends.screen) return;
    this.fleet.changeMedia(room, bridge, media, media - sends.screen, nowMs);
  }

  /** Somebody has left the room: two who are left will do without the bridge after a while. */
  afterLeave(room: number, nowMs: number): void {
    if (!this.fleet.table.holdsOnBridge || !this.fleet.table.isHeld(room)) return;
    planWithin(this.context, entity(peerToPeerKind, room), nowMs + this.backDelaySeconds * 1000);
  }

  goBackToPeers(room: number, nowMs: number): void {
    const { fleet } = this;
    if (!fleet.table.isLive(room) || !fleet.table.isHeld(room)) return;
    fleet.goBackToPeers(room, nowMs);
  }

  /** Whether the participant, who would leave now, disappears instead: it sends nothing, and its endpoint expires later. */
  vanishes(slot: number, participant: number, nowMs: number): boolean {
    if (!this.vanished.isUsed) return false;
    const bridge = this.arena.bridgeOf(participant);
    if (bridge === notOnBridge || !this.vanished.takes(slot, participant, nowMs)) return false;
    const room = this.arena.roomOf(participant);
    this.fleet.changeMedia(room, bridge, this.arena.mediaOf(participant), 0, nowMs);
    this.arena.setMedia(participant, 0);
    return true;
  }

  private planNext(slot: number): void {
    const { changes, next } = this.planned[slot]!;
    const change = changes[next];
    if (change !== undefined && change.atMs < this.context.endMs) {
      this.context.list.schedule(entity(mediaChangeKind, slot), change.atMs);
    }
  }
}

/**
 * The live conferences by slot: demand class, totals over their bridges, and whether their media need a bridge at all.
 * `conference-table.ts` adds which bridges carry each.
 */
import { grown } from './grown-array.ts';

/** Fields of a conference, by offset: one record, because a join or leave wants nearly all of them at once. */
export const slotStride = 16;
const slotDemand = 0;
const slotEndpoints = 1;
const slotAudioSenders = 2;
const slotVideoSenders = 3;
const slotScreens = 4;
const slotBoth = 5;
export const slotBridges = 6;
export const slotFirstPart = 7;
const slotPeerToPeer = 8;
/** 1 for two whom a third has left and who are still on their bridge. */
const slotHeld = 9;
const slotLive = 10;

const initialSlots = 64;

const none = -1;

/** Whether a conference's media avoid bridges while it has two participants: never, directly, or over a TURN server. */
export const neverPeerToPeer = 0;
export const peerToPeerDirectly = 1;
export const peerToPeerByTurn = 2;
export type PeerToPeerAbility = typeof neverPeerToPeer | typeof peerToPeerDirectly | typeof peerToPeerByTurn;

export abstract class ConferenceSlots {
  count = 0;
  /** Whether two whom a third has left stay on their bridge until `goBackToPeers`. */
  holdsOnBridge = false;
  protected slots = new Int32Array(initialSlots * slotStride);
  private readonly freeSlots: number[] = [];
  private slotsUsed = 0;

  /** Opens a conference without endpoints and returns its slot. */
  open(demand: number, peerToPeer: PeerToPeerAbility = neverPeerToPeer): number {
    const slot = this.freeSlots.pop() ?? this.newSlot();
    const base = slot * slotStride;
    this.slots.fill(0, base, base + slotStride);
    this.slots[base + slotDemand] = demand;
    this.slots[base + slotPeerToPeer] = peerToPeer;
    this.slots[base + slotFirstPart] = none;
    this.slots[base + slotLive] = 1;
    this.count += 1;
    return slot;
  }

  /** Ends a conference; all its endpoints must have left. */
  close(slot: number): void {
    const endpoints = this.endpointsIn(slot);
    if (endpoints !== 0) {
      throw new Error(`ConferenceTable.close: conference ${slot} still has ${endpoints} endpoints`);
    }
    this.slots[slot * slotStride + slotLive] = 0;
    this.freeSlots.push(slot);
    this.count -= 1;
  }

  /** Slots are below this number; those for which `isLive` is false are free. */
  get slotCount(): number {
    return this.slotsUsed;
  }

  isLive(slot: number): boolean {
    return this.slots[slot * slotStride + slotLive] === 1;
  }

  /** Demand class of the conference. */
  demandOf(slot: number): number {
    return this.slots[slot * slotStride + slotDemand]!;
  }

  /** Endpoints of the conference on all its bridges, and those who send audio, a camera, a screen, and both of these. */
  endpointsIn(slot: number): number {
    return this.slots[slot * slotStride + slotEndpoints]!;
  }

  audioSendersIn(slot: number): number {
    return this.slots[slot * slotStride + slotAudioSenders]!;
  }

  videoSendersIn(slot: number): number {
    return this.slots[slot * slotStride + slotVideoSenders]!;
  }

  screensIn(slot: number): number {
    return this.slots[slot * slotStride + slotScreens]!;
  }

  bothIn(slot: number): number {
    return this.slots[slot * slotStride + slotBoth]!;
  }

  /** Bridges that carry the conference. */
  bridgesOf(slot: number): number {
    return this.slots[slot * slotStride + slotBridges]!;
  }

  /** First part of the conference, -1 when no bridge carries it; follow with `nextPart`. */
  first(slot: number): number {
    return this.slots[slot * slotStride + slotFirstPart]!;
  }

  /** Whether the conference's media go from participant to participant now, and not over a bridge. */
  isPeerToPeer(slot: number): boolean {
    const base = slot * slotStride;
    const { slots } = this;
    return (
      slots[base + slotPeerToPeer] !== neverPeerToPeer &&
      slots[base + slotEndpoints] === 2 &&
      slots[base + slotHeld] === 0
    );
  }

  /** Whether two of it who could do without the bridge are on it since a third has left. */
  isHeld(slot: number): boolean {
    return this.slots[slot * slotStride + slotHeld] === 1 && this.endpointsIn(slot) === 2;
  }

  goBackToPeers(slot: number): void {
    this.slots[slot * slotStride + slotHeld] = 0;
  }

  /** Whether its media then need a TURN server. */
  needsTurn(slot: number): boolean {
    return this.slots[slot * slotStride + slotPeerToPeer] === peerToPeerByTurn;
  }

  /** Counts an endpoint in or out of the conference. */
  protected countInConference(slot: number, sign: 1 | -1): void {
    this.slots[slot * slotStride + slotEndpoints]! += sign;
    if (sign < 0 && this.holdsOnBridge) this.hold(slot);
  }

  /** Counts what an endpoint sends, in or out. */
  protected countSendersInConference(
    slot: number,
    audio: number,
    camera: number,
    screen: number,
    both: number,
  ): void {
    const base = slot * slotStride;
    this.slots[base + slotAudioSenders]! += audio;
    this.slots[base + slotVideoSenders]! += camera;
    this.slots[base + slotScreens]! += screen;
    this.slots[base + slotBoth]! += both;
  }

  /** Somebody has left a conference that may do without a bridge. */
  private hold(slot: number): void {
    const base = slot * slotStride;
    if (this.slots[base + slotPeerToPeer] === neverPeerToPeer) return;
    this.slots[base + slotHeld] = this.slots[base + slotEndpoints] === 2 ? 1 : 0;
  }

  private newSlot(): number {
    const slot = this.slotsUsed;
    this.slotsUsed += 1;
    if (this.slotsUsed * slotStride > this.slots.length)
      this.slots = grown(this.slots, new Int32Array(this.slots.length * 2));
    return slot;
  }
}

/**
 * The live conferences: which bridges carry each, and how many endpoints and senders each of them has there.
 * Dense: a conference is a slot, its bridges a short linked list of parts with fixed stride.
 */
import { grown } from './grown-array.ts';

/** Fields of a part, by offset. */
const partStride = 10;
const partBridge = 0;
const partEndpoints = 1;
const partAudioSenders = 2;
const partVideoSenders = 3;
const partNext = 4;
const partConference = 5;
const partBeforeOnBridge = 6;
const partAfterOnBridge = 7;
const partScreens = 8;
const partBoth = 9;

const none = -1;

/** What an endpoint sends, as bits of one number. */
export const sends = { audio: 1, camera: 2, screen: 4 } as const;

/** Whether a conference's media avoid bridges while it has two participants: never, directly, or over a TURN server. */
export const neverPeerToPeer = 0;
export const peerToPeerDirectly = 1;
export const peerToPeerByTurn = 2;
export type PeerToPeerAbility = typeof neverPeerToPeer | typeof peerToPeerDirectly | typeof peerToPeerByTurn;

export class ConferenceTable {
  count = 0;
  /** Per conference slot: its demand class, and totals over its bridges. */
  demand = new Int32Array(64);
  endpoints = new Int32Array(64);
  audioSenders = new Int32Array(64);
  videoSenders = new Int32Array(64);
  screens = new Int32Array(64);
  both = new Int32Array(64);
  bridges = new Int32Array(64);
  private lastOnBridge = new Int32Array(64).fill(none);
  private peerToPeer = new Uint8Array(64);
  /** Whether two whom a third has left stay on their bridge until `goBackToPeers`. */
  holdsOnBridge = false;
  private held = new Uint8Array(64);
  private firstPart = new Int32Array(64).fill(none);
  private live = new Uint8Array(64);
  private parts = new Int32Array(64 * partStride);
  private freePart = none;
  private partsUsed = 0;
  private readonly freeSlots: number[] = [];
  private slotsUsed = 0;

  /** Opens a conference without endpoints and returns its slot. */
  open(demand: number, peerToPeer: PeerToPeerAbility = neverPeerToPeer): number {
    const slot = this.freeSlots.pop() ?? this.newSlot();
    this.demand[slot] = demand;
    this.endpoints[slot] = 0;
    this.audioSenders[slot] = 0;
    this.videoSenders[slot] = 0;
    this.screens[slot] = 0;
    this.both[slot] = 0;
    this.peerToPeer[slot] = peerToPeer;
    this.held[slot] = 0;
    this.bridges[slot] = 0;
    this.firstPart[slot] = none;
    this.live[slot] = 1;
    this.count += 1;
    return slot;
  }

  /** Ends a conference; all its endpoints must have left. */
  close(slot: number): void {
    if (this.endpoints[slot] !== 0) {
      throw new Error(
        `ConferenceTable.close: conference ${slot} still has ${this.endpoints[slot]} endpoints`,
      );
    }
    this.live[slot] = 0;
    this.freeSlots.push(slot);
    this.count -= 1;
  }

  /** Slots are below this number; those for which `isLive` is false are free. */
  get slotCount(): number {
    return this.slotsUsed;
  }

  isLive(slot: number): boolean {
    return this.live[slot] === 1;
  }

  /** First part of the conference, -1 when no bridge carries it; follow with `nextPart`. */
  first(slot: number): number {
    return this.firstPart[slot]!;
  }

  nextPart(part: number): number {
    return this.parts[part + partNext]!;
  }

  /** A part on the bridge, -1 when it carries no conference; follow with `nextOnBridge`. */
  firstOnBridge(bridge: number): number {
    return bridge < this.lastOnBridge.length ? this.lastOnBridge[bridge]! : none;
  }

  nextOnBridge(part: number): number {
    return this.parts[part + partBeforeOnBridge]!;
  }

  conferenceOf(part: number): number {
    return this.parts[part + partConference]!;
  }

  bridgeOf(part: number): number {
    return this.parts[part + partBridge]!;
  }

  /** Small number of the part, for arrays beside the table; used again when the part is gone. */
  partNumber(part: number): number {
    return part / partStride;
  }

  endpointsOf(part: number): number {
    return this.parts[part + partEndpoints]!;
  }

  audioSendersOf(part: number): number {
    return this.parts[part + partAudioSenders]!;
  }

  videoSendersOf(part: number): number {
    return this.parts[part + partVideoSenders]!;
  }

  screensOf(part: number): number {
    return this.parts[part + partScreens]!;
  }

  bothOf(part: number): number {
    return this.parts[part + partBoth]!;
  }

  /** Whether the conference's media go from participant to participant now, and not over a bridge. */
  isPeerToPeer(slot: number): boolean {
    return this.peerToPeer[slot] !== neverPeerToPeer && this.endpoints[slot] === 2 && this.held[slot] === 0;
  }

  /** Whether two of it who could do without the bridge are on it since a third has left. */
  isHeld(slot: number): boolean {
    return this.held[slot] === 1 && this.endpoints[slot] === 2;
  }

  goBackToPeers(slot: number): void {
    this.held[slot] = 0;
  }

  /** Whether its media then need a TURN server. */
  needsTurn(slot: number): boolean {
    return this.peerToPeer[slot] === peerToPeerByTurn;
  }

  /** The conference's part on the bridge, or -1. */
  partOn(slot: number, bridge: number): number {
    let part = this.firstPart[slot]!;
    while (part !== none && this.parts[part + partBridge] !== bridge) part = this.parts[part + partNext]!;
    return part;
  }

  /** Adds an endpoint on the bridge. Returns true when the conference is new to that bridge. */
  addEndpoint(slot: number, bridge: number, audio: number, camera: number, screen = 0): boolean {
    let part = this.partOn(slot, bridge);
    const isNew = part === none;
    if (isNew) part = this.appendPart(slot, bridge);
    this.countEndpoint(slot, part, 1);
    this.countSenders(slot, part, 1, audio, camera, screen);
    return isNew;
  }

  /** Removes an endpoint from the bridge. Returns true when it was the conference's last one there. */
  removeEndpoint(slot: number, bridge: number, audio: number, camera: number, screen = 0): boolean {
    const part = this.partOn(slot, bridge);
    if (part === none) throw new Error(`ConferenceTable: conference ${slot} is not on bridge ${bridge}`);
    this.countEndpoint(slot, part, -1);
    if (this.holdsOnBridge && this.peerToPeer[slot] !== neverPeerToPeer)
      this.held[slot] = this.endpoints[slot] === 2 ? 1 : 0;
    this.countSenders(slot, part, -1, audio, camera, screen);
    if (this.parts[part + partEndpoints] !== 0) return false;
    this.removePart(slot, part);
    return true;
  }

  /** Counts what an endpoint of the part sends in (`sign` 1) or out (`sign` -1); it stays an endpoint. */
  countSenders(
    slot: number,
    part: number,
    sign: 1 | -1,
    audio: number,
    camera: number,
    screen: number,
  ): void {
    const both = sign * (camera & screen);
    this.parts[part + partAudioSenders]! += sign * audio;
    this.parts[part + partVideoSenders]! += sign * camera;
    this.parts[part + partScreens]! += sign * screen;
    this.parts[part + partBoth]! += both;
    this.audioSenders[slot]! += sign * audio;
    this.videoSenders[slot]! += sign * camera;
    this.screens[slot]! += sign * screen;
    this.both[slot]! += both;
  }

  private countEndpoint(slot: number, part: number, sign: 1 | -1): void {
    this.parts[part + partEndpoints]! += sign;
    this.endpoints[slot]! += sign;
  }

  private appendPart(slot: number, bridge: number): number {
    let part = this.freePart;
    if (part !== none) this.freePart = this.parts[part + partNext]!;
    else {
      part = this.partsUsed * partStride;
      this.partsUsed += 1;
      if (part + partStride > this.parts.length)
        this.parts = grown(this.parts, new Int32Array(this.parts.length * 2));
    }
    this.parts[part + partBridge] = bridge;
    this.parts[part + partEndpoints] = 0;
    this.parts[part + partAudioSenders] = 0;
    this.parts[part + partVideoSenders] = 0;
    this.parts[part + partScreens] = 0;
    this.parts[part + partBoth] = 0;
    this.parts[part + partNext] = none;
    this.parts[part + partConference] = slot;
    this.listOnBridge(part, bridge);
    // Appended at the end: Jicofo asks the conference's first bridge first.
    let last = this.firstPart[slot]!;
    if (last === none) this.firstPart[slot] = part;
    else {
      while (this.parts[last + partNext] !== none) last = this.parts[last + partNext]!;
      this.parts[last + partNext] = part;
    }
    this.bridges[slot]! += 1;
    return part;
  }

  private listOnBridge(part: number, bridge: number): void {
    if (bridge >= this.lastOnBridge.length) {
      const known = this.lastOnBridge.length;
      const larger = new Int32Array(Math.max(bridge + 1, known * 2));
      this.lastOnBridge = grown(this.lastOnBridge, larger).fill(none, known);
    }
    const before = this.lastOnBridge[bridge]!;
    this.parts[part + partBeforeOnBridge] = before;
    this.parts[part + partAfterOnBridge] = none;
    if (before !== none) this.parts[before + partAfterOnBridge] = part;
    this.lastOnBridge[bridge] = part;
  }

  private unlistOnBridge(part: number): void {
    const before = this.parts[part + partBeforeOnBridge]!;
    const after = this.parts[part + partAfterOnBridge]!;
    if (before !== none) this.parts[before + partAfterOnBridge] = after;
    if (after !== none) this.parts[after + partBeforeOnBridge] = before;
    else this.lastOnBridge[this.parts[part + partBridge]!] = before;
  }

  private removePart(slot: number, part: number): void {
    this.unlistOnBridge(part);
    const next = this.parts[part + partNext]!;
    let before = this.firstPart[slot]!;
    if (before === part) this.firstPart[slot] = next;
    else {
      while (this.parts[before + partNext] !== part) before = this.parts[before + partNext]!;
      this.parts[before + partNext] = next;
    }
    this.parts[part + partNext] = this.freePart;
    this.freePart = part;
    this.bridges[slot]! -= 1;
  }

  private newSlot(): number {
    const slot = this.slotsUsed;
    this.slotsUsed += 1;
    if (slot < this.live.length) return slot;
    const capacity = this.live.length * 2;
    this.demand = grown(this.demand, new Int32Array(capacity));
    this.endpoints = grown(this.endpoints, new Int32Array(capacity));
    this.audioSenders = grown(this.audioSenders, new Int32Array(capacity));
    this.videoSenders = grown(this.videoSenders, new Int32Array(capacity));
    this.screens = grown(this.screens, new Int32Array(capacity));
    this.both = grown(this.both, new Int32Array(capacity));
    this.bridges = grown(this.bridges, new Int32Array(capacity));
    this.firstPart = grown(this.firstPart, new Int32Array(capacity));
    this.live = grown(this.live, new Uint8Array(capacity));
    this.peerToPeer = grown(this.peerToPeer, new Uint8Array(capacity));
    this.held = grown(this.held, new Uint8Array(capacity));
    return slot;
  }
}

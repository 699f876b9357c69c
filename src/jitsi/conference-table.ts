/**
 * The live conferences: which bridges carry each, and how many endpoints and senders each of them has there.
 * Dense: a conference is a slot, its bridges a short linked list of parts with fixed stride.
 */
import { ConferenceSlots, slotBridges, slotFirstPart, slotStride } from './conference-slots.ts';
import { grown } from './grown-array.ts';

export {
  neverPeerToPeer,
  type PeerToPeerAbility,
  peerToPeerByTurn,
  peerToPeerDirectly,
} from './conference-slots.ts';

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

export class ConferenceTable extends ConferenceSlots {
  private lastOnBridge = new Int32Array(64).fill(none);
  private parts = new Int32Array(64 * partStride);
  private freePart = none;
  private partsUsed = 0;

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

  /** The conference's part on the bridge, or -1. */
  partOn(slot: number, bridge: number): number {
    let part = this.first(slot);
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
    this.countSendersInConference(slot, sign * audio, sign * camera, sign * screen, both);
  }

  private countEndpoint(slot: number, part: number, sign: 1 | -1): void {
    this.parts[part + partEndpoints]! += sign;
    this.countInConference(slot, sign);
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
    const base = slot * slotStride;
    let last = this.slots[base + slotFirstPart]!;
    if (last === none) this.slots[base + slotFirstPart] = part;
    else {
      while (this.parts[last + partNext] !== none) last = this.parts[last + partNext]!;
      this.parts[last + partNext] = part;
    }
    this.slots[base + slotBridges]! += 1;
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
    const base = slot * slotStride;
    let before = this.slots[base + slotFirstPart]!;
    if (before === part) this.slots[base + slotFirstPart] = next;
    else {
      while (this.parts[before + partNext] !== part) before = this.parts[before + partNext]!;
      this.parts[before + partNext] = next;
    }
    this.parts[part + partNext] = this.freePart;
    this.freePart = part;
    this.slots[base + slotBridges]! -= 1;
  }
}

/**
 * Which bridges serve, which drain, and which selection may choose: the part of a fleet that knows nothing of load.
 */
import { grown } from './grown-array.ts';

/** States, as stored. */
const gone = 0;
const serving = 1;
const draining = 2;
const stopping = 3;

/**
 * In which order Jicofo turns to bridges that are not to be used: those without the drain flag before those with it, whatever
 * else they are; among either, those in graceful shutdown last (jicofo 7ebb13d, BridgeSelector.kt). It chooses from the
 * first of these that is not empty.
 */
export const takesConferences = 0;
const inGracefulShutdown = 1;
const hasDrainFlag = 2;
const hasDrainFlagInShutdown = 3;
/** Not to be chosen at all. */
export const noResort = 4;

/** In the place of a Jicofo's number: all of them share the bridge. */
export const anyJicofo = -1;

export abstract class BridgeStates {
  /** Serving bridges that take new conferences. */
  acceptingCount = 0;
  /** Bridges that are there, in whatever state, and are not silent. */
  soundCount = 0;
  /** Bridges that are being retired. */
  drainingCount = 0;
  /** Bridges on which an operator set the drain flag. */
  flaggedCount = 0;
  private states: Uint8Array;
  /** 1 for a bridge whose machine is lost while Jicofo still takes it for serving. */
  private silent: Uint8Array;
  /** 1 for a bridge that Jicofo holds for broken: it is not chosen, and keeps what it has. */
  private suspended: Uint8Array;
  /** 1 for a bridge with an operator's drain flag. */
  private flagged: Uint8Array;
  /** Whether bridges are retired by the drain flag, rather than in graceful shutdown. */
  private readonly drainsByFlag: boolean;
  /** Jicofo that the bridge belongs to, in so far as Jicofos have their own; and how many of each accept. */
  private owners: Int16Array;
  private readonly acceptingOwned: number[] = [];

  /**
   * @param capacity bridges to make room for
   * @param drainsByFlag whether bridges are retired by the drain flag, rather than in graceful shutdown
   */
  constructor(capacity: number, drainsByFlag: boolean) {
    this.drainsByFlag = drainsByFlag;
    this.states = new Uint8Array(capacity);
    this.silent = new Uint8Array(capacity);
    this.suspended = new Uint8Array(capacity);
    this.flagged = new Uint8Array(capacity);
    this.owners = new Int16Array(capacity).fill(anyJicofo);
  }

  /** Told when selection may see the bridge in another light. */
  protected abstract stateChanged(bridge: number): void;

  /** From now on the bridge takes no new conferences (graceful shutdown). */
  startDrain(bridge: number): void {
    if (this.states[bridge] !== serving)
      throw new Error(`BridgeFleet.startDrain: bridge ${bridge} is not serving`);
    this.changeState(bridge, draining);
    this.drainingCount += 1;
  }

  /** An operator sets the drain flag on the bridge, or lifts it: it keeps who is on it. */
  setDrainFlag(bridge: number, isSet: boolean): void {
    const flag = isSet ? 1 : 0;
    if (this.flagged[bridge] === flag) return;
    if (this.takes(bridge)) this.countAccepting(bridge, -1);
    this.flagged[bridge] = flag;
    this.flaggedCount += isSet ? 1 : -1;
    if (this.takes(bridge)) this.countAccepting(bridge, 1);
    this.stateChanged(bridge);
  }

  /** The bridge is about to be killed: nobody is placed on it any more, not even as a last resort. */
  startStopping(bridge: number): void {
    this.changeState(bridge, stopping);
  }

  /**
   * The bridge's machine is lost without a word: it carries nobody any more, though Jicofo goes on selecting it until it
   * notices. To be settled before. A draining one is selected no more: it would only have been the last resort.
   */
  fallSilent(bridge: number): void {
    this.setSilent(bridge, 1);
    if (this.states[bridge] === draining) this.startStopping(bridge);
  }

  isSilent(bridge: number): boolean {
    return this.silent[bridge] === 1;
  }

  isServing(bridge: number): boolean {
    return bridge < this.states.length && this.states[bridge] !== gone;
  }

  isDraining(bridge: number): boolean {
    return this.states[bridge] === draining;
  }

  /** Gives the bridge to one Jicofo alone, before it starts; nothing to be called when all bridges are common. */
  assign(bridge: number, jicofo: number): void {
    if (bridge >= this.owners.length) this.owners = grownOwners(this.owners, 2 * bridge);
    this.owners[bridge] = jicofo;
    this.acceptingOwned[jicofo] ??= 0;
  }

  /** Jicofo holds the bridge for broken: nobody is placed on it until `restore`, and nobody is moved off it. */
  suspend(bridge: number): void {
    if (this.suspended[bridge] === 1) return;
    if (this.takes(bridge)) this.countAccepting(bridge, -1);
    this.suspended[bridge] = 1;
    this.stateChanged(bridge);
  }

  restore(bridge: number): void {
    if (this.suspended[bridge] === 0) return;
    this.suspended[bridge] = 0;
    if (this.takes(bridge)) this.countAccepting(bridge, 1);
    this.stateChanged(bridge);
  }

  isSuspended(bridge: number): boolean {
    return this.suspended[bridge] === 1;
  }

  /** Whether the bridge takes new conferences of this Jicofo. */
  isAccepting(bridge: number, jicofo = 0): boolean {
    return this.takes(bridge) && this.isOf(bridge, jicofo);
  }

  /** Serving bridges that take new conferences of this Jicofo. */
  acceptingFor(jicofo: number): number {
    return this.acceptingOwned[jicofo] ?? this.acceptingCount;
  }

  /** How late this Jicofo turns to the bridge: 0 for one that takes new conferences, see above. */
  resortOf(bridge: number, jicofo = 0): number {
    if (this.suspended[bridge] === 1 || !this.isOf(bridge, jicofo)) return noResort;
    const state = this.states[bridge];
    const isFlagged = this.flagged[bridge] === 1;
    if (state === serving) return isFlagged ? hasDrainFlag : takesConferences;
    if (state !== draining) return noResort;
    if (this.drainsByFlag) return hasDrainFlag;
    return isFlagged ? hasDrainFlagInShutdown : inGracefulShutdown;
  }

  /** Slots are below this number. */
  get capacity(): number {
    return this.states.length;
  }

  protected startServing(bridge: number): void {
    this.setSilent(bridge, 0);
    this.suspended[bridge] = 0;
    this.flaggedCount -= this.flagged[bridge]!;
    this.flagged[bridge] = 0;
    this.changeState(bridge, serving);
    this.countAccepting(bridge, 1);
  }

  protected endServing(bridge: number): void {
    this.changeState(bridge, gone);
  }

  protected growStates(capacity: number): void {
    this.states = grown(this.states, new Uint8Array(capacity));
    this.silent = grown(this.silent, new Uint8Array(capacity));
    this.suspended = grown(this.suspended, new Uint8Array(capacity));
    this.flagged = grown(this.flagged, new Uint8Array(capacity));
    if (this.owners.length < capacity) this.owners = grownOwners(this.owners, capacity);
  }

  /** Jicofo that the bridge belongs to, or `anyJicofo`. */
  ownerOf(bridge: number): number {
    return this.owners[bridge]!;
  }

  private isOf(bridge: number, jicofo: number): boolean {
    const owner = this.owners[bridge]!;
    return owner === anyJicofo || owner === jicofo;
  }

  /** Whether the bridge takes new conferences. */
  private takes(bridge: number): boolean {
    return this.states[bridge] === serving && this.suspended[bridge] === 0 && this.flagged[bridge] === 0;
  }

  private setSilent(bridge: number, silent: 0 | 1): void {
    this.countSound(bridge, -1);
    this.silent[bridge] = silent;
    this.countSound(bridge, 1);
  }

  private countSound(bridge: number, change: 1 | -1): void {
    if (this.states[bridge] !== gone && this.silent[bridge] === 0) this.soundCount += change;
  }

  private countAccepting(bridge: number, change: 1 | -1): void {
    this.acceptingCount += change;
    const owner = this.owners[bridge]!;
    if (owner !== anyJicofo) this.acceptingOwned[owner]! += change;
  }

  private changeState(bridge: number, into: number): void {
    if (this.takes(bridge)) this.countAccepting(bridge, -1);
    if (this.states[bridge] === draining) this.drainingCount -= 1;
    this.countSound(bridge, -1);
    this.states[bridge] = into;
    this.countSound(bridge, 1);
    this.stateChanged(bridge);
  }
}

function grownOwners(owners: Int16Array, capacity: number): Int16Array {
  const larger = new Int16Array(capacity + 1).fill(anyJicofo);
  larger.set(owners);
  return larger;
}

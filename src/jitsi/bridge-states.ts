/**
 * Which bridges serve, which drain, and which selection may choose: the part of a fleet that knows nothing of load.
 */

/** States, as stored. */
const gone = 0;
const serving = 1;
const draining = 2;
const stopping = 3;

export abstract class BridgeStates {
  /** Serving bridges that take new conferences. */
  acceptingCount = 0;
  /** Bridges in graceful shutdown. */
  drainingCount = 0;
  private states: Uint8Array;
  /** 1 for a bridge whose machine is lost while Jicofo still takes it for serving. */
  private silent: Uint8Array;

  /** @param capacity bridges to make room for */
  constructor(capacity: number) {
    this.states = new Uint8Array(capacity);
    this.silent = new Uint8Array(capacity);
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

  /** The bridge is about to be killed: nobody is placed on it any more, not even as a last resort. */
  startStopping(bridge: number): void {
    this.changeState(bridge, stopping);
  }

  /**
   * The bridge's machine is lost without a word: it carries nobody any more, though Jicofo goes on selecting it until it
   * notices. To be settled before. A draining one is selected no more: it would only have been the last resort.
   */
  fallSilent(bridge: number): void {
    this.silent[bridge] = 1;
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

  /** Whether the bridge takes new conferences. */
  isAccepting(bridge: number): boolean {
    return this.states[bridge] === serving;
  }

  /** Whether selection may place anybody here: draining bridges are the last resort (BridgeSelector.kt). */
  isCandidate(bridge: number): boolean {
    const state = this.states[bridge];
    return state === serving || (state === draining && this.acceptingCount === 0);
  }

  /** Whether there is anybody at all that selection may choose. */
  get hasCandidates(): boolean {
    return this.acceptingCount > 0 || this.drainingCount > 0;
  }

  /** Slots are below this number. */
  get capacity(): number {
    return this.states.length;
  }

  protected startServing(bridge: number): void {
    this.silent[bridge] = 0;
    this.changeState(bridge, serving);
    this.acceptingCount += 1;
  }

  protected endServing(bridge: number): void {
    this.changeState(bridge, gone);
  }

  protected growStates(capacity: number): void {
    const states = new Uint8Array(capacity);
    states.set(this.states);
    this.states = states;
    const silent = new Uint8Array(capacity);
    silent.set(this.silent);
    this.silent = silent;
  }

  private changeState(bridge: number, into: number): void {
    if (this.states[bridge] === serving) this.acceptingCount -= 1;
    if (this.states[bridge] === draining) this.drainingCount -= 1;
    this.states[bridge] = into;
    this.stateChanged(bridge);
  }
}

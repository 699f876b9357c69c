/**
 * Draining bridges: when they are empty enough to stop, until when they may go on, and which of them hang and never stop
 * by themselves.
 */
import type { DrainLimit } from '../cloud/drain-limits.ts';
import type { InstancePool } from '../cloud/instance-pool.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import type { BridgeShutdown } from './bridge-shutdown.ts';
import { bridgeKind, entity } from './entities.ts';
import { noteIncident, type RunContext } from './run-context.ts';

export class BridgeDrains {
  /** Drains that were empty and did not stop. */
  hungCount = 0;
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly instances: InstancePool;
  private readonly shutdown: BridgeShutdown;
  private readonly hangStream: RandomStream;
  /** By slot: when the drain began, and whether it hangs (0 no, 1 will, 2 does). */
  private readonly sinceMs: number[] = [];
  private readonly hanging: number[] = [];
  private readonly graceSeconds: number[] = [];

  constructor(
    context: RunContext,
    parts: {
      readonly fleet: BridgeFleet;
      readonly instances: InstancePool;
      readonly shutdown: BridgeShutdown;
    },
  ) {
    this.context = context;
    this.fleet = parts.fleet;
    this.instances = parts.instances;
    this.shutdown = parts.shutdown;
    this.hangStream = context.streams.stream('cloud/hung-drains');
  }

  /**
   * The order to drain, which may get lost. `graceSeconds`: what whoever gave it grants, Infinity for no limit of its own.
   */
  begin(slot: number, graceSeconds: number, nowMs: number): void {
    const { hungDrainRatio } = this.context.scenario.deployment.bridges;
    this.sinceMs[slot] = nowMs;
    this.graceSeconds[slot] = graceSeconds;
    const hangs =
      hungDrainRatio > 0 && this.hangStream.at(this.instances.number[slot]!).nextUnit() < hungDrainRatio;
    this.hanging[slot] = hangs ? 1 : 0;
    if (this.context.windows.losesDrainOrders(nowMs)) {
      this.stopAtLimit(slot, nowMs);
      return;
    }
    this.fleet.startDrain(slot);
    if (!this.endIfEmptyEnough(slot, nowMs)) this.stopAtLimit(slot, nowMs);
  }

  /** To be called when a participant left the bridge: an empty draining bridge shuts down. */
  afterLeave(slot: number, nowMs: number): void {
    if (this.fleet.isDraining(slot)) this.endIfEmptyEnough(slot, nowMs);
  }

  /** To be called when a participant joined a draining bridge: it is not empty any more. */
  afterJoin(slot: number, nowMs: number): void {
    if (!this.fleet.isDraining(slot) || this.fleet.endpoints[slot] !== 1) return;
    this.stopAtLimit(slot, nowMs);
  }

  /** The drain goes on until somebody stops it; nobody may. */
  private stopAtLimit(slot: number, nowMs: number): void {
    const limitMs = this.limitMs(slot);
    if (Number.isFinite(limitMs)) {
      this.context.list.schedule(entity(bridgeKind, slot), Math.max(nowMs, limitMs));
    } else this.context.list.cancel(entity(bridgeKind, slot));
  }

  /** Nobody is on the draining bridge any more: it shuts down, unless it hangs. */
  private endDrain(slot: number, nowMs: number): void {
    if (this.hangs(slot, nowMs)) this.stopAtLimit(slot, nowMs);
    else this.shutdown.endEmpty(slot, nowMs);
  }

  /** Whether the drain ends now, because nobody is left on the bridge or few enough are. */
  private endIfEmptyEnough(slot: number, nowMs: number): boolean {
    const participants = this.fleet.endpoints[slot]!;
    const isNearlyEmpty = this.shutdown.isNearlyEmpty(participants);
    if (participants === 0) this.endDrain(slot, nowMs);
    else if (isNearlyEmpty) this.shutdown.begin(slot, nowMs);
    return participants === 0 || isNearlyEmpty;
  }

  /** When the drain of the slot is cut short, simulated milliseconds; Infinity for never. */
  private limitMs(slot: number): number {
    return this.sinceMs[slot]! + this.limit(slot).seconds * 1000;
  }

  /** Whose limit it is. */
  limitedBy(slot: number): string {
    return this.limit(slot).by;
  }

  private limit(slot: number): DrainLimit {
    const { drainLimit } = this.context.scenario.deployment.bridges;
    const seconds = this.graceSeconds[slot]!;
    return seconds < drainLimit.seconds ? { seconds, by: 'the eviction from its node' } : drainLimit;
  }

  /** The drain is empty: whether it now hangs instead of stopping. */
  private hangs(slot: number, nowMs: number): boolean {
    if (this.hanging[slot] === 0) return false;
    if (this.hanging[slot] === 1) {
      this.hanging[slot] = 2;
      this.hungCount += 1;
      noteIncident(this.context, {
        atMs: nowMs,
        kind: 'drain-hung',
        detail: `bridge ${slot} is empty and does not stop; it is paid for until ${this.limitText(slot)}`,
        affected: 1,
      });
    }
    return true;
  }

  private limitText(slot: number): string {
    const { seconds, by } = this.limit(slot);
    return Number.isFinite(seconds) ? `${by} stops it, ${seconds} s after the order` : 'somebody notices';
  }
}

/**
 * The last minute of a bridge that shuts itself down (jitsi-videobridge a29d97d, ShutdownManager.kt): in SHUTTING_DOWN it
 * takes nobody any more, Jicofo hears of it with the next publication and moves everybody, and the process ends after the
 * delay. It begins when a graceful shutdown has lasted its maximum, or has few enough participants left.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { bridgeKind, entity } from './entities.ts';
import type { RunContext } from './run-context.ts';

export class BridgeShutdown {
  private readonly context: RunContext;
  /** By slot: when SHUTTING_DOWN began; NaN (and holes) for bridges that are not. */
  private readonly sinceMs: number[] = [];

  private readonly fleet: BridgeFleet;

  constructor(context: RunContext, fleet: BridgeFleet) {
    this.context = context;
    this.fleet = fleet;
  }

  /**
   * A bridge in graceful shutdown rejects conferences it does not carry yet (jitsi-videobridge a29d97d, Videobridge.java);
   * one that only has the drain flag takes them as Jicofo's last resort.
   */
  rejectsNewConferences(slot: number): boolean {
    return this.fleet.isDraining(slot) && this.context.scenario.deployment.bridges.drainBy !== 'drain-flag';
  }

  /** A bridge begins to serve in the slot. */
  reset(slot: number): void {
    this.sinceMs[slot] = Number.NaN;
  }

  /** SHUTTING_DOWN begins with participants; Jicofo moves them when it has heard of it. */
  begin(slot: number, nowMs: number): void {
    this.sinceMs[slot] = nowMs;
    this.fleet.startStopping(slot);
    this.context.list.schedule(entity(bridgeKind, slot), this.fleet.nextPublicationMs(slot, nowMs));
  }

  /** Nobody is left: SHUTTING_DOWN begins, if it takes any time, and the process will end. */
  endEmpty(slot: number, nowMs: number): void {
    if (this.takesTime) {
      this.sinceMs[slot] = nowMs;
      this.fleet.startStopping(slot);
    }
    this.scheduleEnd(slot, nowMs);
  }

  /** Plans the end of a bridge that has nobody left. */
  scheduleEnd(slot: number, nowMs: number): void {
    const delayMs = this.context.scenario.deployment.bridges.shutdownDelaySeconds * 1000;
    this.context.list.schedule(entity(bridgeKind, slot), this.endMs(slot, nowMs) + delayMs);
  }

  /** Whether the process is in SHUTTING_DOWN and goes on for a while. */
  goesOn(slot: number, nowMs: number): boolean {
    return this.has(slot) && nowMs < this.endMs(slot, nowMs);
  }

  has(slot: number): boolean {
    return !Number.isNaN(this.sinceMs[slot] ?? Number.NaN);
  }

  private get takesTime(): boolean {
    return (this.context.scenario.deployment.bridges.shuttingDownDelaySeconds ?? 0) > 0;
  }

  /** Whether the bridge's own limit ends its drains, with notice to Jicofo; scripts and pods just kill it. */
  endsDrains(limitedBy: string): boolean {
    return limitedBy === 'gracefulShutdownMaxSeconds' && this.takesTime;
  }

  /** Whether so few participants are left on a draining bridge that it stops waiting for them. */
  isNearlyEmpty(participants: number): boolean {
    const { gracefulShutdownMinParticipants = 0 } = this.context.scenario.deployment.bridges;
    return participants > 0 && participants <= gracefulShutdownMinParticipants;
  }

  /** When the process ends that has nobody left now, simulated milliseconds. */
  private endMs(slot: number, nowMs: number): number {
    const { shuttingDownDelaySeconds = 0 } = this.context.scenario.deployment.bridges;
    const since = this.has(slot) ? this.sinceMs[slot]! : nowMs;
    return Math.max(nowMs, since + shuttingDownDelaySeconds * 1000);
  }
}

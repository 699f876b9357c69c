/**
 * Bridges that die in a run: who is on them, when Jicofo notices, when they are invited elsewhere, and what becomes of
 * the instance.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import { movedAfterSeconds, noticedAfterSeconds } from '../../jitsi/silent-bridge.ts';
import type { BridgeCrash, RegionPartition } from '../../scenario/faults.ts';
import type { BridgeOperations } from '../bridge-operations.ts';
import type { Conferences } from '../conferences.ts';
import { entity, lostBridgeKind } from '../entities.ts';
import { noteIncident, type RunContext } from '../run-context.ts';

/** A bridge that fell silent: its machine is lost, or it is cut off until some time. */
interface SilentBridge {
  /** Number of its instance: another may be in the slot by then. */
  readonly instance: number;
  readonly lostMs: number;
  readonly movedMs: number;
  readonly restartSeconds: number | null;
  /** null when it never comes back by itself. */
  readonly rejoinsMs: number | null;
}

export class BridgeCrashes {
  crashes = 0;
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly bridges: BridgeOperations;
  private readonly conferences: Conferences;
  private readonly silent = new Map<number, SilentBridge>();

  constructor(
    context: RunContext,
    parts: {
      readonly fleet: BridgeFleet;
      readonly bridges: BridgeOperations;
      readonly conferences: Conferences;
    },
  ) {
    this.context = context;
    this.fleet = parts.fleet;
    this.bridges = parts.bridges;
    this.conferences = parts.conferences;
  }

  /** @param stream positioned on this occurrence of the fault */
  crash(fault: BridgeCrash, stream: RandomStream, nowMs: number): void {
    for (const bridge of this.victims(fault, stream)) {
      this.crashes += 1;
      const affected = this.fleet.endpoints[bridge]!;
      if (fault.loss === 'process') this.loseProcess(bridge, fault.restartSeconds, nowMs);
      else this.loseMachine(bridge, fault.restartSeconds, stream, nowMs);
      noteIncident(this.context, {
        atMs: nowMs,
        kind: 'bridge-crashed',
        detail: `${fault.name}: ${fault.loss} of bridge ${bridge}`,
        affected,
      });
    }
  }

  /** Jicofo notices a silent bridge, its participants are invited elsewhere, or it can be reached again. */
  handle(bridge: number, nowMs: number): void {
    const { movedMs, lostMs, restartSeconds, rejoinsMs, instance } = this.silent.get(bridge)!;
    if (this.bridges.instances.number[bridge] !== instance) {
      // The cloud took it while it was cut off, and the slot is another's now.
      this.silent.delete(bridge);
      return;
    }
    if (nowMs < movedMs) {
      this.fleet.startStopping(bridge);
      this.context.list.schedule(entity(lostBridgeKind, bridge), movedMs);
      return;
    }
    if (rejoinsMs === null || (this.fleet.isServing(bridge) && !this.bridges.isStaying(bridge))) {
      this.silent.delete(bridge);
      this.end(bridge, restartSeconds, lostMs, nowMs);
    } else if (this.fleet.isServing(bridge)) {
      const dropped = this.conferences.lostEndpoints.drop(bridge, nowMs);
      this.bridges.cutOff(bridge, nowMs);
      this.conferences.lostEndpoints.inviteAgain(dropped, lostMs, nowMs);
      this.context.list.schedule(entity(lostBridgeKind, bridge), Math.max(nowMs, rejoinsMs));
    } else {
      this.silent.delete(bridge);
      this.bridges.rejoin(bridge, instance, nowMs);
    }
  }

  /** All bridges of the region fall silent, and come back at the end. */
  cutOff(fault: RegionPartition, stream: RandomStream, nowMs: number): void {
    const { fleet } = this;
    const rejoinsMs = nowMs + fault.durationSeconds * 1000;
    let affected = 0;
    for (const bridge of this.living()) {
      if (fleet.sites.regionOf(bridge) === fault.region) {
        affected += this.loseMachine(bridge, null, stream, nowMs, rejoinsMs);
      }
    }
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'region-cut-off',
      detail: `${fault.name}: for ${fault.durationSeconds} s`,
      affected,
    });
  }

  /** The bridge is gone before anybody is invited again: selection must not find it. */
  private end(bridge: number, restartSeconds: number | null, lostMs: number, nowMs: number): void {
    const { fleet, conferences, bridges } = this;
    fleet.startStopping(bridge);
    const dropped = conferences.lostEndpoints.drop(bridge, nowMs);
    bridges.crash(bridge, restartSeconds, nowMs);
    conferences.lostEndpoints.inviteAgain(dropped, lostMs, nowMs);
  }

  private loseProcess(bridge: number, restartSeconds: number | null, nowMs: number): void {
    this.conferences.lostEndpoints.reinvitations.drops += this.fleet.endpoints[bridge]!;
    this.end(bridge, restartSeconds, nowMs, nowMs);
  }

  /** The bridge falls silent; nothing when it is already. Returns how many participants are on it. */
  loseMachine(
    bridge: number,
    restartSeconds: number | null,
    stream: RandomStream,
    nowMs: number,
    rejoinsMs: number | null = null,
  ): number {
    if (this.silent.has(bridge)) return 0;
    const affected = this.fleet.endpoints[bridge]!;
    this.conferences.lostEndpoints.reinvitations.drops += affected;
    const { healthChecks } = this.context.scenario.deployment.bridges.selection;
    const noticedSeconds = noticedAfterSeconds(healthChecks, stream);
    const movedMs = nowMs + movedAfterSeconds(noticedSeconds) * 1000;
    this.fleet.setReachable(bridge, false, nowMs);
    this.fleet.fallSilent(bridge);
    this.bridges.silence(bridge, nowMs);
    const instance = this.bridges.instances.number[bridge]!;
    this.silent.set(bridge, { instance, lostMs: nowMs, movedMs, restartSeconds, rejoinsMs });
    this.context.list.schedule(entity(lostBridgeKind, bridge), nowMs + noticedSeconds * 1000);
    return affected;
  }

  private living(): number[] {
    const living: number[] = [];
    for (let bridge = 0; bridge < this.fleet.capacity; bridge++) {
      if (this.fleet.isServing(bridge) && !this.silent.has(bridge)) living.push(bridge);
    }
    return living;
  }

  /** Living bridges, draining ones included: the busiest, or any. */
  private victims({ count, pick }: BridgeCrash, stream: RandomStream): number[] {
    const { fleet } = this;
    const living = this.living();
    if (pick === 'busiest') living.sort((a, b) => fleet.endpoints[b]! - fleet.endpoints[a]! || a - b);
    else shuffle(living, Math.min(count, living.length), stream);
    return living.slice(0, count);
  }
}

/** Fisher and Yates: afterwards the first `count` are a sample without replacement. */
function shuffle(values: number[], count: number, stream: RandomStream): void {
  for (let i = 0; i < count; i++) {
    const j = i + stream.nextIndex(values.length - i);
    const value = values[i]!;
    values[i] = values[j]!;
    values[j] = value;
  }
}

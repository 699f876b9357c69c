/**
 * Bridges that die in a run: who is on them, when Jicofo notices, when they are invited elsewhere, and what becomes of
 * the instance.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import { movedAfterSeconds, noticedAfterSeconds } from '../../jitsi/silent-bridge.ts';
import type { BridgeCrash } from '../../scenario/faults.ts';
import type { BridgeOperations } from '../bridge-operations.ts';
import type { Conferences } from '../conferences.ts';
import { entity, lostBridgeKind } from '../entities.ts';
import { noteIncident, type RunContext } from '../run-context.ts';

/** A bridge whose machine fell silent. */
interface SilentBridge {
  readonly lostMs: number;
  readonly movedMs: number;
  readonly restartSeconds: number | null;
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
      this.conferences.lostEndpoints.reinvitations.drops += affected;
      if (fault.loss === 'process') this.end(bridge, fault.restartSeconds, nowMs, nowMs);
      else this.loseMachine(bridge, fault.restartSeconds, stream, nowMs);
      noteIncident(this.context, {
        atMs: nowMs,
        kind: 'bridge-crashed',
        detail: `${fault.name}: ${fault.loss} of bridge ${bridge}`,
        affected,
      });
    }
  }

  /** Jicofo notices a silent bridge, or its participants are invited elsewhere. */
  handle(bridge: number, nowMs: number): void {
    const { movedMs, lostMs, restartSeconds } = this.silent.get(bridge)!;
    if (nowMs < movedMs) {
      this.fleet.startStopping(bridge);
      this.context.list.schedule(entity(lostBridgeKind, bridge), movedMs);
      return;
    }
    this.silent.delete(bridge);
    this.end(bridge, restartSeconds, lostMs, nowMs);
  }

  /** The bridge is gone before anybody is invited again: selection must not find it. */
  private end(bridge: number, restartSeconds: number | null, lostMs: number, nowMs: number): void {
    const { fleet, conferences, bridges } = this;
    fleet.startStopping(bridge);
    const dropped = conferences.lostEndpoints.drop(bridge, nowMs);
    bridges.crash(bridge, restartSeconds, nowMs);
    conferences.lostEndpoints.inviteAgain(dropped, lostMs, nowMs);
  }

  private loseMachine(
    bridge: number,
    restartSeconds: number | null,
    stream: RandomStream,
    nowMs: number,
  ): void {
    const noticedSeconds = noticedAfterSeconds(stream);
    const movedMs = nowMs + movedAfterSeconds(noticedSeconds) * 1000;
    this.fleet.settle(bridge, nowMs);
    this.fleet.fallSilent(bridge);
    this.bridges.silence(bridge, nowMs);
    this.silent.set(bridge, { lostMs: nowMs, movedMs, restartSeconds });
    this.context.list.schedule(entity(lostBridgeKind, bridge), nowMs + noticedSeconds * 1000);
  }

  /** Living bridges, draining ones included: the busiest, or any. */
  private victims({ count, pick }: BridgeCrash, stream: RandomStream): number[] {
    const { fleet } = this;
    const living: number[] = [];
    for (let bridge = 0; bridge < fleet.capacity; bridge++) {
      if (fleet.isServing(bridge) && !this.silent.has(bridge)) living.push(bridge);
    }
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

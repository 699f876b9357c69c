/**
 * What the Jicofos of a run do of their own accord: they check the health of bridges, and they relieve overloaded ones.
 *
 * Bridges fall ill by `hang` and `becomeUnwell` (for whoever makes things go wrong); what becomes of them and of their
 * participants follows from the health checks.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { noResort } from '../jitsi/bridge-states.ts';
import {
  type BridgeHealth,
  failedAfterSeconds,
  type HealthChecks,
  shippedBridgeHealth,
  shippedHealthChecks,
  timedOutAfterSeconds,
} from '../jitsi/jicofo/health-checks.ts';
import { LoadRedistributor } from '../jitsi/jicofo/load-redistribution.ts';
import type { Redistribution } from '../scenario/scenario.ts';
import type { Conferences } from './conferences.ts';
import { entity, jicofoKind } from './entities.ts';
import { IceFailures } from './ice-failures.ts';
import { noteIncident, planWithin, type RunContext } from './run-context.ts';

/** What is next for a bridge that is ill. */
interface Illness {
  readonly movesAll: boolean;
  /** When it is well again; Infinity for never. */
  readonly wellMs: number;
  isNoticed: boolean;
}

export class JicofoOperations {
  /** Participants moved off overloaded bridges. */
  redistributed = 0;
  readonly iceFailures: IceFailures;
  /** Told of a bridge that stays unwell: whoever watches over it lets it go. */
  onHopeless: (bridge: number, nowMs: number) => void = () => {};
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly conferences: Conferences;
  private readonly shards: number;
  private readonly redistribution: Redistribution | null;
  private readonly checks: HealthChecks | null;
  private readonly health: BridgeHealth;
  private readonly redistributors: readonly LoadRedistributor[];
  private readonly checkStream: RandomStream;
  private checksDrawn = 0;
  private readonly ill = new Map<number, Illness>();

  constructor(context: RunContext, fleet: BridgeFleet, conferences: Conferences) {
    const { bridges, shardCount } = context.scenario.deployment;
    const { redistribution = null, healthChecks = shippedHealthChecks } = bridges.selection;
    this.context = context;
    this.fleet = fleet;
    this.conferences = conferences;
    this.iceFailures = new IceFailures(context, fleet, conferences);
    this.shards = shardCount;
    this.redistribution = redistribution;
    this.checks = healthChecks;
    this.health = bridges.health ?? shippedBridgeHealth;
    this.redistributors = Array.from({ length: redistribution === null ? 0 : shardCount }, () => {
      return new LoadRedistributor(redistribution!);
    });
    this.checkStream = context.streams.stream('jitsi/health-checks');
  }

  /** Starts the clocks of redistribution, each Jicofo's with a phase of its own. */
  start(): void {
    const { redistribution } = this;
    if (redistribution === null) return;
    const phases = this.context.streams.stream('jitsi/redistribution');
    for (let shard = 0; shard < this.shards; shard++) {
      this.plan(shard, phases.at(shard).nextUnit() * redistribution.intervalSeconds * 1000);
    }
  }

  /** A Jicofo looks at the load of its bridges, or an ill bridge is noticed or well again. */
  handle(timer: number, nowMs: number): void {
    if (timer < this.shards) {
      this.redistribute(timer, nowMs);
      this.plan(timer, nowMs + this.redistribution!.intervalSeconds * 1000);
    } else this.carryOn(timer - this.shards, nowMs);
  }

  /**
   * The bridge answers no health check for so many seconds (Infinity for good), while it goes on carrying media. When
   * Jicofo has noticed, nobody is placed on it any more, and nobody is moved.
   */
  hang(bridge: number, seconds: number, nowMs: number): void {
    if (this.checks === null) return;
    const noticedSeconds = timedOutAfterSeconds(this.checks, this.drawUnit());
    this.fallIll(bridge, { noticedSeconds, seconds, movesAll: false }, nowMs);
  }

  /** The bridge says for so many seconds that it is unwell: at its next check all its participants are invited elsewhere. */
  becomeUnwell(bridge: number, seconds: number, nowMs: number): void {
    if (this.checks === null) return;
    const noticedSeconds = failedAfterSeconds(this.checks, this.drawUnit());
    const { isSticky } = this.health;
    const illSeconds = isSticky ? Number.POSITIVE_INFINITY : seconds;
    this.fallIll(bridge, { noticedSeconds, seconds: illSeconds, movesAll: true }, nowMs);
  }

  /** The bridge is gone: nothing of its illness matters any more. */
  forget(bridge: number): void {
    this.iceFailures.forget(bridge);
    if (!this.ill.delete(bridge)) return;
    this.context.list.cancel(entity(jicofoKind, this.shards + bridge));
  }

  private fallIll(
    bridge: number,
    illness: { readonly noticedSeconds: number; readonly seconds: number; readonly movesAll: boolean },
    nowMs: number,
  ): void {
    const { noticedSeconds, seconds, movesAll } = illness;
    // Well again before anybody noticed: nothing happened.
    if (seconds <= noticedSeconds || this.ill.has(bridge)) return;
    this.ill.set(bridge, { movesAll, wellMs: nowMs + seconds * 1000, isNoticed: false });
    this.plan(this.shards + bridge, nowMs + noticedSeconds * 1000);
  }

  private carryOn(bridge: number, nowMs: number): void {
    const illness = this.ill.get(bridge)!;
    if (illness.isNoticed) {
      this.ill.delete(bridge);
      if (illness.wellMs === Number.POSITIVE_INFINITY) {
        this.onHopeless(bridge, nowMs);
        return;
      }
      this.fleet.restore(bridge);
      this.conferences.lostEndpoints.reinvitations.bridgeAdded(nowMs);
      return;
    }
    illness.isNoticed = true;
    this.fleet.suspend(bridge);
    const affected = illness.movesAll ? this.moveAll(bridge, nowMs) : this.fleet.endpoints[bridge]!;
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'bridge-unhealthy',
      detail: illness.movesAll
        ? `bridge ${bridge} failed its health check: all its participants are invited elsewhere`
        : `bridge ${bridge} answers no health check: nobody new is placed on it`,
      affected,
    });
    // The last failure is remembered from the moment at which the bridge is well again.
    const resetMs = this.checks!.failureResetSeconds * 1000;
    const { watchdogSeconds } = this.health;
    if (illness.movesAll && illness.wellMs === Number.POSITIVE_INFINITY && watchdogSeconds !== null) {
      this.plan(this.shards + bridge, nowMs + watchdogSeconds * 1000);
      return;
    }
    this.plan(this.shards + bridge, Math.max(illness.wellMs, nowMs) + resetMs);
  }

  private moveAll(bridge: number, nowMs: number): number {
    const { lostEndpoints } = this.conferences;
    const dropped = lostEndpoints.drop(bridge, nowMs);
    lostEndpoints.reinvitations.drops += dropped.length;
    this.conferences.moved += dropped.length;
    lostEndpoints.inviteAgain(dropped, nowMs, nowMs);
    return dropped.length;
  }

  private redistribute(shard: number, nowMs: number): void {
    const { fleet } = this;
    const { stressThreshold } = this.context.scenario.deployment.bridges.selection;
    const seen = [];
    for (let bridge = 0; bridge < fleet.capacity; bridge++) {
      const isChosen = fleet.resortOf(bridge, shard) !== noResort;
      if (!isChosen && !(fleet.isServing(bridge) && fleet.isDraining(bridge))) continue;
      const correctedStress = fleet.correctedStress(bridge, nowMs, shard);
      seen.push({ id: String(bridge), correctedStress, isOverloaded: correctedStress >= stressThreshold });
    }
    for (const id of this.redistributors[shard]!.bridgesToRelieve(seen, nowMs)) {
      this.relieve(Number(id), shard, nowMs);
    }
  }

  /** Moves participants off the bridge, out of the conferences that have most there. */
  private relieve(bridge: number, shard: number, nowMs: number): void {
    const { lostEndpoints } = this.conferences;
    const moved = lostEndpoints.dropSome(bridge, shard, this.redistribution!.endpoints, nowMs);
    if (moved.length === 0) return;
    this.redistributed += moved.length;
    this.conferences.moved += moved.length;
    lostEndpoints.inviteAgain(moved, nowMs, nowMs);
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'load-redistributed',
      detail: `Jicofo moves participants off bridge ${bridge}`,
      affected: moved.length,
    });
  }

  private drawUnit(): number {
    this.checksDrawn += 1;
    return this.checkStream.at(this.checksDrawn).nextUnit();
  }

  private plan(timer: number, atMs: number): void {
    planWithin(this.context, entity(jicofoKind, timer), atMs);
  }
}

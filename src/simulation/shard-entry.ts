/**
 * Which shard a signalling request goes to: conferences take turns, or HAProxy decides. With HAProxy, shards are polled by
 * their agents and HAProxy asks these, each on its own clock, and operators' orders come at their times.
 */
import { production8x8Entry } from '../jitsi/haproxy/entry-settings.ts';
import { roomHash, roomToken } from '../jitsi/haproxy/room-hash.ts';
import { ShardAgent, type ShardHealth } from '../jitsi/haproxy/shard-agent.ts';
import { ShardBalancer } from '../jitsi/haproxy/shard-balancer.ts';
import type { ShardSettings } from '../scenario/scenario.ts';
import { entity, shardEntryKind } from './entities.ts';
import { noteIncident, type RunContext } from './run-context.ts';

/** No shard takes the request. */
export const noShard = -1;

/** What the entry asks of shards. */
export interface EnteredShards {
  /** How the shard's own agent finds it. */
  healthOf(shard: number, nowMs: number): ShardHealth;
  /** Participants that its Jicofo has. */
  participantsOf(shard: number): number;
}

/** The tenant of all rooms; nothing depends on it but where rooms lie on the ring. */
const tenant = 'jitsim';

/** Timers: for each shard its agent's poll and HAProxy's check; then the operators' orders. */
const timersPerShard = 2;

export class ShardEntry {
  private readonly context: RunContext;
  private readonly settings: ShardSettings | undefined;
  private readonly shards: number;
  private readonly balancer: ShardBalancer | null;
  private readonly agents: readonly ShardAgent[];
  /** Set when the shards are there. */
  private entered: EnteredShards | null = null;
  /** By conference: its shard when they take turns, else its hash. */
  private readonly shardOf: number[] = [];
  private readonly hashOf: number[] = [];
  private conferences = 0;

  constructor(context: RunContext) {
    const { shardCount, shards } = context.scenario.deployment;
    this.context = context;
    this.settings = shards;
    this.shards = shardCount;
    const haproxy = shards?.haproxy ?? null;
    this.balancer = haproxy === null ? null : new ShardBalancer(haproxy, this.regions());
    const timing = haproxy ?? production8x8Entry;
    this.agents = Array.from({ length: shardCount }, () => new ShardAgent(timing));
  }

  /** Starts the clocks; nothing to start when conferences take turns. */
  start(entered: EnteredShards): void {
    this.entered = entered;
    const haproxy = this.settings?.haproxy ?? null;
    if (haproxy === null) return;
    const phases = this.context.streams.stream('jitsi/shard-agents');
    for (let shard = 0; shard < this.shards; shard++) {
      const phase = phases.at(shard);
      this.plan(shard * timersPerShard, phase.nextUnit() * haproxy.pollSeconds * 1000);
      this.plan(shard * timersPerShard + 1, phase.nextUnit() * haproxy.agentCheckSeconds * 1000);
    }
    this.settings!.orders.forEach(({ atMs }, index) => {
      this.plan(this.shards * timersPerShard + index, atMs);
    });
  }

  openConference(conference: number): void {
    const number = this.conferences;
    this.conferences += 1;
    this.shardOf[conference] = number % this.shards;
    if (this.balancer === null) return;
    this.hashOf[conference] = roomHash(roomToken(tenant, `room-${number}`));
    this.balancer.forget(conference);
  }

  /** The shard for a request of somebody in the region; `noShard` when HAProxy has none. */
  request(conference: number, region: number, nowMs: number): number {
    if (this.balancer === null) return this.shardOf[conference]!;
    return this.balancer.request(conference, this.hashOf[conference]!, region, nowMs);
  }

  /** A connection to the shard opened (1) or ended (-1). */
  count(shard: number, change: 1 | -1): void {
    if (this.balancer !== null) this.balancer.served[shard]! += change;
  }

  /** A timer of the entry. */
  handle(timer: number, nowMs: number): void {
    const shard = Math.floor(timer / timersPerShard);
    if (shard >= this.shards) this.obey(timer - this.shards * timersPerShard);
    else if (timer % timersPerShard === 0) this.poll(shard, nowMs);
    else this.check(shard, nowMs);
  }

  private obey(index: number): void {
    const { shard, order } = this.settings!.orders[index]!;
    this.agents[shard]!.order = order;
  }

  private poll(shard: number, nowMs: number): void {
    this.agents[shard]!.poll(this.entered!.healthOf(shard, nowMs), nowMs);
    this.plan(shard * timersPerShard, nowMs + this.settings!.haproxy!.pollSeconds * 1000);
  }

  private check(shard: number, nowMs: number): void {
    const before = this.balancer!.replyOf(shard);
    const reply = this.agents[shard]!.reply(nowMs);
    const participants = this.entered!.participantsOf(shard);
    if (this.balancer!.hear(shard, reply, participants) && reply !== before) {
      noteIncident(this.context, {
        atMs: nowMs,
        kind: 'shard-state',
        detail: `HAProxy takes shard ${shard} for ${reply}, after ${before}`,
        affected: participants,
      });
    }
    this.plan(shard * timersPerShard + 1, nowMs + this.settings!.haproxy!.agentCheckSeconds * 1000);
  }

  private regions(): number[] {
    return Array.from({ length: this.shards }, (_, shard) => this.settings?.regions[shard] ?? 0);
  }

  private plan(timer: number, atMs: number): void {
    if (atMs < this.context.endMs) this.context.list.schedule(entity(shardEntryKind, timer), atMs);
  }
}

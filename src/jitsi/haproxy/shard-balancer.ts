/**
 * HAProxy's choice of a shard for a request: the stick table first, then the ring of the requester's region, then the
 * first usable backup. Shards of a region are active there and backups everywhere else, in the order of their numbers.
 *
 * A drained shard gets no rooms but keeps those that the table sends it; one that is down or in maintenance gets nothing.
 * Source: jitsi/infra-configuration@b042dd7, role hcv-haproxy-configure; haproxy src/lb_chash.c (fbck without
 * allbackups) and its manual on persistence (a server that is down is passed over).
 *
 * Simplification: one stick table for all regions; upstream the proxies tell each other.
 */
import type { HaproxySettings } from './entry-settings.ts';
import { HashRing } from './hash-ring.ts';
import { type AgentReply, weightPercent } from './shard-agent.ts';
import { StickTable } from './stick-table.ts';

/** Weight of a server that asks for no less (`weight 256` of the role). */
const fullWeight = 256;
const noShard = -1;

export class ShardBalancer {
  /** Connections of each shard now. */
  readonly served: Int32Array;
  private readonly settings: HaproxySettings;
  private readonly table: StickTable;
  /** Region of each shard. */
  private readonly regionOf: readonly number[];
  private readonly replies: AgentReply[];
  private readonly weights: number[];
  /** By region; rebuilt when a weight changed. */
  private readonly rings = new Map<number, HashRing>();

  constructor(settings: HaproxySettings, regionOf: readonly number[]) {
    this.settings = settings;
    this.regionOf = regionOf;
    this.table = new StickTable(settings.stickExpireSeconds);
    this.served = new Int32Array(regionOf.length);
    this.replies = regionOf.map(() => 'ready');
    this.weights = regionOf.map(() => fullWeight);
  }

  /**
   * The shard for a signalling request, which refreshes the room's entry.
   *
   * @param room small number of the room, with its hash
   * @returns number of the shard; -1 when none can be asked
   */
  request(room: number, hash: number, region: number, nowMs: number): number {
    const known = this.table.match(room, nowMs);
    if (known !== noShard && this.isReachable(known)) return known;
    const chosen = this.choose(hash, region);
    if (chosen !== noShard) this.table.store(room, chosen, nowMs);
    return chosen;
  }

  forget(room: number): void {
    this.table.forget(room);
  }

  /** Takes what a shard's agent says. Returns whether anything changed. */
  hear(shard: number, reply: AgentReply, participants: number): boolean {
    const percent = reply === 'ready' ? weightPercent(participants, this.settings.participantsMax) : 0;
    const weight = Math.floor((fullWeight * percent) / 100);
    if (this.replies[shard] === reply && this.weights[shard] === weight) return false;
    this.replies[shard] = reply;
    this.weights[shard] = weight;
    this.rings.clear();
    return true;
  }

  replyOf(shard: number): AgentReply {
    return this.replies[shard]!;
  }

  private choose(hash: number, region: number): number {
    const here = this.regionOf.includes(region) ? region : this.regionOf[0]!;
    const found = this.ringOf(here).serverOf(
      hash,
      this.served,
      this.settings.hashBalanceFactor ?? Number.POSITIVE_INFINITY,
    );
    if (found !== noShard) return found;
    return this.regionOf.findIndex((other, shard) => other !== here && this.weights[shard]! > 0);
  }

  private isReachable(shard: number): boolean {
    const reply = this.replies[shard];
    return reply === 'ready' || reply === 'drain';
  }

  private ringOf(region: number): HashRing {
    let ring = this.rings.get(region);
    if (ring === undefined) {
      ring = new HashRing(
        this.regionOf.map((other, shard) => ({
          number: shard + 1,
          weight: other === region ? this.weights[shard]! : 0,
        })),
      );
      this.rings.set(region, ring);
    }
    return ring;
  }
}

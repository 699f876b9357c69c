/**
 * Consistent hashing with bounded loads, as HAProxy does it: every server has points on a ring of 2^32 in proportion to
 * its weight; a hash belongs to the nearest point, on either side; a server that already carries its share times the
 * balance factor is passed over for the next on the ring.
 *
 *   slots  = ceil((served + 1) * factor), shared out by weight, at least 1
 *
 * Source: haproxy src/lb_chash.c (chash_get_server_hash, chash_server_is_eligible), after Mirrokni, Thorup and
 * Zadimoghaddam, arXiv 1608.01350.
 */
import { avalanche } from './room-hash.ts';

/** Points of a server for each unit of weight, and the range of points that its number spans (haproxy lbprm-t.h). */
const pointsPerWeight = 16;
const pointRange = 4096;

export interface RingServer {
  /** Number from 1, in the order of the configuration; it decides where the points are. */
  readonly number: number;
  /** Effective weight, 0 to 256; 0 for out of the ring. */
  readonly weight: number;
}

export class HashRing {
  private readonly points: Uint32Array;
  private readonly owners: Int32Array;
  private readonly servers: readonly RingServer[];
  private readonly totalWeight: number;
  /** Sum of the weights before each server. */
  private readonly weightBefore: readonly number[];

  /** @param servers those that take part; a server is known by its place in this list */
  constructor(servers: readonly RingServer[]) {
    this.servers = servers;
    let total = 0;
    this.weightBefore = servers.map(({ weight }) => {
      total += weight;
      return total - weight;
    });
    this.totalWeight = total;
    const all = servers.flatMap(({ number, weight }, owner) =>
      Array.from({ length: weight * pointsPerWeight }, (_, point) => ({
        key: avalanche(number * pointRange + point),
        owner,
      })),
    );
    all.sort((a, b) => a.key - b.key || a.owner - b.owner);
    this.points = Uint32Array.from(all, ({ key }) => key);
    this.owners = Int32Array.from(all, ({ owner }) => owner);
  }

  /**
   * The server for a hash; -1 when there is none.
   *
   * @param served connections that each server has now
   * @param balanceFactor most that a server may have of its share, at least 1; Infinity for no bound
   */
  serverOf(hash: number, served: ArrayLike<number>, balanceFactor: number): number {
    const { points, owners } = this;
    if (points.length === 0) return -1;
    let place = this.nearest(hash);
    if (balanceFactor === Number.POSITIVE_INFINITY) return owners[place]!;
    let total = 0;
    for (let server = 0; server < this.servers.length; server++) total += served[server]!;
    const slots = Math.ceil((total + 1) * balanceFactor);
    for (let steps = 0; steps < points.length; steps++) {
      const server = owners[place]!;
      if (served[server]! < this.slotsOf(server, slots)) return server;
      place = place + 1 === points.length ? 0 : place + 1;
    }
    return owners[place]!;
  }

  /** Connections that the server may have when there are so many slots in all. */
  slotsOf(server: number, slots: number): number {
    const { totalWeight } = this;
    const { weight } = this.servers[server]!;
    const before = this.weightBefore[server]!;
    const perWeight = Math.floor(slots / totalWeight);
    const rest = slots % totalWeight;
    const share =
      weight * perWeight +
      Math.floor(((before + weight) * rest) / totalWeight) -
      Math.floor((before * rest) / totalWeight);
    return Math.max(1, share);
  }

  /** Place of the nearest point; the one below when both are equally near. */
  private nearest(hash: number): number {
    const { points } = this;
    let low = 0;
    let high = points.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (points[middle]! < hash) low = middle + 1;
      else high = middle;
    }
    const next = low === points.length ? 0 : low;
    const before = next === 0 ? points.length - 1 : next - 1;
    const below = (hash - points[before]!) >>> 0;
    const above = (points[next]! - hash) >>> 0;
    return below <= above ? before : next;
  }
}

/**
 * What one Jicofo knows of the bridges' stress: what they published, which all Jicofos hear, and the participants that it
 * placed itself, which no other Jicofo knows of. With several shards on common bridges each is blind to what the others
 * did since the last publication (jicofo 7ebb13d, Bridge.kt: the endpoints added lately are counted in the process).
 */
import type { RecentJoins } from './recent-joins.ts';
import type { StressSource } from './stress-index.ts';

/** The fleet, as far as what is known of it goes. */
type KnownFleet = Pick<StressSource, 'regionOf' | 'publishesItsLoad' | 'nextPublicationMs'> & {
  isAccepting(bridge: number, jicofo: number): boolean;
  correctedStress(bridge: number, nowMs: number, jicofo: number): number;
};

export class JicofoKnowledge implements StressSource {
  private readonly fleet: KnownFleet;
  private readonly jicofo: number;
  private readonly recent: RecentJoins;

  constructor(fleet: KnownFleet, jicofo: number, recent: RecentJoins) {
    this.fleet = fleet;
    this.jicofo = jicofo;
    this.recent = recent;
  }

  acceptingStress(bridge: number, nowMs: number): number {
    return this.fleet.isAccepting(bridge, this.jicofo)
      ? this.fleet.correctedStress(bridge, nowMs, this.jicofo)
      : Number.POSITIVE_INFINITY;
  }

  regionOf(bridge: number): number {
    return this.fleet.regionOf(bridge);
  }

  publishesItsLoad(bridge: number, nowMs: number): boolean {
    return this.fleet.publishesItsLoad(bridge, nowMs);
  }

  nextPublicationMs(bridge: number, nowMs: number): number {
    return this.fleet.nextPublicationMs(bridge, nowMs);
  }

  recentEndBucket(nowMs: number): number {
    return this.recent.endBucketOf(nowMs);
  }

  recentBucket(nowMs: number): number {
    return this.recent.bucketAt(nowMs);
  }

  eachRecent(visit: (bridge: number, endBucket: number) => void): void {
    this.recent.each(visit);
  }
}

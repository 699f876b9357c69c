/**
 * Where the next bridge is launched: the deployment's places in turn, or whichever is furthest below its share; the
 * others after it, for when the cloud refuses.
 */
import type { BridgeSites } from '../jitsi/bridge-sites.ts';
import type { Geography } from '../jitsi/geography.ts';
import type { LaunchZones } from './cloud/launch-zones.ts';

/** null when all bridges are in one region, whose zones the cloud knows. */
export function placementOf(geography: Geography | undefined, sites: BridgeSites): LaunchZones | null {
  return geography === undefined ? null : new BridgePlacement(geography, sites);
}

export class BridgePlacement implements LaunchZones {
  readonly names: readonly string[];
  private readonly geography: Geography;
  private readonly sites: BridgeSites;
  /** Bridges by place that are launching, ready or draining. */
  private readonly present: Int32Array;
  private readonly shares: Float64Array;
  /** Place of each slot. */
  private readonly placeOf: number[] = [];
  private launches = 0;

  constructor(geography: Geography, sites: BridgeSites) {
    this.geography = geography;
    this.sites = sites;
    this.names = geography.zones.map(({ name }) => name);
    this.present = new Int32Array(geography.places.length);
    const total = geography.places.reduce((sum, { share }) => sum + share, 0);
    this.shares = Float64Array.from(geography.places, ({ share }) => share / total);
  }

  inOrder(): readonly number[] {
    const order = this.geography.spread === 'balanced' ? this.byWant() : this.fromNextInTurn();
    return order.map((place) => this.geography.places[place]!.zone);
  }

  placed(slot: number, zone: number): void {
    const place = this.geography.places.findIndex((known) => known.zone === zone);
    this.launches += 1;
    this.present[place]! += 1;
    this.placeOf[slot] = place;
    this.sites.set(slot, this.geography.zones[zone]!.region, zone);
  }

  gone(slot: number): void {
    this.present[this.placeOf[slot]!]! -= 1;
  }

  private fromNextInTurn(): number[] {
    return Array.from(this.present, (_, turn) => (this.launches + turn) % this.present.length);
  }

  /** Those that lack most of their share once one more is there come first. */
  private byWant(): number[] {
    const total = this.present.reduce((sum, count) => sum + count, 0) + 1;
    const lack = (place: number): number => this.shares[place]! * total - this.present[place]!;
    return Array.from(this.present, (_, place) => place).sort((a, b) => lack(b) - lack(a) || a - b);
  }
}

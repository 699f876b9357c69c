/**
 * Where the next bridge is launched: the deployment's places in turn, or whichever is furthest below its share.
 */
import type { Geography } from '../jitsi/geography.ts';

export class BridgePlacement {
  private readonly geography: Geography;
  /** Bridges by place that are launching, ready or draining. */
  private readonly present: Int32Array;
  private readonly shares: Float64Array;
  /** Place of each slot. */
  private readonly placeOf: number[] = [];
  private launches = 0;

  constructor(geography: Geography) {
    this.geography = geography;
    this.present = new Int32Array(geography.places.length);
    const total = geography.places.reduce((sum, { share }) => sum + share, 0);
    this.shares = Float64Array.from(geography.places, ({ share }) => share / total);
  }

  /** Decides where the instance in the slot is launched. Returns the number of its zone. */
  place(slot: number): number {
    const place = this.geography.spread === 'balanced' ? this.mostWanting() : this.nextInTurn();
    this.launches += 1;
    this.present[place]! += 1;
    this.placeOf[slot] = place;
    return this.geography.places[place]!.zone;
  }

  /** The instance in the slot is gone. */
  remove(slot: number): void {
    this.present[this.placeOf[slot]!]! -= 1;
  }

  private nextInTurn(): number {
    return this.launches % this.present.length;
  }

  /** The first of those that lack most of their share once one more is there. */
  private mostWanting(): number {
    const total = this.present.reduce((sum, count) => sum + count, 0) + 1;
    let best = 0;
    let bestLack = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < this.present.length; place++) {
      const lack = this.shares[place]! * total - this.present[place]!;
      if (lack <= bestLack) continue;
      best = place;
      bestLack = lack;
    }
    return best;
  }
}

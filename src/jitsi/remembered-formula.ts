/**
 * A formula of each bridge's packet rate, such as its stress, that is worked out anew only when that bridge's rate is
 * another one than last time: powers and exponentials cost more than the rest of what a minute's look at a bridge does.
 */
import { grown } from './grown-array.ts';

export class RememberedFormula {
  private readonly formula: (packetRatePps: number) => number;
  /** Of each bridge side by side: the packet rate, and the formula's value at it. */
  private known: Float64Array;

  /** @param capacity bridges to make room for at first; grows by itself */
  constructor(formula: (packetRatePps: number) => number, capacity: number) {
    this.formula = formula;
    this.known = new Float64Array(2 * capacity).fill(Number.NaN);
  }

  /** The formula's value at the packet rate, which is the bridge's. */
  of(bridge: number, packetRatePps: number): number {
    const place = 2 * bridge;
    if (place >= this.known.length) this.grow(place);
    if (packetRatePps !== this.known[place]) {
      this.known[place] = packetRatePps;
      this.known[place + 1] = this.formula(packetRatePps);
    }
    return this.known[place + 1]!;
  }

  private grow(place: number): void {
    const before = this.known.length;
    this.known = grown(this.known, new Float64Array(Math.max(place + 2, before * 2))).fill(
      Number.NaN,
      before,
    );
  }
}

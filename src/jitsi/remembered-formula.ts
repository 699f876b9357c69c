/**
 * A formula of each bridge's packet rate, such as its stress, that is worked out anew only when that bridge's rate is
 * another one than last time: powers and exponentials cost more than the rest of what a minute's look at a bridge does.
 */
import { grown } from './grown-array.ts';

export class RememberedFormula {
  private readonly formula: (packetRatePps: number) => number;
  private pps: Float64Array;
  private value: Float64Array;

  /** @param capacity bridges to make room for at first; grows by itself */
  constructor(formula: (packetRatePps: number) => number, capacity: number) {
    this.formula = formula;
    this.pps = new Float64Array(capacity).fill(Number.NaN);
    this.value = new Float64Array(capacity);
  }

  /** The formula's value at the packet rate, which is the bridge's. */
  of(bridge: number, packetRatePps: number): number {
    if (bridge >= this.pps.length) this.grow(bridge);
    if (packetRatePps !== this.pps[bridge]) {
      this.pps[bridge] = packetRatePps;
      this.value[bridge] = this.formula(packetRatePps);
    }
    return this.value[bridge]!;
  }

  private grow(bridge: number): void {
    const known = this.pps.length;
    const capacity = Math.max(bridge + 1, known * 2);
    this.pps = grown(this.pps, new Float64Array(capacity)).fill(Number.NaN, known);
    this.value = grown(this.value, new Float64Array(capacity));
  }
}

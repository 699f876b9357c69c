/**
 * The cost of one instance's life under its provider's grain. Exact: the price is taken as whole micro-units an hour,
 * and a life's cost is rounded once, half up, to a whole micro-unit.
 */
import { amountToMicroUnits } from './money.ts';
import type { InstancePrice } from './price.ts';

export interface InstanceBill {
  /** Seconds charged, after the grain's rounding and minimum. */
  readonly billedSeconds: number;
  readonly costMicroUnits: bigint;
}

const hourSeconds = 3600;

/**
 * Bills an instance that existed in [startMs, endMs), from its launch request until it was really gone.
 *
 *   per-second:   max(minimum, ceil(seconds)) * price / 3600       (AWS, Azure, GCP: 60 s minimum)
 *   started-hour: ceil(hours) * price                              (Scaleway, Hetzner)
 *
 * A life of no length costs nothing.
 *
 * @throws RangeError when the life ends before it starts
 */
export function billInstance(life: {
  readonly startMs: number;
  readonly endMs: number;
  readonly price: InstancePrice;
}): InstanceBill {
  const { startMs, endMs, price } = life;
  const lengthMs = endMs - startMs;
  if (!(lengthMs >= 0)) throw new RangeError(`billInstance: an instance from ${startMs} to ${endMs} ms`);
  const billedSeconds = lengthMs === 0 ? 0 : billedSecondsOf(lengthMs / 1000, price);
  const pricePerHour = amountToMicroUnits(price.costPerHour);
  const secondMicroUnits = BigInt(billedSeconds) * pricePerHour;
  const hour = BigInt(hourSeconds);
  return { billedSeconds, costMicroUnits: (2n * secondMicroUnits + hour) / (2n * hour) };
}

function billedSecondsOf(seconds: number, price: InstancePrice): number {
  switch (price.grain) {
    case 'per-second':
      return Math.max(price.minimumSeconds, Math.ceil(seconds));
    case 'started-hour':
      return Math.ceil(seconds / hourSeconds) * hourSeconds;
  }
}

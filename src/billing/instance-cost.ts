/**
 * What instances cost under their provider's grain. Exact: the seconds charged are whole, the price is a whole number
 * of nano-units an hour, and rounding happens once, when the amount is shown.
 *
 * Ignored: volume, address and traffic charges, discounts and taxes.
 */
import { priceToNanoUnits, ticksToMicroUnits } from './money.ts';
import type { InstancePrice } from './price.ts';

/** The time an instance existed: [startMs, endMs), from its launch request until it was really gone. */
export interface BilledLife {
  readonly startMs: number;
  readonly endMs: number;
}

export interface InstanceBill {
  /** Seconds charged, after the grain's rounding and minimum. */
  readonly billedSeconds: number;
  /** The exact cost in ticks (1/3600 nano-unit): add these. */
  readonly costTicks: bigint;
  /** The cost rounded to the micro-unit: show this. */
  readonly costMicroUnits: bigint;
}

const hourSeconds = 3600;

/**
 * Seconds past a boundary that do not start the next second or hour: simulated times are doubles, and an hour added
 * up from stages may come out a few picoseconds long.
 */
const boundaryToleranceSeconds = 1e-6;

/**
 * Seconds charged for one spot life. AWS charges nothing for an instance it takes away within its first hour; one it
 * takes later, or that is ended by its owner, is charged like any other. Other providers charge what ran.
 *
 * Source: docs.aws.amazon.com, "Billing for interrupted Spot Instances".
 */
export function spotBilledSeconds(
  life: BilledLife & {
    readonly price: InstancePrice;
    readonly provider: string;
    readonly isInterrupted: boolean;
  },
): number {
  const isFree =
    life.isInterrupted && life.provider === 'aws' && life.endMs - life.startMs < hourSeconds * 1000;
  return isFree ? 0 : billedSeconds(life);
}

/** The bill of one instance; see {@link billedSeconds} for the rule and {@link billInstances} for many. */
export function billInstance(life: BilledLife & { readonly price: InstancePrice }): InstanceBill {
  return billSeconds(billedSeconds(life), life.price);
}

/**
 * The bill of many instances at one price: each life is rounded up by the grain on its own, the sum is priced once.
 *
 * @throws RangeError when a life ends before it starts
 */
export function billInstances(lives: Iterable<BilledLife>, price: InstancePrice): InstanceBill {
  let seconds = 0;
  for (const { startMs, endMs } of lives) seconds += billedSeconds({ startMs, endMs, price });
  return billSeconds(seconds, price);
}

/**
 * What an instance has cost by a moment of its life, as if it ended then: nothing before its launch request, and from
 * then on the minimum or the first hour at once.
 */
export function costUntil(options: {
  readonly startMs: number;
  readonly nowMs: number;
  readonly price: InstancePrice;
}): InstanceBill {
  const { startMs, nowMs, price } = options;
  return billInstance({ startMs, endMs: Math.max(startMs, nowMs), price });
}

/**
 * The cost of seconds already rounded by the grain. Linear and exact, so seconds of many instances may be added first:
 * the cheap way to follow the cost of a fleet minute by minute.
 *
 * @param seconds whole and not negative
 * @throws RangeError when they are not
 */
export function billSeconds(seconds: number, price: InstancePrice): InstanceBill {
  if (!Number.isSafeInteger(seconds) || seconds < 0) {
    throw new RangeError(`billSeconds: seconds must be whole and not negative, got ${seconds}`);
  }
  const costTicks = BigInt(seconds) * priceToNanoUnits(price.costPerHour);
  return { billedSeconds: seconds, costTicks, costMicroUnits: ticksToMicroUnits(costTicks) };
}

/**
 * Seconds charged for one life.
 *
 *   per-second:   max(minimum, ceil(seconds))       AWS Linux, Google Cloud, Azure: at least 60 a start
 *   started-hour: 3600 ceil(hours)                  Scaleway, Hetzner, OVH
 *
 * A life of no length was never an instance and costs nothing.
 *
 * Source: each provider's billing page as of 2026-11-21, cited in `models/prices`.
 *
 * @throws RangeError when the life ends before it starts
 */
export function billedSeconds(life: BilledLife & { readonly price: InstancePrice }): number {
  const { startMs, endMs, price } = life;
  const lengthMs = endMs - startMs;
  if (!(lengthMs >= 0 && lengthMs < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`billedSeconds: an instance cannot exist from ${startMs} to ${endMs} ms`);
  }
  if (lengthMs === 0) return 0;
  const chargeable = Math.max(0, lengthMs / 1000 - boundaryToleranceSeconds);
  switch (price.grain) {
    case 'per-second':
      return Math.max(Math.ceil(price.minimumSeconds), Math.ceil(chargeable), 1);
    case 'started-hour':
      return hourSeconds * Math.max(1, Math.ceil(chargeable / hourSeconds));
  }
}

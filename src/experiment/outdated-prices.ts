/**
 * Prices that were old on the day simulated. That day is the measure, not the day of the run: the same scenario must
 * give the same results whenever it is run.
 */
import { isOutdated, PRICE_AGE_DAYS_MAX } from '../billing/catalogue.ts';
import type { InstancePrice } from '../billing/price.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** One warning for each pool whose price is older than `PRICE_AGE_DAYS_MAX` days, or undated, on the first day. */
export function outdatedPriceWarnings({ prices, horizon, deployment }: Scenario): string[] {
  const pools: readonly (readonly [string, InstancePrice | null, string])[] = [
    ['bridge', prices.bridges, deployment.bridges.instanceType],
    ['Jibri', prices.jibris, deployment.jibris?.instanceType ?? ''],
  ];
  return pools.flatMap(([what, price, instanceType]) => {
    if (price === null || !isPriceOutdated(price, horizon.startEpochMs)) return [];
    return [
      `the price of a ${what} (${instanceType}, ${price.currency} ${price.costPerHour} an hour) is of ${price.asOf}: older than ${PRICE_AGE_DAYS_MAX} days on the day simulated`,
    ];
  });
}

/** Whether the price was old on that day. One that a scenario gives without a date is the user's own word. */
export function isPriceOutdated({ asOf }: Pick<InstancePrice, 'asOf'>, dayEpochMs: number): boolean {
  return asOf !== 'not given' && isOutdated(asOf, dayEpochMs);
}

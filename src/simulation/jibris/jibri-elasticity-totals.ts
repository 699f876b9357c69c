/**
 * How well the Jibris of a run followed the demand for them.
 *
 * Demand is the column `jibrisLoad`: Jibris that record, finalise, restart or hang, and those that the recordings refused
 * would need until their end. Supply is `jibrisReady`, of which the busy ones are a part.
 *
 * Simplification: a user who is refused and tries again adds to the demand for Jibris only once that user records or gives up.
 */
import { elasticity, scalingDeviation } from '../../stats/elasticity.ts';
import type { PoolSource } from '../cloud/pool-source.ts';
import { flipsOf, timesPerDay } from '../elasticity-totals.ts';
import type { DecisionRow, MinuteColumns } from '../rows.ts';
import { type JibriElasticityTotals, jibriElasticityTotalNames } from './jibri-elasticity-total-names.ts';

const hourMs = 3_600_000;

/** What the totals need of the pool's supply. */
export type JibriSupply = Pick<PoolSource, 'orderToReadySeconds'> & {
  readonly instances: Pick<PoolSource['instances'], 'launches' | 'drainingMs'>;
};

/** `supply`: null in a deployment without Jibris, for which every figure is NaN. */
export function jibriElasticityTotals(
  columns: Pick<MinuteColumns, 'jibrisLoad' | 'jibrisReady'>,
  decisions: readonly DecisionRow[],
  supply: JibriSupply | null,
): JibriElasticityTotals {
  if (supply === null) return withoutJibris;
  const metrics = elasticity({
    demand: columns.jibrisLoad,
    supply: columns.jibrisReady,
    stepHours: 1 / 60,
  });
  const perDay = timesPerDay(columns.jibrisLoad.length);
  const lag = supply.orderToReadySeconds;
  return {
    jibriUnderProvisioningAccuracyRatio: metrics.underAccuracyRatio,
    jibriOverProvisioningAccuracyRatio: metrics.overAccuracyRatio,
    jibriUnderProvisioningTimeRatio: metrics.underTimeRatio,
    jibriOverProvisioningTimeRatio: metrics.overTimeRatio,
    jibriInstabilityRatio: metrics.instabilityRatio,
    jibriJitterPerHour: metrics.jitterPerHour,
    jibriScalingDeviation: scalingDeviation(metrics),
    jibriFlipsPerDay: flipsOf(decisions, 'jibris') * perDay,
    jibriLaunchesPerDay: supply.instances.launches * perDay,
    jibriHoursSurplus: metrics.surplusHours,
    jibriHoursDraining: supply.instances.drainingMs / hourMs,
    jibriOrderToReadySecondsP50: lag.count === 0 ? 0 : lag.quantile(0.5),
    jibriOrderToReadySecondsP95: lag.count === 0 ? 0 : lag.quantile(0.95),
  };
}

const withoutJibris = Object.fromEntries(
  Object.keys(jibriElasticityTotalNames).map((name) => [name, Number.NaN]),
) as Record<keyof JibriElasticityTotals, number>;

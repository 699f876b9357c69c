/**
 * The demand for bridges minute by minute, and how well the fleet followed it.
 */
import { packetRateAtStress } from '../jitsi/bridge-capacity.ts';
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { elasticity, scalingDeviation } from '../stats/elasticity.ts';
import type { PoolSource } from './cloud/pool-source.ts';
import type { ElasticityTotals } from './elasticity-total-names.ts';
import type { DecisionRow, MinuteColumns } from './rows.ts';

const minutesPerDay = 24 * 60;
/** Keeps a load of exactly three bridges from becoming four by rounding. */
const roundingTolerance = 1e-9;

/**
 * Bridges that the load needs when each is loaded to the stress threshold of bridge selection, at least one: a
 * deployment without a bridge serves nobody.
 *
 *   demand = max(1, ceil(packets offered to all bridges / packets of a bridge at the threshold))
 *
 * Simplification: load is what reaches bridges; joins that failed for want of one add nothing.
 */
export class BridgeDemand {
  private readonly thresholdPps: number;

  constructor(fleet: BridgeFleet, scenario: Scenario) {
    this.thresholdPps = packetRateAtStress(
      scenario.deployment.bridges.selection.stressThreshold,
      fleet.options,
    );
  }

  of(packetRatePps: number): number {
    return Math.max(1, Math.ceil(packetRatePps / this.thresholdPps - roundingTolerance));
  }
}

export function elasticityTotals(
  columns: Pick<MinuteColumns, 'bridgesDemand' | 'bridgesReady'>,
  decisions: readonly DecisionRow[],
  supply: PoolSource,
): ElasticityTotals {
  const perDay = timesPerDay(columns.bridgesDemand.length);
  const curves = { demand: columns.bridgesDemand, supply: columns.bridgesReady, stepHours: 1 / 60 };
  const metrics = elasticity(curves);
  const lag = supply.orderToReadySeconds;
  return {
    underProvisioningAccuracyRatio: metrics.underAccuracyRatio,
    overProvisioningAccuracyRatio: metrics.overAccuracyRatio,
    underProvisioningTimeRatio: metrics.underTimeRatio,
    overProvisioningTimeRatio: metrics.overTimeRatio,
    instabilityRatio: metrics.instabilityRatio,
    jitterPerHour: metrics.jitterPerHour,
    scalingDeviation: scalingDeviation(metrics),
    bridgeFlipsPerDay: flipsOf(decisions, 'bridges') * perDay,
    bridgeLaunchesPerDay: supply.instances.launches * perDay,
    bridgeHoursSurplus: metrics.surplusHours,
    orderToReadySecondsP50: lag.count === 0 ? 0 : lag.quantile(0.5),
    orderToReadySecondsP95: lag.count === 0 ? 0 : lag.quantile(0.95),
  };
}

/** What turns a count over so many minutes into one a day; 0 for none. */
export function timesPerDay(minutes: number): number {
  return minutes === 0 ? 0 : minutesPerDay / minutes;
}

/** How often the wanted number of instances of a pool changed its direction. */
export function flipsOf(decisions: readonly DecisionRow[], of: DecisionRow['pool']): number {
  let flips = 0;
  let direction = 0;
  for (const { pool, desiredBefore, desiredAfter } of decisions) {
    const move = Math.sign(desiredAfter - desiredBefore);
    if (pool !== of || move === 0) continue;
    if (direction !== 0 && move !== direction) flips += 1;
    direction = move;
  }
  return flips;
}

/**
 * How well the bridges followed the demand for them, in one number each. Demand is in bridges loaded to the stress
 * threshold; supply is what is ready. Draining bridges are neither.
 */
export interface ElasticityTotals {
  /** Mean of what was missing, and of what was too much, as a ratio of the demand. */
  readonly underProvisioningAccuracyRatio: number;
  readonly overProvisioningAccuracyRatio: number;
  /** Share of time with too few and with too many. */
  readonly underProvisioningTimeRatio: number;
  readonly overProvisioningTimeRatio: number;
  /** Share of time in which supply and demand did not move the same way. */
  readonly instabilityRatio: number;
  /** Changes of the supply beyond those of the demand, per hour; negative when it is inert. */
  readonly jitterPerHour: number;
  /** Autoscaling deviation: the 3-norm of the five ratios above; 0 is perfect. */
  readonly scalingDeviation: number;
  /** Reversals of the direction in which bridges are scaled, per day. */
  readonly bridgeFlipsPerDay: number;
  readonly bridgeLaunchesPerDay: number;
  /** Bridge-hours ready beyond the demand. */
  readonly bridgeHoursSurplus: number;
  /** From the order of a bridge until it was ready, seconds; 0 when none was launched. */
  readonly orderToReadySecondsP50: number;
  readonly orderToReadySecondsP95: number;
}

/** Names of these totals; a record so that the compiler misses none. */
export const elasticityTotalNames = {
  underProvisioningAccuracyRatio: true,
  overProvisioningAccuracyRatio: true,
  underProvisioningTimeRatio: true,
  overProvisioningTimeRatio: true,
  instabilityRatio: true,
  jitterPerHour: true,
  scalingDeviation: true,
  bridgeFlipsPerDay: true,
  bridgeLaunchesPerDay: true,
  bridgeHoursSurplus: true,
  orderToReadySecondsP50: true,
  orderToReadySecondsP95: true,
} satisfies Record<keyof ElasticityTotals, true>;

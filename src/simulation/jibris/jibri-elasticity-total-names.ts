/**
 * How well the Jibris followed the demand for them, in one number each; the figures of `elasticity-total-names.ts` for the
 * other pool. All are NaN in a deployment without Jibris.
 */
export interface JibriElasticityTotals {
  /** Mean of what was missing, and of what was too much, as a ratio of the demand, or of 1 while there is none. */
  readonly jibriUnderProvisioningAccuracyRatio: number;
  readonly jibriOverProvisioningAccuracyRatio: number;
  /** Share of time with too few and with too many. */
  readonly jibriUnderProvisioningTimeRatio: number;
  readonly jibriOverProvisioningTimeRatio: number;
  /** Share of time in which supply and demand did not move the same way. */
  readonly jibriInstabilityRatio: number;
  /** Changes of the supply beyond those of the demand, per hour; negative when it is inert. */
  readonly jibriJitterPerHour: number;
  /** Autoscaling deviation: the 3-norm of the five ratios above; 0 is perfect. */
  readonly jibriScalingDeviation: number;
  /** Reversals of the direction in which Jibris are scaled, per day. */
  readonly jibriFlipsPerDay: number;
  readonly jibriLaunchesPerDay: number;
  /** Jibri-hours ready beyond the demand. */
  readonly jibriHoursSurplus: number;
  /** Jibri-hours draining: neither supply nor surplus. */
  readonly jibriHoursDraining: number;
  /** From the order of a Jibri until it was ready, seconds; 0 when none was launched. */
  readonly jibriOrderToReadySecondsP50: number;
  readonly jibriOrderToReadySecondsP95: number;
}

/** Names of these totals; a record so that the compiler misses none. */
export const jibriElasticityTotalNames = {
  jibriUnderProvisioningAccuracyRatio: true,
  jibriOverProvisioningAccuracyRatio: true,
  jibriUnderProvisioningTimeRatio: true,
  jibriOverProvisioningTimeRatio: true,
  jibriInstabilityRatio: true,
  jibriJitterPerHour: true,
  jibriScalingDeviation: true,
  jibriFlipsPerDay: true,
  jibriLaunchesPerDay: true,
  jibriHoursSurplus: true,
  jibriHoursDraining: true,
  jibriOrderToReadySecondsP50: true,
  jibriOrderToReadySecondsP95: true,
} satisfies Record<keyof JibriElasticityTotals, true>;

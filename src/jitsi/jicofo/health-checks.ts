/**
 * Jicofo's health checks of bridges: a query every so often, answered within the reply time or else repeated once. A
 * bridge whose second answer is missing too counts as not operational, and keeps its participants; one that says it is
 * unwell loses them: all are invited again, elsewhere. A failure is remembered for a while even when the bridge is well
 * again.
 *
 * Source: jicofo 7ebb13d, JvbDoctor.java, BridgeSelector.kt (healthCheckTimedOut, healthCheckFailed), Bridge.kt, and the
 * reference.conf of jicofo-selector and jicofo-common.
 */
export interface HealthChecks {
  readonly intervalSeconds: number;
  /** From the missing answer to the second query. */
  readonly retrySeconds: number;
  /** Longest answer. */
  readonly replySeconds: number;
  /** `failure-reset-threshold`. */
  readonly failureResetSeconds: number;
}

export const shippedHealthChecks: HealthChecks = {
  intervalSeconds: 10,
  retrySeconds: 5,
  replySeconds: 15,
  failureResetSeconds: 60,
};

/**
 * Seconds from the moment a bridge answers no more until it counts as not operational: 35 to 45 as shipped.
 *
 * @param unit uniform on (0, 1): where in the interval between two checks the moment lies
 */
export function timedOutAfterSeconds(checks: HealthChecks, unit: number): number {
  return unit * checks.intervalSeconds + checks.replySeconds + checks.retrySeconds + checks.replySeconds;
}

/** Seconds until a bridge that says it is unwell is asked: its next check. */
export function failedAfterSeconds(checks: HealthChecks, unit: number): number {
  return unit * checks.intervalSeconds;
}

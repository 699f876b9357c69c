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
  /** `use-presence`: no queries, but what bridges say of themselves, and their silence. Default false. */
  readonly usePresence?: boolean;
  readonly intervalSeconds: number;
  /** From the missing answer to the second query. */
  readonly retrySeconds: number;
  /** Longest answer. */
  readonly replySeconds: number;
  /** `failure-reset-threshold`. */
  readonly failureResetSeconds: number;
}

/** With `use-presence`: longest silence, and how often a bridge reports (jicofo and jitsi-videobridge, reference.conf). */
const presenceTimeoutSeconds = 45;
const presenceIntervalSeconds = 5;

export const shippedHealthChecks: HealthChecks = {
  intervalSeconds: 10,
  retrySeconds: 5,
  replySeconds: 15,
  failureResetSeconds: 60,
};

/** What a bridge's own health check does after a failure, and who looks after the bridge. */
export interface BridgeHealth {
  /** The bridge's `health.sticky-failures`: once unwell it says so until it is restarted. */
  readonly isSticky: boolean;
  /** From Jicofo's notice until somebody lets go a bridge that stays unwell, seconds; null where nobody does. */
  readonly watchdogSeconds: number | null;
}

/** jitsi-videobridge a29d97d jvb/src/main/resources/reference.conf:9-32; nothing is shipped that looks after it. */
export const shippedBridgeHealth: BridgeHealth = { isSticky: false, watchdogSeconds: null };

/**
 * jitsi/infra-configuration b042dd7, role jitsi-videobridge: jvb.conf.j2 (sticky) and jvb-health-check-oracle.sh, which asks
 * every minute, and after three failures shuts the bridge down gracefully and ends its machine.
 */
export const production8x8BridgeHealth: BridgeHealth = { isSticky: true, watchdogSeconds: 180 };

/**
 * Seconds from the moment a bridge answers no more until it counts as not operational: 35 to 45 as shipped.
 *
 * @param unit uniform on (0, 1): where in the interval between two checks the moment lies
 */
export function timedOutAfterSeconds(checks: HealthChecks, unit: number): number {
  if (checks.usePresence === true) return presenceTimeoutSeconds;
  return unit * checks.intervalSeconds + checks.replySeconds + checks.retrySeconds + checks.replySeconds;
}

/** Seconds until a bridge that says it is unwell is asked: its next check. */
export function failedAfterSeconds(checks: HealthChecks, unit: number): number {
  if (checks.usePresence === true) return unit * presenceIntervalSeconds;
  return unit * checks.intervalSeconds;
}

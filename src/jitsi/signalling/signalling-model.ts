/**
 * The signalling of one shard: Prosody as one core, web front pods (nginx) with a ceiling of sockets, the probes that
 * restart both, Jicofo's absence after a restart of Prosody, and what clients do when their connection dies.
 *
 *   background  u = b + b2 J^2 + a N                     cores; J bridges, N signalling sessions
 *   join        c0 + c1 n                                core-seconds; n occupants already in the conference
 *   leave       k c1 n
 *
 * Fitted on OpenFUN's load test 9 (see `models/signalling`). Field names without further comment say it all.
 */
import type { Distribution } from '../../engine/random/distribution.ts';

export interface SignallingModel {
  readonly name: string;
  /** b */
  readonly prosodyIdleCores: number;
  /** b2: presence of J bridges goes to J occupants of their conference. Its shape is not known above 30 bridges. */
  readonly prosodyIdlePerSquaredBridgeCores: number;
  /** a */
  readonly prosodyPerParticipantCores: number;
  /** c0 */
  readonly prosodyPerJoinCoreSeconds: number;
  /** c1 */
  readonly prosodyPerJoinAndOccupantCoreSeconds: number;
  /** k */
  readonly prosodyLeaveShareOfOccupantCost: number;
  /** Resumption of a stream whose socket died (XEP-0198). */
  readonly prosodyResumeCoreSeconds: number;
  /** A connection that ends without a join: no focus, or nothing to resume. */
  readonly prosodyFailedAttemptCoreSeconds: number;
  /** A further conference request on such a connection, and its refusal. */
  readonly prosodyFocusRequestCoreSeconds: number;
  /** base + per participant * min(N, flat from). */
  readonly prosodyMemoryBaseMib: number;
  readonly prosodyMemoryPerParticipantMib: number;
  readonly prosodyMemoryFlatFromParticipants: number;
  readonly prosodyProbePeriodSeconds: number;
  /** A probe fails when its answer takes longer. */
  readonly prosodyProbeTimeoutSeconds: number;
  /** Failures in a row that restart the container. */
  readonly prosodyProbeFailuresMax: number;
  /**
   * Readiness probe of Prosody: after so many failures in a row (null for no such probe) it gets no new connections, and a
   * new process gets none until it answers, for which it is not asked before the delay.
   */
  readonly prosodyReadinessPeriodSeconds: number;
  readonly prosodyReadinessTimeoutSeconds: number;
  readonly prosodyReadinessFailuresMax: number | null;
  readonly prosodyReadinessDelaySeconds: number;
  /** From the decision to restart until the process has gone; it answers nothing meanwhile. */
  readonly prosodyTerminationSeconds: Distribution;
  /** From the new process to the first answer. */
  readonly prosodyStartSeconds: Distribution;
  /** Added before the second restart in a row, doubled before every further one, up to the maximum. */
  readonly restartBackoffSeconds: number;
  readonly restartBackoffMaxSeconds: number;
  /** A container that ran for this long is restarted without delay again. */
  readonly restartBackoffResetSeconds: number;
  /** From the restart of Prosody until Jicofo is connected again. */
  readonly focusMissingSeconds: Distribution;
  readonly frontPods: number;
  readonly frontWorkersPerPod: number;
  /** nginx `worker_connections`; null for no ceiling. */
  readonly frontWorkerConnections: number | null;
  /** Cores of all pods of a shard together; it limits nothing here, as on the reference day. */
  readonly frontPerParticipantCores: number;
  /** Sockets of a participant on a pod: signalling and bridge channel, participant side and upstream side. */
  readonly frontSocketsPerParticipant: number;
  /** Sockets that a page load leaves open for a while, and for how long. */
  readonly frontSocketsPerPageLoad: number;
  readonly frontPageLoadSocketsSeconds: number;
  /** Share of a participant's sockets that were idle leftovers: gone when it resumes on a restarted pod. */
  readonly frontSocketsFreedByRestartRatio: number;
  readonly frontProbePeriodSeconds: number;
  readonly frontProbeFailuresMax: number;
  /** Readiness probe of a front pod; null for none. */
  readonly frontReadinessPeriodSeconds: number;
  readonly frontReadinessFailuresMax: number | null;
  /** From the restart of a pod's container until it serves. */
  readonly frontRestartSeconds: Distribution;
  /** Share of clients that show the reload overlay at once, rather than resuming, when their socket dies. */
  readonly reloadRatio: number;
  /** Try k to resume comes uniformly between low * m and base^m seconds after the try before, m = min(k, steps). */
  readonly resumeWaitLowSeconds: number;
  readonly resumeWaitBaseSeconds: number;
  readonly resumeWaitStepsMax: number;
  /** Tries before the page is reloaded; null for no limit. */
  readonly resumeTriesMax: number | null;
  /** How long Prosody keeps a stream without socket (`smacks_hibernation_time`). */
  readonly hibernationSeconds: number;
  /** The overlay reloads the page after min plus a whole number of seconds from 0 to spread. */
  readonly reloadOverlayMinSeconds: number;
  readonly reloadOverlaySpreadSeconds: number;
  /** From the reload to the request to join. */
  readonly pageLoadSeconds: Distribution;
  /** XMPP ping of the client: so many answers missing in a row and it drops its socket. Whole seconds. */
  readonly pingPeriodSeconds: number;
  readonly pingTimeoutSeconds: number;
  readonly pingFailuresMax: number;
  /** Conference request without a focus: repeated after first, then twice as long each time, up to the maximum. */
  readonly focusRetryFirstSeconds: number;
  readonly focusRetryMaxSeconds: number;
  /** How long a bridge keeps an endpoint that vanished without a word. */
  readonly endpointExpirySeconds: Distribution;
  /** A participant who is out, or has never been in, for so long gives up; null for never. */
  readonly giveUpAfterSeconds: number | null;
  /** An upper bound of what Jicofo used; reported nowhere, never the limit on the reference day. */
  readonly jicofoCoresMax: number;
}

/**
 * The parameters of a model of signalling, as zod schemas: see `jitsi/signalling/signalling-model.ts` for what they do.
 */
import type { z } from 'zod';
import type { SignallingModel } from '../jitsi/signalling/signalling-model.ts';
import { distributionSchema, nonNegative, positive, ratio, seconds, wholeNumber } from './values.ts';

type Fields<Type> = { readonly [Key in Exclude<keyof Type, 'name'>]: z.ZodType };

/** Most cores, workers and pods: beyond it a value is a slip. */
const CORES_MAX = 1024;
const PODS_MAX = 100;

const cores = (description: string): z.ZodNumber => nonNegative(`${description}, cores.`, CORES_MAX);
const coreSeconds = (description: string): z.ZodNumber =>
  nonNegative(`${description}, core-seconds.`, CORES_MAX);
const time = (description: string): z.ZodType<unknown, unknown> =>
  distributionSchema.describe(`${description}, seconds.`);
const wholeSeconds = (description: string): z.ZodNumber => wholeNumber(`${description}, seconds.`, 1, 3600);
const count = (description: string, max = 1000): z.ZodNumber => wholeNumber(description, 1, max);

/** `worker_connections`: a number, or null for no ceiling. */
const workerConnections = positive('Most sockets of one nginx worker.', 1e6).nullable();

/** A readiness probe's failures in a row, or null where there is none. */
const failuresOrNone = count('Failures.').nullable();

export const signallingFields = {
  prosodyIdleCores: cores("Prosody's CPU without bridges and participants"),
  prosodyIdlePerSquaredBridgeCores: cores("Prosody's CPU for presence of bridges, for each squared bridge"),
  prosodyPerParticipantCores: cores("Prosody's CPU for each participant"),
  prosodyPerJoinCoreSeconds: coreSeconds("Prosody's work for a join into an empty conference"),
  prosodyPerJoinAndOccupantCoreSeconds: coreSeconds(
    "Prosody's further work for a join, for each occupant already there",
  ),
  prosodyLeaveShareOfOccupantCost: nonNegative('Work of a leave over that of a join, for each occupant.', 10),
  prosodyResumeCoreSeconds: coreSeconds("Prosody's work to resume a stream"),
  prosodyFailedAttemptCoreSeconds: coreSeconds("Prosody's work for a connection that ends without a join"),
  prosodyFocusRequestCoreSeconds: coreSeconds(
    "Prosody's work for a further conference request on it while there is no focus",
  ),
  prosodyMemoryBaseMib: nonNegative('Memory of Prosody without participants, MiB.', 1e6),
  prosodyMemoryPerParticipantMib: nonNegative('Memory of Prosody for each participant, MiB.', 1e3),
  prosodyMemoryFlatFromParticipants: nonNegative('Participants from which memory no longer grows.', 1e6),
  prosodyProbePeriodSeconds: positive("Period of Prosody's liveness probe, seconds.", 3600),
  prosodyProbeTimeoutSeconds: seconds("Longest answer to Prosody's liveness probe, seconds."),
  prosodyProbeFailuresMax: count('Failed probes in a row that restart Prosody.'),
  prosodyReadinessPeriodSeconds: positive("Period of Prosody's readiness probe, seconds.", 3600),
  prosodyReadinessTimeoutSeconds: seconds("Longest answer to Prosody's readiness probe, seconds."),
  prosodyReadinessFailuresMax: failuresOrNone.describe(
    'Failed readiness probes in a row after which Prosody gets no new connections; null for no such probe.',
  ),
  prosodyReadinessDelaySeconds: seconds(
    "From Prosody's start to its first readiness probe, seconds; until it succeeds there are no new connections.",
  ),
  prosodyTerminationSeconds: time('From the order to stop until Prosody has gone'),
  prosodyStartSeconds: time("From Prosody's start to its first answer"),
  restartBackoffSeconds: seconds(
    'Wait before the second restart in a row, doubled for further ones, seconds.',
  ),
  restartBackoffMaxSeconds: seconds('Longest wait before a restart, seconds.'),
  restartBackoffResetSeconds: seconds('Time of running after which a restart does not wait, seconds.'),
  focusMissingSeconds: time('From the restart of Prosody until Jicofo is connected again'),
  frontPods: count('Web front pods of a shard.', PODS_MAX),
  frontWorkersPerPod: count('nginx workers of a pod.', PODS_MAX),
  frontWorkerConnections: workerConnections.describe(
    "nginx's worker_connections: most sockets of one worker, upstream ones included; null for no ceiling.",
  ),
  frontPerParticipantCores: cores('CPU of all front pods of a shard for each participant'),
  frontSocketsPerParticipant: positive('Sockets of a participant on its front pod.', 100),
  frontSocketsPerPageLoad: nonNegative('Sockets that a page load leaves open for a while.', 100),
  frontPageLoadSocketsSeconds: positive('How long a page load leaves them open, seconds.', 3600),
  frontSocketsFreedByRestartRatio: ratio(
    "Share of a participant's sockets that it does not open again when it resumes.",
  ),
  frontProbePeriodSeconds: positive("Period of a front pod's liveness probe, seconds.", 3600),
  frontProbeFailuresMax: count('Failed probes in a row that restart a front pod.'),
  frontReadinessPeriodSeconds: positive("Period of a front pod's readiness probe, seconds.", 3600),
  frontReadinessFailuresMax: failuresOrNone.describe(
    'Failed readiness probes in a row after which a front pod gets no new connections; null for no such probe.',
  ),
  frontRestartSeconds: time("From a front pod's restart until it serves"),
  reloadRatio: ratio('Share of clients that reload, rather than resume, when their connection dies.'),
  resumeWaitLowSeconds: seconds('Shortest wait before try 1 to resume, seconds; m times as long for try m.'),
  resumeWaitBaseSeconds: seconds('Longest wait before try 1 to resume, seconds; its m-th power for try m.'),
  resumeWaitStepsMax: count('Try from which waits no longer grow.', 10),
  resumeTriesMax: count('Tries.')
    .nullable()
    .describe('Tries to resume before the page is reloaded; null for no limit.'),
  hibernationSeconds: seconds('How long Prosody keeps a stream without connection, seconds.'),
  reloadOverlayMinSeconds: seconds('Shortest countdown before a reload, seconds.'),
  reloadOverlaySpreadSeconds: seconds('Whole seconds, drawn from 0 to this, that are added to it.'),
  pageLoadSeconds: time('From a reload to the request to join'),
  pingPeriodSeconds: wholeSeconds('Period of XMPP pings'),
  pingTimeoutSeconds: wholeSeconds('Longest answer to a ping'),
  pingFailuresMax: count('Missing answers in a row after which a client drops its connection.', 100),
  focusRetryFirstSeconds: positive('Wait before the second conference request, seconds; then doubled.', 3600),
  focusRetryMaxSeconds: positive('Longest wait before a conference request, seconds.', 86_400),
  endpointExpirySeconds: time('How long a bridge keeps an endpoint that vanished'),
  giveUpAfterSeconds: positive('Seconds.', 86_400)
    .nullable()
    .describe('Time after which a participant stops trying, seconds; null for never.'),
  jicofoCoresMax: cores("Upper bound of Jicofo's CPU (reported nowhere)"),
} satisfies Fields<SignallingModel>;

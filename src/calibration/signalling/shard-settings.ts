/**
 * What a shard is set to, and how its clients behave: read from manifests and upstream code, or assumed with a range.
 * Nothing here is fitted.
 */
import type { ModelParameter, ModelValue } from '../model-file.ts';

const manifests = 'openfun/jitsi-k8s@829893e';
const client = 'lib-jitsi-meet@b094a21a';
const kubernetes = 'Kubernetes defaults, which openfun/jitsi-k8s@829893e does not change';
const day = 'datasets/openfun-load-tests/autoscaling-day-1min.csv';

/** A setting: exact, so without an interval. */
function setting(value: ModelValue, source: string, note = 'a setting'): ModelParameter {
  return { value, interval95: null, source, trust: 'published', note };
}

function assumed(
  value: number | null,
  interval95: readonly [number, number] | null,
  source: string,
  note?: string,
): ModelParameter {
  return { value, interval95, source, trust: 'assumed', ...(note === undefined ? {} : { note }) };
}

/** A time that varies: no interval of its own, the spread is the value. */
function assumedTime(value: ModelValue, source: string): ModelParameter {
  return { value, interval95: null, source, trust: 'assumed', note: 'the spread is the uncertainty' };
}

const uniform = (low: number, high: number): ModelValue => ({ kind: 'uniform', low, high });

const frontSettings: Readonly<Record<string, ModelParameter>> = {
  frontPods: setting(2, manifests),
  frontWorkersPerPod: setting(4, manifests),
  frontWorkerConnections: setting(
    768,
    `${manifests} NGINX_WORKER_CONNECTIONS`,
    'a setting; 2048 from openfun/jitsi-k8s@de25f3e on, three days after the test; null for no ceiling',
  ),
  frontPageLoadSocketsSeconds: setting(65, `${manifests}: nginx keepalive_timeout 65`),
  frontSocketsFreedByRestartRatio: assumed(
    0.06,
    [0, 0.1],
    `${day}, 12:42 to 12:54: 1604 participants without a further restart`,
    'idle leftovers that a resumed connection does not open again; with none, both pods restart in turn',
  ),
  frontProbePeriodSeconds: setting(10, kubernetes),
  frontProbeFailuresMax: setting(3, kubernetes),
  frontReadinessPeriodSeconds: setting(10, kubernetes),
  frontReadinessFailuresMax: setting(3, kubernetes, 'a setting; null for no readiness probe'),
  frontRestartSeconds: assumedTime(uniform(2, 5), 'no measurement; nginx starts at once'),
};

const prosodySettings: Readonly<Record<string, ModelParameter>> = {
  prosodyProbePeriodSeconds: setting(10, kubernetes),
  prosodyProbeTimeoutSeconds: {
    value: 1,
    interval95: [1, 10],
    source: kubernetes,
    trust: 'published',
    note: 'a setting; the interval is for the backlog that it takes to fail it, since Prosody does not strictly serve in order of arrival',
  },
  prosodyProbeFailuresMax: setting(3, kubernetes),
  prosodyReadinessPeriodSeconds: setting(10, `${manifests}: readinessProbe of prosody`),
  prosodyReadinessTimeoutSeconds: setting(2, `${manifests}: readinessProbe of prosody`),
  prosodyReadinessFailuresMax: setting(3, kubernetes, 'a setting; null for no readiness probe'),
  prosodyReadinessDelaySeconds: setting(15, `${manifests}: readinessProbe of prosody, initialDelaySeconds`),
  prosodyTerminationSeconds: assumedTime(
    uniform(0, 30),
    'terminationGracePeriodSeconds 30 (Kubernetes default)',
  ),
  prosodyStartSeconds: assumedTime(uniform(5, 15), 'no measurement'),
  restartBackoffSeconds: setting(10, 'kubernetes pkg/kubelet, CrashLoopBackOff'),
  restartBackoffMaxSeconds: setting(300, 'kubernetes pkg/kubelet, CrashLoopBackOff'),
  restartBackoffResetSeconds: setting(600, 'kubernetes pkg/kubelet, CrashLoopBackOff'),
  prosodyFocusRequestCoreSeconds: assumed(
    0.001,
    [0.0005, 0.004],
    `${day}: about 1 ms a delivery at idle; no kill from 12:05 to 12:18, when some 1600 clients asked for the focus`,
    'a stanza and its error; at 0.004 the first requests of all clients alone would kill Prosody again',
  ),
  focusMissingSeconds: assumedTime(
    {
      kind: 'clamped',
      of: { kind: 'lognormal', median: 60, logStandardDeviation: 1.4 },
      min: 5,
      max: 1200,
    },
    `one observation, about 19 min (${day}, 12:00 to 12:19), cause unknown, perhaps a person`,
  ),
};

const clientSettings: Readonly<Record<string, ModelParameter>> = {
  resumeWaitLowSeconds: setting(1.5, `${client} ResumeTask: U(1.5 k, 3^k) s`),
  resumeWaitBaseSeconds: setting(3, `${client} ResumeTask: U(1.5 k, 3^k) s`),
  resumeWaitStepsMax: setting(3, `${client} ResumeTask: k = 1, 2, then 3 for ever`),
  resumeTriesMax: setting(null, client, 'no limit then; 3 since lib-jitsi-meet@01daa07c'),
  hibernationSeconds: setting(60, 'docker-jitsi-meet stable-6865, smacks_hibernation_time'),
  reloadOverlayMinSeconds: setting(10, 'jitsi-meet AbstractPageReloadOverlay: 10 + randomInt(0, 20)'),
  reloadOverlaySpreadSeconds: setting(20, 'jitsi-meet AbstractPageReloadOverlay: 10 + randomInt(0, 20)'),
  pageLoadSeconds: assumedTime(uniform(2, 6), 'no measurement'),
  pingPeriodSeconds: setting(10, `${client} strophe.ping`),
  pingTimeoutSeconds: setting(5, `${client} strophe.ping`),
  pingFailuresMax: setting(2, `${client} strophe.ping, threshold`),
  focusRetryFirstSeconds: setting(1, `${client} moderator: 1, 2, 4 ... s`),
  focusRetryMaxSeconds: assumed(
    30,
    [10, 120],
    `${day}, 12:05 to 12:18: flat 0.75 core`,
    'upstream had no limit then (120 s now), but the flat load says that clients reloaded rather than backed off',
  ),
  endpointExpirySeconds: setting(
    uniform(60, 120),
    'jitsi-videobridge@a29d97d jvb/src/main/resources/reference.conf: inactivity 1 min, looked at every 1 min',
    'a setting, and when the look falls',
  ),
  giveUpAfterSeconds: assumed(
    null,
    null,
    `${day}: 1575 to 1604 of about 1650 came back within 40 min`,
    'nobody gives up before the planned leave; 0 to 5 % of the load test did',
  ),
};

export const shardSettings: Readonly<Record<string, ModelParameter>> = {
  ...frontSettings,
  ...prosodySettings,
  ...clientSettings,
};

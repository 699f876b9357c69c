/**
 * A `groups.json` of jitsi-autoscaler from the policy `jitsi-autoscaler`. The timers of service and sidecars are set by
 * environment variables; they stand under `jitsim`, a key that the service does not read, so that reading the file back
 * gives the same policy.
 *
 * Source: jitsi/jitsi-autoscaler@38581e7 groups.json, @096c520 src/instance_store.ts, @4e55ca5 docs/scheduled-scaling.md.
 */
import type { JitsiAutoscalerScaling, Scenario } from '../scenario/scenario.ts';
import type { ExportedText, ExportPool } from './export-target.ts';
import { given } from './imported-policy.ts';

export interface GroupPool {
  readonly pool: ExportPool;
  readonly scaling: JitsiAutoscalerScaling;
}

export function exportGroups(scenario: Scenario, pools: readonly GroupPool[]): ExportedText {
  const entries = pools.map((one) => ({ name: groupName(scenario, one.pool), ...one }));
  const value = {
    groupEntries: entries.map(({ name, scaling }) => groupOf(scenario, name, scaling)),
    jitsim: Object.fromEntries(entries.map(({ name, scaling }) => [name, settingsOf(scaling)])),
  };
  return {
    ok: true,
    text: `${JSON.stringify(value, null, 2)}\n`,
    notes: [
      'fill in environment, compartmentId, instanceConfigurationId and cloud: a scenario does not know them',
      'what stands under jitsim is set by environment variables of the service and the sidecars',
      ...pools.flatMap(({ pool, scaling }) =>
        scaling.requests.length === 0
          ? []
          : [
              `${pool}: ${scaling.requests.length} requests to the API are no part of a group and are left out`,
            ],
      ),
    ],
  };
}

function groupName({ deployment }: Scenario, pool: ExportPool): string {
  return `${deployment.region}-${pool}`;
}

function groupOf(
  { deployment }: Scenario,
  name: string,
  { autoscaler, requests }: JitsiAutoscalerScaling,
): unknown {
  const { scheduledScaling } = autoscaler;
  return {
    name,
    type: autoscaler.type,
    region: deployment.region,
    environment: '',
    compartmentId: '',
    instanceConfigurationId: '',
    enableAutoScale: autoscaler.enableAutoScale,
    enableLaunch: autoscaler.enableLaunch,
    // Upstream's schedule and its external scheduler exclude each other.
    enableScheduler: scheduledScaling === null && requests.some(({ request }) => request === 'full-scaling'),
    enableUntrackedThrottle: autoscaler.enableUntrackedThrottle,
    enableCloudGuard: autoscaler.enableCloudGuard,
    gracePeriodTTLSec: autoscaler.gracePeriodTTLSec,
    protectedTTLSec: autoscaler.protectedTTLSec,
    scalingOptions: autoscaler.scalingOptions,
    ...(scheduledScaling === null ? {} : { scheduledScaling }),
    cloud: '',
    tags: {},
  };
}

function settingsOf({ autoscaler, launchJobFirst }: JitsiAutoscalerScaling): Record<string, unknown> {
  const { initialWaitForPoolingMs: _wait, ...timers } = autoscaler.timers;
  return given({ ...timers, launchJobFirst: launchJobFirst ? true : undefined });
}

/**
 * What a scenario says of bridges and media, in the form in which the fleet takes it.
 */
import type { RandomStreams } from '../engine/random/random-streams.ts';
import { sampleDistribution } from '../engine/random/sample-distribution.ts';
import type { BridgeFleetOptions } from '../jitsi/bridge-fleet.ts';
import type { SiteCounts } from '../jitsi/site-traffic.ts';
import type { BridgeScaling, Deployment, Scenario } from '../scenario/scenario.ts';

export function fleetOptions(scenario: Scenario, streams: RandomStreams): BridgeFleetOptions {
  const { bridges } = scenario.deployment;
  return {
    model: bridges.model,
    profiles: scenario.demand.map(({ media }) => media),
    peerToPeer: scenario.deployment.media?.peerToPeer ?? null,
    videoLimits: bridges.lastN,
    stressMeasure: bridges.stress.measure,
    cpuStealRatio: bridges.stress.cpuStealRatio,
    samplePeriodSeconds: bridges.stress.samplePeriodSeconds,
    publishPeriodSeconds: bridges.stress.publishPeriodSeconds,
    overstressedAbove: bridges.stress.overstressedAbove,
    averageParticipantStress: bridges.selection.averageParticipantStress,
    participantRampupIntervalSeconds: bridges.selection.participantRampupIntervalSeconds,
    speedFactor: speedFactor(scenario, streams),
    jicofos: scenario.deployment.shardCount,
    trafficSites: trafficSitesOf(scenario.deployment),
    ...(scenario.deployment.visitors === undefined
      ? {}
      : { visitorTreeStress: bridges.selection.stressThreshold }),
    drainsByFlag: bridges.drainBy === 'drain-flag',
    integrateCpu: looksAtCpu(scenario.scaling.bridges),
  };
}

/** Sites whose traffic a bill tells apart. */
export function trafficSitesOf({ geography, shards, shardCount }: Deployment): SiteCounts {
  return {
    regions: geography?.regions.length ?? 1,
    shards: shards?.hasOwnBridges === true ? shardCount : 0,
  };
}

/** One speed factor for all nodes of a run: the spread between load tests, not between nodes (model study). */
function speedFactor(scenario: Scenario, streams: RandomStreams): number {
  const sigma = scenario.deployment.bridges.model.cpuSpeedLogStandardDeviation;
  const stream = streams.stream('jitsi/bridge-speed').at(0);
  return sigma === 0
    ? 1
    : sampleDistribution({ kind: 'lognormal', median: 1, logStandardDeviation: sigma }, stream);
}

/** Whether the policy of the bridges needs their CPU averaged over time. */
function looksAtCpu(scaling: BridgeScaling): boolean {
  return scaling.policy === 'kubernetes-hpa' && scaling.readings.some(({ metric }) => metric === 'cpu');
}

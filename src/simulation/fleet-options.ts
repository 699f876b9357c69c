/**
 * What a scenario says of bridges and media, in the form in which the fleet takes it.
 */
import type { BridgeFleetOptions } from '../jitsi/bridge-fleet.ts';
import type { MediaProfile } from '../jitsi/media-profile.ts';
import type { BridgeScaling, Scenario } from '../scenario/scenario.ts';

export function fleetOptions(
  scenario: Scenario,
  profiles: readonly MediaProfile[],
  speedFactor: number,
): BridgeFleetOptions {
  const { bridges } = scenario.deployment;
  return {
    model: bridges.model,
    profiles,
    stressMeasure: bridges.stress.measure,
    samplePeriodSeconds: bridges.stress.samplePeriodSeconds,
    publishPeriodSeconds: bridges.stress.publishPeriodSeconds,
    overstressedAbove: bridges.stress.overstressedAbove,
    averageParticipantStress: bridges.selection.averageParticipantStress,
    participantRampupIntervalSeconds: bridges.selection.participantRampupIntervalSeconds,
    speedFactor,
    integrateCpu: looksAtCpu(scenario.scaling.bridges),
  };
}

/** Whether the policy of the bridges needs their CPU averaged over time. */
function looksAtCpu(scaling: BridgeScaling): boolean {
  return scaling.policy === 'kubernetes-hpa' && scaling.readings.some(({ metric }) => metric === 'cpu');
}

/** The distinct media profiles of the demand, and which one each demand class uses. */
export function collectProfiles(scenario: Scenario): {
  readonly profiles: readonly MediaProfile[];
  readonly profileOfDemand: readonly number[];
} {
  const profiles: MediaProfile[] = [];
  const profileOfDemand = scenario.demand.map(({ media }) => {
    const known = profiles.findIndex((profile) => profile.name === media.name);
    return known >= 0 ? known : profiles.push(media) - 1;
  });
  return { profiles, profileOfDemand };
}

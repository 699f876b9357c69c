/**
 * What a scenario says of bridges and media, in the form in which the fleet takes it.
 */
import type { BridgeFleetOptions } from '../jitsi/bridge-fleet.ts';
import type { BridgeScaling, Scenario } from '../scenario/scenario.ts';

export function fleetOptions(scenario: Scenario, speedFactor: number): BridgeFleetOptions {
  const { bridges } = scenario.deployment;
  return {
    model: bridges.model,
    profiles: scenario.demand.map(({ media }) => media),
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

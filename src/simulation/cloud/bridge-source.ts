/**
 * Where bridges come from: machines of their own, or pods on nodes.
 */
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import { placementOf } from '../bridge-placement.ts';
import { bridgeKind, entity } from '../entities.ts';
import type { RunContext } from '../run-context.ts';
import { InstanceSupply } from './instance-supply.ts';
import { PodSupply } from './pod-supply.ts';
import type { PoolSource } from './pool-source.ts';
import { supplyNumbers } from './supply-events.ts';

export function createBridgeSource(context: RunContext, fleet: BridgeFleet): PoolSource {
  const { geography, bridges } = context.scenario.deployment;
  const { supply, boot, nodes } = bridges;
  // The jitsi-autoscaler counts sidecars, not a group of the cloud or a ReplicaSet: it launches what is missing itself.
  const replacesLost = context.scenario.scaling.bridges.policy !== 'jitsi-autoscaler';
  if (nodes !== null) {
    return new PodSupply(context, {
      pool: 'bridges',
      settings: nodes,
      supply,
      boot,
      startEntity: (pod) => entity(bridgeKind, pod),
      killsEvicted: false,
      replacesEvicted: replacesLost,
    });
  }
  const source = new InstanceSupply(context, {
    number: supplyNumbers.bridges,
    pool: 'bridges',
    noun: 'bridge',
    supply,
    boot,
    bootStream: context.streams.stream('cloud/bridge-boot'),
    bootEntity: (slot) => entity(bridgeKind, slot),
    zones: placementOf(geography, fleet.sites),
  });
  source.replacesTaken = replacesLost;
  return source;
}

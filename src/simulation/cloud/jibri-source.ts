/**
 * Where Jibris come from: machines of their own, or pods on nodes.
 */
import { simpleSupply } from '../../cloud/pool-supply.ts';
import { entity, jibriKind } from '../entities.ts';
import type { RunContext } from '../run-context.ts';
import { InstanceSupply } from './instance-supply.ts';
import { PodSupply } from './pod-supply.ts';
import type { PoolSource } from './pool-source.ts';
import { supplyNumbers } from './supply-events.ts';

export function createJibriSource(context: RunContext): PoolSource {
  const { deployment, scaling } = context.scenario;
  const pool = deployment.jibris;
  const boot = pool?.boot ?? deployment.bridges.boot;
  const supply = pool?.supply ?? simpleSupply('none');
  const startEntity = (slot: number): number => entity(jibriKind, slot);
  const nodes = pool?.nodes ?? null;
  // These launch what is missing themselves; the others leave it to a group of the cloud or a ReplicaSet.
  const policy = scaling.jibris?.policy;
  const replacesLost = policy !== 'jitsi-autoscaler' && policy !== 'keda-scaled-job';
  if (nodes !== null) {
    return new PodSupply(context, {
      ...{ pool: 'jibris', settings: nodes, supply, boot, startEntity },
      killsEvicted: true,
      replacesEvicted: replacesLost,
    });
  }
  const source = new InstanceSupply(context, {
    number: supplyNumbers.jibris,
    pool: 'jibris',
    noun: 'Jibri',
    supply,
    boot,
    bootStream: context.streams.stream('cloud/jibri-boot'),
    bootEntity: startEntity,
    zones: null,
  });
  source.replacesTaken = replacesLost;
  return source;
}

/**
 * What the supply of a pool of pods is told, and what differs by pool: numbers of events and names of random streams.
 */
import type { BootModel } from '../../cloud/boot-model.ts';
import type { NodeSettings } from '../../cloud/nodes/node-settings.ts';
import type { PoolSupply } from '../../cloud/pool-supply.ts';
import { supplyNumbers } from './supply-events.ts';

export interface PodSupplyOptions {
  readonly pool: 'bridges' | 'jibris';
  readonly settings: NodeSettings;
  readonly supply: PoolSupply;
  readonly boot: BootModel;
  /** The event that a pod's container has started. */
  readonly startEntity: (pod: number) => number;
  /** Whether pods that are evicted with a grace are killed here when it is over; else their owner sees to it. */
  readonly killsEvicted: boolean;
  /** Whether an evicted pod is replaced at once, as a ReplicaSet does; else whoever scales the pool sees to it. */
  readonly replacesEvicted: boolean;
}

/** Names of random streams; bridges came first and have none. */
export const streamPrefix = { bridges: '', jibris: 'jibri-' } as const;
export const nodeNumbers = { bridges: supplyNumbers.bridgeNodes, jibris: supplyNumbers.jibriNodes } as const;

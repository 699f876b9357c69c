/**
 * The events of pools' dealings with the cloud, packed into the slots of one kind of entity: which pool, what happens,
 * and to which instance.
 */
import { cloudKind, entity } from '../entities.ts';

/** Who deals with the cloud: each has events of its own. */
export const supplyNumbers = { bridges: 0, jibris: 1, bridgeNodes: 2, jibriNodes: 3 } as const;
export type SupplyNumber = (typeof supplyNumbers)[keyof typeof supplyNumbers];

const supplyBits = 2;
const whatBits = 3;

/**
 * What happens: refused orders are asked for again, the cloud takes an instance, a node has booted, zones are looked at,
 * an instance of the warm pool is prepared, a node autoscaler looks, the grace of an evicted pod is over.
 */
export const retry = 0;
export const take = 1;
export const boot = 2;
export const rebalance = 3;
export const prepare = 4;
export const look = 5;
export const kill = 6;
export type SupplyEvent =
  | typeof retry
  | typeof take
  | typeof boot
  | typeof rebalance
  | typeof prepare
  | typeof look
  | typeof kill;

/** The event list's number of such an event; `slot` is 0 where no instance is meant. */
export function supplyEntity(supply: SupplyNumber, what: SupplyEvent, slot: number): number {
  return entity(cloudKind, (((slot << supplyBits) | supply) << whatBits) | what);
}

/** Handlers by supply: the reverse of {@link supplyEntity}. */
export interface SupplyHandler {
  handleCloudEvent(what: SupplyEvent, slot: number, nowMs: number): void;
}

export function dispatchCloudEvent(
  handlers: readonly (SupplyHandler | undefined)[],
  packed: number,
  nowMs: number,
): void {
  const supply = (packed >>> whatBits) & ((1 << supplyBits) - 1);
  const handler = handlers[supply];
  if (handler === undefined) throw new Error(`dispatchCloudEvent: there is no supply ${supply}`);
  const what = (packed & ((1 << whatBits) - 1)) as SupplyEvent;
  handler.handleCloudEvent(what, packed >>> (whatBits + supplyBits), nowMs);
}

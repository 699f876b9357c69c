/**
 * A controller begins: its own clock, and the agents of the instances of its pool.
 */
import { type bridgeSidecarKind, controllerKind, entity, type jibriSidecarKind } from '../entities.ts';
import { planWithin, type RunContext } from '../run-context.ts';
import type { ScaledPool } from '../scaled-pool.ts';
import type { Controller } from './controller.ts';

export function startController(
  context: RunContext,
  slot: number,
  controller: Controller,
  pool: ScaledPool,
  agentKind: typeof bridgeSidecarKind | typeof jibriSidecarKind,
): void {
  pool.onReady = (instance, nowMs) =>
    planWithin(context, entity(agentKind, instance), controller.agentStart(instance, nowMs));
  pool.onGone = (instance, nowMs) => {
    context.list.cancel(entity(agentKind, instance));
    controller.agentEnd(instance, nowMs);
  };
  for (const instance of pool.instances.slotsIn('ready')) pool.onReady(instance, 0);
  planWithin(context, entity(controllerKind, slot), controller.start(0));
}

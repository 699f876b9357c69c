/**
 * Faults of the cloud: what the account's conditions say from now on, and what is lost at once.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { SlowBoot, SpotInterruption, StockOut, ZoneLoss } from '../../scenario/faults.ts';
import type { MachineSupply } from '../cloud/pool-source.ts';
import { take } from '../cloud/supply-events.ts';
import { noteIncident, type RunContext } from '../run-context.ts';
import type { BridgeCrashes } from './bridge-crashes.ts';
import type { FaultTargets } from './fault-targets.ts';

export function runOutOfStock(context: RunContext, fault: StockOut, nowMs: number): void {
  context.cloud.conditions.stockOut({
    fromMs: nowMs,
    toMs: nowMs + fault.durationSeconds * 1000,
    instanceType: null,
    purchase: null,
    zone: fault.zone,
    refusedRatio: fault.refusedRatio,
  });
  noteIncident(context, {
    atMs: nowMs,
    kind: 'out-of-stock',
    detail: `${fault.name}: ${whereOf(fault.zone)} for ${fault.durationSeconds} s`,
    affected: 0,
  });
}

export function slowBoots(context: RunContext, fault: SlowBoot, nowMs: number): void {
  context.cloud.conditions.slowBoot({
    fromMs: nowMs,
    toMs: nowMs + fault.durationSeconds * 1000,
    zone: fault.zone,
    factor: fault.factor,
  });
  noteIncident(context, {
    atMs: nowMs,
    kind: 'boots-slowed',
    detail: `${fault.name}: ${fault.factor} times as long, ${whereOf(fault.zone)} for ${fault.durationSeconds} s`,
    affected: 0,
  });
}

export function takeSpot(
  context: RunContext,
  { bridges, jibris }: FaultTargets,
  fault: SpotInterruption,
  stream: RandomStream,
  nowMs: number,
): void {
  const taken =
    interrupt(bridges.supply.machines, fault.ratio, stream, nowMs) +
    interrupt(jibris.supply.machines, fault.ratio, stream, nowMs);
  noteIncident(context, {
    atMs: nowMs,
    kind: 'spot-wave',
    detail: `${fault.name}: ${taken} spot instances got their notice`,
    affected: taken,
  });
}

/** Takes spot instances back, each with that probability; how many. */
function interrupt(supply: MachineSupply, ratio: number, stream: RandomStream, nowMs: number): number {
  const { instances, offers } = supply;
  const taken: number[] = [];
  for (let slot = 0; slot < instances.slotCount; slot++) {
    if (instances.stateOf(slot) === 'gone' || supply.isNoticed(slot)) continue;
    if (offers[instances.offerOf(slot)]!.purchase === 'spot' && stream.nextUnit() < ratio) taken.push(slot);
  }
  // Drawn first: what replaces them is not taken in the same moment.
  for (const slot of taken) supply.handleCloudEvent(take, slot, nowMs);
  return taken.length;
}

/** First nothing can be launched there any more; then what runs there dies. */
export function loseZone(
  context: RunContext,
  targets: FaultTargets,
  crashes: BridgeCrashes,
  fault: ZoneLoss,
  stream: RandomStream,
  nowMs: number,
): void {
  const { bridges, jibris } = targets;
  const toMs = nowMs + fault.durationSeconds * 1000;
  context.cloud.conditions.loseZone(fault.zone, { fromMs: nowMs, toMs });
  let affected = 0;
  let instances = 0;
  for (let slot = 0; slot < bridges.instances.slotCount; slot++) {
    const state = bridges.instances.stateOf(slot);
    if (state === 'gone' || bridges.supply.zoneNameOf(slot) !== fault.zone) continue;
    instances += 1;
    if (state === 'launching') bridges.retire(slot, nowMs);
    else affected += crashes.loseMachine(slot, null, stream, nowMs);
  }
  const lost: number[] = [];
  for (let slot = 0; slot < jibris.instances.slotCount; slot++) {
    if (jibris.instances.stateOf(slot) === 'gone' || jibris.supply.zoneNameOf(slot) !== fault.zone) continue;
    lost.push(slot);
  }
  bridges.supply.loseZone(fault.zone, nowMs);
  instances += lost.length;
  jibris.crash(lost, nowMs);
  jibris.supply.loseZone(fault.zone, nowMs);
  noteIncident(context, {
    atMs: nowMs,
    kind: 'zone-lost',
    detail: `${fault.name}: zone ${fault.zone} with ${instances} instances`,
    affected,
  });
}

function whereOf(zone: string | null): string {
  return zone === null ? 'everywhere' : `in zone ${zone}`;
}

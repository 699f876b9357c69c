/**
 * Spot instances of a group: when the cloud takes each back, and the notice before.
 */
import type { PoolSupply } from '../../cloud/pool-supply.ts';
import { interruptionAfterMs, interruptionHazardPerHour } from '../../cloud/spot-interruption.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { RunContext } from '../run-context.ts';
import { type SupplyNumber, supplyEntity, take } from './supply-events.ts';

export class SpotWatch {
  /** Instances that the cloud gave notice to. */
  interruptions = 0;
  private readonly context: RunContext;
  private readonly number: SupplyNumber;
  private readonly supply: PoolSupply;
  private readonly stream: RandomStream;
  private readonly noticed = new Set<number>();

  constructor(
    context: RunContext,
    group: { readonly number: SupplyNumber; readonly pool: string; readonly supply: PoolSupply },
  ) {
    this.context = context;
    this.number = group.number;
    this.supply = group.supply;
    this.stream = context.streams.stream(`cloud/spot-${group.pool}`);
  }

  /** The spot instance in the slot exists from now on. */
  plan(slot: number, instanceNumber: number, nowMs: number): void {
    const { spot } = this.supply;
    if (spot === null) return;
    const hazardPerHour = interruptionHazardPerHour(spot.interruptedPerMonthRatio);
    const takenMs = nowMs + interruptionAfterMs(hazardPerHour, this.stream.at(instanceNumber));
    if (takenMs < this.context.endMs) this.context.list.schedule(this.entity(slot), takenMs);
  }

  /** The instance's time has come: true when this is the notice, false when it is gone now. */
  notice(slot: number, nowMs: number): boolean {
    const { spot } = this.supply;
    if (spot === null || this.noticed.has(slot)) return false;
    this.interruptions += 1;
    this.noticed.add(slot);
    this.context.list.schedule(this.entity(slot), nowMs + spot.noticeSeconds * 1000);
    return true;
  }

  isNoticed(slot: number): boolean {
    return this.noticed.has(slot);
  }

  /** The instance is gone. */
  forget(slot: number): void {
    this.context.list.cancel(this.entity(slot));
    this.noticed.delete(slot);
  }

  private entity(slot: number): number {
    return supplyEntity(this.number, take, slot);
  }
}

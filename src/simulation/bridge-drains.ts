/**
 * Draining bridges: until when they may go on, and which of them hang and never stop by themselves.
 */
import type { InstancePool } from '../cloud/instance-pool.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import { noteIncident, type RunContext } from './run-context.ts';

export class BridgeDrains {
  /** Drains that were empty and did not stop. */
  hungCount = 0;
  private readonly context: RunContext;
  private readonly instances: InstancePool;
  private readonly hangStream: RandomStream;
  /** By slot: when the drain began, and whether it hangs (0 no, 1 will, 2 does). */
  private readonly sinceMs: number[] = [];
  private readonly hanging: number[] = [];

  constructor(context: RunContext, instances: InstancePool) {
    this.context = context;
    this.instances = instances;
    this.hangStream = context.streams.stream('cloud/hung-drains');
  }

  begin(slot: number, nowMs: number): void {
    const { hungDrainRatio } = this.context.scenario.deployment.bridges;
    this.sinceMs[slot] = nowMs;
    const hangs =
      hungDrainRatio > 0 && this.hangStream.at(this.instances.number[slot]!).nextUnit() < hungDrainRatio;
    this.hanging[slot] = hangs ? 1 : 0;
  }

  /** When the drain of the slot is cut short, simulated milliseconds; Infinity for never. */
  limitMs(slot: number): number {
    return this.sinceMs[slot]! + this.context.scenario.deployment.bridges.drainLimit.seconds * 1000;
  }

  /** The drain is empty: whether it now hangs instead of stopping. */
  hangs(slot: number, nowMs: number): boolean {
    if (this.hanging[slot] === 0) return false;
    if (this.hanging[slot] === 1) {
      this.hanging[slot] = 2;
      this.hungCount += 1;
      noteIncident(this.context, {
        atMs: nowMs,
        kind: 'drain-hung',
        detail: `bridge ${slot} is empty and does not stop; it is paid for until ${this.limitText()}`,
        affected: 1,
      });
    }
    return true;
  }

  private limitText(): string {
    const { seconds, by } = this.context.scenario.deployment.bridges.drainLimit;
    return Number.isFinite(seconds) ? `${by} stops it, ${seconds} s after the order` : 'somebody notices';
  }
}

/**
 * Draining bridges: until when they may go on, and which of them hang and never stop by themselves.
 */
import type { DrainLimit } from '../cloud/drain-limits.ts';
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
  private readonly graceSeconds: number[] = [];

  constructor(context: RunContext, instances: InstancePool) {
    this.context = context;
    this.instances = instances;
    this.hangStream = context.streams.stream('cloud/hung-drains');
  }

  /** `graceSeconds`: what whoever ordered the drain grants, Infinity for no limit of its own. */
  begin(slot: number, graceSeconds: number, nowMs: number): void {
    const { hungDrainRatio } = this.context.scenario.deployment.bridges;
    this.sinceMs[slot] = nowMs;
    this.graceSeconds[slot] = graceSeconds;
    const hangs =
      hungDrainRatio > 0 && this.hangStream.at(this.instances.number[slot]!).nextUnit() < hungDrainRatio;
    this.hanging[slot] = hangs ? 1 : 0;
  }

  /** When the drain of the slot is cut short, simulated milliseconds; Infinity for never. */
  limitMs(slot: number): number {
    return this.sinceMs[slot]! + this.limit(slot).seconds * 1000;
  }

  /** Whose limit it is. */
  limitedBy(slot: number): string {
    return this.limit(slot).by;
  }

  private limit(slot: number): DrainLimit {
    const { drainLimit } = this.context.scenario.deployment.bridges;
    const seconds = this.graceSeconds[slot]!;
    return seconds < drainLimit.seconds ? { seconds, by: 'the eviction from its node' } : drainLimit;
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
        detail: `bridge ${slot} is empty and does not stop; it is paid for until ${this.limitText(slot)}`,
        affected: 1,
      });
    }
    return true;
  }

  private limitText(slot: number): string {
    const { seconds, by } = this.limit(slot);
    return Number.isFinite(seconds) ? `${by} stops it, ${seconds} s after the order` : 'somebody notices';
  }
}

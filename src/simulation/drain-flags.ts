/**
 * Bridges on which an operator set the drain flag for a while (`POST /colibri/drain/enable`, jitsi-videobridge a29d97d), as
 * for maintenance: they keep their participants, Jicofo turns to them last, and nothing else changes. They are paid, and
 * whoever scales bridges counts them as before: the jitsi-autoscaler looks at graceful shutdown only.
 *
 * Simplification: Jicofo hears of the flag at once, not with the bridge's next report.
 */
import type { InstancePool } from '../cloud/instance-pool.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import type { BridgeDrain } from '../scenario/faults.ts';
import { noteIncident, type RunContext } from './run-context.ts';

interface SetFlag {
  /** Number of the bridge's instance: another may be in the slot by then. */
  readonly instance: number;
  readonly untilMs: number;
}

export class DrainFlags {
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly instances: InstancePool;
  private readonly zoneNameOf: (slot: number) => string;
  /** By slot. */
  private readonly flags = new Map<number, SetFlag>();

  constructor(
    context: RunContext,
    parts: {
      readonly fleet: BridgeFleet;
      readonly instances: InstancePool;
      readonly zoneNameOf: (slot: number) => string;
    },
  ) {
    this.context = context;
    this.fleet = parts.fleet;
    this.instances = parts.instances;
    this.zoneNameOf = parts.zoneNameOf;
  }

  /** Sets the flag on the share of the bridges that the fault concerns; one that has it keeps it until the later end. */
  set(fault: BridgeDrain, stream: RandomStream, nowMs: number): void {
    const { fleet, flags } = this;
    const bridges = this.concerned(fault);
    const wanted = Math.round(fault.ratio * bridges.length);
    const untilMs = nowMs + fault.durationSeconds * 1000;
    let affected = 0;
    for (let i = 0; i < wanted; i++) {
      const j = i + stream.nextIndex(bridges.length - i);
      const bridge = bridges[j]!;
      bridges[j] = bridges[i]!;
      affected += fleet.endpoints[bridge]!;
      const instance = this.instances.number[bridge]!;
      const known = flags.get(bridge);
      const laterMs = known?.instance === instance ? Math.max(known.untilMs, untilMs) : untilMs;
      flags.set(bridge, { instance, untilMs: laterMs });
      fleet.setDrainFlag(bridge, true);
    }
    this.note(`${fault.name}: set on ${bridgesText(wanted)} for ${fault.durationSeconds} s`, affected, nowMs);
  }

  /** Lifts the flags whose time is over. Returns when the next is over, simulated milliseconds; Infinity for none. */
  lift(nowMs: number): number {
    let lifted = 0;
    let affected = 0;
    for (const [bridge, { instance, untilMs }] of this.flags) {
      if (untilMs > nowMs) continue;
      if (this.fleet.isServing(bridge) && instance === this.instances.number[bridge]) {
        this.fleet.setDrainFlag(bridge, false);
        lifted += 1;
        affected += this.fleet.endpoints[bridge]!;
      }
      this.flags.delete(bridge);
    }
    if (lifted > 0) this.note(`lifted from ${bridgesText(lifted)}`, affected, nowMs);
    return this.nextMs;
  }

  /** When the next flag is to be lifted, simulated milliseconds; Infinity for none. */
  get nextMs(): number {
    let nextMs = Number.POSITIVE_INFINITY;
    for (const { untilMs } of this.flags.values()) nextMs = Math.min(nextMs, untilMs);
    return nextMs;
  }

  /** A bridge serves in the slot: one that could not be reached for a while still has its flag. */
  served(slot: number): void {
    const flag = this.flags.get(slot);
    if (flag === undefined) return;
    if (flag.instance === this.instances.number[slot]) this.fleet.setDrainFlag(slot, true);
    else this.flags.delete(slot);
  }

  /** The bridge's process has ended, and the flag with it. */
  forget(slot: number): void {
    this.flags.delete(slot);
  }

  private concerned({ zone, version }: BridgeDrain): number[] {
    const { fleet } = this;
    const bridges: number[] = [];
    for (let bridge = 0; bridge < fleet.capacity; bridge++) {
      if (!fleet.isServing(bridge) || fleet.isSilent(bridge)) continue;
      if (zone !== null && this.zoneNameOf(bridge) !== zone) continue;
      if (version !== null && fleet.sites.versionOf(bridge) !== version) continue;
      bridges.push(bridge);
    }
    return bridges;
  }

  private note(detail: string, affected: number, nowMs: number): void {
    noteIncident(this.context, { atMs: nowMs, kind: 'drain-flag', detail, affected });
  }
}

function bridgesText(count: number): string {
  return count === 1 ? '1 bridge' : `${count} bridges`;
}

/**
 * The Prosodys of visitor nodes: one core each, beside those of the shards. A visitor is told of everybody in the main room,
 * and nobody is told of a visitor; of whoever enters or leaves the main room, every visitor is told by its node.
 *
 *   visitor's join     c0 + c1/2 n           core-seconds on its node; n in the main room
 *   main room's join   + c1/2 v              on every node; v visitors of the conference there
 *   background         b + a V               V visitors on the node
 *
 * c1 counts presence both ways (`signalling-model.ts`), of which a visitor causes one. That, and that a stanza costs a
 * visitor node what it costs a shard, is assumed: no load of visitor nodes is published.
 *
 * Simplification: a node that is behind makes its visitors wait and is not killed by a probe; its bridges are the shard's, so
 * it has no presence of them.
 */
import { FluidCore } from '../../jitsi/signalling/fluid-core.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';

/** Prosody's CPU is reported in means over this time, as for shards. */
const reportWindowMs = 30_000;

const halfOfPresence = 0.5;

export class VisitorProsodies {
  cpuCoresMax = 0;
  backlogSecondsMax = 0;
  private readonly model: SignallingModel;
  private readonly cores: readonly FluidCore[];
  private readonly sessions: number[];
  /** Visitors of each conference on each node: all nodes of one conference, then of the next; holes are 0. */
  private readonly visitors: number[] = [];

  constructor(model: SignallingModel, nodes: number) {
    this.model = model;
    this.cores = Array.from({ length: nodes }, () => new FluidCore(reportWindowMs));
    this.sessions = new Array<number>(nodes).fill(0);
    for (const core of this.cores) core.setBackground(model.prosodyIdleCores, 0);
  }

  openConference(conference: number): void {
    const { length } = this.cores;
    for (let node = 0; node < length; node++) this.visitors[conference * length + node] = 0;
  }

  openSession(node: number, nowMs: number): void {
    this.sessions[node]! += 1;
    this.refresh(node, nowMs);
  }

  closeSession(node: number, nowMs: number): void {
    this.sessions[node]! -= 1;
    this.refresh(node, nowMs);
  }

  /** A visitor enters the conference; returns the work of it, core-seconds. */
  enter(conference: number, node: number, mainOccupants: number): number {
    this.visitors[conference * this.cores.length + node]! += 1;
    const { prosodyPerJoinCoreSeconds, prosodyPerJoinAndOccupantCoreSeconds } = this.model;
    return prosodyPerJoinCoreSeconds + halfOfPresence * prosodyPerJoinAndOccupantCoreSeconds * mainOccupants;
  }

  leave(conference: number, node: number): void {
    this.visitors[conference * this.cores.length + node]! -= 1;
  }

  /** Somebody entered the main room (`share` 1), or left it: all visitors are told. */
  tell(conference: number, share: number, nowMs: number): void {
    const { length } = this.cores;
    const perVisitor = share * halfOfPresence * this.model.prosodyPerJoinAndOccupantCoreSeconds;
    for (let node = 0; node < length; node++) {
      const visitors = this.visitors[conference * length + node] ?? 0;
      if (visitors > 0) this.cores[node]!.add(perVisitor * visitors, nowMs);
    }
  }

  /** Work for the node; returns the seconds until it is done. */
  work(node: number, coreSeconds: number, nowMs: number): number {
    return this.cores[node]!.add(coreSeconds, nowMs);
  }

  /** Peaks since the last sample, of the busiest node. */
  sample(nowMs: number): { readonly usedCores: number; readonly backlogSeconds: number } {
    let usedCores = 0;
    let backlogSeconds = 0;
    for (const core of this.cores) {
      const peaks = core.takePeaks(nowMs);
      usedCores = Math.max(usedCores, peaks.usedCores);
      backlogSeconds = Math.max(backlogSeconds, peaks.backlogSeconds);
    }
    this.cpuCoresMax = Math.max(this.cpuCoresMax, usedCores);
    this.backlogSecondsMax = Math.max(this.backlogSecondsMax, backlogSeconds);
    return { usedCores, backlogSeconds };
  }

  private refresh(node: number, nowMs: number): void {
    const { prosodyIdleCores, prosodyPerParticipantCores } = this.model;
    const cores = prosodyIdleCores + prosodyPerParticipantCores * this.sessions[node]!;
    this.cores[node]!.setBackground(cores, nowMs);
  }
}

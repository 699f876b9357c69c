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
 * Simplification: bridges are the shard's, so a node has no presence of them. Probes, restarts and unanswered pings are in
 * `visitor-node-lives.ts`.
 */
import { ProsodyProcess } from '../../jitsi/signalling/prosody-process.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';

const halfOfPresence = 0.5;

export class VisitorProsodies {
  cpuCoresMax = 0;
  backlogSecondsMax = 0;
  /** Told when an answer of a node takes longer than a client waits for its ping. */
  onStall: (node: number, nowMs: number) => void = () => {};
  readonly nodes: readonly ProsodyProcess[];
  private readonly model: SignallingModel;
  /** Visitors of each conference on each node: all nodes of one conference, then of the next; holes are 0. */
  private readonly visitors: number[] = [];

  constructor(model: SignallingModel, nodes: number) {
    this.model = model;
    this.nodes = Array.from({ length: nodes }, () => new ProsodyProcess(model));
    for (const { core } of this.nodes) core.setBackground(model.prosodyIdleCores, 0);
  }

  openConference(conference: number): void {
    const { length } = this.nodes;
    for (let node = 0; node < length; node++) this.visitors[conference * length + node] = 0;
  }

  /** A visitor enters the conference; returns the work of it, core-seconds. */
  enter(conference: number, node: number, mainOccupants: number): number {
    this.visitors[conference * this.nodes.length + node]! += 1;
    const { prosodyPerJoinCoreSeconds, prosodyPerJoinAndOccupantCoreSeconds } = this.model;
    return prosodyPerJoinCoreSeconds + halfOfPresence * prosodyPerJoinAndOccupantCoreSeconds * mainOccupants;
  }

  leave(conference: number, node: number): void {
    this.visitors[conference * this.nodes.length + node]! -= 1;
  }

  /** Somebody entered the main room (`share` 1), or left it: all visitors are told. */
  tell(conference: number, share: number, nowMs: number): void {
    const { length } = this.nodes;
    const perVisitor = share * halfOfPresence * this.model.prosodyPerJoinAndOccupantCoreSeconds;
    for (let node = 0; node < length; node++) {
      const visitors = this.visitors[conference * length + node] ?? 0;
      if (visitors > 0) this.work(node, perVisitor * visitors, nowMs);
    }
  }

  /** Work for the node; returns the seconds until it is done. */
  work(node: number, coreSeconds: number, nowMs: number): number {
    const answerSeconds = this.nodes[node]!.core.add(coreSeconds, nowMs);
    if (answerSeconds > this.model.pingTimeoutSeconds) this.onStall(node, nowMs);
    return answerSeconds;
  }

  /** Peaks since the last sample, of the busiest node. */
  sample(nowMs: number): { readonly usedCores: number; readonly backlogSeconds: number } {
    let usedCores = 0;
    let backlogSeconds = 0;
    for (const { core } of this.nodes) {
      const peaks = core.takePeaks(nowMs);
      usedCores = Math.max(usedCores, peaks.usedCores);
      backlogSeconds = Math.max(backlogSeconds, peaks.backlogSeconds);
    }
    this.cpuCoresMax = Math.max(this.cpuCoresMax, usedCores);
    this.backlogSecondsMax = Math.max(this.backlogSecondsMax, backlogSeconds);
    return { usedCores, backlogSeconds };
  }
}

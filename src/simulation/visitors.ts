/**
 * Visitors in a run: who is sent to a visitor node, and how many each has. A visitor receives and sends nothing.
 *
 * Simplification: the Prosody of a visitor node costs nothing and never fails, and with simulated signalling a visitor costs
 * the shard's Prosody what a participant does: no load of visitor nodes has been published.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';
import { chooseVisitorNode, isRedirected, type VisitorSettings } from '../jitsi/jicofo/visitor-nodes.ts';
import type { RunContext } from './run-context.ts';
import type { TimelineArena } from './timeline-arena.ts';

/** Role of a participant: not known before the first join, in the main room, or the node's number plus this. */
const unknown = 0;
const main = 1;
const firstNode = 2;

interface ConferenceVisitors {
  mainParticipants: number;
  hasUsedVisitorNodes: boolean;
  /** Visitors by node; null where it uses none. */
  readonly nodes: (number | null)[];
}

export class Visitors {
  redirected = 0;
  present = 0;
  peak = 0;
  /** Nodes with visitors, and visitors of one node, most at a time. */
  nodesUsedMax = 0;
  perNodeMax = 0;
  private readonly settings: VisitorSettings;
  private readonly arena: TimelineArena;
  private readonly stream: RandomStream;
  private role = new Int32Array(1024);
  private readonly conferences: ConferenceVisitors[] = [];
  private readonly onNode: number[];

  constructor(context: RunContext, settings: VisitorSettings, arena: TimelineArena) {
    this.settings = settings;
    this.arena = arena;
    this.stream = context.streams.stream('jitsi/visitor-nodes');
    this.onNode = new Array<number>(settings.nodes).fill(0);
  }

  /** A conference opens, with its block of participants. */
  open(conference: number, base: number, size: number): void {
    if (base + size > this.role.length) {
      const role = new Int32Array(Math.max(base + size, this.role.length * 2));
      role.set(this.role);
      this.role = role;
    }
    this.role.fill(unknown, base, base + size);
    this.conferences[conference] = {
      mainParticipants: 0,
      hasUsedVisitorNodes: false,
      nodes: new Array<number | null>(this.settings.nodes).fill(null),
    };
  }

  /** Decides, at a first join, what the participant is. */
  isVisitor(conference: number, participant: number): boolean {
    if (this.role[participant] === unknown) this.decide(this.conferences[conference]!, participant);
    return this.role[participant]! >= firstNode;
  }

  /** Whether the participant has been redirected. */
  has(participant: number): boolean {
    return participant < this.role.length && this.role[participant]! >= firstNode;
  }

  /** The participant appeared on a bridge (1), or left it (-1). */
  count(conference: number, participant: number, change: 1 | -1): void {
    const state = this.conferences[conference]!;
    const role = this.role[participant]!;
    if (role < firstNode) {
      state.mainParticipants += change;
      return;
    }
    const node = role - firstNode;
    state.nodes[node] = (state.nodes[node] ?? 0) + change;
    this.onNode[node]! += change;
    this.present += change;
    if (change < 0) return;
    this.peak = Math.max(this.peak, this.present);
    this.perNodeMax = Math.max(this.perNodeMax, this.onNode[node]!);
    const used = this.onNode.filter((count) => count > 0).length;
    this.nodesUsedMax = Math.max(this.nodesUsedMax, used);
  }

  private decide(state: ConferenceVisitors, participant: number): void {
    if (!isRedirected(this.settings, state)) {
      this.role[participant] = main;
      return;
    }
    const stream = this.stream.at(this.redirected);
    const node = chooseVisitorNode(state.nodes, this.settings.visitorsPerNodeMax, (count) =>
      stream.nextIndex(count),
    );
    state.hasUsedVisitorNodes = true;
    state.nodes[node] ??= 0;
    this.redirected += 1;
    this.role[participant] = node + firstNode;
    this.arena.setMedia(participant, 0);
  }
}

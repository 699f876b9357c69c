/**
 * Visitors in a run: who is sent to a visitor node, and how many each has. A visitor sends nothing. What their Prosodys bear is
 * in `signalling/visitor-prosodies.ts`.
 */

import type { RandomStream } from '../engine/random/random-stream.ts';
import { grown } from '../jitsi/grown-array.ts';
import { chooseVisitorNode, isRedirected, type VisitorSettings } from '../jitsi/jicofo/visitor-nodes.ts';
import type { RunContext } from './run-context.ts';
import type { TimelineArena } from './timeline-arena.ts';

/**
 * Role of a participant: a visitor whose node was lost, not known before the first join, in the main room, or the node's
 * number plus the last of these.
 */
const homeless = -1;
const unknown = 0;
const main = 1;
const firstNode = 2;

/** How long Jicofo counts a visitor whom it has sent to a node and who is not there (jicofo 7ebb13d). */
const invitedCountedMs = 60_000;

interface ConferenceVisitors {
  mainParticipants: number;
  hasUsedVisitorNodes: boolean;
  /** Visitors by node; null where it uses none. */
  readonly nodes: (number | null)[];
  /** By node: when those were sent there who have not appeared yet. */
  readonly invitedMs: number[][];
}

export class Visitors {
  redirected = 0;
  present = 0;
  peak = 0;
  /** Nodes with visitors, and visitors of one node, most at a time. */
  nodesUsedMax = 0;
  perNodeMax = 0;
  /** Whether Jicofo is connected to a node; to be set before the first join where nodes may be lost. */
  isConnected: (node: number) => boolean = () => true;
  private readonly settings: VisitorSettings;
  private readonly arena: TimelineArena;
  private readonly stream: RandomStream;
  /** Nodes for those who lost theirs, and how many of them were chosen. */
  private readonly again: RandomStream;
  private chosenAgain = 0;
  private role = new Int32Array(1024);
  private readonly conferences: ConferenceVisitors[] = [];
  private readonly onNode: number[];

  constructor(context: RunContext, settings: VisitorSettings, arena: TimelineArena) {
    this.settings = settings;
    this.arena = arena;
    this.stream = context.streams.stream('jitsi/visitor-nodes');
    this.again = context.streams.stream('jitsi/visitor-nodes-again');
    this.onNode = new Array<number>(settings.nodes).fill(0);
  }

  /** A conference opens, with its block of participants. */
  open(conference: number, base: number, size: number): void {
    if (base + size > this.role.length)
      this.role = grown(this.role, new Int32Array(Math.max(base + size, this.role.length * 2)));
    this.role.fill(unknown, base, base + size);
    this.conferences[conference] = {
      mainParticipants: 0,
      hasUsedVisitorNodes: false,
      nodes: new Array<number | null>(this.settings.nodes).fill(null),
      invitedMs: Array.from({ length: this.settings.nodes }, () => []),
    };
  }

  /** Decides, at a first join, what the participant is. */
  isVisitor(conference: number, participant: number, nowMs: number): boolean {
    return this.nodeOf(conference, participant, nowMs) >= 0;
  }

  /** The participant's visitor node, -1 for the main room; `mainMembers` are in that already, on bridges or not yet. */
  nodeOf(conference: number, participant: number, nowMs: number, mainMembers = 0): number {
    const state = this.conferences[conference]!;
    if (this.role[participant] === unknown) this.decide(state, participant, nowMs, mainMembers);
    else if (this.isWithoutNode(participant)) this.chooseAgain(state, participant, nowMs);
    return Math.max(-1, this.role[participant]! - firstNode);
  }

  /** Whether the participant has been redirected. */
  has(participant: number): boolean {
    if (participant >= this.role.length) return false;
    return this.role[participant]! >= firstNode || this.role[participant] === homeless;
  }

  /**
   * The node has lost what it knew: its visitors are not on it any more, and conferences do not use it until somebody is sent
   * there again. Who was a visitor remains one, on a node that is chosen when it asks for the conference.
   *
   * Simplification: upstream sends it to the main room if that has room by then and no other node is used.
   */
  loseNode(node: number): void {
    for (let participant = 0; participant < this.role.length; participant++) {
      if (this.role[participant] === node + firstNode) this.role[participant] = homeless;
    }
    for (const state of this.conferences) {
      if (state === undefined) continue;
      state.nodes[node] = null;
      state.invitedMs[node] = [];
    }
    this.onNode[node] = 0;
  }

  /** The participant appeared on a bridge (1), or left it (-1). */
  count(conference: number, participant: number, change: 1 | -1): void {
    const state = this.conferences[conference]!;
    const role = this.role[participant]!;
    if (role === homeless) {
      this.present += change;
      return;
    }
    if (role < firstNode) {
      state.mainParticipants += change;
      return;
    }
    const node = role - firstNode;
    state.nodes[node] = (state.nodes[node] ?? 0) + change;
    this.onNode[node]! += change;
    this.present += change;
    if (change < 0) return;
    state.invitedMs[node]!.shift();
    this.peak = Math.max(this.peak, this.present);
    this.perNodeMax = Math.max(this.perNodeMax, this.onNode[node]!);
    const used = this.onNode.filter((count) => count > 0).length;
    this.nodesUsedMax = Math.max(this.nodesUsedMax, used);
  }

  private decide(state: ConferenceVisitors, participant: number, nowMs: number, mainMembers: number): void {
    const mainParticipants = Math.max(state.mainParticipants, mainMembers);
    if (!isRedirected(this.settings, { ...state, mainParticipants })) {
      this.role[participant] = main;
      return;
    }
    state.hasUsedVisitorNodes = true;
    this.send(state, participant, this.stream.at(this.redirected), nowMs);
    this.redirected += 1;
    this.arena.setMedia(participant, 0);
  }

  /** Whether it is a visitor and was sent nowhere, or to a node to which Jicofo has no connection. */
  isWithoutNode(participant: number): boolean {
    const role = this.role[participant]!;
    return role === homeless || (role >= firstNode && !this.isConnected(role - firstNode));
  }

  private chooseAgain(state: ConferenceVisitors, participant: number, nowMs: number): void {
    this.send(state, participant, this.again.at(this.chosenAgain), nowMs);
    this.chosenAgain += 1;
  }

  private send(state: ConferenceVisitors, participant: number, stream: RandomStream, nowMs: number): void {
    const { visitorsPerNodeMax } = this.settings;
    const next = (count: number): number => stream.nextIndex(count);
    const node = chooseVisitorNode(withInvited(state, nowMs), visitorsPerNodeMax, next, this.isConnected);
    state.nodes[node] ??= 0;
    state.invitedMs[node]!.push(nowMs);
    this.role[participant] = node + firstNode;
  }
}

/** Visitors by node, those included who were sent there in the last minute and are not there yet; null where none is used. */
function withInvited({ nodes, invitedMs }: ConferenceVisitors, nowMs: number): (number | null)[] {
  return nodes.map((visitors, node) => {
    if (visitors === null) return null;
    const invited = invitedMs[node]!;
    while (invited.length > 0 && invited[0]! <= nowMs - invitedCountedMs) invited.shift();
    return visitors + invited.length;
  });
}

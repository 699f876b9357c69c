/**
 * The bridges of one conference as Jicofo keeps them: who is where, what was created and expired on which bridge, and
 * how many participants the conference added to each lately.
 *
 * Source: jicofo 7ebb13d, ColibriV2SessionManager.kt. Left out: requests that fail or get no answer.
 */
import { RecentJoins } from '../recent-joins.ts';
import { extraBucketSeconds } from './bridge-record.ts';
import { Cascade } from './cascade.ts';
import { type BridgeLookup, singleMesh, type Topology } from './topology.ts';

export interface SessionParticipant {
  readonly id: string;
  readonly region: string | null;
  readonly isVisitor: boolean;
}

export interface ConferenceSessionsOptions {
  /** Chooses a bridge by name; null when there is none. */
  readonly select: (participant: SessionParticipant) => string | null;
  readonly topology?: Topology;
  /** Needed by topologies that look at bridges. */
  readonly bridgeOf?: BridgeLookup;
  /** Whether a conference may use several bridges. */
  readonly hasRelays: boolean;
  /** `max-bridge-participants-interval`, seconds. */
  readonly maxBridgeParticipantsIntervalSeconds: number;
}

interface Session {
  readonly participants: Set<string>;
  readonly added: RecentJoins;
}

export class ConferenceSessions {
  /** Requests so far, by bridge: conferences created and expired. */
  readonly conferenceCreates = new Map<string, number>();
  readonly conferenceExpires = new Map<string, number>();
  /** Relays so far, as `on>towards`. */
  readonly relaysCreated: string[] = [];
  readonly relaysExpired: string[] = [];
  private readonly options: ConferenceSessionsOptions;
  private readonly sessions = new Map<string, Session>();
  private readonly bridgeOfParticipant = new Map<string, string>();
  private readonly cascade = new Cascade();

  constructor(options: ConferenceSessionsOptions) {
    this.options = options;
    this.cascade.onLink = (on, towards) => this.relaysCreated.push(`${on}>${towards}`);
    this.cascade.onLinkRemoved = (on, towards) => this.relaysExpired.push(`${on}>${towards}`);
  }

  /**
   * Gives the participant a bridge. Returns its name; null when none can be used.
   *
   * @throws RangeError when the participant has a bridge already
   */
  allocate(participant: SessionParticipant, nowMs: number): string | null {
    if (this.bridgeOfParticipant.has(participant.id)) {
      throw new RangeError(`ConferenceSessions.allocate: ${participant.id} has a bridge already`);
    }
    const bridge = this.options.select(participant);
    if (bridge === null) return null;
    const isNew = !this.sessions.has(bridge);
    if (isNew && this.sessions.size > 0 && !this.options.hasRelays) return null;
    const session = this.sessions.get(bridge) ?? this.open(bridge);
    session.participants.add(participant.id);
    session.added.add(0, nowMs);
    this.bridgeOfParticipant.set(participant.id, bridge);
    return bridge;
  }

  /** The participant left; a bridge without participants is dropped. */
  removeParticipant(id: string): void {
    const bridge = this.bridgeOfParticipant.get(id);
    if (bridge === undefined) return;
    const { participants } = this.sessions.get(bridge)!;
    participants.delete(id);
    this.bridgeOfParticipant.delete(id);
    if (participants.size === 0) this.close(bridge);
  }

  /** The bridge failed or went. Returns the participants who need another. */
  removeBridge(bridge: string): readonly string[] {
    const session = this.sessions.get(bridge);
    if (session === undefined) return [];
    const removed = [...session.participants];
    for (const id of removed) this.bridgeOfParticipant.delete(id);
    this.close(bridge);
    return removed;
  }

  /** In the order in which the conference came to them. */
  get bridges(): readonly string[] {
    return [...this.sessions.keys()];
  }

  participantsOn(bridge: string): readonly string[] {
    return [...(this.sessions.get(bridge)?.participants ?? [])];
  }

  /** Participants added to the bridge within the interval, whether or not they stayed. */
  recentlyAdded(bridge: string, nowMs: number): number {
    return this.sessions.get(bridge)?.added.count(0, nowMs) ?? 0;
  }

  private open(bridge: string): Session {
    const session = {
      participants: new Set<string>(),
      added: new RecentJoins(this.options.maxBridgeParticipantsIntervalSeconds + extraBucketSeconds, 1),
    };
    this.sessions.set(bridge, session);
    count(this.conferenceCreates, bridge);
    const { mesh, via } = this.topology.connect(this.cascade, bridge, this.lookup);
    this.cascade.add(bridge, mesh, via);
    return session;
  }

  private close(bridge: string): void {
    this.sessions.delete(bridge);
    count(this.conferenceExpires, bridge);
    this.cascade.remove(bridge, (parts) => this.topology.repair(this.cascade, parts, this.lookup));
  }

  private get topology(): Topology {
    return this.options.topology ?? singleMesh;
  }

  private readonly lookup: BridgeLookup = (node) => {
    const { bridgeOf } = this.options;
    if (bridgeOf === undefined)
      throw new Error('ConferenceSessions: this topology needs the option bridgeOf');
    return bridgeOf(node);
  };
}

function count(counts: Map<string, number>, bridge: string): void {
  counts.set(bridge, (counts.get(bridge) ?? 0) + 1);
}

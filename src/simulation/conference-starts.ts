/**
 * When Jicofo starts and stops the session of a conference (jicofo 7ebb13d, `jicofo.conference` in
 * jicofo-common/src/main/resources/reference.conf:18-39, JitsiMeetConferenceImpl.java): no participant gets a bridge
 * before enough of them are there, and the last one left loses its endpoint when it has been alone for a while.
 *
 * A participant without a session is in the conference and on no bridge: it misses nothing, so it counts as alone, and
 * not among those on bridges nor those who are disconnected.
 *
 * Simplification: recorders are no members. Members of a conference that is split over shards are counted together.
 * Whoever lost its endpoint, but did not leave, is still a member. The initial timeout concerns joins that signalling holds
 * up, and is in `signalling/client-steps.ts`.
 */
import type { ConferenceStart } from '../jitsi/jicofo/conference-start.ts';
import { conferenceStopKind, entity } from './entities.ts';
import type { RunContext } from './run-context.ts';

/** What starting and stopping acts on. */
export interface StartedConferences {
  /** Puts the participant on a bridge; false when none takes it. */
  place(slot: number, participant: number, nowMs: number): boolean;
  /** Takes the participant's endpoint. */
  unplace(participant: number, nowMs: number): void;
  forEachPresent(slot: number, visit: (participant: number, bridge: number) => void): void;
}

interface Session {
  isRunning: boolean;
  members: number;
  /** Members without a session, in the order in which they came. */
  readonly alone: number[];
}

const noConference = -1;

export class ConferenceStarts {
  /** Participants alone now. */
  alone = 0;
  private readonly rule: ConferenceStart;
  private readonly context: RunContext;
  private readonly target: StartedConferences;
  /** By conference slot. */
  private readonly sessions: Session[] = [];
  /** By participant: the conference it is a member of. */
  private readonly memberOf: number[] = [];
  private aloneMs = 0;
  private settledMs = 0;

  constructor(rule: ConferenceStart, context: RunContext, target: StartedConferences) {
    this.rule = rule;
    this.context = context;
    this.target = target;
  }

  /** The conference begins; its participants have the numbers from `base` on. */
  open(slot: number, base: number, size: number): void {
    this.sessions[slot] = { isRunning: false, members: 0, alone: [] };
    this.memberOf.length = Math.max(this.memberOf.length, base);
    for (let participant = base; participant < base + size; participant++) {
      this.memberOf[participant] = noConference;
    }
  }

  close(slot: number): void {
    this.context.list.cancel(entity(conferenceStopKind, slot));
  }

  /** The participant joins, or is invited again. False when no bridge takes it; true too when it need not be on one. */
  seat(slot: number, participant: number, nowMs: number): boolean {
    const session = this.sessions[slot]!;
    const isMember = this.memberOf[participant] === slot;
    const members = session.members + (isMember ? 0 : 1);
    if (!session.isRunning && members < this.rule.minParticipants) {
      this.hold(session, participant, nowMs);
      this.addMember(slot, participant);
      return true;
    }
    this.seatAlone(slot, nowMs);
    const isPlaced = this.target.place(slot, participant, nowMs);
    if (isPlaced) {
      session.isRunning = true;
      this.addMember(slot, participant);
    }
    this.watch(slot, nowMs);
    return isPlaced;
  }

  isAlone(participant: number): boolean {
    const slot = this.memberOf[participant] ?? noConference;
    return slot !== noConference && this.sessions[slot]!.alone.includes(participant);
  }

  /** The participant, if it is alone, is so no more: it goes, or its signalling does. Returns whether it was. */
  release(participant: number, nowMs: number): boolean {
    if (!this.isAlone(participant)) return false;
    const { alone } = this.sessions[this.memberOf[participant]!]!;
    this.settle(nowMs);
    alone.splice(alone.indexOf(participant), 1);
    this.alone -= 1;
    const slot = this.memberOf[participant]!;
    this.removeMember(participant);
    this.watch(slot, nowMs);
    return true;
  }

  /** The participant, if it has an endpoint or waits for one, is about to leave the conference. */
  leave(slot: number, participant: number, nowMs: number): void {
    if (this.memberOf[participant] !== slot || this.isAlone(participant)) return;
    this.removeMember(participant);
    this.watch(slot, nowMs);
  }

  /** The last one has been alone for long enough. */
  handle(slot: number, nowMs: number): void {
    const session = this.sessions[slot]!;
    const present: number[] = [];
    this.target.forEachPresent(slot, (participant) => {
      if (this.memberOf[participant] === slot) present.push(participant);
    });
    // Without an endpoint: it waits for one, and Jicofo looks again.
    if (present.length !== 1) {
      this.watch(slot, nowMs);
      return;
    }
    this.target.unplace(present[0]!, nowMs);
    session.isRunning = false;
    this.hold(session, present[0]!, nowMs);
  }

  /** Participant-milliseconds alone up to now. */
  aloneMsUntil(nowMs: number): number {
    this.settle(nowMs);
    return this.aloneMs;
  }

  /** Those who waited get their endpoints first, in order; whom no bridge takes waits on. */
  private seatAlone(slot: number, nowMs: number): void {
    const session = this.sessions[slot]!;
    if (session.alone.length === 0) return;
    this.settle(nowMs);
    for (const participant of session.alone.splice(0)) {
      if (this.target.place(slot, participant, nowMs)) {
        session.isRunning = true;
        this.alone -= 1;
      } else session.alone.push(participant);
    }
  }

  private hold(session: Session, participant: number, nowMs: number): void {
    this.settle(nowMs);
    session.alone.push(participant);
    this.alone += 1;
  }

  /** Starts or stops the clock of the last participant. */
  private watch(slot: number, nowMs: number): void {
    const { members, isRunning } = this.sessions[slot]!;
    const number = entity(conferenceStopKind, slot);
    this.context.list.cancel(number);
    if (members === 0) this.sessions[slot]!.isRunning = false;
    if (members !== 1 || !isRunning) return;
    const atMs = nowMs + this.rule.singleParticipantTimeoutSeconds * 1000;
    if (atMs < this.context.endMs) this.context.list.schedule(number, atMs);
  }

  private addMember(slot: number, participant: number): void {
    if (this.memberOf[participant] === slot) return;
    this.memberOf[participant] = slot;
    this.sessions[slot]!.members += 1;
  }

  private removeMember(participant: number): void {
    this.sessions[this.memberOf[participant]!]!.members -= 1;
    this.memberOf[participant] = noConference;
  }

  private settle(nowMs: number): void {
    this.aloneMs += this.alone * (nowMs - this.settledMs);
    this.settledMs = nowMs;
  }
}

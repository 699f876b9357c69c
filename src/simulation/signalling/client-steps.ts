/**
 * What one client does next: ask to join, wait for the focus, resume, reload.
 *
 *   loading -> joining -> connected -> resuming -> answering -> connected
 *           -> awaitingFocus -> queued -> joining        any failure -> overlay -> loading
 *
 * Joins and reconnects come whenever clients send them (open loop); those who waited for the focus are invited one
 * after the other (closed loop, see `invitations.ts`).
 */
import { focusRetrySeconds } from '../../jitsi/signalling/client-timing.ts';
import {
  absent,
  answering,
  awaitingFocus,
  type Cause,
  type ConnectionState,
  type ConnectionTable,
  connected,
  joining,
  loading,
  overlay,
  queued,
  resuming,
} from '../../jitsi/signalling/connection-table.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';
import { endpointExpiryKind, entity, participantKind } from '../entities.ts';
import type { RunContext } from '../run-context.ts';
import type { ClientKinds } from './client-kinds.ts';
import type { ClientLink } from './client-link.ts';
import { ClientReturn } from './client-return.ts';
import type { ConnectionCounts } from './connection-counts.ts';
import { Invitations } from './invitations.ts';
import type { MediaSide } from './media-side.ts';

export class ClientSteps {
  readonly invitations: Invitations;
  private readonly back: ClientReturn;
  private readonly context: RunContext;
  private readonly model: SignallingModel;
  private readonly link: ClientLink;
  private readonly table: ConnectionTable;
  private readonly counts: ConnectionCounts;
  private readonly media: MediaSide;
  /** Jicofo's initial-timeout, and first participants whose join is under way and takes longer. */
  private readonly initialTimeoutSeconds: number;
  private readonly tooLate = new Set<number>();

  constructor(
    context: RunContext,
    model: SignallingModel,
    parts: {
      readonly shards: number;
      readonly link: ClientLink;
      readonly kinds: ClientKinds;
      readonly counts: ConnectionCounts;
      readonly media: MediaSide;
    },
  ) {
    this.context = context;
    this.model = model;
    this.link = parts.link;
    this.table = parts.link.table;
    this.counts = parts.counts;
    this.media = parts.media;
    this.invitations = new Invitations(parts.shards);
    const { conferenceStart } = context.scenario.deployment.bridges.selection;
    this.initialTimeoutSeconds = conferenceStart?.initialTimeoutSeconds ?? Number.POSITIVE_INFINITY;
    this.back = new ClientReturn(context, model, parts);
  }

  /** The participant's pending event. */
  handle(participant: number, nowMs: number): void {
    const state: ConnectionState = this.table.stateOf(participant);
    switch (state) {
      case loading:
        this.connect(participant, nowMs);
        return;
      case overlay:
        this.back.reload(participant, nowMs);
        return;
      case awaitingFocus:
        this.requestConference(participant, nowMs);
        return;
      case joining:
        this.finishJoin(participant, nowMs);
        return;
      case resuming:
        this.back.resume(participant, nowMs);
        return;
      case answering:
        this.back.finishResume(participant, nowMs);
        return;
      case absent:
      case queued:
      case connected:
        throw new Error(`ClientSteps: nothing pends for participant ${participant} in state ${state}`);
      default:
        state satisfies never;
    }
  }

  /** In from the start of the run: that costs no work and waits for nothing. */
  takeAsPresent(participant: number, nowMs: number): void {
    const { table, link } = this;
    if (!link.openSockets(participant, this.model.frontSocketsPerParticipant, nowMs)) {
      this.back.showOverlay(participant, 'front', nowMs);
      return;
    }
    link.openSession(participant, nowMs);
    this.seeVisitor(participant, nowMs);
    link.occupy(participant, nowMs);
    table.state[participant] = joining;
    this.finishJoin(participant, nowMs);
  }

  /** The page is loaded: connect, and ask for the conference. */
  connect(participant: number, nowMs: number): void {
    const { table, model, link } = this;
    if (!link.route(participant, nowMs)) {
      this.back.showOverlay(participant, 'front', nowMs);
      return;
    }
    const shard = link.shardOf(participant);
    // Without a focus there is no bridge, hence no channel to one: half of the sockets.
    const sockets = (shard.hasFocus ? 1 : 0.5) * model.frontSocketsPerParticipant;
    if (!link.openSockets(participant, sockets, nowMs)) {
      this.back.showOverlay(participant, 'front', nowMs);
      return;
    }
    shard.fronts.notePageLoad(table.pod[participant]!, nowMs);
    if (!shard.takesConnections) {
      link.closeSockets(participant);
      this.back.showOverlay(participant, 'prosody', nowMs);
      return;
    }
    link.openSession(participant, nowMs);
    table.attempt[participant] = 0;
    if (shard.hasFocus) this.beginJoin(participant, nowMs);
    else this.requestConference(participant, nowMs);
  }

  /**
   * The socket is dead, and closed. A participant who was in resumes, or reloads with some probability; one who was on
   * its way in begins anew.
   */
  loseSocket(participant: number, cause: Cause, nowMs: number): void {
    const { table } = this;
    switch (table.stateOf(participant)) {
      case connected:
        this.counts.drop();
        this.media.signallingLost(participant, nowMs);
        table.outSinceMs[participant] = nowMs;
        if (this.link.draw(participant).nextUnit() < this.back.timingOf(participant).reloadRatio) {
          this.back.showOverlay(participant, cause, nowMs);
        } else this.back.startResuming(participant, cause, nowMs);
        return;
      case answering:
        this.back.startResuming(participant, cause, nowMs);
        return;
      case joining:
      case queued:
      case awaitingFocus:
        this.tooLate.delete(participant);
        this.link.endSession(participant, nowMs);
        this.back.showOverlay(participant, cause, nowMs);
        this.inviteNextAfter(participant, nowMs);
        return;
    }
  }

  /** The user loads the page anew, without a word to anybody. Only for one who is connected. */
  reload(participant: number, nowMs: number): void {
    this.counts.drop();
    this.media.signallingLost(participant, nowMs);
    this.table.outSinceMs[participant] = nowMs;
    this.link.closeSockets(participant);
    this.back.reload(participant, nowMs);
  }

  /** Nothing of the participant remains in the shard. Counting it is the caller's business. */
  remove(participant: number, nowMs: number): void {
    this.tooLate.delete(participant);
    this.back.dismiss(participant, nowMs);
    this.inviteNextAfter(participant, nowMs);
  }

  private beginJoin(participant: number, nowMs: number): void {
    if (!this.seeVisitor(participant, nowMs)) {
      this.beginAnew(participant, 'prosody', nowMs);
      return;
    }
    const isFirst = this.link.isFirst(participant);
    const answerSeconds = this.link.work(participant, this.link.occupy(participant, nowMs), nowMs);
    this.table.state[participant] = joining;
    if (isFirst && answerSeconds > this.initialTimeoutSeconds) this.tooLate.add(participant);
    this.plan(participant, nowMs + answerSeconds * 1000);
  }

  /**
   * Jicofo answers the request for the conference: the client goes to the main room, or to a visitor node. False when that
   * does not let it in.
   */
  private seeVisitor(participant: number, nowMs: number): boolean {
    const conference = this.table.conference[participant]!;
    const main = this.link.mainOccupants(participant);
    const node = this.media.visitorNodeOf(conference, participant, main, nowMs);
    if (node < 0) return true;
    if (!this.link.nodeTakes(node)) {
      this.link.work(participant, this.model.prosodyFailedAttemptCoreSeconds, nowMs);
      return false;
    }
    this.link.becomeVisitor(participant, node, nowMs);
    return true;
  }

  private finishJoin(participant: number, nowMs: number): void {
    const { table, counts, media } = this;
    // Told to stop, Prosody answers nothing more; once it has gone, its clients are told.
    if (!this.link.isServing(participant)) return;
    if (this.tooLate.delete(participant)) {
      // Jicofo has given up the conference for want of participants.
      this.beginAnew(participant, 'focus', nowMs);
      return;
    }
    const conference = table.conference[participant]!;
    this.context.list.cancel(entity(endpointExpiryKind, participant));
    if (table.wasIn[participant] === 0) {
      if (media.enter(conference, participant, nowMs)) {
        const delayedBy = table.cause[participant] === 0 ? null : table.causeOf(participant);
        counts.join(nowMs - table.arrivedMs[participant]!, delayedBy);
        this.back.stayConnected(participant);
      } else {
        counts.endWaiting();
        this.remove(participant, nowMs);
      }
    } else {
      const outMs = nowMs - table.outSinceMs[participant]!;
      media.expire(conference, participant, nowMs);
      if (media.reenter(conference, participant, nowMs)) {
        counts.comeBack(outMs);
        this.back.stayConnected(participant);
      } else {
        counts.endOut(outMs);
        this.remove(participant, nowMs);
      }
    }
    this.inviteNextAfter(participant, nowMs);
  }

  /** Who was on its way in is not let in: it loads the page again. */
  private beginAnew(participant: number, cause: Cause, nowMs: number): void {
    this.link.endSession(participant, nowMs);
    this.link.closeSockets(participant);
    this.back.showOverlay(participant, cause, nowMs);
    this.inviteNextAfter(participant, nowMs);
  }

  /** Asks Jicofo for the conference, and again later when it is not there. */
  private requestConference(participant: number, nowMs: number): void {
    const { table, model, link } = this;
    const shard = link.shardOf(participant);
    if (shard.hasFocus && shard.isServing) {
      const index = table.shard[participant]!;
      table.state[participant] = queued;
      this.invitations.add(index, participant);
      if (this.invitations.isIdle(index)) this.inviteNext(index, nowMs);
      return;
    }
    if (shard.isServing) {
      const isFirst = table.attempt[participant] === 0;
      const { prosodyFailedAttemptCoreSeconds, prosodyFocusRequestCoreSeconds } = model;
      const coreSeconds = isFirst ? prosodyFailedAttemptCoreSeconds : prosodyFocusRequestCoreSeconds;
      link.work(participant, coreSeconds, nowMs);
    }
    table.state[participant] = awaitingFocus;
    table.noteCause(participant, 'focus');
    if (this.back.givesUp(participant, nowMs)) return;
    table.attempt[participant]! += 1;
    const timing = this.back.timingOf(participant);
    this.plan(participant, nowMs + focusRetrySeconds(timing, table.attempt[participant]!) * 1000);
  }

  private inviteNextAfter(participant: number, nowMs: number): void {
    const shard = this.table.shard[participant]!;
    if (this.invitations.isUnderWay(shard, participant)) this.inviteNext(shard, nowMs);
  }

  private inviteNext(shard: number, nowMs: number): void {
    const participant = this.invitations.next(shard, (waiting) => this.table.stateOf(waiting) === queued);
    if (participant < 0) return;
    this.link.extendSockets(participant, 0.5 * this.model.frontSocketsPerParticipant, nowMs);
    this.beginJoin(participant, nowMs);
  }

  private plan(participant: number, atMs: number): void {
    this.context.list.schedule(entity(participantKind, participant), atMs);
  }
}

/**
 * How one client comes back after its connection died or an attempt failed: it resumes its stream (XEP-0198), or shows
 * the overlay and reloads the page.
 */
import { sampleDistribution } from '../../engine/random/sample-distribution.ts';
import { reloadOverlaySeconds, resumeWaitSeconds } from '../../jitsi/signalling/client-timing.ts';
import {
  answering,
  type Cause,
  type ConnectionTable,
  connected,
  loading,
  mainRoom,
  overlay,
  resuming,
} from '../../jitsi/signalling/connection-table.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';
import { endpointExpiryKind, entity, participantKind } from '../entities.ts';
import type { RunContext } from '../run-context.ts';
import type { ClientKinds } from './client-kinds.ts';
import type { ClientLink } from './client-link.ts';
import type { ConnectionCounts } from './connection-counts.ts';
import type { MediaSide } from './media-side.ts';

export class ClientReturn {
  private readonly context: RunContext;
  private readonly model: SignallingModel;
  private readonly link: ClientLink;
  private readonly table: ConnectionTable;
  private readonly kinds: ClientKinds;
  private readonly counts: ConnectionCounts;
  private readonly media: MediaSide;

  constructor(
    context: RunContext,
    model: SignallingModel,
    parts: {
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
    this.kinds = parts.kinds;
    this.counts = parts.counts;
    this.media = parts.media;
  }

  startResuming(participant: number, cause: Cause, nowMs: number): void {
    const { table, model } = this;
    table.noteCause(participant, cause);
    table.attempt[participant] = 1;
    table.hibernatesUntilMs[participant] = nowMs + model.hibernationSeconds * 1000;
    this.planResume(participant, nowMs);
  }

  private planResume(participant: number, nowMs: number): void {
    const { table } = this;
    const unit = this.link.draw(participant).nextUnit();
    const waitSeconds = resumeWaitSeconds(this.timingOf(participant), table.attempt[participant]!, unit);
    table.nextTryMs[participant] = nowMs + waitSeconds * 1000;
    table.state[participant] = resuming;
    const expires = table.hasSession[participant] === 1 ? table.hibernatesUntilMs[participant]! : Infinity;
    this.plan(participant, Math.min(table.nextTryMs[participant]!, expires));
  }

  /** A try to resume, or the end of what Prosody kept for it. */
  resume(participant: number, nowMs: number): void {
    const { table, model, link } = this;
    if (nowMs < table.nextTryMs[participant]!) {
      link.endSession(participant, nowMs);
      if (link.hasFocus(participant)) this.media.expire(table.conference[participant]!, participant, nowMs);
      this.plan(participant, table.nextTryMs[participant]!);
      return;
    }
    if (!link.isRoutedHome(participant, nowMs)) {
      // Another shard knows nothing of the stream.
      this.showOverlay(participant, 'prosody', nowMs);
      return;
    }
    const sockets = model.frontSocketsPerParticipant * (1 - model.frontSocketsFreedByRestartRatio);
    if (!link.openSockets(participant, sockets, nowMs)) {
      this.resumeLater(participant, 'front', nowMs);
    } else if (!link.takesConnections(participant)) {
      link.closeSockets(participant);
      this.resumeLater(participant, 'prosody', nowMs);
    } else if (table.hasSession[participant] === 0) {
      link.work(participant, model.prosodyFailedAttemptCoreSeconds, nowMs);
      link.closeSockets(participant);
      this.showOverlay(participant, 'prosody', nowMs);
    } else {
      const answerSeconds = link.work(participant, model.prosodyResumeCoreSeconds, nowMs);
      table.state[participant] = answering;
      this.plan(participant, nowMs + answerSeconds * 1000);
    }
  }

  private resumeLater(participant: number, cause: Cause, nowMs: number): void {
    const { table } = this;
    table.noteCause(participant, cause);
    if (this.givesUp(participant, nowMs)) return;
    table.attempt[participant]! += 1;
    const { resumeTriesMax } = this.timingOf(participant);
    if (resumeTriesMax !== null && table.attempt[participant]! > resumeTriesMax) {
      this.showOverlay(participant, cause, nowMs);
    } else this.planResume(participant, nowMs);
  }

  finishResume(participant: number, nowMs: number): void {
    if (!this.link.isServing(participant)) return;
    this.counts.comeBack(nowMs - this.table.outSinceMs[participant]!);
    this.stayConnected(participant);
    this.media.signallingBack(this.table.conference[participant]!, participant, nowMs);
  }

  showOverlay(participant: number, cause: Cause, nowMs: number): void {
    this.table.noteCause(participant, cause);
    if (this.givesUp(participant, nowMs)) return;
    const seconds = reloadOverlaySeconds(this.timingOf(participant), this.link.draw(participant).nextUnit());
    this.table.state[participant] = overlay;
    this.plan(participant, nowMs + seconds * 1000);
  }

  /** The page goes, and what hung on it: at once when Jicofo hears of it, otherwise when the bridge misses it. */
  reload(participant: number, nowMs: number): void {
    const { table, model, link, context } = this;
    const isHeard = link.isHeard(participant);
    link.endSession(participant, nowMs);
    // The new page knows nothing of a visitor node: it asks the shard.
    table.visitorNode[participant] = mainRoom;
    const expiry = entity(endpointExpiryKind, participant);
    if (isHeard) {
      this.media.expire(table.conference[participant]!, participant, nowMs);
      context.list.cancel(expiry);
    } else if (table.wasIn[participant] === 1 && !context.list.isScheduled(expiry)) {
      const seconds = sampleDistribution(model.endpointExpirySeconds, link.draw(participant));
      context.list.schedule(expiry, nowMs + seconds * 1000);
    }
    table.state[participant] = loading;
    this.plan(participant, nowMs + sampleDistribution(model.pageLoadSeconds, link.draw(participant)) * 1000);
  }

  /** When the participant's client tries again. */
  timingOf(participant: number): SignallingModel {
    return this.kinds.timingOf(this.table.clientKind[participant]!);
  }

  givesUp(participant: number, nowMs: number): boolean {
    const { table, model, counts } = this;
    if (model.giveUpAfterSeconds === null) return false;
    const wasIn = table.wasIn[participant] === 1;
    const sinceMs = wasIn ? table.outSinceMs[participant]! : table.arrivedMs[participant]!;
    if (nowMs - sinceMs < model.giveUpAfterSeconds * 1000) return false;
    if (wasIn) counts.endOut(nowMs - sinceMs);
    else counts.fail(table.causeOf(participant));
    this.media.giveUp(table.conference[participant]!, participant, wasIn, nowMs);
    this.dismiss(participant, nowMs);
    return true;
  }

  stayConnected(participant: number): void {
    this.table.state[participant] = connected;
    this.table.wasIn[participant] = 1;
    this.table.noteCause(participant, null);
  }

  /** Nothing of the participant remains in the shard. Counting it is the caller's business. */
  dismiss(participant: number, nowMs: number): void {
    this.link.closeSockets(participant);
    this.link.endSession(participant, nowMs);
    this.context.list.cancel(entity(participantKind, participant));
    this.context.list.cancel(entity(endpointExpiryKind, participant));
    this.table.remove(participant);
  }

  private plan(participant: number, atMs: number): void {
    this.context.list.schedule(entity(participantKind, participant), atMs);
  }
}

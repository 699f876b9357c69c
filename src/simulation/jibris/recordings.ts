/**
 * Recordings from the button to their end: Jicofo asks one Jibri after the other, whoever is refused may press the
 * button again, a Jibri that is taken away is replaced.
 * A request that ends before it records can only be for the time that is left: the conference goes on without it.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { sampleDistribution } from '../../engine/random/sample-distribution.ts';
import type { JibriFleet } from '../../jitsi/jibri-fleet.ts';
import type { JibriSettings, RecordingHabits } from '../../jitsi/jibri-settings.ts';
import { JibriSession, type StartError, type StartResponse } from '../../jitsi/jicofo/jibri-session.ts';
import { entity, recordingRequestKind } from '../entities.ts';
import type { RunContext } from '../run-context.ts';
import { RecordingCounts, type RefusalCause } from './recording-counts.ts';
import { type RecordingRequest, StartFates } from './recording-request.ts';

export interface RecordingSide {
  /** The Jibri records until the request ends, which may be sooner than it was said before, then finalises. */
  beginRecording(jibri: number, request: RecordingRequest): void;
  /** The Jibri accepted and gave up, or was told to stop, with nothing recorded. */
  stopped(jibri: number, nowMs: number): void;
  noteRefused(cause: RefusalCause, nowMs: number): void;
}

export class Recordings {
  readonly counts = new RecordingCounts();
  /** Shard that a conference is on. */
  shardOf: (conference: number) => number = () => 0;
  private readonly context: RunContext;
  private readonly fleet: JibriFleet;
  private readonly side: RecordingSide;
  private readonly settings: JibriSettings | null;
  readonly requests: (RecordingRequest | null)[] = [];
  private readonly freeSlots: number[] = [];
  /** Who holds a Jibri: accepted, recording or finalising. */
  readonly holders = new Map<number, RecordingRequest>();
  private readonly fates: StartFates | null;
  /** Time of the event at hand, for the callbacks of sessions. */
  private nowMs = 0;
  private readonly retryTimes: RandomStream;
  private readonly kinds: RandomStream;
  private readonly durations: RandomStream;

  constructor(context: RunContext, fleet: JibriFleet, side: RecordingSide) {
    this.context = context;
    this.fleet = fleet;
    this.side = side;
    this.settings = context.scenario.deployment.jibris?.settings ?? null;
    this.fates = this.settings === null ? null : new StartFates(this.settings.start, context.streams);
    this.retryTimes = context.streams.stream('jitsi/recording-retries');
    this.kinds = context.streams.stream('jitsi/recording-kinds');
    this.durations = context.streams.stream('jitsi/recording-durations');
  }

  /** A conference asks to be recorded until its end, `durationMs` from now. */
  ask(durationMs: number, habits: RecordingHabits | undefined, nowMs: number, conference = 0): void {
    const { counts } = this;
    const number = counts.asked;
    counts.asked += 1;
    const isStream =
      habits !== undefined &&
      habits.streamingRatio > 0 &&
      this.kinds.at(number).nextUnit() < habits.streamingRatio;
    if (isStream) counts.streamsAsked += 1;
    const wantedMs =
      habits?.durationMinutes == null
        ? durationMs
        : Math.max(0, sampleDistribution(habits.durationMinutes, this.durations.at(number)) * 60_000);
    const slot = this.freeSlots.pop() ?? this.requests.length;
    const request: RecordingRequest = {
      number,
      slot,
      conference,
      kind: isStream ? 'stream' : 'file',
      askedAtMs: nowMs,
      endMs: nowMs + Math.min(durationMs, wantedMs),
      session: this.newSession(slot, nowMs),
      next: 'retry',
      retries: 0,
      hasStarted: false,
      deadlineMs: 0,
      countedMs: 0,
      onSinceMs: 0,
      isCut: false,
    };
    this.requests[slot] = request;
    this.settle(request, request.session.start(), nowMs);
  }

  /** The pending event of a request. */
  handle(slot: number, nowMs: number): void {
    const request = this.requests[slot]!;
    this.nowMs = nowMs;
    const isOver = nowMs >= request.endMs;
    switch (request.next) {
      case 'retry':
        request.session = this.newSession(slot, nowMs);
        this.settle(request, request.session.start(), nowMs);
        return;
      case 'no-answer':
        if (isOver) request.session.stop();
        this.settle(request, request.session.answered('timeout'), nowMs);
        return;
      case 'at-once':
      case 'comes-on':
        if (isOver) this.giveUpPending(request, nowMs);
        else this.comeOn(request, nowMs);
        return;
      case 'aborts':
        this.abort(request, nowMs);
        return;
      case 'pending-timeout':
        this.counts.startsFailed += 1;
        this.giveUpPending(request, nowMs);
        return;
      default:
        request.next satisfies never;
    }
  }

  /** Jicofo hears of the failure before the Jibri is idle again, so another one is asked. */
  private abort(request: RecordingRequest, nowMs: number): void {
    const jibri = request.session.jibri!;
    this.counts.startsFailed += 1;
    this.holders.delete(jibri);
    const error = request.session.failed(nowMs < request.endMs);
    this.side.stopped(jibri, nowMs);
    this.settle(request, error, nowMs);
  }

  /** The Jibri is told to stop before it recorded anything. */
  private giveUpPending(request: RecordingRequest, nowMs: number): void {
    const jibri = request.session.jibri!;
    this.holders.delete(jibri);
    request.session.pendingTimedOut();
    this.side.stopped(jibri, nowMs);
    this.refuse(request, 'never-on', nowMs);
  }

  /** The Jibri has finalised what it recorded. */
  done(jibri: number): void {
    const request = this.holders.get(jibri);
    if (request === undefined) return;
    this.holders.delete(jibri);
    request.session.stop();
    this.close(request);
  }

  holds(jibri: number): boolean {
    return this.holders.has(jibri);
  }

  /**
   * The Jibri is lost with what it recorded. Another one goes on when Jicofo learns of it (`isTold`) and tries are left.
   * Source: jitsi/jicofo@7ebb13d JibriSession.java, one budget of retries for the whole session.
   */
  loseJibri(jibri: number, isTold: boolean, nowMs: number): void {
    const request = this.holders.get(jibri);
    if (request === undefined) return;
    const wasOn = request.session.state === 'on';
    if (wasOn) {
      this.counts.lost += 1;
      this.counts.addRecorded(request.kind, -request.countedMs);
    } else if (!isTold) {
      // Jicofo waits for it to come on, in vain.
      this.plan(request, 'pending-timeout', request.deadlineMs);
      return;
    }
    this.holders.delete(jibri);
    if (!isTold || nowMs >= request.endMs || request.isCut) {
      if (request.hasStarted) this.close(request);
      else this.refuse(request, 'never-on', nowMs);
      return;
    }
    this.context.list.cancel(entity(recordingRequestKind, request.slot));
    this.nowMs = nowMs;
    this.settle(request, request.session.wentOffline(), nowMs);
  }

  /**
   * The shard's signalling is gone, and with it what its Jicofo knew of recordings: those under way end when their Jibris
   * find themselves alone (jibri 62369d5 reference.conf, `call-status-checks.empty-call-timeout`), and no other goes on with
   * them; those that were about to begin come to nothing.
   */
  loseShard(shard: number, nowMs: number): void {
    for (const request of this.requests) {
      if (request == null || this.shardOf(request.conference) !== shard) continue;
      const { state, jibri } = request.session;
      if (state === 'on') this.cut(request, nowMs + this.settings!.emptyCallSeconds * 1000);
      else if (state === 'pending' && jibri !== null) this.giveUpPending(request, nowMs);
      else if (state === 'asking') {
        request.session.stop();
        this.refuse(request, 'internal-server-error', nowMs);
      }
    }
  }

  private cut(request: RecordingRequest, atMs: number): void {
    if (atMs >= request.endMs) return;
    const lostMs = Math.min(request.endMs, this.context.endMs) - Math.min(atMs, this.context.endMs);
    this.counts.cut += 1;
    this.counts.addRecorded(request.kind, -lostMs);
    request.countedMs -= lostMs;
    request.endMs = atMs;
    request.isCut = true;
    this.side.beginRecording(request.session.jibri!, request);
  }

  private newSession(slot: number, nowMs: number): JibriSession<number> {
    this.nowMs = nowMs;
    const { fleet } = this;
    return new JibriSession({
      select: () => fleet.select(this.nowMs),
      isAnyConnected: () => fleet.isAnyConnected,
      requestStart: (jibri) => this.requestStart(this.requests[slot]!, jibri),
      instanceFailed: (jibri) => {
        this.counts.startsFailed += 1;
        fleet.startFailed(jibri, this.nowMs);
      },
      retriesMax: this.settings?.retriesMax ?? 0,
    });
  }

  private requestStart(request: RecordingRequest, jibri: number): StartResponse | null {
    const { requestTimeoutSeconds, pendingTimeoutSeconds } = this.settings!;
    const { nowMs } = this;
    const { fate, startMs } = this.fates!.draw();
    if (fate === 'error') return 'error';
    if (fate === 'no-answer') {
      this.plan(request, 'no-answer', nowMs + requestTimeoutSeconds * 1000);
      return null;
    }
    this.fleet.take(jibri);
    this.holders.set(jibri, request);
    const deadlineMs = nowMs + pendingTimeoutSeconds * 1000;
    request.deadlineMs = deadlineMs;
    if (fate === 'hangs' || nowMs + startMs > deadlineMs) this.plan(request, 'pending-timeout', deadlineMs);
    else if (fate === 'aborts') this.plan(request, 'aborts', nowMs + startMs);
    else if (startMs > 0) this.plan(request, 'comes-on', nowMs + startMs);
    else request.next = 'at-once';
    return 'pending';
  }

  /** After Jibris were asked: it is refused, records at once, or waits for its event. */
  private settle(request: RecordingRequest, error: StartError | null, nowMs: number): void {
    const { state } = request.session;
    if (state === 'off') this.refuse(request, error ?? 'internal-server-error', nowMs);
    else if (state === 'pending' && request.next === 'at-once') this.comeOn(request, nowMs);
  }

  private comeOn(request: RecordingRequest, nowMs: number): void {
    const { counts } = this;
    request.session.cameOn();
    request.countedMs = Math.max(0, Math.min(request.endMs, this.context.endMs) - nowMs);
    counts.addRecorded(request.kind, request.countedMs);
    if (request.hasStarted) counts.resumed += 1;
    else counts.noteStart(nowMs - request.askedAtMs);
    request.hasStarted = true;
    request.onSinceMs = nowMs;
    this.side.beginRecording(request.session.jibri!, request);
  }

  /** The attempt came to nothing: the user tries again later, or does without. */
  private refuse(request: RecordingRequest, cause: RefusalCause, nowMs: number): void {
    const { counts } = this;
    if (request.hasStarted) {
      // Jicofo found nobody to go on with it.
      this.close(request);
      return;
    }
    counts.refusals += 1;
    const retries = this.settings?.userRetries ?? null;
    if (retries !== null && request.retries < retries.attemptsMax) {
      const stream = this.retryTimes.at(counts.retried);
      const atMs = nowMs + Math.max(0, sampleDistribution(retries.everySeconds, stream) * 1000);
      if (atMs < request.endMs) {
        request.retries += 1;
        counts.retried += 1;
        this.plan(request, 'retry', atMs);
        return;
      }
    }
    counts.refused[cause] += 1;
    counts.refusedUntilMs.push(request.endMs);
    this.side.noteRefused(cause, nowMs);
    this.close(request);
  }

  private plan(request: RecordingRequest, next: RecordingRequest['next'], atMs: number): void {
    request.next = next;
    if (atMs < this.context.endMs)
      this.context.list.schedule(entity(recordingRequestKind, request.slot), atMs);
    else this.context.list.cancel(entity(recordingRequestKind, request.slot));
  }

  private close(request: RecordingRequest): void {
    this.requests[request.slot] = null;
    this.freeSlots.push(request.slot);
    this.context.list.cancel(entity(recordingRequestKind, request.slot));
  }
}

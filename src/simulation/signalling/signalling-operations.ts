/**
 * The signalling of a run: shards with their probes, restarts and the focus that is away after them, each on its own timer.
 * Clients are in `participant-connections.ts`.
 *
 * A shard's timers are entities of the event list: Prosody's probe, Prosody's life (gone, or serving again), the focus,
 * the watch over unanswered pings, and for every front pod its probe and its life.
 */
import type { Distribution } from '../../engine/random/distribution.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { sampleDistribution } from '../../engine/random/sample-distribution.ts';
import { Shard } from '../../jitsi/signalling/shard.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';
import type { FrontLoss } from '../../scenario/faults.ts';
import { entity, signallingKind } from '../entities.ts';
import { noteIncident, type RunContext } from '../run-context.ts';
import type { ShardEntry } from '../shard-entry.ts';
import type { MediaSide } from './media-side.ts';
import { ParticipantConnections } from './participant-connections.ts';
import { PingWatch } from './ping-watch.ts';
import { ReadinessChecks } from './readiness-checks.ts';
import { SignallingPeaks, type SignallingSample, sampleShards } from './signalling-sample.ts';

const prosodyProbeTimer = 0;
const prosodyLifeTimer = 1;
const focusTimer = 2;
const pingTimer = 3;
const firstPodTimer = 4;
/** Probe and life. */
const timersPerPod = 2;

const pingTickMs = 1000;

export class SignallingOperations {
  readonly connections: ParticipantConnections;
  prosodyKills = 0;
  frontRestarts = 0;
  readonly peaks = new SignallingPeaks();
  /** Told when Jicofo is back on a shard. */
  onFocus: (nowMs: number) => void = () => {};
  /** Told when the Prosody of a shard has gone. */
  onProsodyLost: (shard: number, nowMs: number) => void = () => {};
  private readonly context: RunContext;
  private readonly model: SignallingModel;
  private readonly shards: readonly Shard[];
  private readonly pingWatches: readonly PingWatch[];
  /** Bridges registered with a shard: all of them, or its own. */
  private readonly bridges: (shard: number) => number;
  private readonly phases: RandomStream;
  private readonly restarts: RandomStream;
  private restartDraws = 0;
  /** Per shard: the fault that ended its Prosody, when it was one. */
  private readonly endedBy: string[] = [];
  private readonly timersPerShard: number;
  readonly readiness: ReadinessChecks;

  constructor(
    context: RunContext,
    model: SignallingModel,
    parts: {
      readonly shards: number;
      readonly media: MediaSide;
      readonly bridges: (shard: number) => number;
      readonly entry: ShardEntry;
    },
  ) {
    this.context = context;
    this.model = model;
    this.bridges = parts.bridges;
    this.shards = Array.from({ length: parts.shards }, () => new Shard(model));
    this.pingWatches = this.shards.map(() => new PingWatch(model.pingTimeoutSeconds * 1000));
    this.phases = context.streams.stream('jitsi/signalling-probes');
    this.restarts = context.streams.stream('jitsi/signalling-restarts');
    const ownTimers = firstPodTimer + timersPerPod * model.frontPods;
    this.readiness = new ReadinessChecks(context, model, this.shards, (index, timer, atMs) =>
      this.plan(index, ownTimers + timer, atMs),
    );
    this.timersPerShard = ownTimers + this.readiness.timersPerShard;
    this.connections = new ParticipantConnections(context, model, {
      shards: this.shards,
      media: parts.media,
      entry: parts.entry,
    });
    this.connections.link.onStall = (shard, nowMs) => this.watchPings(shard, nowMs);
  }

  /** Starts the probes, each with a phase of its own. */
  start(): void {
    const { prosodyProbePeriodSeconds, frontProbePeriodSeconds, frontPods } = this.model;
    this.readiness.start();
    this.connections.visitorNodeLives?.start();
    for (let index = 0; index < this.shards.length; index++) {
      const phases = this.phases.at(index);
      this.shards[index]!.setBridges(this.bridges(index), 0);
      this.plan(index, prosodyProbeTimer, phases.nextUnit() * prosodyProbePeriodSeconds * 1000);
      for (let pod = 0; pod < frontPods; pod++) {
        this.plan(index, podProbeTimer(pod), phases.nextUnit() * frontProbePeriodSeconds * 1000);
      }
    }
  }

  /** A timer of a shard. */
  handle(slot: number, nowMs: number): void {
    const index = Math.floor(slot / this.timersPerShard);
    const timer = slot % this.timersPerShard;
    if (timer === prosodyProbeTimer) this.probeProsody(index, nowMs);
    else if (timer === prosodyLifeTimer) this.continueProsody(index, nowMs);
    else if (timer === focusTimer) {
      this.shards[index]!.focusArrives();
      this.onFocus(nowMs);
    } else if (timer === pingTimer) this.checkPings(index, nowMs);
    else if (timer >= firstPodTimer + timersPerPod * this.model.frontPods) {
      this.readiness.handle(index, timer - firstPodTimer - timersPerPod * this.model.frontPods, nowMs);
    } else {
      const pod = Math.floor((timer - firstPodTimer) / timersPerPod);
      if (timer === podProbeTimer(pod)) this.probePod(index, pod, nowMs);
      else this.startPod(index, pod, nowMs);
    }
  }

  shardAt(index: number): Shard {
    return this.shards[index]!;
  }

  /** Numbers of the shards meant: one, or all for null. */
  shardsOf(shard: number | null): readonly number[] {
    return shard === null ? this.shards.map((_, index) => index) : [shard];
  }

  /** Prosody of the shard dies at once; nothing when it does not serve. */
  killProsody(index: number, cause: string, nowMs: number): void {
    if (!this.shards[index]!.isServing) return;
    this.endedBy[index] = cause;
    this.shards[index]!.stopProsody();
    this.plan(index, prosodyLifeTimer, nowMs);
  }

  /** Front pods of the shard die with their sockets. */
  loseFronts(index: number, loss: FrontLoss, nowMs: number): void {
    const { fronts } = this.shards[index]!;
    const how = { reason: loss.name, seconds: loss.outageSeconds };
    for (let pod = 0; pod < Math.min(fronts.count, loss.pods ?? fronts.count); pod++) {
      if (fronts.isServing(pod)) this.losePod(index, pod, how, nowMs);
    }
  }

  /** Jicofo of every shard is away for so long. */
  loseFocus(seconds: number, nowMs: number): void {
    this.shards.forEach((shard, index) => {
      if (!shard.hasFocus) return;
      shard.focusLeaves();
      this.plan(index, focusTimer, nowMs + seconds * 1000);
    });
  }

  /** The minute's figures. */
  sample(nowMs: number): SignallingSample {
    const visitorCores = this.connections.visitorNodes?.sample(nowMs).usedCores ?? 0;
    const sample = sampleShards(this.shards, this.model, visitorCores, nowMs);
    this.peaks.note(sample);
    return sample;
  }

  /** Most memory of a Prosody, MiB. */
  get memoryMibMax(): number {
    return this.shards.reduce((most, shard) => Math.max(most, shard.memoryMibMax), 0);
  }

  private probeProsody(index: number, nowMs: number): void {
    const { model } = this;
    const shard = this.shards[index]!;
    this.plan(index, prosodyProbeTimer, nowMs + model.prosodyProbePeriodSeconds * 1000);
    // Simplification: bridges that came or went are counted from the next probe on.
    shard.setBridges(this.bridges(index), nowMs);
    if (!shard.isServing) return;
    if (!shard.prosodyProbe.observe(shard.answersProbe(nowMs))) return;
    shard.stopProsody();
    this.watchPings(index, nowMs);
    // The last probe has failed when its time is out.
    const seconds = model.prosodyProbeTimeoutSeconds + this.draw(model.prosodyTerminationSeconds);
    this.plan(index, prosodyLifeTimer, nowMs + seconds * 1000);
  }

  /** Prosody's process has gone, or the new one serves. */
  private continueProsody(index: number, nowMs: number): void {
    const { model } = this;
    const shard = this.shards[index]!;
    if (shard.prosody === 'stopping') {
      const backlogSeconds = shard.core.backlogSeconds(nowMs);
      shard.endProsody(nowMs);
      this.context.list.cancel(this.timer(index, focusTimer));
      const dropped = this.connections.loseProsody(index, nowMs);
      this.prosodyKills += 1;
      this.onProsodyLost(index, nowMs);
      noteIncident(this.context, {
        atMs: nowMs,
        kind: 'prosody-killed',
        detail: `${this.endOfProsody(index)}; ${backlogSeconds.toFixed(1)} s of work were left`,
        affected: dropped,
      });
      const waitMs = shard.prosodyProbe.restart(nowMs) * 1000;
      this.readiness.prosodyStarted(index, nowMs + waitMs);
      this.plan(index, prosodyLifeTimer, nowMs + waitMs + this.draw(model.prosodyStartSeconds) * 1000);
      return;
    }
    shard.startProsody(nowMs);
    this.plan(index, focusTimer, nowMs + this.draw(model.focusMissingSeconds) * 1000);
  }

  private probePod(index: number, pod: number, nowMs: number): void {
    const { model } = this;
    const { fronts, frontProbes } = this.shards[index]!;
    this.plan(index, podProbeTimer(pod), nowMs + model.frontProbePeriodSeconds * 1000);
    if (!fronts.isServing(pod) || !frontProbes[pod]!.observe(fronts.answersProbe(pod, nowMs))) return;
    this.losePod(index, pod, { reason: 'refused sockets', seconds: null }, nowMs);
  }

  /** The pod dies, and serves again after so many seconds: null for those of a restart. */
  private losePod(
    index: number,
    pod: number,
    loss: { readonly reason: string; readonly seconds: number | null },
    nowMs: number,
  ): void {
    const { fronts, frontProbes } = this.shards[index]!;
    const sockets = fronts.sockets(pod, nowMs);
    fronts.stop(pod);
    const { connected } = this.connections.counts;
    const dropped = this.connections.loseFront(index, pod, nowMs);
    this.frontRestarts += 1;
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'front-restarted',
      detail: `front pod ${pod} of shard ${index}: ${loss.reason} at ${Math.round(sockets)} sockets, with ${connected} participants connected`,
      affected: dropped,
    });
    const seconds =
      loss.seconds ?? frontProbes[pod]!.restart(nowMs) + this.draw(this.model.frontRestartSeconds);
    this.plan(index, podLifeTimer(pod), nowMs + seconds * 1000);
  }

  private endOfProsody(index: number): string {
    const cause = this.endedBy[index];
    delete this.endedBy[index];
    const failed = `failed ${this.model.prosodyProbeFailuresMax} probes`;
    return `Prosody of shard ${index} ${cause === undefined ? failed : `was killed (${cause})`}`;
  }

  private startPod(index: number, pod: number, nowMs: number): void {
    const { fronts, frontProbes } = this.shards[index]!;
    fronts.start(pod);
    frontProbes[pod]!.started(nowMs);
    this.readiness.podStarted(index, pod, nowMs);
  }

  /** From the next whole second on, looks every second whether pings go unanswered. */
  private watchPings(index: number, nowMs: number): void {
    const timer = this.timer(index, pingTimer);
    if (this.context.list.isScheduled(timer)) return;
    this.context.list.schedule(timer, (Math.floor(nowMs / pingTickMs) + 1) * pingTickMs);
  }

  private checkPings(index: number, nowMs: number): void {
    const { model } = this;
    const shard = this.shards[index]!;
    const watch = this.pingWatches[index]!;
    const isStalled =
      shard.prosody === 'stopping' ||
      (shard.isServing && shard.core.backlogSeconds(nowMs) > model.pingTimeoutSeconds);
    const sentMs = watch.tick(isStalled, nowMs);
    if (sentMs !== null) {
      const phase = Math.floor(sentMs / pingTickMs) % model.pingPeriodSeconds;
      this.connections.missPings(index, phase, sentMs, nowMs);
    }
    if (watch.isNeeded) this.plan(index, pingTimer, nowMs + pingTickMs);
  }

  private draw(distribution: Distribution): number {
    this.restartDraws += 1;
    return Math.max(0, sampleDistribution(distribution, this.restarts.at(this.restartDraws)));
  }

  private timer(index: number, timer: number): number {
    return entity(signallingKind, index * this.timersPerShard + timer);
  }

  private plan(index: number, timer: number, atMs: number): void {
    this.context.list.schedule(this.timer(index, timer), atMs);
  }
}

function podProbeTimer(pod: number): number {
  return firstPodTimer + timersPerPod * pod;
}

function podLifeTimer(pod: number): number {
  return podProbeTimer(pod) + 1;
}

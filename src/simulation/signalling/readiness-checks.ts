/**
 * The readiness probes of the shards' containers, each on its own timer: who fails gets no new connections, and keeps those
 * that it has. Liveness probes, which restart containers, are in `signalling-operations.ts`.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { Shard } from '../../jitsi/signalling/shard.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';
import { noteIncident, type RunContext } from '../run-context.ts';

export class ReadinessChecks {
  /** Times that a pod was taken out of its service. */
  taken = 0;
  /** Timers of a shard: one for Prosody and one for every front pod; none where nothing is probed. */
  readonly timersPerShard: number;
  private readonly context: RunContext;
  private readonly model: SignallingModel;
  private readonly shards: readonly Shard[];
  private readonly phases: RandomStream;
  private readonly plan: (index: number, timer: number, atMs: number) => void;

  /** @param plan schedules a shard's timer, counted from 0 here */
  constructor(
    context: RunContext,
    model: SignallingModel,
    shards: readonly Shard[],
    plan: (index: number, timer: number, atMs: number) => void,
  ) {
    const { prosodyReadinessFailuresMax, frontReadinessFailuresMax } = model;
    const isProbed = prosodyReadinessFailuresMax !== null || frontReadinessFailuresMax !== null;
    this.context = context;
    this.model = model;
    this.shards = shards;
    this.plan = plan;
    this.phases = context.streams.stream('jitsi/signalling-readiness');
    this.timersPerShard = isProbed ? 1 + model.frontPods : 0;
  }

  /** Starts the probes, each with a phase of its own. */
  start(): void {
    if (this.timersPerShard === 0) return;
    for (let index = 0; index < this.shards.length; index++) {
      const phases = this.phases.at(index);
      for (let timer = 0; timer < this.timersPerShard; timer++) {
        this.planNext(index, timer, phases.nextUnit() * this.periodMs(timer));
      }
    }
  }

  handle(index: number, timer: number, nowMs: number): void {
    this.planNext(index, timer, nowMs + this.periodMs(timer));
    if (timer === 0) this.probeProsody(index, nowMs);
    else this.probePod(index, timer - 1, nowMs);
  }

  /** The shard's Prosody runs anew since that time. */
  prosodyStarted(index: number, nowMs: number): void {
    this.shards[index]!.prosodyReadiness.started(this.model.prosodyReadinessDelaySeconds, nowMs);
  }

  podStarted(index: number, pod: number, nowMs: number): void {
    const { fronts, frontReadiness } = this.shards[index]!;
    frontReadiness[pod]!.started(0, nowMs);
    fronts.setReady(pod, true);
  }

  private probeProsody(index: number, nowMs: number): void {
    const shard = this.shards[index]!;
    if (!shard.prosodyReadiness.observe(shard.answersReadiness(nowMs), nowMs)) return;
    if (!shard.prosodyReadiness.isReady) this.noteTaken(`Prosody of shard ${index}`, shard.sessions, nowMs);
  }

  private probePod(index: number, pod: number, nowMs: number): void {
    const { fronts, frontReadiness } = this.shards[index]!;
    if (!fronts.isServing(pod)) return;
    const probe = frontReadiness[pod]!;
    if (!probe.observe(fronts.answersProbe(pod, nowMs), nowMs)) return;
    fronts.setReady(pod, probe.isReady);
    if (!probe.isReady) this.noteTaken(`front pod ${pod} of shard ${index}`, 0, nowMs);
  }

  private noteTaken(what: string, affected: number, nowMs: number): void {
    this.taken += 1;
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'not-ready',
      detail: `${what} failed its readiness probes: it gets no new connections and keeps those it has`,
      affected,
    });
  }

  private periodMs(timer: number): number {
    const { prosodyReadinessPeriodSeconds, frontReadinessPeriodSeconds } = this.model;
    return (timer === 0 ? prosodyReadinessPeriodSeconds : frontReadinessPeriodSeconds) * 1000;
  }

  private planNext(index: number, timer: number, atMs: number): void {
    if (atMs < this.context.endMs) this.plan(index, timer, atMs);
  }
}

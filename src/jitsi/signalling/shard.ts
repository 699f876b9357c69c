/**
 * One shard: the state of its Prosody, whether Jicofo is connected to it, and its front pods. Who drives it (probes,
 * restarts, clients) is the simulation's business.
 *
 *   serving --probe fails--> stopping --process gone--> starting --first answer--> serving
 *
 * Prosody keeps sessions in memory: with the process go all sessions, occupants and backlog. Jicofo is away from then on
 * until `focusArrives`.
 */
import type { ShardHealth } from '../haproxy/shard-agent.ts';
import { FluidCore } from './fluid-core.ts';
import { FrontPods } from './front-pods.ts';
import { LivenessProbe } from './liveness-probe.ts';
import { backgroundCores, memoryMib } from './prosody-costs.ts';
import { ReadinessProbe } from './readiness-probe.ts';
import type { SignallingModel } from './signalling-model.ts';

/** Prosody's CPU is reported in means over this time, as the measurement is. */
const reportWindowMs = 30_000;

export class Shard {
  readonly core = new FluidCore(reportWindowMs);
  readonly fronts: FrontPods;
  readonly prosodyProbe: LivenessProbe;
  readonly frontProbes: readonly LivenessProbe[];
  readonly prosodyReadiness: ReadinessProbe;
  readonly frontReadiness: readonly ReadinessProbe[];
  prosody: 'serving' | 'stopping' | 'starting' = 'serving';
  hasFocus = true;
  /** Signalling sessions open in Prosody, those without socket that it still keeps included. */
  sessions = 0;
  memoryMibMax: number;
  private readonly model: SignallingModel;
  private bridges = 0;

  constructor(model: SignallingModel) {
    this.model = model;
    this.fronts = new FrontPods({
      pods: model.frontPods,
      socketsMax: socketsMaxOfPod(model),
      socketsPerPageLoad: model.frontSocketsPerPageLoad,
      pageLoadSeconds: model.frontPageLoadSocketsSeconds,
    });
    const backoff = {
      firstSeconds: model.restartBackoffSeconds,
      maxSeconds: model.restartBackoffMaxSeconds,
      resetSeconds: model.restartBackoffResetSeconds,
    };
    this.prosodyProbe = new LivenessProbe(model.prosodyProbeFailuresMax, backoff);
    this.frontProbes = Array.from(
      { length: model.frontPods },
      () => new LivenessProbe(model.frontProbeFailuresMax, backoff),
    );
    this.prosodyReadiness = new ReadinessProbe(model.prosodyReadinessFailuresMax);
    this.frontReadiness = Array.from(
      { length: model.frontPods },
      () => new ReadinessProbe(model.frontReadinessFailuresMax),
    );
    this.memoryMibMax = memoryMib(model, 0);
  }

  get isServing(): boolean {
    return this.prosody === 'serving';
  }

  /** Whether a new connection reaches Prosody. */
  get takesConnections(): boolean {
    return this.isServing && this.prosodyReadiness.isReady;
  }

  setBridges(bridges: number, nowMs: number): void {
    this.bridges = bridges;
    this.refresh(nowMs);
  }

  openSession(nowMs: number): void {
    this.sessions += 1;
    this.memoryMibMax = Math.max(this.memoryMibMax, memoryMib(this.model, this.sessions));
    this.refresh(nowMs);
  }

  closeSession(nowMs: number): void {
    this.sessions -= 1;
    this.refresh(nowMs);
  }

  /** Whether Prosody answers its probe in time. */
  answersProbe(nowMs: number): boolean {
    return this.core.backlogSeconds(nowMs) <= this.model.prosodyProbeTimeoutSeconds;
  }

  /** Whether Prosody answers its readiness probe in time. */
  answersReadiness(nowMs: number): boolean {
    if (!this.isServing) return false;
    return this.core.backlogSeconds(nowMs) <= this.model.prosodyReadinessTimeoutSeconds;
  }

  /** How the shard's own agent finds it: it asks Prosody and Jicofo, and waits so long for an answer. */
  health(timeoutSeconds: number, nowMs: number): ShardHealth {
    if (this.prosody === 'starting') return 'dead';
    const answers = this.isServing && this.core.backlogSeconds(nowMs) <= timeoutSeconds;
    return answers && this.hasFocus ? 'well' : 'unwell';
  }

  /** Prosody was told to stop: it works on and answers nothing. */
  stopProsody(): void {
    this.prosody = 'stopping';
  }

  /** Its process has gone. */
  endProsody(nowMs: number): void {
    this.prosody = 'starting';
    this.hasFocus = false;
    this.sessions = 0;
    this.core.clear(nowMs);
  }

  /** The new process answers. */
  startProsody(nowMs: number): void {
    this.prosody = 'serving';
    this.prosodyProbe.started(nowMs);
    this.refresh(nowMs);
  }

  focusLeaves(): void {
    this.hasFocus = false;
  }

  focusArrives(): void {
    this.hasFocus = true;
  }

  private refresh(nowMs: number): void {
    if (this.prosody === 'starting') return;
    this.core.setBackground(backgroundCores(this.model, this.bridges, this.sessions), nowMs);
  }
}

/** Ceiling of sockets of one front pod; Infinity for none. */
export function socketsMaxOfPod(model: SignallingModel): number {
  const { frontWorkersPerPod, frontWorkerConnections } = model;
  return frontWorkerConnections === null
    ? Number.POSITIVE_INFINITY
    : frontWorkersPerPod * frontWorkerConnections;
}

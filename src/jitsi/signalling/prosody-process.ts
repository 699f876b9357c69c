/**
 * One Prosody with its probes, of a shard or of a visitor node, and whether Jicofo is connected to it. Who drives it (probes,
 * restarts, clients) is the simulation's business.
 *
 *   serving --probe fails--> stopping --process gone--> starting --first answer--> serving
 *
 * Prosody keeps sessions in memory: with the process go all sessions, occupants and backlog. Jicofo is away from then on
 * until `focusArrives`.
 */
import { FluidCore } from './fluid-core.ts';
import { LivenessProbe, type RestartBackoff } from './liveness-probe.ts';
import { backgroundCores } from './prosody-costs.ts';
import { ReadinessProbe } from './readiness-probe.ts';
import type { SignallingModel } from './signalling-model.ts';

/** Prosody's CPU is reported in means over this time, as the measurement is. */
const reportWindowMs = 30_000;

export class ProsodyProcess {
  readonly core = new FluidCore(reportWindowMs);
  readonly prosodyProbe: LivenessProbe;
  readonly prosodyReadiness: ReadinessProbe;
  prosody: 'serving' | 'stopping' | 'starting' = 'serving';
  hasFocus = true;
  /** Signalling sessions open in Prosody, those without socket that it still keeps included. */
  sessions = 0;
  protected readonly model: SignallingModel;
  /** Bridges whose presence it passes on. */
  protected bridges = 0;

  constructor(model: SignallingModel) {
    this.model = model;
    this.prosodyProbe = new LivenessProbe(model.prosodyProbeFailuresMax, restartBackoff(model));
    this.prosodyReadiness = new ReadinessProbe(model.prosodyReadinessFailuresMax);
  }

  get isServing(): boolean {
    return this.prosody === 'serving';
  }

  /** Whether a new connection reaches Prosody. */
  get takesConnections(): boolean {
    return this.isServing && this.prosodyReadiness.isReady;
  }

  /** Whether Jicofo is connected to it and hears of its sessions. */
  get isHeard(): boolean {
    return this.hasFocus && this.isServing;
  }

  openSession(nowMs: number): void {
    this.sessions += 1;
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

  protected refresh(nowMs: number): void {
    if (this.prosody === 'starting') return;
    this.core.setBackground(backgroundCores(this.model, this.bridges, this.sessions), nowMs);
  }
}

/** Before a container that was restarted lately is restarted again. */
export function restartBackoff(model: SignallingModel): RestartBackoff {
  return {
    firstSeconds: model.restartBackoffSeconds,
    maxSeconds: model.restartBackoffMaxSeconds,
    resetSeconds: model.restartBackoffResetSeconds,
  };
}

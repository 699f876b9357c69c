/**
 * One shard: its Prosody, whether Jicofo is connected to it, and its front pods. Who drives it (probes, restarts, clients) is
 * the simulation's business.
 */
import type { ShardHealth } from '../haproxy/shard-agent.ts';
import { FrontPods } from './front-pods.ts';
import { LivenessProbe } from './liveness-probe.ts';
import { memoryMib } from './prosody-costs.ts';
import { ProsodyProcess, restartBackoff } from './prosody-process.ts';
import { ReadinessProbe } from './readiness-probe.ts';
import type { SignallingModel } from './signalling-model.ts';

export class Shard extends ProsodyProcess {
  readonly fronts: FrontPods;
  readonly frontProbes: readonly LivenessProbe[];
  readonly frontReadiness: readonly ReadinessProbe[];
  memoryMibMax: number;

  constructor(model: SignallingModel) {
    super(model);
    this.fronts = new FrontPods({
      pods: model.frontPods,
      socketsMax: socketsMaxOfPod(model),
      socketsPerPageLoad: model.frontSocketsPerPageLoad,
      pageLoadSeconds: model.frontPageLoadSocketsSeconds,
    });
    const backoff = restartBackoff(model);
    this.frontProbes = Array.from(
      { length: model.frontPods },
      () => new LivenessProbe(model.frontProbeFailuresMax, backoff),
    );
    this.frontReadiness = Array.from(
      { length: model.frontPods },
      () => new ReadinessProbe(model.frontReadinessFailuresMax),
    );
    this.memoryMibMax = memoryMib(model, 0);
  }

  setBridges(bridges: number, nowMs: number): void {
    this.bridges = bridges;
    this.refresh(nowMs);
  }

  override openSession(nowMs: number): void {
    super.openSession(nowMs);
    this.memoryMibMax = Math.max(this.memoryMibMax, memoryMib(this.model, this.sessions));
  }

  /** How the shard's own agent finds it: it asks Prosody and Jicofo, and waits so long for an answer. */
  health(timeoutSeconds: number, nowMs: number): ShardHealth {
    if (this.prosody === 'starting') return 'dead';
    const answers = this.isServing && this.core.backlogSeconds(nowMs) <= timeoutSeconds;
    return answers && this.hasFocus ? 'well' : 'unwell';
  }
}

/** Ceiling of sockets of one front pod; Infinity for none. */
export function socketsMaxOfPod(model: SignallingModel): number {
  const { frontWorkersPerPod, frontWorkerConnections } = model;
  return frontWorkerConnections === null
    ? Number.POSITIVE_INFINITY
    : frontWorkersPerPod * frontWorkerConnections;
}

/**
 * The Prosodys of visitor nodes through a run: probes that restart them or take them out of their service, pings of their
 * visitors that go unanswered, and Jicofo's connection to a node that is new. The same states as a shard's Prosody, each
 * node with its own backlog; the main room goes on.
 *
 * Simplification: probes, restarts and Jicofo's absence have the times of the shard's Prosody: none are published for nodes.
 */
import type { Distribution } from '../../engine/random/distribution.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import { sampleDistribution } from '../../engine/random/sample-distribution.ts';
import type { SignallingModel } from '../../jitsi/signalling/signalling-model.ts';
import type { VisitorNodeKill } from '../../scenario/faults.ts';
import { entity, visitorNodeKind } from '../entities.ts';
import { noteIncident, planWithin, type RunContext } from '../run-context.ts';
import { PingWatch } from './ping-watch.ts';
import type { VisitorProsodies } from './visitor-prosodies.ts';

/** Timers of a node. */
const probeTimer = 0;
const lifeTimer = 1;
const focusTimer = 2;
const pingTimer = 3;
const readinessTimer = 4;
const timersPerNode = 5;

const pingTickMs = 1000;

/** The clients of visitors, as far as their node concerns them. */
export interface VisitorClients {
  /** All sessions of the node are gone. Returns how many participants dropped out of conferences. */
  loseVisitorNode(node: number, nowMs: number): number;
  /** Jicofo is connected to the node again, which knows nothing of those who were on it. */
  meetVisitorNode(node: number, nowMs: number): void;
  /** The pings that visitors of this phase sent to the node at `sentMs` were not answered. */
  missVisitorPings(node: number, phase: number, sentMs: number, nowMs: number): void;
}

export class VisitorNodeLives {
  /** Prosodys of nodes that ended. */
  kills = 0;
  /** Times that readiness probes took a node's Prosody out of its service. */
  taken = 0;
  private readonly context: RunContext;
  private readonly model: SignallingModel;
  private readonly prosodies: VisitorProsodies;
  private readonly clients: VisitorClients;
  private readonly pingWatches: readonly PingWatch[];
  private readonly hasProbes: boolean;
  private readonly phases: RandomStream;
  private readonly restarts: RandomStream;
  private restartDraws = 0;
  /** Per node: the fault that ended its Prosody, when it was one. */
  private readonly endedBy: string[] = [];

  constructor(
    context: RunContext,
    model: SignallingModel,
    parts: { readonly prosodies: VisitorProsodies; readonly clients: VisitorClients },
  ) {
    this.context = context;
    this.model = model;
    this.prosodies = parts.prosodies;
    this.clients = parts.clients;
    this.hasProbes = context.scenario.deployment.visitors?.hasProbes ?? false;
    this.pingWatches = this.prosodies.nodes.map(() => new PingWatch(model.pingTimeoutSeconds * 1000));
    this.phases = context.streams.stream('jitsi/visitor-node-probes');
    this.restarts = context.streams.stream('jitsi/visitor-node-restarts');
    this.prosodies.onStall = (node, nowMs) => this.watchPings(node, nowMs);
  }

  /** Starts the probes, each with a phase of its own. */
  start(): void {
    if (!this.hasProbes) return;
    const { prosodyProbePeriodSeconds, prosodyReadinessPeriodSeconds, prosodyReadinessFailuresMax } =
      this.model;
    for (let node = 0; node < this.prosodies.nodes.length; node++) {
      const phases = this.phases.at(node);
      this.plan(node, probeTimer, phases.nextUnit() * prosodyProbePeriodSeconds * 1000);
      if (prosodyReadinessFailuresMax === null) continue;
      this.plan(node, readinessTimer, phases.nextUnit() * prosodyReadinessPeriodSeconds * 1000);
    }
  }

  /** A timer of a node. */
  handle(slot: number, nowMs: number): void {
    const node = Math.floor(slot / timersPerNode);
    const timer = slot % timersPerNode;
    if (timer === probeTimer) this.probe(node, nowMs);
    else if (timer === lifeTimer) this.goOn(node, nowMs);
    else if (timer === focusTimer) {
      this.prosodies.nodes[node]!.focusArrives();
      this.clients.meetVisitorNode(node, nowMs);
    } else if (timer === pingTimer) this.checkPings(node, nowMs);
    else this.probeReadiness(node, nowMs);
  }

  /** Prosodys of nodes die at once: those that serve. */
  kill(fault: VisitorNodeKill, nowMs: number): void {
    for (let node = 0; node < this.prosodies.nodes.length; node++) {
      if (fault.node !== null && fault.node !== node) continue;
      const prosody = this.prosodies.nodes[node]!;
      if (!prosody.isServing) continue;
      this.endedBy[node] = fault.name;
      prosody.stopProsody();
      this.plan(node, lifeTimer, nowMs);
    }
  }

  private probe(node: number, nowMs: number): void {
    const { model } = this;
    const prosody = this.prosodies.nodes[node]!;
    this.plan(node, probeTimer, nowMs + model.prosodyProbePeriodSeconds * 1000);
    if (!prosody.isServing || !prosody.prosodyProbe.observe(prosody.answersProbe(nowMs))) return;
    prosody.stopProsody();
    this.watchPings(node, nowMs);
    // The last probe has failed when its time is out.
    const seconds = model.prosodyProbeTimeoutSeconds + this.draw(model.prosodyTerminationSeconds);
    this.plan(node, lifeTimer, nowMs + seconds * 1000);
  }

  /** The process has gone, or the new one serves. */
  private goOn(node: number, nowMs: number): void {
    const { model } = this;
    const prosody = this.prosodies.nodes[node]!;
    if (prosody.prosody === 'starting') {
      prosody.startProsody(nowMs);
      this.plan(node, focusTimer, nowMs + this.draw(model.focusMissingSeconds) * 1000);
      return;
    }
    const backlogSeconds = prosody.core.backlogSeconds(nowMs);
    prosody.endProsody(nowMs);
    this.context.list.cancel(this.timer(node, focusTimer));
    this.kills += 1;
    const affected = this.clients.loseVisitorNode(node, nowMs);
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'prosody-killed',
      detail: `${this.endOf(node)}; ${backlogSeconds.toFixed(1)} s of work were left`,
      affected,
    });
    const waitMs = prosody.prosodyProbe.restart(nowMs) * 1000;
    prosody.prosodyReadiness.started(model.prosodyReadinessDelaySeconds, nowMs + waitMs);
    this.plan(node, lifeTimer, nowMs + waitMs + this.draw(model.prosodyStartSeconds) * 1000);
  }

  private endOf(node: number): string {
    const cause = this.endedBy[node];
    delete this.endedBy[node];
    const failed = `failed ${this.model.prosodyProbeFailuresMax} probes`;
    return `Prosody of visitor node ${node} ${cause === undefined ? failed : `was killed (${cause})`}`;
  }

  private probeReadiness(node: number, nowMs: number): void {
    const prosody = this.prosodies.nodes[node]!;
    this.plan(node, readinessTimer, nowMs + this.model.prosodyReadinessPeriodSeconds * 1000);
    if (!prosody.prosodyReadiness.observe(prosody.answersReadiness(nowMs), nowMs)) return;
    if (prosody.prosodyReadiness.isReady) return;
    this.taken += 1;
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'not-ready',
      detail: `Prosody of visitor node ${node} failed its readiness probes: it gets no new connections and keeps those it has`,
      affected: prosody.sessions,
    });
  }

  /** From the next whole second on, looks every second whether pings go unanswered. */
  private watchPings(node: number, nowMs: number): void {
    const timer = this.timer(node, pingTimer);
    if (this.context.list.isScheduled(timer)) return;
    this.context.list.schedule(timer, (Math.floor(nowMs / pingTickMs) + 1) * pingTickMs);
  }

  private checkPings(node: number, nowMs: number): void {
    const { model } = this;
    const { prosody, isServing, core } = this.prosodies.nodes[node]!;
    const isBehind = isServing && core.backlogSeconds(nowMs) > model.pingTimeoutSeconds;
    const watch = this.pingWatches[node]!;
    const sentMs = watch.tick(prosody === 'stopping' || isBehind, nowMs);
    if (sentMs !== null) {
      const phase = Math.floor(sentMs / pingTickMs) % model.pingPeriodSeconds;
      this.clients.missVisitorPings(node, phase, sentMs, nowMs);
    }
    if (watch.isNeeded) this.plan(node, pingTimer, nowMs + pingTickMs);
  }

  private draw(distribution: Distribution): number {
    this.restartDraws += 1;
    return Math.max(0, sampleDistribution(distribution, this.restarts.at(this.restartDraws)));
  }

  private timer(node: number, timer: number): number {
    return entity(visitorNodeKind, node * timersPerNode + timer);
  }

  private plan(node: number, timer: number, atMs: number): void {
    planWithin(this.context, this.timer(node, timer), atMs);
  }
}

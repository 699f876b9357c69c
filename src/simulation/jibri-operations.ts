/**
 * Jibris through their lives: they boot, serve one recording at a time, finalise and upload it, restart, hang, leave.
 * Who gets one is the business of `jibris/recordings.ts`.
 */
import type { EndReason, InstancePool } from '../cloud/instance-pool.ts';
import type { PodForDeletion } from '../cloud/nodes/replica-set-order.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import { sampleDistribution } from '../engine/random/sample-distribution.ts';
import { JibriFleet } from '../jitsi/jibri-fleet.ts';
import { shippedJibri } from '../jitsi/jibri-settings.ts';
import type { JibriHang } from '../scenario/faults.ts';
import type { JibriPool } from '../scenario/scenario.ts';
import { createJibriSource } from './cloud/jibri-source.ts';
import type { PoolSource, SupplyOwner } from './cloud/pool-source.ts';
import { entity, jibriKind } from './entities.ts';
import { type RefusalCause, uploadMs } from './jibris/recording-counts.ts';
import type { RecordingRequest } from './jibris/recording-request.ts';
import { type RecordingSide, Recordings } from './jibris/recordings.ts';
import { noteIncident, type RunContext } from './run-context.ts';
import type { ScaledPool } from './scaled-pool.ts';

export class JibriOperations implements ScaledPool, SupplyOwner, RecordingSide {
  readonly name = 'jibris';
  readonly supply: PoolSource;
  readonly instances: InstancePool;
  readonly fleet: JibriFleet;
  readonly recordings: Recordings;
  private readonly hung = new Set<number>();
  /** Jibris that expired or are unhealthy, until they serve again. */
  private readonly restarting = new Set<number>();
  /** Recordings after which a Jibri could have gone on. */
  private finished = 0;
  onReady: (slot: number, nowMs: number) => void = () => {};
  onGone: (slot: number, nowMs: number) => void = () => {};
  private readonly context: RunContext;
  private readonly pool: JibriPool | null;
  /** Jibris of a ScaledJob are jobs: done with its recording, an instance goes. */
  private readonly endsWithRecording: boolean;
  private readonly finaliseStream: RandomStream;
  private readonly restartStream: RandomStream;
  private readonly healthStream: RandomStream;

  constructor(context: RunContext) {
    this.context = context;
    this.pool = context.scenario.deployment.jibris;
    const { selectTimeoutSeconds, failureTimeoutSeconds } = this.pool?.settings ?? shippedJibri;
    this.fleet = new JibriFleet({
      selectTimeoutMs: selectTimeoutSeconds * 1000,
      failureTimeoutMs: failureTimeoutSeconds * 1000,
    });
    this.recordings = new Recordings(context, this.fleet, this);
    this.endsWithRecording = context.scenario.scaling.jibris?.policy === 'keda-scaled-job';
    this.supply = createJibriSource(context);
    this.supply.owner = this;
    this.instances = this.supply.instances;
    this.finaliseStream = context.streams.stream('jitsi/jibri-finalise');
    this.restartStream = context.streams.stream('jitsi/jibri-restart');
    this.healthStream = context.streams.stream('jitsi/jibri-health');
  }

  /** The Jibris that serve when the run begins. */
  provideInitial(): void {
    for (let i = 0; i < (this.pool?.initialCount ?? 0); i++) this.serve(this.supply.provideReady(0), 0);
    if (this.pool !== null) this.supply.start(0);
  }

  podOf(slot: number): PodForDeletion | null {
    const pod = this.supply.podOf(slot);
    if (pod === null) return null;
    const costs = this.pool?.nodes?.podDeletionCost === 'busy';
    return { ...pod, deletionCost: costs ? Number(this.fleet.isBusy(slot)) : 0 };
  }

  retire(slot: number, nowMs: number): void {
    if (this.instances.stateOf(slot) === 'launching') {
      this.context.list.cancel(entity(jibriKind, slot));
      this.finish(slot, nowMs);
      return;
    }
    this.instances.startDrain(slot, nowMs);
    // One that restarts has nothing to finish.
    if (this.fleet.startDrain(slot) || this.restarting.has(slot)) {
      this.context.list.cancel(entity(jibriKind, slot));
      this.finish(slot, nowMs);
    }
  }

  beginRecording(slot: number, request: RecordingRequest): void {
    const { finaliseSeconds, settings } = this.pool!;
    const isFile = request.kind === 'file';
    const finaliseMs = isFile
      ? sampleDistribution(finaliseSeconds, this.finaliseStream.at(request.number)) * 1000
      : 0;
    const sendMs = isFile ? uploadMs(request.endMs - request.onSinceMs, settings.upload) : 0;
    this.context.list.schedule(entity(jibriKind, slot), request.endMs + finaliseMs + sendMs);
  }

  stopped(slot: number, nowMs: number): void {
    if (!this.hung.has(slot)) this.free(slot, nowMs);
  }

  noteRefused(cause: RefusalCause, nowMs: number): void {
    const isForWantOfJibris = cause === 'all-busy' || cause === 'not-available';
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'recording-refused',
      detail: isForWantOfJibris
        ? `all ${this.fleet.busyCount} Jibris busy, ${this.instances.launchingCount} launching`
        : `no Jibri came on (${cause}), ${this.fleet.freeCount} free`,
      affected: 1,
    });
  }

  /** The pending event of a Jibri: booted, done with its recording, or restarted. */
  handle(slot: number, nowMs: number): void {
    if (this.instances.stateOf(slot) === 'launching') {
      this.instances.markReady(slot, nowMs);
      this.serve(slot, nowMs);
      this.supply.noteReady(slot, nowMs);
    } else if (this.hung.delete(slot)) {
      // Somebody restarted it: Jicofo learns that a start it still waited for is lost.
      this.free(slot, nowMs);
      this.recordings.loseJibri(slot, true, nowMs);
    } else if (this.restarting.delete(slot)) {
      this.recordings.counts.restarts += 1;
      this.free(slot, nowMs);
    } else {
      this.recordings.done(slot);
      if (this.fleet.isDraining(slot) || !this.restart(slot, nowMs)) this.free(slot, nowMs);
    }
  }

  /** Takes the Jibri out of service after its recording, if it has to be; false when it may take the next one. */
  private restart(slot: number, nowMs: number): boolean {
    if (this.endsWithRecording) return false;
    const { singleUse, health } = this.pool!.settings;
    this.finished += 1;
    const isUnhealthy =
      health.unhealthyRatio > 0 && this.healthStream.at(this.finished).nextUnit() < health.unhealthyRatio;
    let backMs = Number.POSITIVE_INFINITY;
    if (singleUse !== null) {
      const periodMs = singleUse.checkPeriodSeconds * 1000;
      const rebootMs =
        sampleDistribution(singleUse.rebootSeconds, this.restartStream.at(this.recordings.counts.restarts)) *
        1000;
      backMs = nowMs + (periodMs - (nowMs % periodMs)) + Math.max(0, rebootMs);
    } else if (!isUnhealthy) return false;
    else if (health.repairSeconds !== null) backMs = nowMs + health.repairSeconds * 1000;
    this.restarting.add(slot);
    if (backMs < this.context.endMs) this.context.list.schedule(entity(jibriKind, slot), backMs);
    return true;
  }

  /** The Jibri takes the next recording, or leaves. */
  private free(slot: number, nowMs: number): void {
    if (this.fleet.release(slot, nowMs) || this.endsWithRecording) this.finish(slot, nowMs);
  }

  /** Serving Jibris hang, any of them: what they record is lost, and they look busy until somebody restarts them. */
  hang(fault: JibriHang, stream: RandomStream, nowMs: number): void {
    const able: number[] = [];
    for (let slot = 0; slot < this.instances.slotCount; slot++) {
      if (this.fleet.isServing(slot) && !this.hung.has(slot) && !this.restarting.has(slot)) able.push(slot);
    }
    for (let i = 0; i < Math.min(fault.count, able.length); i++) {
      const j = i + stream.nextIndex(able.length - i);
      const slot = able[j]!;
      able[j] = able[i]!;
      this.hangOne(slot, fault, nowMs);
    }
  }

  private hangOne(slot: number, fault: JibriHang, nowMs: number): void {
    const wasRecording = this.fleet.hang(slot);
    this.hung.add(slot);
    this.recordings.loseJibri(slot, false, nowMs);
    this.context.list.cancel(entity(jibriKind, slot));
    if (fault.recoverSeconds !== null) {
      this.context.list.schedule(entity(jibriKind, slot), nowMs + fault.recoverSeconds * 1000);
    }
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'jibri-hung',
      detail: `${fault.name}: Jibri ${slot}${wasRecording ? ', and with it a recording' : ''}`,
      affected: wasRecording ? 1 : 0,
    });
  }

  private serve(slot: number, nowMs: number): void {
    this.fleet.start(slot, nowMs);
    this.onReady(slot, nowMs);
  }

  noticed(slot: number, nowMs: number): void {
    if (this.instances.stateOf(slot) !== 'draining') this.retire(slot, nowMs);
  }

  taken(slot: number, nowMs: number): void {
    const wasBusy = this.recordings.holds(slot);
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'instance-taken',
      detail: `the cloud took Jibri ${slot}${wasBusy ? ' with its recording' : ''}`,
      affected: wasBusy ? 1 : 0,
    });
    this.context.list.cancel(entity(jibriKind, slot));
    this.finish(slot, nowMs, 'taken');
    this.recordings.loseJibri(slot, true, nowMs);
  }

  /** The machines are lost together, and what they record; no other of them goes on with it. */
  crash(slots: readonly number[], nowMs: number): void {
    for (const slot of slots) {
      this.context.list.cancel(entity(jibriKind, slot));
      this.finish(slot, nowMs);
    }
    for (const slot of slots) this.recordings.loseJibri(slot, true, nowMs);
  }

  private finish(slot: number, nowMs: number, reason: EndReason = 'retired'): void {
    this.hung.delete(slot);
    this.restarting.delete(slot);
    if (this.fleet.isServing(slot)) this.fleet.stop(slot);
    this.supply.end(slot, nowMs, reason);
    this.onGone(slot, nowMs);
  }
}

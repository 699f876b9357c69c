/**
 * Jibris through their lives, and the recordings they take or refuse.
 */
import type { EndReason, InstancePool } from '../cloud/instance-pool.ts';
import { simpleSupply } from '../cloud/pool-supply.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import { sampleDistribution } from '../engine/random/sample-distribution.ts';
import { JibriFleet } from '../jitsi/jibri-fleet.ts';
import type { JibriHang } from '../scenario/faults.ts';
import type { JibriPool } from '../scenario/scenario.ts';
import { InstanceSupply } from './cloud/instance-supply.ts';
import type { SupplyOwner } from './cloud/pool-source.ts';
import { supplyNumbers } from './cloud/supply-events.ts';
import { entity, jibriKind } from './entities.ts';
import { noteIncident, type RunContext } from './run-context.ts';
import type { ScaledPool } from './scaled-pool.ts';

export class JibriOperations implements ScaledPool, SupplyOwner {
  readonly name = 'jibris';
  readonly supply: InstanceSupply;
  readonly instances: InstancePool;
  readonly fleet = new JibriFleet();
  recordings = 0;
  recordingsRefused = 0;
  /** When the recordings that were refused would have ended. */
  readonly refusedUntilMs: number[] = [];
  /** Time recorded within the horizon. */
  recordedMs = 0;
  /** Recordings under way on Jibris that hung or were taken. */
  recordingsLost = 0;
  private readonly hung = new Set<number>();
  onReady: (slot: number, nowMs: number) => void = () => {};
  onGone: (slot: number, nowMs: number) => void = () => {};
  private readonly context: RunContext;
  private readonly pool: JibriPool | null;
  /** Jibris of a ScaledJob are jobs: done with its recording, an instance goes. */
  private readonly endsWithRecording: boolean;
  private readonly finaliseStream: RandomStream;

  constructor(context: RunContext) {
    this.context = context;
    this.pool = context.scenario.deployment.jibris;
    this.endsWithRecording = context.scenario.scaling.jibris?.policy === 'keda-scaled-job';
    this.supply = new InstanceSupply(context, {
      number: supplyNumbers.jibris,
      pool: 'jibris',
      noun: 'Jibri',
      supply: this.pool?.supply ?? simpleSupply('none'),
      boot: this.pool?.boot ?? context.scenario.deployment.bridges.boot,
      bootStream: context.streams.stream('cloud/jibri-boot'),
      bootEntity: (slot) => entity(jibriKind, slot),
      zones: null,
    });
    this.supply.owner = this;
    this.instances = this.supply.instances;
    this.finaliseStream = context.streams.stream('jitsi/jibri-finalise');
  }

  /** The Jibris that serve when the run begins. */
  provideInitial(): void {
    for (let i = 0; i < (this.pool?.initialCount ?? 0); i++) this.serve(this.supply.provideReady(0), 0);
    if (this.pool !== null) this.supply.start(0);
  }

  launch(count: number, nowMs: number): void {
    this.supply.order(count, nowMs);
  }

  tryLaunch(count: number, nowMs: number): number {
    return this.supply.tryOnce(count, nowMs);
  }

  get waitingCount(): number {
    return this.supply.waitingCount;
  }

  get spareCount(): number {
    return this.supply.spareCount;
  }

  withdraw(count: number, nowMs: number): number {
    return this.supply.withdraw(count, nowMs);
  }

  retire(slot: number, nowMs: number): void {
    if (this.instances.stateOf(slot) === 'launching') {
      this.context.list.cancel(entity(jibriKind, slot));
      this.finish(slot, nowMs);
      return;
    }
    this.instances.startDrain(slot, nowMs);
    if (this.fleet.startDrain(slot)) this.finish(slot, nowMs);
  }

  /** A conference asks to be recorded for `durationMs`. Without a pool every request is refused. */
  record(durationMs: number, nowMs: number): void {
    const jibri = this.fleet.take();
    const recording = this.recordings;
    this.recordings += 1;
    if (jibri < 0 || this.pool === null) {
      this.recordingsRefused += 1;
      this.refusedUntilMs.push(nowMs + durationMs);
      noteIncident(this.context, {
        atMs: nowMs,
        kind: 'recording-refused',
        detail: `all ${this.fleet.busyCount} Jibris busy, ${this.instances.launchingCount} launching`,
        affected: 1,
      });
      return;
    }
    this.recordedMs += Math.min(durationMs, this.context.endMs - nowMs);
    const finaliseMs =
      sampleDistribution(this.pool.finaliseSeconds, this.finaliseStream.at(recording)) * 1000;
    this.context.list.schedule(entity(jibriKind, jibri), nowMs + durationMs + finaliseMs);
  }

  /** The pending event of a Jibri: booted, done with its recording, or restarted after it hung. */
  handle(slot: number, nowMs: number): void {
    if (this.instances.stateOf(slot) === 'launching') {
      this.instances.markReady(slot, nowMs);
      this.serve(slot, nowMs);
      this.supply.noteReady(slot, nowMs);
    } else {
      this.hung.delete(slot);
      if (this.fleet.release(slot, nowMs) || this.endsWithRecording) this.finish(slot, nowMs);
    }
  }

  /** Serving Jibris hang, any of them: what they record is lost, and they look busy until somebody restarts them. */
  hang(fault: JibriHang, stream: RandomStream, nowMs: number): void {
    const able: number[] = [];
    for (let slot = 0; slot < this.instances.slotCount; slot++) {
      if (this.fleet.isServing(slot) && !this.hung.has(slot)) able.push(slot);
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
    if (wasRecording) this.recordingsLost += 1;
    this.hung.add(slot);
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
    const wasBusy = this.fleet.isBusy(slot);
    if (wasBusy) this.recordingsLost += 1;
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'instance-taken',
      detail: `the cloud took Jibri ${slot}${wasBusy ? ' with its recording' : ''}`,
      affected: wasBusy ? 1 : 0,
    });
    this.context.list.cancel(entity(jibriKind, slot));
    this.finish(slot, nowMs, 'taken');
  }

  /** The Jibri's machine is lost, and what it records. */
  crash(slot: number, nowMs: number): void {
    if (this.fleet.isServing(slot) && this.fleet.isBusy(slot) && !this.hung.has(slot))
      this.recordingsLost += 1;
    this.context.list.cancel(entity(jibriKind, slot));
    this.finish(slot, nowMs);
  }

  private finish(slot: number, nowMs: number, reason: EndReason = 'retired'): void {
    this.hung.delete(slot);
    if (this.fleet.isServing(slot)) this.fleet.stop(slot);
    this.supply.end(slot, nowMs, reason);
    this.onGone(slot, nowMs);
  }
}

/**
 * Bridges whose media port is shut: they look idle, so that Jicofo prefers them, and nobody on them hears or sees anything.
 * Their participants' connections fail, and they ask Jicofo to be connected anew, which goes through selection like any
 * invitation. Where detection is on, a bridge off which enough of its participants ask counts as overloaded for a while.
 *
 * Source: jicofo 7ebb13d, Bridge.kt (endpointRequestedRestart) and reference.conf:93-105, by `jicofo/bridge-record.ts`.
 *
 * Simplification: a connection fails 30 s after it was lost, or after it was tried in vain (consent to send, RFC 7675,
 * section 5.1); so nobody asks more than twice a minute, and upstream's limits of such requests (5 a minute, 3 at 8x8) never
 * bind. Who asks is looked at every 5 s.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import {
  BridgeRecord,
  failingIceStressAbove,
  shippedIceFailureDetection,
} from '../jitsi/jicofo/bridge-record.ts';
import type { Conferences } from './conferences.ts';
import { entity, iceFailureKind } from './entities.ts';
import { noteIncident, planWithin, type RunContext } from './run-context.ts';

const connectionFailsMs = 30_000;
const lookEveryMs = 5000;

interface ShutBridge {
  /** When its port is open again; Infinity for never. */
  readonly wellMs: number;
  /** By participant: since when it is there without media. */
  readonly sinceMs: Map<number, number>;
  /** What each Jicofo knows of it. */
  readonly records: Map<number, BridgeRecord>;
}

export class IceFailures {
  /** Requests of participants to be connected anew, and times that a bridge was found to fail ICE. */
  restarts = 0;
  detections = 0;
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly conferences: Conferences;
  private readonly shut = new Map<number, ShutBridge>();

  constructor(context: RunContext, fleet: BridgeFleet, conferences: Conferences) {
    this.context = context;
    this.fleet = fleet;
    this.conferences = conferences;
  }

  /** The bridge's media port is shut for so many seconds (Infinity for good). */
  begin(bridge: number, seconds: number, nowMs: number): void {
    if (this.shut.has(bridge)) return;
    const affected = this.fleet.endpoints[bridge]!;
    this.fleet.setReachable(bridge, false, nowMs);
    this.conferences.lostEndpoints.reinvitations.drops += affected;
    const shut: ShutBridge = { wellMs: nowMs + seconds * 1000, sinceMs: new Map(), records: new Map() };
    this.shut.set(bridge, shut);
    this.noteArrivals(bridge, shut, nowMs);
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'bridge-unhealthy',
      detail: `no media reach bridge ${bridge}: it looks idle, and connections to it fail`,
      affected,
    });
    this.plan(bridge, nowMs + lookEveryMs);
  }

  /** Whose connection has failed asks to be connected anew; or the port is open again. */
  handle(bridge: number, nowMs: number): void {
    const shut = this.shut.get(bridge);
    if (shut === undefined) return;
    if (nowMs >= shut.wellMs) this.fleet.setReachable(bridge, true, nowMs);
    else this.restartFailed(bridge, shut, nowMs);
    const stillFailing = this.keepFloors(bridge, shut, nowMs);
    if (nowMs < shut.wellMs || stillFailing) this.plan(bridge, nowMs + lookEveryMs);
    else this.shut.delete(bridge);
  }

  /** The bridge is gone: whoever starts in its slot is another. */
  forget(bridge: number): void {
    if (!this.shut.delete(bridge)) return;
    this.context.list.cancel(entity(iceFailureKind, bridge));
  }

  private restartFailed(bridge: number, shut: ShutBridge, nowMs: number): void {
    const { lostEndpoints } = this.conferences;
    const present = this.noteArrivals(bridge, shut, nowMs);
    for (const one of present) {
      const sinceMs = shut.sinceMs.get(one.participant)!;
      if (nowMs - sinceMs < connectionFailsMs) continue;
      const shard = this.conferences.shardOf(one.participant);
      this.askJicofo(bridge, shard, shut, nowMs);
      this.restarts += 1;
      // If it is sent back, its connection is tried from now on.
      shut.sinceMs.set(one.participant, nowMs);
      this.conferences.expire(one.conference, one.participant, nowMs);
      lostEndpoints.inviteAgain([one], sinceMs, nowMs);
    }
  }

  /** Who is on the bridge now; the clocks of those who were not start. */
  private noteArrivals(bridge: number, { sinceMs }: ShutBridge, nowMs: number) {
    const present = this.conferences.lostEndpoints.participantsOn(bridge);
    const there = new Set(present.map(({ participant }) => participant));
    for (const participant of sinceMs.keys()) if (!there.has(participant)) sinceMs.delete(participant);
    for (const participant of there) if (!sinceMs.has(participant)) sinceMs.set(participant, nowMs);
    return present;
  }

  private askJicofo(bridge: number, shard: number, { records }: ShutBridge, nowMs: number): void {
    const record = records.get(shard) ?? this.newRecord();
    records.set(shard, record);
    const wasFailing = record.isFailingIce(nowMs);
    record.endpoints = this.conferences.placement.presentOf(shard, bridge);
    record.endpointRequestedRestart(nowMs);
    if (wasFailing || !record.isFailingIce(nowMs)) return;
    this.detections += 1;
    const { stressThreshold } = this.context.scenario.deployment.bridges.selection;
    this.setFloor(bridge, shard, stressThreshold + failingIceStressAbove);
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'bridge-unhealthy',
      detail: `too many participants ask to be connected anew to bridge ${bridge}: it counts as overloaded`,
      affected: record.endpoints,
    });
  }

  private newRecord(): BridgeRecord {
    const { selection } = this.context.scenario.deployment.bridges;
    return new BridgeRecord({
      stressThreshold: selection.stressThreshold,
      averageParticipantStress: selection.averageParticipantStress,
      participantRampupIntervalSeconds: selection.participantRampupIntervalSeconds,
      failureResetThresholdSeconds: 0,
      iceFailureDetection: selection.iceFailureDetection ?? shippedIceFailureDetection,
    });
  }

  /** Lifts what detection put on the bridge's stress when its time is over; whether some remains. */
  private keepFloors(bridge: number, { records }: ShutBridge, nowMs: number): boolean {
    let remains = false;
    for (const [shard, record] of records) {
      if (record.isFailingIce(nowMs)) remains = true;
      else this.setFloor(bridge, shard, 0);
    }
    return remains;
  }

  private setFloor(bridge: number, shard: number, stress: number): void {
    this.fleet.seen.setFloor(bridge, shard, stress);
    this.fleet.indexes?.touch(bridge);
  }

  private plan(bridge: number, atMs: number): void {
    planWithin(this.context, entity(iceFailureKind, bridge), atMs);
  }
}

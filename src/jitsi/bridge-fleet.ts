/**
 * All bridges of a deployment: their conferences' load, what they report, and who suffers. Mutable and dense; a
 * bridge is a small integer (the slot of its instance). Launching, booting and billing are the cloud's business.
 *
 * Between two changes of a bridge its load is constant, so time integrals are settled only when something changes
 * or is asked: no event per sample.
 */

import { bridgeStress, cpuUsedCores, packetRateAtStress, type StressMeasure } from './bridge-capacity.ts';
import type { BridgeModel } from './bridge-model.ts';
import type { ConferenceTable } from './conference-table.ts';
import { addPart, loadCounterCount, packetRatePps } from './media-load.ts';
import type { MediaProfile } from './media-profile.ts';
import { RecentJoins } from './recent-joins.ts';
import { ReportedLoad } from './reported-load.ts';

export interface BridgeFleetOptions {
  readonly model: BridgeModel;
  readonly profiles: readonly MediaProfile[];
  readonly stressMeasure: StressMeasure;
  readonly samplePeriodSeconds: number;
  readonly publishPeriodSeconds: number;
  /** True stress above which a bridge's participants count as overstressed. */
  readonly overstressedAbove: number;
  readonly averageParticipantStress: number;
  readonly participantRampupIntervalSeconds: number;
  /** s of `cpuUsedCores`, the same for all bridges of a run. */
  readonly speedFactor: number;
  /** Whether to integrate CPU over time (only controllers that look at CPU need it). */
  readonly integrateCpu: boolean;
}

const initialCapacity = 64;

export class BridgeFleet {
  /** Participant-milliseconds spent on bridges, and on overstressed ones, up to each bridge's last settling. */
  participantMs = 0;
  overstressedParticipantMs = 0;
  /** Endpoints on all bridges. */
  endpointsTotal = 0;
  /** Serving bridges that take new conferences. */
  acceptingCount = 0;
  /** Per bridge: local endpoints, conferences, offered packet rate. */
  endpoints = new Int32Array(initialCapacity);
  conferences = new Int32Array(initialCapacity);
  packetRatePps = new Float64Array(initialCapacity);
  /** Core-milliseconds used since the start of the run; only when `integrateCpu`. */
  cpuCoreMs = new Float64Array(initialCapacity);
  private state = new Uint8Array(initialCapacity);
  private settledMs = new Float64Array(initialCapacity);
  private counters: Float64Array;
  private readonly reported: ReportedLoad;
  private readonly recent: RecentJoins;
  private readonly part = {
    endpoints: 0,
    audioSenders: 0,
    videoSenders: 0,
    audioSendersTotal: 0,
    videoSendersTotal: 0,
    bridges: 0,
  };
  private readonly overstressedAbovePps: number;
  /** CPU of a packet rate, remembered while that does not change. */
  private cpuPps = new Float64Array(initialCapacity);
  private cpuCores = new Float64Array(initialCapacity);
  /** Stress of the published packet rate, remembered while that does not change. */
  private publishedPps = new Float64Array(initialCapacity);
  private publishedStressValue = new Float64Array(initialCapacity);
  readonly options: BridgeFleetOptions;
  readonly table: ConferenceTable;

  constructor(options: BridgeFleetOptions, table: ConferenceTable) {
    this.options = options;
    this.table = table;
    this.counters = new Float64Array(initialCapacity * options.profiles.length * loadCounterCount);
    this.reported = new ReportedLoad(
      options.samplePeriodSeconds,
      options.publishPeriodSeconds,
      initialCapacity,
    );
    this.recent = new RecentJoins(options.participantRampupIntervalSeconds, initialCapacity);
    this.overstressedAbovePps = packetRateAtStress(options.overstressedAbove, options);
  }

  /** A bridge begins to serve; its load sampler and publisher tick from the given times. */
  start(bridge: number, nowMs: number, firstSampleMs: number, firstPublishMs: number): void {
    if (bridge >= this.state.length) this.grow(bridge);
    this.state[bridge] = serving;
    this.settledMs[bridge] = nowMs;
    this.cpuCoreMs[bridge] = 0;
    this.publishedPps[bridge] = -1;
    this.reported.start(bridge, firstSampleMs, firstPublishMs);
    this.recent.clear(bridge);
    this.acceptingCount += 1;
  }

  /** From now on the bridge takes no new conferences (graceful shutdown). */
  startDrain(bridge: number): void {
    if (this.state[bridge] !== serving)
      throw new Error(`BridgeFleet.startDrain: bridge ${bridge} is not serving`);
    this.state[bridge] = draining;
    this.acceptingCount -= 1;
  }

  /** The bridge is about to be killed: nobody is placed on it any more, not even as a last resort. */
  startStopping(bridge: number): void {
    if (this.state[bridge] === serving) this.acceptingCount -= 1;
    this.state[bridge] = stopping;
  }

  /** The bridge is gone; nobody may be left on it. */
  stop(bridge: number): void {
    if (this.endpoints[bridge] !== 0) {
      throw new Error(`BridgeFleet.stop: bridge ${bridge} still has ${this.endpoints[bridge]} endpoints`);
    }
    if (this.state[bridge] === serving) this.acceptingCount -= 1;
    this.state[bridge] = gone;
  }

  isServing(bridge: number): boolean {
    return bridge < this.state.length && this.state[bridge] !== gone;
  }

  isDraining(bridge: number): boolean {
    return this.state[bridge] === draining;
  }

  /** Whether selection may place anybody here: draining bridges are the last resort (BridgeSelector.kt). */
  isCandidate(bridge: number): boolean {
    const state = this.state[bridge];
    return state === serving || (state === draining && this.acceptingCount === 0);
  }

  /** Slots are below this number. */
  get capacity(): number {
    return this.state.length;
  }

  /** A participant's endpoint appears on the bridge. */
  join(conference: number, bridge: number, audioSender: number, videoSender: number, nowMs: number): void {
    this.withdraw(conference, nowMs);
    if (this.table.addEndpoint(conference, bridge, audioSender, videoSender)) this.conferences[bridge]! += 1;
    this.settle(bridge, nowMs);
    this.deposit(conference);
    this.endpoints[bridge]! += 1;
    this.endpointsTotal += 1;
    this.recent.add(bridge, nowMs);
  }

  /** A participant's endpoint goes. */
  leave(conference: number, bridge: number, audioSender: number, videoSender: number, nowMs: number): void {
    this.withdraw(conference, nowMs);
    const wasLast = this.table.removeEndpoint(conference, bridge, audioSender, videoSender);
    if (wasLast) {
      this.conferences[bridge]! -= 1;
      this.refresh(bridge);
    }
    this.deposit(conference);
    this.endpoints[bridge]! -= 1;
    this.endpointsTotal -= 1;
  }

  /** Brings the bridge's integrals and samples up to now. */
  settle(bridge: number, nowMs: number): void {
    const elapsedMs = nowMs - this.settledMs[bridge]!;
    const pps = this.packetRatePps[bridge]!;
    if (elapsedMs > 0) {
      const participantMs = this.endpoints[bridge]! * elapsedMs;
      this.participantMs += participantMs;
      if (pps > this.overstressedAbovePps) this.overstressedParticipantMs += participantMs;
      if (this.options.integrateCpu) this.cpuCoreMs[bridge]! += this.cpuUsedCores(bridge) * elapsedMs;
      this.settledMs[bridge] = nowMs;
    }
    this.reported.settle(bridge, nowMs, pps);
  }

  /** Cores used at this instant. */
  cpuUsedCores(bridge: number): number {
    const pps = this.packetRatePps[bridge]!;
    if (pps !== this.cpuPps[bridge]) {
      this.cpuPps[bridge] = pps;
      this.cpuCores[bridge] = cpuUsedCores(this.options.model, pps, this.options.speedFactor);
    }
    return this.cpuCores[bridge]!;
  }

  /** Stress at this instant, which nobody in the deployment sees. */
  trueStress(bridge: number): number {
    const { model, stressMeasure, speedFactor } = this.options;
    return bridgeStress(model, stressMeasure, this.packetRatePps[bridge]!, speedFactor);
  }

  isOverstressed(bridge: number): boolean {
    return this.packetRatePps[bridge]! > this.overstressedAbovePps;
  }

  /** Stress as last published. */
  publishedStress(bridge: number, nowMs: number): number {
    this.settle(bridge, nowMs);
    const pps = this.reported.published(bridge, nowMs);
    if (pps !== this.publishedPps[bridge]) {
      const { model, stressMeasure, speedFactor } = this.options;
      this.publishedPps[bridge] = pps;
      this.publishedStressValue[bridge] = bridgeStress(model, stressMeasure, pps, speedFactor);
    }
    return this.publishedStressValue[bridge]!;
  }

  /** Published stress plus what Jicofo adds for endpoints it placed there lately (jicofo 7ebb13d, Bridge.kt). */
  correctedStress(bridge: number, nowMs: number): number {
    return (
      this.publishedStress(bridge, nowMs) +
      this.recent.count(bridge, nowMs) * this.options.averageParticipantStress
    );
  }

  private withdraw(conference: number, nowMs: number): void {
    this.applyParts(conference, -1, nowMs);
  }

  private deposit(conference: number): void {
    this.applyParts(conference, 1, 0);
  }

  /** Takes the conference's parts out of (or puts them into) the counters of its bridges. */
  private applyParts(conference: number, sign: 1 | -1, nowMs: number): void {
    const table = this.table;
    const profile = table.profile[conference]!;
    const { profiles } = this.options;
    for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
      const bridge = table.bridgeOf(part);
      if (sign < 0) this.settle(bridge, nowMs);
      this.fillPart(conference, part);
      const offset = (bridge * profiles.length + profile) * loadCounterCount;
      addPart(this.counters, offset, this.part, profiles[profile]!.lastN, sign);
      if (sign > 0) this.refresh(bridge);
    }
  }

  private fillPart(conference: number, part: number): void {
    const { table } = this;
    this.part.endpoints = table.endpointsOf(part);
    this.part.audioSenders = table.audioSendersOf(part);
    this.part.videoSenders = table.videoSendersOf(part);
    this.part.audioSendersTotal = table.audioSenders[conference]!;
    this.part.videoSendersTotal = table.videoSenders[conference]!;
    this.part.bridges = table.bridges[conference]!;
  }

  private refresh(bridge: number): void {
    const { profiles } = this.options;
    let pps = 0;
    for (let i = 0; i < profiles.length; i++) {
      pps += packetRatePps(profiles[i]!, this.counters, (bridge * profiles.length + i) * loadCounterCount);
    }
    this.packetRatePps[bridge] = pps;
  }

  private grow(bridge: number): void {
    const capacity = Math.max(bridge + 1, this.state.length * 2);
    this.endpoints = grown(this.endpoints, new Int32Array(capacity));
    this.conferences = grown(this.conferences, new Int32Array(capacity));
    this.packetRatePps = grown(this.packetRatePps, new Float64Array(capacity));
    this.cpuCoreMs = grown(this.cpuCoreMs, new Float64Array(capacity));
    this.state = grown(this.state, new Uint8Array(capacity));
    this.settledMs = grown(this.settledMs, new Float64Array(capacity));
    this.cpuPps = grown(this.cpuPps, new Float64Array(capacity));
    this.cpuCores = grown(this.cpuCores, new Float64Array(capacity));
    this.publishedPps = grown(this.publishedPps, new Float64Array(capacity));
    this.publishedStressValue = grown(this.publishedStressValue, new Float64Array(capacity));
    const stride = this.options.profiles.length * loadCounterCount;
    this.counters = grown(this.counters, new Float64Array(capacity * stride));
  }
}

/** Bridge states, as stored. */
const gone = 0;
const serving = 1;
const draining = 2;
const stopping = 3;

function grown<T extends Int32Array | Float64Array | Uint8Array>(values: T, into: T): T {
  into.set(values);
  return into;
}

/**
 * Jicofo's memory of one bridge: what its presence said last, whom Jicofo placed there lately, and what failed.
 *
 * Source: jicofo 7ebb13d, Bridge.kt. Two flags latch: once a bridge announced graceful shutdown or shutdown it is
 * never taken back. A bridge that has not reported yet counts as draining.
 */
import { RecentJoins } from '../recent-joins.ts';
import { type BridgeState, fullVersion } from './bridge-state.ts';
import { unknownRegion } from './selection-policy.ts';

/** A bridge's presence; what it does not mention keeps its last value. */
export interface BridgePresence {
  readonly stress?: number;
  readonly averageParticipantStress?: number | null;
  readonly isDraining?: boolean;
  readonly isInGracefulShutdown?: boolean;
  readonly isShuttingDown?: boolean;
  readonly region?: number;
  readonly hasRelay?: boolean;
  readonly version?: string | null;
  readonly release?: string | null;
}

/** Detection of bridges whose participants cannot reach them, by their requests to restart. */
export interface IceFailureDetection {
  readonly isEnabled: boolean;
  readonly intervalSeconds: number;
  readonly minEndpoints: number;
  /** Share of its endpoints that must have asked within the interval, exclusive. */
  readonly thresholdRatio: number;
  readonly timeoutSeconds: number;
}

export interface BridgeRecordOptions {
  readonly stressThreshold: number;
  /** Used until the bridge reports its own. */
  readonly averageParticipantStress: number;
  readonly participantRampupIntervalSeconds: number;
  readonly failureResetThresholdSeconds: number;
  readonly iceFailureDetection: IceFailureDetection;
}

/** Off as shipped; the numbers are upstream's (jicofo 7ebb13d jicofo-selector/src/main/resources/reference.conf:93-105). */
export const shippedIceFailureDetection: IceFailureDetection = {
  isEnabled: false,
  intervalSeconds: 120,
  minEndpoints: 30,
  thresholdRatio: 0.1,
  timeoutSeconds: 600,
};

/** As 8x8 runs it (jitsi/infra-configuration b042dd7, ansible/roles/jicofo/defaults/main.yml); the time-out is upstream's. */
export const production8x8IceFailureDetection: IceFailureDetection = {
  ...shippedIceFailureDetection,
  isEnabled: true,
  intervalSeconds: 60,
  minEndpoints: 40,
};

/** What a bridge with failing ICE has at least above the threshold, so that it counts as overloaded. */
export const failingIceStressAbove = 0.01;
/** Upstream's tracker keeps one bucket of 100 ms more than its interval (jitsi-utils, RateTracker.kt). */
export const extraBucketSeconds = 0.1;

const never = Number.NEGATIVE_INFINITY;

export class BridgeRecord {
  /** Endpoints that this Jicofo has on it. */
  endpoints = 0;
  private readonly options: BridgeRecordOptions;
  private readonly added: RecentJoins;
  private readonly restarts: RecentJoins;
  private stress = 0;
  private averageParticipantStress: number;
  private isDraining = true;
  private isInGracefulShutdown = false;
  private shutsDown = false;
  private region = unknownRegion;
  private hasRelay = false;
  private version: string | null = null;
  private release: string | null = null;
  private operationalFlag = true;
  private failedAtMs = never;
  private iceFailedAtMs = never;

  constructor(options: BridgeRecordOptions) {
    this.options = options;
    this.averageParticipantStress = options.averageParticipantStress;
    this.added = new RecentJoins(options.participantRampupIntervalSeconds + extraBucketSeconds, 1);
    this.restarts = new RecentJoins(options.iceFailureDetection.intervalSeconds, 1);
  }

  get isShuttingDown(): boolean {
    return this.shutsDown;
  }

  /** The bridge went as announced: nothing was lost with it. */
  get isStopping(): boolean {
    return this.isInGracefulShutdown || this.shutsDown;
  }

  hear(presence: BridgePresence): void {
    this.stress = presence.stress ?? this.stress;
    this.averageParticipantStress = presence.averageParticipantStress ?? this.averageParticipantStress;
    this.isDraining = presence.isDraining ?? this.isDraining;
    this.isInGracefulShutdown ||= presence.isInGracefulShutdown ?? false;
    this.shutsDown ||= presence.isShuttingDown ?? false;
    this.region = presence.region ?? this.region;
    this.hasRelay = presence.hasRelay ?? this.hasRelay;
    this.version = presence.version ?? this.version;
    this.release = presence.release ?? this.release;
  }

  /** A health check or an allocation passed or failed. */
  setOperational(isOperational: boolean, nowMs: number): void {
    this.operationalFlag = isOperational;
    if (!isOperational) this.failedAtMs = nowMs;
  }

  /** A failure is remembered for a while, even if the bridge is well again at once. */
  isOperational(nowMs: number): boolean {
    if (nowMs - this.failedAtMs < this.options.failureResetThresholdSeconds * 1000) return false;
    return this.operationalFlag;
  }

  /** Jicofo gives a participant to this bridge. */
  endpointAdded(nowMs: number): void {
    this.added.add(0, nowMs);
    this.endpoints += 1;
  }

  /** Stress is not lowered by this: only the bridge's next report does that. */
  endpointsRemoved(count: number): void {
    this.endpoints = Math.max(0, this.endpoints - count);
  }

  /** A participant asks to be connected anew because ICE failed. */
  endpointRequestedRestart(nowMs: number): void {
    const { isEnabled, minEndpoints, thresholdRatio } = this.options.iceFailureDetection;
    this.restarts.add(0, nowMs);
    if (!isEnabled || this.endpoints < minEndpoints) return;
    if (this.restarts.count(0, nowMs) > this.endpoints * thresholdRatio) this.iceFailedAtMs = nowMs;
  }

  isFailingIce(nowMs: number): boolean {
    return nowMs - this.iceFailedAtMs < this.options.iceFailureDetection.timeoutSeconds * 1000;
  }

  correctedStress(nowMs: number): number {
    const stress = this.stress + this.added.count(0, nowMs) * this.averageParticipantStress;
    return this.isFailingIce(nowMs)
      ? Math.max(stress, this.options.stressThreshold + failingIceStressAbove)
      : stress;
  }

  /** Whether it counts as overloaded for everybody. */
  isOverloaded(nowMs: number): boolean {
    return this.correctedStress(nowMs) >= this.options.stressThreshold;
  }

  stateAt(nowMs: number): BridgeState {
    return {
      region: this.region,
      hasRelay: this.hasRelay,
      version: fullVersion(this.version, this.release),
      correctedStress: this.correctedStress(nowMs),
      isOperational: this.isOperational(nowMs),
      isDraining: this.isDraining,
      isInGracefulShutdown: this.isInGracefulShutdown,
      isShuttingDown: this.shutsDown,
      isInBrewery: true,
    };
  }

  /** Marks ICE as failing now, as a restart request over the threshold does. */
  noteIceFailure(nowMs: number): void {
    this.iceFailedAtMs = nowMs;
  }
}

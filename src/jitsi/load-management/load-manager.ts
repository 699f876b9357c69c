/**
 * A bridge's load manager: stress from its last measurement, and when it lowers or raises what it sends.
 *
 * Source: jitsi-videobridge a29d97d, JvbLoadManager.kt. No smoothing and no upper bound; the recovery threshold moves
 * neither stress nor state, it only lets the reducer recover. The reducer is off as shipped.
 */
export interface LoadReducer {
  /** Makes the bridge send less. */
  reduce(): void;
  /** Lets the bridge send more again; false when there was nothing to let go. */
  recover(): boolean;
  /** How long an action takes to show in the load, milliseconds. */
  readonly impactTimeMs: number;
}

export interface LoadThresholds {
  /** Load from which the bridge is overloaded; stress is 1 there. */
  readonly loadThreshold: number;
  /** Load below which the reducer recovers. */
  readonly recoveryThreshold: number;
}

export class LoadManager {
  isOverloaded = false;
  private readonly thresholds: LoadThresholds;
  private readonly reducer: LoadReducer | null;
  private load = 0;
  private reducedAtMs = Number.NEGATIVE_INFINITY;

  constructor(thresholds: LoadThresholds, reducer: LoadReducer | null) {
    this.thresholds = thresholds;
    this.reducer = reducer;
  }

  /** Stress of the last measurement; 0 before the first. */
  get stress(): number {
    return this.load / this.thresholds.loadThreshold;
  }

  /** A new measurement. */
  measured(load: number, nowMs: number): void {
    const { loadThreshold, recoveryThreshold } = this.thresholds;
    this.load = load;
    this.isOverloaded = load >= loadThreshold;
    if (this.reducer === null || nowMs - this.reducedAtMs < this.reducer.impactTimeMs) return;
    if (this.isOverloaded) {
      this.reducer.reduce();
      this.reducedAtMs = nowMs;
    } else if (load < recoveryThreshold && this.reducer.recover()) this.reducedAtMs = nowMs;
  }
}

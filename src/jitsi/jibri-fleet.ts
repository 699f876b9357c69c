/**
 * The Jibris of a deployment: one recording each, no queue. Jicofo picks among those that report themselves idle
 * (`jicofo/jibri-detector.ts`); a Jibri is busy from the moment it accepts until its file is finalised and uploaded
 * (jibri 62369d5, JibriManager.kt: the finalise script blocks), and while it restarts.
 */
import { JibriDetector, type JibriDetectorOptions } from './jicofo/jibri-detector.ts';

export class JibriFleet {
  /** Jibris that would take no recording: they serve or finalise one, restart or hang; draining ones included. */
  busyCount = 0;
  /** Jibris that would take a recording now. */
  freeCount = 0;
  private state = new Uint8Array(16);
  /** Time since when a Jibri is free; of two that failed equally long ago, the longer free one is taken. */
  private freeSinceMs = new Float64Array(16);
  private readonly detector: JibriDetector<number>;

  constructor(options: JibriDetectorOptions) {
    this.detector = new JibriDetector(options, (a, b) => {
      const difference = this.freeSinceMs[a]! - this.freeSinceMs[b]!;
      return difference < 0 || (difference === 0 && a < b);
    });
  }

  /** A Jibri begins to serve. */
  start(jibri: number, nowMs: number): void {
    if (jibri >= this.state.length) this.grow(jibri);
    this.state[jibri] = free;
    this.freeSinceMs[jibri] = nowMs;
    this.freeCount += 1;
    this.detector.hear(jibri, { isIdle: true, isHealthy: true });
  }

  /** The Jibri that Jicofo would ask now; null when there is none to be had. */
  select(nowMs: number): number | null {
    return this.detector.select(nowMs);
  }

  /** Whether Jicofo knows of any Jibri, busy or not. */
  get isAnyConnected(): boolean {
    return this.detector.isAnyConnected;
  }

  /** The Jibri accepts a recording. */
  take(jibri: number): void {
    if (this.state[jibri] !== free) throw new Error(`JibriFleet.take: Jibri ${jibri} is not free`);
    this.occupy(jibri);
  }

  /** A start request was refused or not answered. */
  startFailed(jibri: number, nowMs: number): void {
    this.detector.instanceFailed(jibri, nowMs);
  }

  /**
   * The Jibri hangs: it takes nothing and finishes nothing, and looks busy (jibri 62369d5: BUSY until the session ends).
   * Returns whether it was recording or finalising.
   */
  hang(jibri: number): boolean {
    if (this.state[jibri] !== free) return true;
    this.occupy(jibri);
    return false;
  }

  /** The Jibri is done with everything. Returns true when it was draining and may now go. */
  release(jibri: number, nowMs: number): boolean {
    const wasDraining = this.state[jibri] === busyDraining;
    this.busyCount -= 1;
    this.state[jibri] = wasDraining ? idleDraining : free;
    this.freeSinceMs[jibri] = nowMs;
    if (wasDraining) return true;
    this.freeCount += 1;
    this.detector.hear(jibri, { isIdle: true, isHealthy: true });
    return false;
  }

  /** The Jibri takes no new recording. Returns true when it is idle and may go at once. */
  startDrain(jibri: number): boolean {
    if (this.state[jibri] === busy) {
      this.state[jibri] = busyDraining;
      return false;
    }
    if (this.state[jibri] !== free) throw new Error(`JibriFleet.startDrain: Jibri ${jibri} is not serving`);
    this.freeCount -= 1;
    this.state[jibri] = idleDraining;
    this.detector.remove(jibri);
    return true;
  }

  /** The instance is gone. */
  stop(jibri: number): void {
    if (this.state[jibri] === free) this.freeCount -= 1;
    if (this.isBusy(jibri)) this.busyCount -= 1;
    this.state[jibri] = gone;
    this.detector.remove(jibri);
  }

  isBusy(jibri: number): boolean {
    return this.state[jibri] === busy || this.state[jibri] === busyDraining;
  }

  isServing(jibri: number): boolean {
    return jibri < this.state.length && this.state[jibri] !== gone;
  }

  isDraining(jibri: number): boolean {
    return this.state[jibri] === busyDraining || this.state[jibri] === idleDraining;
  }

  private occupy(jibri: number): void {
    this.state[jibri] = busy;
    this.freeCount -= 1;
    this.busyCount += 1;
    this.detector.hear(jibri, { isIdle: false, isHealthy: true });
  }

  private grow(jibri: number): void {
    const capacity = Math.max(jibri + 1, this.state.length * 2);
    const state = new Uint8Array(capacity);
    state.set(this.state);
    const freeSinceMs = new Float64Array(capacity);
    freeSinceMs.set(this.freeSinceMs);
    this.state = state;
    this.freeSinceMs = freeSinceMs;
  }
}

/** Jibri states, as stored. */
const gone = 0;
const free = 1;
const busy = 2;
const busyDraining = 3;
const idleDraining = 4;

/**
 * The Jibris of a deployment: one recording each, no queue. A request that finds no free Jibri is refused at once
 * (jicofo 7ebb13d, JibriDetector.kt: no queue; the user must ask again). After the recording the Jibri stays busy
 * until its file is finalised and uploaded (jibri 62369d5, JibriManager.kt: the finalise script blocks).
 *
 * Left out here: failures to start and their retries, single-use reboots, health.
 */
export class JibriFleet {
  /** Jibris that serve a recording or finalise one; draining ones included. */
  busyCount = 0;
  /** Jibris that would take a recording now. */
  freeCount = 0;
  private state = new Uint8Array(16);
  /** Time since when a Jibri is free; the longest free one is taken first. */
  private freeSinceMs = new Float64Array(16);

  /** A Jibri begins to serve. */
  start(jibri: number, nowMs: number): void {
    if (jibri >= this.state.length) this.grow(jibri);
    this.state[jibri] = free;
    this.freeSinceMs[jibri] = nowMs;
    this.freeCount += 1;
  }

  /** Takes a free Jibri for a recording; -1 when there is none (the recording is refused). */
  take(): number {
    let chosen = -1;
    for (let jibri = 0; jibri < this.state.length; jibri++) {
      if (this.state[jibri] !== free) continue;
      if (chosen < 0 || this.freeSinceMs[jibri]! < this.freeSinceMs[chosen]!) chosen = jibri;
    }
    if (chosen < 0) return -1;
    this.state[chosen] = busy;
    this.freeCount -= 1;
    this.busyCount += 1;
    return chosen;
  }

  /**
   * The Jibri hangs: it takes nothing and finishes nothing, and looks busy (jibri 62369d5: BUSY until the session ends).
   * Returns whether it was recording or finalising.
   */
  hang(jibri: number): boolean {
    if (this.state[jibri] !== free) return true;
    this.state[jibri] = busy;
    this.freeCount -= 1;
    this.busyCount += 1;
    return false;
  }

  /** The Jibri has finalised its recording. Returns true when it was draining and may now go. */
  release(jibri: number, nowMs: number): boolean {
    const wasDraining = this.state[jibri] === busyDraining;
    this.busyCount -= 1;
    this.state[jibri] = wasDraining ? idleDraining : free;
    this.freeSinceMs[jibri] = nowMs;
    if (!wasDraining) this.freeCount += 1;
    return wasDraining;
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
    return true;
  }

  /** The instance is gone. */
  stop(jibri: number): void {
    if (this.state[jibri] === free) this.freeCount -= 1;
    if (this.isBusy(jibri)) this.busyCount -= 1;
    this.state[jibri] = gone;
  }

  isBusy(jibri: number): boolean {
    return this.state[jibri] === busy || this.state[jibri] === busyDraining;
  }

  isServing(jibri: number): boolean {
    return jibri < this.state.length && this.state[jibri] !== gone;
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

/**
 * One core as a fluid workload: background that takes a share of the core, and work that arrives in lumps and waits
 * when the core is busy.
 *
 *   dV/dt = u - 1  while V > 0 (or u > 1),   V jumps by w at work of w core-seconds
 *   core used = 1 while V > 0, else min(1, u)
 *
 * V is the unfinished work in core-seconds. Everything is served in order of arrival, so V is also how long a request
 * that comes now waits for its answer. Between two changes the solution is a straight line: integrated exactly, lazily,
 * at constant cost per change whatever the number of conferences.
 *
 * Simplification: Prosody serves ready sockets in turn, so one short request waits less behind long broadcasts than in
 * order of arrival. This is the pessimistic limit; the probe's timeout shows the sensitivity.
 */
export class FluidCore {
  /** Core-seconds of work done since the start. */
  usedCoreSeconds = 0;
  private backlog = 0;
  private background = 0;
  private settledMs = 0;
  private readonly windowMs: number;
  private usedAtWindowStart = 0;
  private windowUsedMax = 0;
  private backlogMax = 0;

  /** @param windowMs means over windows of this length are reported; windows begin at multiples of it */
  constructor(windowMs: number) {
    this.windowMs = windowMs;
  }

  /** Unfinished work now, core-seconds: how long an answer takes, seconds. */
  backlogSeconds(nowMs: number): number {
    this.settle(nowMs);
    return this.backlog;
  }

  /** From now on the background takes so many cores. */
  setBackground(cores: number, nowMs: number): void {
    this.settle(nowMs);
    this.background = cores;
  }

  /** Work arrives. Returns the seconds until it is done. */
  add(coreSeconds: number, nowMs: number): number {
    this.settle(nowMs);
    this.backlog += coreSeconds;
    if (this.backlog > this.backlogMax) this.backlogMax = this.backlog;
    return this.backlog;
  }

  /** The process has gone, its work with it. */
  clear(nowMs: number): void {
    this.settle(nowMs);
    this.backlog = 0;
    this.background = 0;
  }

  /** The highest mean over a whole window, and the longest backlog, since this was last asked. */
  takePeaks(nowMs: number): { readonly usedCores: number; readonly backlogSeconds: number } {
    this.settle(nowMs);
    const peaks = { usedCores: this.windowUsedMax, backlogSeconds: this.backlogMax };
    this.windowUsedMax = 0;
    this.backlogMax = this.backlog;
    return peaks;
  }

  private settle(nowMs: number): void {
    while (this.settledMs < nowMs) {
      const windowEndMs = (Math.floor(this.settledMs / this.windowMs) + 1) * this.windowMs;
      this.advance(Math.min(windowEndMs, nowMs));
      if (this.settledMs === windowEndMs) this.closeWindow();
    }
  }

  private advance(untilMs: number): void {
    const seconds = (untilMs - this.settledMs) / 1000;
    const spare = 1 - this.background;
    if (spare <= 0) {
      this.backlog -= spare * seconds;
      this.usedCoreSeconds += seconds;
      if (this.backlog > this.backlogMax) this.backlogMax = this.backlog;
    } else {
      const busySeconds = Math.min(seconds, this.backlog / spare);
      this.backlog = busySeconds < seconds ? 0 : Math.max(0, this.backlog - spare * seconds);
      this.usedCoreSeconds += busySeconds + (seconds - busySeconds) * this.background;
    }
    this.settledMs = untilMs;
  }

  private closeWindow(): void {
    const cores = ((this.usedCoreSeconds - this.usedAtWindowStart) * 1000) / this.windowMs;
    // One core: rounding in the sum must not show more.
    this.windowUsedMax = Math.max(this.windowUsedMax, Math.min(1, cores));
    this.usedAtWindowStart = this.usedCoreSeconds;
  }
}

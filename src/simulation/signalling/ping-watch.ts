/** Remembers in which seconds Prosody was too slow for a ping, until the answers to the pings of then are overdue. */
export class PingWatch {
  private readonly timeoutMs: number;
  private readonly stalledMs: number[] = [];

  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
  }

  /** Whether there is anything to wait for. */
  get isNeeded(): boolean {
    return this.stalledMs.length > 0;
  }

  /** One second: returns when the pings were sent that are overdue now, or null. */
  tick(isStalled: boolean, nowMs: number): number | null {
    if (isStalled) this.stalledMs.push(nowMs);
    if (this.stalledMs[0] !== nowMs - this.timeoutMs) return null;
    return this.stalledMs.shift()!;
  }
}

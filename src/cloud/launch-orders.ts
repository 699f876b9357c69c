/**
 * Instances that a pool asked for and has not got yet: first come, first served. They cost nothing; the time they
 * wait is what a refusing cloud costs in service.
 */
export interface LaunchOrder {
  readonly sinceMs: number;
  /** Times that the cloud refused it. */
  refusals: number;
}

export class LaunchOrders {
  /** Instance-milliseconds of waiting, up to the last settling. */
  private waitedMs = 0;
  private waiting: LaunchOrder[] = [];
  private settledAtMs = 0;

  get count(): number {
    return this.waiting.length;
  }

  add(count: number, nowMs: number): void {
    this.settle(nowMs);
    for (let i = 0; i < count; i++) this.waiting.push({ sinceMs: nowMs, refusals: 0 });
  }

  /** Gives up the latest orders; returns how many there were to give up. */
  withdraw(count: number, nowMs: number): number {
    this.settle(nowMs);
    const withdrawn = Math.min(count, this.waiting.length);
    this.waiting.length -= withdrawn;
    return withdrawn;
  }

  /**
   * Offers every order, oldest first, to `place`, which says whether it was filled or refused; 'stop' leaves it and
   * all later ones as they are.
   */
  each(place: (order: LaunchOrder) => 'filled' | 'refused' | 'stop', nowMs: number): void {
    this.settle(nowMs);
    const before = this.waiting;
    const left: LaunchOrder[] = [];
    this.waiting = left;
    for (let i = 0; i < before.length; i++) {
      const order = before[i]!;
      const outcome = place(order);
      if (outcome === 'stop') {
        left.push(...before.slice(i));
        return;
      }
      if (outcome === 'filled') continue;
      order.refusals += 1;
      left.push(order);
    }
  }

  /** Instance-milliseconds of waiting until now. */
  waitedUntilMs(nowMs: number): number {
    this.settle(nowMs);
    return this.waitedMs;
  }

  private settle(nowMs: number): void {
    this.waitedMs += this.waiting.length * (nowMs - this.settledAtMs);
    this.settledAtMs = nowMs;
  }
}

/**
 * Faults that last: what is wrong during some time, for the parts of a run that ask before they act.
 */
export class FaultWindows {
  /** Until then, orders to drain do not reach bridges. */
  private drainOrdersLostUntilMs = 0;

  loseDrainOrders(untilMs: number): void {
    this.drainOrdersLostUntilMs = Math.max(this.drainOrdersLostUntilMs, untilMs);
  }

  losesDrainOrders(nowMs: number): boolean {
    return nowMs < this.drainOrdersLostUntilMs;
  }
}

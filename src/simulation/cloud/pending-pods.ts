/**
 * Pods that no node takes, in the order in which they came, and for how long they have waited in all.
 */
export class PendingPods {
  private pods: number[] = [];
  private waitedMs = 0;
  private settledMs = 0;

  get count(): number {
    return this.pods.length;
  }

  add(pod: number, nowMs: number): void {
    this.settle(nowMs);
    this.pods.push(pod);
  }

  /** The pod that has waited longest no longer does. */
  shift(nowMs: number): number {
    this.settle(nowMs);
    const pod = this.pods.shift();
    if (pod === undefined) throw new Error('PendingPods.shift: no pod waits');
    return pod;
  }

  /** The pod is gone; nothing happens if it did not wait. */
  remove(pod: number, nowMs: number): void {
    this.settle(nowMs);
    this.pods = this.pods.filter((waiting) => waiting !== pod);
  }

  /** Pod-milliseconds without a node. */
  waitedUntilMs(nowMs: number): number {
    this.settle(nowMs);
    return this.waitedMs;
  }

  private settle(nowMs: number): void {
    this.waitedMs += this.pods.length * (nowMs - this.settledMs);
    this.settledMs = nowMs;
  }
}

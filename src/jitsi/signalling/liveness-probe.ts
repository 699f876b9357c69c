/**
 * Kubernetes' liveness probe of one container, and the delay before its restarts: so many failures in a row restart it,
 * one success forgives all (kubernetes, pkg/kubelet/prober/worker.go); a container that dies again soon waits longer
 * and longer (pkg/kubelet, CrashLoopBackOff: 10 s doubled to 5 min, forgotten after ten minutes of running).
 */
export interface RestartBackoff {
  readonly firstSeconds: number;
  readonly maxSeconds: number;
  readonly resetSeconds: number;
}

export class LivenessProbe {
  private readonly failuresMax: number;
  private readonly backoff: RestartBackoff;
  private failures = 0;
  private restartsInARow = 0;
  private servingSinceMs = Number.NEGATIVE_INFINITY;

  constructor(failuresMax: number, backoff: RestartBackoff) {
    this.failuresMax = failuresMax;
    this.backoff = backoff;
  }

  /** Takes the outcome of one probe. Returns whether the container is to be restarted. */
  observe(answered: boolean): boolean {
    this.failures = answered ? 0 : this.failures + 1;
    return this.failures >= this.failuresMax;
  }

  /** The container is restarted now: seconds to wait before the new one starts. */
  restart(nowMs: number): number {
    const { firstSeconds, maxSeconds, resetSeconds } = this.backoff;
    this.failures = 0;
    if (nowMs - this.servingSinceMs >= resetSeconds * 1000) this.restartsInARow = 0;
    this.restartsInARow += 1;
    return this.restartsInARow === 1
      ? 0
      : Math.min(maxSeconds, firstSeconds * 2 ** (this.restartsInARow - 2));
  }

  /** The new container serves. */
  started(nowMs: number): void {
    this.servingSinceMs = nowMs;
  }
}

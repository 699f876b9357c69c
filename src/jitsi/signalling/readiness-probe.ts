/**
 * Kubernetes' readiness probe of one container: so many failures in a row and its pod is out of the service's endpoints,
 * which new connections no longer reach; one success and it is back. The container lives on, and so do the connections
 * that it has. A new container is out until its first success, for which it is not asked before the initial delay.
 *
 * Source: kubernetes pkg/kubelet/prober/worker.go (failureThreshold, initialDelaySeconds) and prober_manager.go
 * (UpdatePodStatus), which asks a container that has just started without waiting for the next period.
 */
export class ReadinessProbe {
  isReady = true;
  private readonly failuresMax: number | null;
  private failures = 0;
  private askedFromMs = Number.NEGATIVE_INFINITY;

  /** @param failuresMax null for a container without this probe: it is always ready */
  constructor(failuresMax: number | null) {
    this.failuresMax = failuresMax;
  }

  /** Takes the outcome of one probe. Returns whether the pod's readiness changed. */
  observe(answered: boolean, nowMs: number): boolean {
    if (this.failuresMax === null || nowMs < this.askedFromMs) return false;
    const before = this.isReady;
    this.failures = answered ? 0 : this.failures + 1;
    if (answered) this.isReady = true;
    else if (this.failures >= this.failuresMax) this.isReady = false;
    return this.isReady !== before;
  }

  /** A new container runs: it is asked from the end of its delay on, and is ready at once without a delay. */
  started(delaySeconds: number, nowMs: number): void {
    if (this.failuresMax === null) return;
    this.failures = 0;
    this.askedFromMs = nowMs + delaySeconds * 1000;
    this.isReady = delaySeconds === 0;
  }
}

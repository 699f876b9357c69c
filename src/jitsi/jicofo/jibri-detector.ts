/**
 * Jicofo's pool of Jibris and its pick among them. There is no queue: who finds none is refused at once.
 * Source: jicofo 7ebb13d, JibriDetector.kt.
 */
export interface JibriDetectorOptions {
  /** An instance is not picked again within this time. */
  readonly selectTimeoutMs: number;
  /** An instance that failed is not picked within this time, unless it reports idle again. */
  readonly failureTimeoutMs: number;
}

/** Source: jicofo 7ebb13d, JibriDetector.kt (SELECT_TIMEOUT, FAILURE_TIMEOUT). */
export const shippedJibriDetector: JibriDetectorOptions = { selectTimeoutMs: 200, failureTimeoutMs: 60_000 };

interface Instance {
  isAvailable: boolean;
  selectedAtMs: number;
  failedAtMs: number;
}

const never = Number.NEGATIVE_INFINITY;

export class JibriDetector {
  private readonly options: JibriDetectorOptions;
  private readonly instances = new Map<string, Instance>();

  constructor(options: JibriDetectorOptions) {
    this.options = options;
  }

  /** A Jibri's presence; it sends one only when something changes. */
  hear(id: string, status: { readonly isIdle: boolean; readonly isHealthy: boolean }): void {
    const instance = this.instances.get(id) ?? { isAvailable: false, selectedAtMs: never, failedAtMs: never };
    this.instances.set(id, instance);
    instance.isAvailable = status.isIdle && status.isHealthy;
    if (instance.isAvailable) instance.failedAtMs = never;
  }

  /** The Jibri left the brewery. */
  remove(id: string): void {
    this.instances.delete(id);
  }

  /** A start request was refused or not answered. */
  instanceFailed(id: string, nowMs: number): void {
    const instance = this.instances.get(id);
    if (instance !== undefined) instance.failedAtMs = nowMs;
  }

  get isAnyConnected(): boolean {
    return this.instances.size > 0;
  }

  /**
   * Picks the available Jibri that failed longest ago, or never; null when there is none or even that one failed
   * lately. Ties go to the one that came first (upstream: an arbitrary constant order).
   */
  select(nowMs: number): string | null {
    let id: string | null = null;
    let chosen: Instance | null = null;
    for (const [candidate, instance] of this.instances) {
      if (!instance.isAvailable || nowMs - instance.selectedAtMs < this.options.selectTimeoutMs) continue;
      if (chosen !== null && instance.failedAtMs >= chosen.failedAtMs) continue;
      id = candidate;
      chosen = instance;
    }
    if (chosen === null || nowMs - chosen.failedAtMs < this.options.failureTimeoutMs) return null;
    chosen.selectedAtMs = nowMs;
    return id;
  }
}

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

/** `Id` tells Jibris apart. */
export class JibriDetector<Id = string> {
  private readonly options: JibriDetectorOptions;
  private readonly isBefore: (a: Id, b: Id) => boolean;
  private readonly instances = new Map<Id, Instance>();

  /** `isBefore` settles ties (upstream: an arbitrary constant order); unless given, who came first is taken. */
  constructor(options: JibriDetectorOptions, isBefore: (a: Id, b: Id) => boolean = () => false) {
    this.options = options;
    this.isBefore = isBefore;
  }

  /** A Jibri's presence; it sends one only when something changes. */
  hear(id: Id, status: { readonly isIdle: boolean; readonly isHealthy: boolean }): void {
    const instance = this.instances.get(id) ?? { isAvailable: false, selectedAtMs: never, failedAtMs: never };
    this.instances.set(id, instance);
    instance.isAvailable = status.isIdle && status.isHealthy;
    if (instance.isAvailable) instance.failedAtMs = never;
  }

  /** The Jibri left the brewery. */
  remove(id: Id): void {
    this.instances.delete(id);
  }

  /** A start request was refused or not answered. */
  instanceFailed(id: Id, nowMs: number): void {
    const instance = this.instances.get(id);
    if (instance !== undefined) instance.failedAtMs = nowMs;
  }

  get isAnyConnected(): boolean {
    return this.instances.size > 0;
  }

  /**
   * Picks the available Jibri that failed longest ago, or never; null when there is none or even that one failed
   * lately.
   */
  select(nowMs: number): Id | null {
    let id: Id | null = null;
    let chosen: Instance | null = null;
    for (const [candidate, instance] of this.instances) {
      if (!instance.isAvailable || nowMs - instance.selectedAtMs < this.options.selectTimeoutMs) continue;
      if (chosen !== null && instance.failedAtMs > chosen.failedAtMs) continue;
      if (chosen?.failedAtMs === instance.failedAtMs && !this.isBefore(candidate, id as Id)) continue;
      id = candidate;
      chosen = instance;
    }
    if (chosen === null || nowMs - chosen.failedAtMs < this.options.failureTimeoutMs) return null;
    chosen.selectedAtMs = nowMs;
    return id;
  }
}

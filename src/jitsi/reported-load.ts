/**
 * What a bridge last told Jicofo, without an event per sample.
 *
 * A bridge samples its load every 10 s and publishes its last sample every 5 s, so what Jicofo sees at time t is the
 * load at o(t), the last sampling instant before the last publication: up to 15 s old. Load changes only at joins
 * and leaves, so it is enough to remember the load at the last two sampling instants.
 * Source: jitsi-videobridge a29d97d, JvbLoadManager.kt (10 s, no smoothing), reference.conf (stats interval 5 s).
 *
 * Simplification: the sample is the packet rate of the instant; upstream's rates are 1 s windows, and its CPU load
 * the mean of the 10 s before.
 */
export class ReportedLoad {
  private readonly samplePeriodMs: number;
  private readonly publishPeriodMs: number;
  private samplePhaseMs: Float64Array;
  private publishPhaseMs: Float64Array;
  /** Number of the newest settled sampling instant; -1 before the first. */
  private sampleIndex: Float64Array;
  private newest: Float64Array;
  private previous: Float64Array;

  /**
   * @param samplePeriodSeconds positive; at least `publishPeriodSeconds`
   * @param publishPeriodSeconds positive
   * @param capacity bridges to make room for at first; grows by itself
   */
  constructor(samplePeriodSeconds: number, publishPeriodSeconds: number, capacity: number) {
    this.samplePeriodMs = samplePeriodSeconds * 1000;
    this.publishPeriodMs = publishPeriodSeconds * 1000;
    this.samplePhaseMs = new Float64Array(capacity);
    this.publishPhaseMs = new Float64Array(capacity);
    this.sampleIndex = new Float64Array(capacity).fill(-1);
    this.newest = new Float64Array(capacity);
    this.previous = new Float64Array(capacity);
  }

  /** Starts a bridge without load: its clocks tick at these times and every period after them. */
  start(bridge: number, firstSampleMs: number, firstPublishMs: number): void {
    if (bridge >= this.newest.length) this.grow(bridge);
    this.samplePhaseMs[bridge] = firstSampleMs;
    this.publishPhaseMs[bridge] = firstPublishMs;
    this.sampleIndex[bridge] = -1;
    this.newest[bridge] = 0;
    this.previous[bridge] = 0;
  }

  /** Takes the samples due by now. `load` is what the bridge carried since the call before; call it before a change. */
  settle(bridge: number, nowMs: number, load: number): void {
    const index = Math.floor((nowMs - this.samplePhaseMs[bridge]!) / this.samplePeriodMs);
    const settled = this.sampleIndex[bridge]!;
    if (index <= settled) return;
    this.previous[bridge] = index - settled > 1 ? load : this.newest[bridge]!;
    this.newest[bridge] = load;
    this.sampleIndex[bridge] = index;
  }

  /** The published load at this time; `settle` must have been called for it. 0 before the first publication. */
  published(bridge: number, nowMs: number): number {
    const index = this.publishedIndex(bridge, nowMs);
    if (index < 0) return 0;
    return index === this.sampleIndex[bridge]! ? this.newest[bridge]! : this.previous[bridge]!;
  }

  /** Time since the sample was taken that was published last; NaN when there was none. */
  publishedAgeMs(bridge: number, nowMs: number): number {
    const index = this.publishedIndex(bridge, nowMs);
    return index < 0 ? Number.NaN : nowMs - (this.samplePhaseMs[bridge]! + index * this.samplePeriodMs);
  }

  /**
   * When the bridge may first publish something else than it has, while it goes on carrying this load; after now but for
   * rounding; Infinity when it has nothing new to say. `settle` must have been called for now.
   */
  nextNewsMs(bridge: number, nowMs: number, load: number): number {
    const newest = this.newest[bridge]!;
    if (newest !== this.published(bridge, nowMs)) return this.nextPublicationMs(bridge, nowMs);
    if (newest === load) return Number.POSITIVE_INFINITY;
    // Nothing happens before the next sample is published.
    const nextIndex = this.sampleIndex[bridge]! + 1;
    const sampledMs = this.samplePhaseMs[bridge]! + nextIndex * this.samplePeriodMs;
    const firstMs = this.publishPhaseMs[bridge]!;
    const number = Math.max(0, Math.ceil((sampledMs - firstMs) / this.publishPeriodMs));
    const beforeMs = firstMs + (number - 1) * this.publishPeriodMs;
    // Rounding must not make it late: it is the one before when that carries the sample already.
    const carries = number > 0 && this.publishedIndex(bridge, beforeMs) >= nextIndex;
    return Math.max(
      this.nextPublicationMs(bridge, nowMs),
      carries ? beforeMs : firstMs + number * this.publishPeriodMs,
    );
  }

  /** Time of the first publication after now; rounding may make it now. */
  nextPublicationMs(bridge: number, nowMs: number): number {
    const firstMs = this.publishPhaseMs[bridge]!;
    if (nowMs < firstMs) return firstMs;
    return firstMs + (Math.floor((nowMs - firstMs) / this.publishPeriodMs) + 1) * this.publishPeriodMs;
  }

  /** Number of the sampling instant that the last publication carried; below 0 when there was none. */
  private publishedIndex(bridge: number, nowMs: number): number {
    const publishPhaseMs = this.publishPhaseMs[bridge]!;
    const publications = Math.floor((nowMs - publishPhaseMs) / this.publishPeriodMs);
    if (publications < 0) return -1;
    const publishedAtMs = publishPhaseMs + publications * this.publishPeriodMs;
    return Math.floor((publishedAtMs - this.samplePhaseMs[bridge]!) / this.samplePeriodMs);
  }

  private grow(bridge: number): void {
    const capacity = Math.max(bridge + 1, this.newest.length * 2);
    const grown = (values: Float64Array): Float64Array => {
      const larger = new Float64Array(capacity);
      larger.set(values);
      return larger;
    };
    this.samplePhaseMs = grown(this.samplePhaseMs);
    this.publishPhaseMs = grown(this.publishPhaseMs);
    this.sampleIndex = grown(this.sampleIndex);
    this.newest = grown(this.newest);
    this.previous = grown(this.previous);
  }
}

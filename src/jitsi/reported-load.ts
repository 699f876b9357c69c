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
import { grown } from './grown-array.ts';

/** Fields of a bridge, by offset: side by side, because they are wanted together. */
const stride = 8;
const samplePhaseMs = 0;
const publishPhaseMs = 1;
/** Number of the newest settled sampling instant; -1 before the first. */
const sampleIndex = 2;
const newest = 3;
const previous = 4;
/** Published load whose stress was worked out last, and that stress; NaN before the first. */
const stressedLoad = 5;
const stress = 6;

export class ReportedLoad {
  private readonly samplePeriodMs: number;
  private readonly publishPeriodMs: number;
  private readonly stressOf: (load: number) => number;
  private bridges: Float64Array;

  /**
   * @param samplePeriodSeconds positive; at least `publishPeriodSeconds`
   * @param publishPeriodSeconds positive
   * @param stressOf stress at a load; worked out only when a bridge publishes another load than last time
   * @param capacity bridges to make room for at first; grows by itself
   */
  constructor(
    samplePeriodSeconds: number,
    publishPeriodSeconds: number,
    stressOf: (load: number) => number,
    capacity: number,
  ) {
    this.samplePeriodMs = samplePeriodSeconds * 1000;
    this.publishPeriodMs = publishPeriodSeconds * 1000;
    this.stressOf = stressOf;
    this.bridges = new Float64Array(capacity * stride);
    for (let bridge = 0; bridge < capacity; bridge++) {
      this.bridges[bridge * stride + sampleIndex] = -1;
      this.bridges[bridge * stride + stressedLoad] = Number.NaN;
    }
  }

  /** Starts a bridge without load: its clocks tick at these times and every period after them. */
  start(bridge: number, firstSampleMs: number, firstPublishMs: number): void {
    const base = bridge * stride;
    if (base >= this.bridges.length) this.grow(bridge);
    this.bridges[base + samplePhaseMs] = firstSampleMs;
    this.bridges[base + publishPhaseMs] = firstPublishMs;
    this.bridges[base + sampleIndex] = -1;
    this.bridges[base + newest] = 0;
    this.bridges[base + previous] = 0;
    this.bridges[base + stressedLoad] = Number.NaN;
  }

  /** Takes the samples due by now. `load` is what the bridge carried since the call before; call it before a change. */
  settle(bridge: number, nowMs: number, load: number): void {
    const { bridges } = this;
    const base = bridge * stride;
    const index = Math.floor((nowMs - bridges[base + samplePhaseMs]!) / this.samplePeriodMs);
    const settled = bridges[base + sampleIndex]!;
    if (index <= settled) return;
    bridges[base + previous] = index - settled > 1 ? load : bridges[base + newest]!;
    bridges[base + newest] = load;
    bridges[base + sampleIndex] = index;
  }

  /** The published load at this time; `settle` must have been called for it. 0 before the first publication. */
  published(bridge: number, nowMs: number): number {
    const index = this.publishedIndex(bridge, nowMs);
    if (index < 0) return 0;
    const base = bridge * stride;
    return this.bridges[base + (index === this.bridges[base + sampleIndex]! ? newest : previous)]!;
  }

  /** Stress at the published load. */
  publishedStress(bridge: number, nowMs: number): number {
    const { bridges } = this;
    const base = bridge * stride;
    const load = this.published(bridge, nowMs);
    if (load !== bridges[base + stressedLoad]) {
      bridges[base + stressedLoad] = load;
      bridges[base + stress] = this.stressOf(load);
    }
    return bridges[base + stress]!;
  }

  /** Time since the sample was taken that was published last; NaN when there was none. */
  publishedAgeMs(bridge: number, nowMs: number): number {
    const index = this.publishedIndex(bridge, nowMs);
    const phaseMs = this.bridges[bridge * stride + samplePhaseMs]!;
    return index < 0 ? Number.NaN : nowMs - (phaseMs + index * this.samplePeriodMs);
  }

  /**
   * When the bridge may first publish something else than it has, while it goes on carrying this load; after now but for
   * rounding; Infinity when it has nothing new to say. `settle` must have been called for now.
   */
  nextNewsMs(bridge: number, nowMs: number, load: number): number {
    const { bridges } = this;
    const base = bridge * stride;
    const sampled = bridges[base + newest]!;
    if (sampled !== this.published(bridge, nowMs)) return this.nextPublicationMs(bridge, nowMs);
    if (sampled === load) return Number.POSITIVE_INFINITY;
    // Nothing happens before the next sample is published.
    const nextIndex = bridges[base + sampleIndex]! + 1;
    const sampledMs = bridges[base + samplePhaseMs]! + nextIndex * this.samplePeriodMs;
    const firstMs = bridges[base + publishPhaseMs]!;
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
    const firstMs = this.bridges[bridge * stride + publishPhaseMs]!;
    if (nowMs < firstMs) return firstMs;
    return firstMs + (Math.floor((nowMs - firstMs) / this.publishPeriodMs) + 1) * this.publishPeriodMs;
  }

  /** Number of the sampling instant that the last publication carried; below 0 when there was none. */
  private publishedIndex(bridge: number, nowMs: number): number {
    const base = bridge * stride;
    const firstMs = this.bridges[base + publishPhaseMs]!;
    const publications = Math.floor((nowMs - firstMs) / this.publishPeriodMs);
    if (publications < 0) return -1;
    const publishedAtMs = firstMs + publications * this.publishPeriodMs;
    return Math.floor((publishedAtMs - this.bridges[base + samplePhaseMs]!) / this.samplePeriodMs);
  }

  private grow(bridge: number): void {
    const length = Math.max((bridge + 1) * stride, this.bridges.length * 2);
    this.bridges = grown(this.bridges, new Float64Array(length));
  }
}

/**
 * What bridges use of their CPUs: now, and over time where somebody asks for it. The formula is remembered while a
 * bridge's packet rate does not change.
 */
import { cpuUsedCores, type StressedBridge } from './bridge-capacity.ts';
import { grown } from './grown-array.ts';

export class CpuUse {
  /** Core-milliseconds used since the bridge started. */
  coreMs: Float64Array;
  private readonly options: StressedBridge;
  private pps: Float64Array;
  private cores: Float64Array;

  /** @param capacity bridges to make room for */
  constructor(options: StressedBridge, capacity: number) {
    this.options = options;
    this.coreMs = new Float64Array(capacity);
    this.pps = new Float64Array(capacity);
    this.cores = new Float64Array(capacity);
  }

  /** Cores used at this packet rate. */
  usedCores(bridge: number, pps: number): number {
    if (pps !== this.pps[bridge]) {
      this.pps[bridge] = pps;
      this.cores[bridge] = cpuUsedCores(this.options.model, pps, this.options.speedFactor);
    }
    return this.cores[bridge]!;
  }

  grow(capacity: number): void {
    this.coreMs = grown(this.coreMs, new Float64Array(capacity));
    this.pps = grown(this.pps, new Float64Array(capacity));
    this.cores = grown(this.cores, new Float64Array(capacity));
  }
}

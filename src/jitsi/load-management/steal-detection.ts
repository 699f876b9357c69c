/**
 * The share of time that the hypervisor took from a machine, from the counters of `/proc/stat`. It is added to CPU
 * load, so that a bridge on a crowded host reports stress.
 * Source: jitsi-videobridge a29d97d, StealDetection.kt.
 */

/** Position of the steal counter on the line of all CPUs. */
const stealField = 7;

export class StealDetection {
  private stealBefore: number | null = null;
  private totalBefore = 0;

  /**
   * Steal over everything since the last reading that could be read; 0 for the first, for one that cannot be read,
   * and when no time passed.
   *
   * @param procStat lines of `/proc/stat`
   */
  update(procStat: readonly string[]): number {
    const line = procStat.find((one) => one.startsWith('cpu '));
    const counters = (line ?? '').trim().split(/\s+/).slice(1).map(Number);
    if (counters.length <= stealField || counters.some(Number.isNaN)) return 0;
    const steal = counters[stealField]!;
    const total = counters.reduce((sum, counter) => sum + counter, 0);
    const elapsed = total - this.totalBefore;
    const ratio = this.stealBefore === null || elapsed === 0 ? 0 : (steal - this.stealBefore) / elapsed;
    this.stealBefore = steal;
    this.totalBefore = total;
    return ratio;
  }
}

/**
 * Settings of the bridges after validation: how they measure stress, how many videos they forward.
 */
import type { LastNReducerOptions } from '../jitsi/load-management/last-n-reducer.ts';
import type { VideoLimitOptions } from '../jitsi/load-management/video-limits.ts';

export interface StressOptions {
  readonly measure: 'packet-rate' | 'cpu-usage';
  /** Share of a machine's time that the hypervisor takes, 0 to 1; part of the load that cpu-usage measures. */
  readonly cpuStealRatio: number;
  /** Interval of the bridge's load sampler, seconds (10 s upstream). */
  readonly samplePeriodSeconds: number;
  /** Interval at which the bridge publishes its statistics, seconds (5 s upstream). */
  readonly publishPeriodSeconds: number;
  /** True stress above which participants count as overstressed. */
  readonly overstressedAbove: number;
}

export type LastNReducerSettings = LastNReducerOptions & {
  /** Least time between two actions, seconds. */
  readonly impactSeconds: number;
  /** Load below which the limit is raised again, as a share of the load threshold. */
  readonly recoveryThresholdRatio: number;
};

export type LastNSettings = VideoLimitOptions & {
  /** null when the load reducer is off, as shipped. */
  readonly reducer: LastNReducerSettings | null;
};

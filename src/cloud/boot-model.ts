/**
 * The way from a launch request to a serving instance, as stages that are reached in order. One draw stretches all of
 * them alike (a slow node is slow throughout); a stage may have a distribution of its own besides.
 */
import type { Distribution } from '../engine/random/distribution.ts';

export interface BootModel {
  readonly name: string;
  readonly stages: readonly BootStage[];
  /** Sigma of the log-normal factor (median 1) on all stage times, drawn per instance; 0 for none. */
  readonly spreadLogStandardDeviation: number;
}

/** `nodeVisible`, `nodeReady`, `podCreating`, `ready`, or a name of the user's; the last one means serving. */
export type BootStage = StageAt | StageTaking;

export interface StageAt {
  readonly name: string;
  /** Median seconds from the launch request. */
  readonly atSeconds: number;
}

export interface StageTaking {
  readonly name: string;
  /** Seconds from the stage before (or the launch request), drawn per instance; negative draws count as 0. */
  readonly takesSeconds: Distribution;
}

/**
 * The way from a launch request to a serving instance, as stages with the time each is reached. Stages are
 * reached in order; one draw stretches all of them alike (a slow node is slow throughout).
 */
export interface BootModel {
  readonly name: string;
  readonly stages: readonly BootStage[];
  /** Sigma of the log-normal factor (median 1) on all stage times, drawn per instance; 0 for none. */
  readonly spreadLogStandardDeviation: number;
}

export interface BootStage {
  /** `nodeVisible`, `nodeReady`, `podCreating`, `ready`, or a name of the user's; the last one means serving. */
  readonly name: string;
  /** Median seconds from the launch request. */
  readonly atSeconds: number;
}

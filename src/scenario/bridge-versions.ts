/** Bridges of several versions, after validation. Versions are small integers; their names stand here once. */
export interface BridgeVersions {
  readonly names: readonly string[];
  /** In order of time; of those with the latest time that has come, bridges take turns by weight. */
  readonly rollout: readonly { readonly fromMs: number; readonly version: number; readonly weight: number }[];
  /** Whether a conference may have bridges of several versions (`octo.allow-mixed-versions`). */
  readonly allowsMixedVersions: boolean;
  readonly pins: readonly VersionPin[];
}

export interface VersionPin {
  readonly version: number;
  /** Index of the demand; null for all. */
  readonly demandIndex: number | null;
  readonly fromMs: number;
  readonly toMs: number;
}

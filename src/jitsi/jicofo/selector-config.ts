/**
 * Jicofo's configuration of bridge selection as operators write it: shipped defaults, jicofo.conf, and the legacy
 * properties file, which wins over both.
 *
 * Source: jicofo 7ebb13d jicofo-selector/src/main/resources/reference.conf and BridgeConfig.kt. Durations are in
 * milliseconds and say so in their key; strategies go by their class name without `BridgeSelectionStrategy`.
 */
type ConfigValue = number | string | boolean | null | readonly (readonly string[])[];

export type SelectorConfig = Readonly<Record<string, ConfigValue>>;

const shippedSelectorConfig: SelectorConfig = {
  'max-bridge-participants': 80,
  'max-bridge-participants-per-interval': -1,
  'max-bridge-participants-interval-ms': 60_000,
  'average-participant-stress': 0.01,
  'participant-rampup-interval-ms': 20_000,
  'stress-threshold': 0.8,
  'failure-reset-threshold-ms': 60_000,
  'selection-strategy': 'Single',
  'participant-selection-strategy': null,
  'visitor-selection-strategy': null,
  'topology-strategy': 'SingleMesh',
  'region-groups': [],
  'health-checks-enabled': true,
  'health-checks-interval-ms': 10_000,
  'health-checks-use-presence': false,
  'health-checks-presence-timeout-ms': 45_000,
  'ice-failure-detection-enabled': false,
  'ice-failure-detection-interval-ms': 120_000,
  'ice-failure-detection-min-endpoints': 30,
  'ice-failure-detection-threshold': 0.1,
  'ice-failure-detection-timeout-ms': 600_000,
  'load-redistribution-enabled': false,
  'load-redistribution-interval-ms': 60_000,
  'load-redistribution-timeout-ms': 180_000,
  'load-redistribution-stress-threshold': 0.9,
  'load-redistribution-endpoints': 10,
};

/** The configuration in force. A health check is repeated after half its interval unless something else is said. */
export function resolveSelectorConfig(written: SelectorConfig, legacy: SelectorConfig): SelectorConfig {
  const given = { ...shippedSelectorConfig, ...written, ...legacy };
  const intervalMs = given['health-checks-interval-ms'] as number;
  return { 'health-checks-retry-delay-ms': intervalMs / 2, ...given };
}

/** For every region in a group, its group. */
export function regionMap(
  groups: readonly (readonly string[])[],
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(groups.flatMap((group) => group.map((region) => [region, group])));
}

/** The regions that count as close to a region; none for an unknown one, itself alone when it is in no group. */
export function regionGroup(
  groups: readonly (readonly string[])[],
  region: string | null,
): readonly string[] {
  if (region === null) return [];
  return regionMap(groups)[region] ?? [region];
}

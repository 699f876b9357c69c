/**
 * Where numbers come from, and what was measured: carried along with a scenario so that every report can say it.
 */
export const trustOrder = ['assumed', 'published', 'calibrated', 'validated'] as const;
/** How far a number can be trusted, from least to most. */
export type Trust = (typeof trustOrder)[number];

/** A parameter the scenario relied on, for the report's "models used" list. */
export interface ModelCitation {
  /** `bridges/gp1-xs`. */
  readonly model: string;
  readonly parameter: string;
  /** The number; a short text for what is no single number (a distribution, a list, a setting). */
  readonly value: number | string;
  readonly interval95: readonly [number, number] | null;
  readonly source: string;
  readonly trust: Trust;
}

/** Quantities of which a model may say in what range it was measured. */
export const rangeQuantities = [
  'bridgePacketRateKpps',
  'conferenceParticipants',
  'bridges',
  'participants',
] as const;
export type RangeQuantity = (typeof rangeQuantities)[number];

/** A measured series, drawn over the simulated ones and scored against them. */
export interface ObservedSeries {
  readonly name: string;
  /** The simulated column it is compared with. */
  readonly column: ObservableColumn;
  /** Minutes since the horizon start, and the measured values. */
  readonly minute: Float64Array;
  readonly value: Float64Array;
  readonly source: string;
}

/** Simulated columns for which a measurement may be given. */
export const observableColumns = [
  'participants',
  'conferences',
  'bridgesDesired',
  'bridgesReady',
  'stressP50',
  'cpuMeanCores',
  'jibrisBusy',
  'prosodyCpuCores',
] as const;
export type ObservableColumn = (typeof observableColumns)[number];

export interface UncertainParameter {
  /** Keys from the scenario to the number: `deployment`, `bridges`, `model`, `cpuPerKppsCores`. */
  readonly path: readonly (string | number)[];
  /** `bridges/gp1-xs`: one model used in several places has one draw. */
  readonly model: string;
  readonly parameter: string;
  readonly value: number;
  readonly interval95: readonly [number, number];
  /** Another parameter of the model that was estimated from the same points, and how the two move together. */
  readonly tiedTo?: { readonly parameter: string; readonly correlation: number };
}

/** Two parameters of a model that were estimated together: -1 to 1, over the draws of the bootstrap. */
export interface ParameterTie {
  readonly between: readonly [string, string];
  readonly correlation: number;
}

export interface ScenarioRange {
  /** `bridges/gp1-xs`. */
  readonly model: string;
  readonly quantity: RangeQuantity;
  readonly min: number;
  readonly max: number;
}

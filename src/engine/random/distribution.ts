/**
 * The distributions a scenario or a model may name: a closed union of plain objects, so that they can be written
 * in YAML, compared, and sampled anywhere. Units are those of the quantity they describe.
 */
export type Distribution =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly standardDeviation: number }
  /** exp(Normal(ln median, logStandardDeviation)). */
  | { readonly kind: 'lognormal'; readonly median: number; readonly logStandardDeviation: number }
  | { readonly kind: 'gamma'; readonly shape: number; readonly scale: number }
  | { readonly kind: 'weibull'; readonly shape: number; readonly scale: number }
  | { readonly kind: 'poisson'; readonly mean: number }
  /** Values with weights (need not sum to 1). */
  | { readonly kind: 'discrete'; readonly values: readonly number[]; readonly weights: readonly number[] }
  /** Linear interpolation between sorted sample values. */
  | { readonly kind: 'empirical'; readonly values: readonly number[] }
  /** `of`, limited to [min, max] by clamping. */
  | { readonly kind: 'clamped'; readonly of: Distribution; readonly min?: number; readonly max?: number };

/**
 * What the controllers of the literature share: a load that instances serve, so much each.
 *
 * They are the baselines of Ilyushkin et al., "An Experimental Performance Evaluation of Autoscalers" (ICPE 2017;
 * ACM TOMPECS 2018), with the constants of ahmedaley/Autoscalers@87f2220, written by a co-author. Where that code
 * carries on with a fraction of an instance we round up.
 */
export interface LoadPolicy {
  /** Load one instance serves, in the unit of the observed load: for bridges the stress to aim at. Above 0. */
  readonly loadPerInstance: number;
  readonly minCount: number;
  readonly maxCount: number;
}

/** One look per control interval. */
export interface LoadObservation {
  readonly nowMs: number;
  /** All of it, non-negative: for bridges the sum of their stress. */
  readonly load: number;
  /** Instances there to serve it. */
  readonly count: number;
}

/** Instances the load needs, as a fraction. */
export function loadInInstances(policy: LoadPolicy, load: number): number {
  return load / policy.loadPerInstance;
}

/** Rounds up and keeps the bounds. */
export function withinCounts(policy: LoadPolicy, wanted: number): number {
  return Math.min(policy.maxCount, Math.max(policy.minCount, Math.ceil(wanted)));
}

/** At most three decimals, for reasons. */
export function figure(value: number): string {
  return String(Number(value.toFixed(3)));
}

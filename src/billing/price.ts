/**
 * What an hour of an instance costs and how the provider counts it.
 */
export interface InstancePrice {
  /** ISO 4217 code of every amount here. */
  readonly currency: string;
  /** Price of one instance-hour in that currency; non-negative. */
  readonly costPerHour: number;
  /** `per-second`: seconds, at least `minimumSeconds`; `started-hour`: every started hour in full. */
  readonly grain: 'per-second' | 'started-hour';
  /** Least seconds billed for an instance; only for `per-second`. */
  readonly minimumSeconds: number;
  /** Where the price comes from and of which day. */
  readonly source: string;
  readonly asOf: string;
}

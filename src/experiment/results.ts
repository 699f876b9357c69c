/**
 * The results of an experiment: every variant of a scenario, run for a number of replications, reduced to
 * estimates with intervals. This is what the results directory holds and what charts and reports read.
 */
import type { InstancePrice } from '../billing/price.ts';
import type { ModelCitation, ObservedSeries } from '../scenario/evidence.ts';
import type {
  BillRow,
  BootRow,
  DecisionRow,
  IncidentRow,
  LifeRow,
  MinuteColumn,
  RunTotals,
  TotalName,
  UsageRow,
} from '../simulation/rows.ts';
import type { Estimate } from '../stats/estimate.ts';
import type { AchievedPrecision } from './stop-rule.ts';
import type { VarianceShare } from './variance-share.ts';

export type { Estimate } from '../stats/estimate.ts';

/** One minute column over the replications: its mean and its 10 % and 90 % quantiles, minute by minute. */
export interface MinuteBand {
  readonly mean: Float64Array;
  readonly p10: Float64Array;
  readonly p90: Float64Array;
}

/** How close a variant came to an observed series. */
export interface Agreement {
  readonly series: string;
  readonly column: MinuteColumn;
  /** Mean absolute percentage error, ratio. */
  readonly meanAbsolutePercentageError: Estimate;
  /** Mean of simulated minus observed, in the column's unit. */
  readonly bias: Estimate;
  /** Share of observed minutes inside the band of the replications (minimum to maximum). */
  readonly insideBandRatio: number;
}

export interface ObjectiveVerdict {
  readonly objective: string;
  readonly limitMax: number;
  readonly estimate: Estimate;
  readonly verdict: 'met' | 'violated' | 'inconclusive';
}

/** What an instance of a pool cost in the run. */
export interface PoolPrice extends InstancePrice {
  readonly pool: 'bridges' | 'jibris';
  readonly instanceType: string;
}

export interface VariantResults {
  /** Name of the variant; the scenario's name when it has none. */
  readonly variant: string;
  readonly policyBridges: string;
  readonly policyJibris: string | null;
  /** Name of the deployment's own region. */
  readonly region: string;
  /** True stress above which participants count as overstressed (`deployment.bridges.stress.overstressedAbove`). */
  readonly overstressedAbove: number;
  readonly estimates: Readonly<Record<TotalName, Estimate>>;
  /** What the estimates are made of, replication by replication. */
  readonly totals: readonly RunTotals[];
  /** Share of uncertain parameters in the variance of each total, chance being the rest; null when none is uncertain. */
  readonly parameterShares: Readonly<Record<TotalName, VarianceShare>> | null;
  /** Minutes since the horizon start, shared by all bands. */
  readonly minute: Float64Array;
  readonly bands: Readonly<Record<MinuteColumn, MinuteBand>>;
  readonly decisions: readonly (DecisionRow & { readonly replication: number })[];
  /** Turns of the controllers of the first replication, those that changed nothing too; at most one a minute and pool. */
  readonly looks: readonly DecisionRow[];
  readonly incidents: readonly (IncidentRow & { readonly replication: number })[];
  /** Mean over replications, with interval. */
  readonly bill: readonly (Omit<BillRow, 'quantity' | 'cost'> & {
    readonly quantity: Estimate;
    readonly cost: Estimate;
  })[];
  /** What each replication used: bills of a month or year are made from these. */
  readonly lives: readonly (LifeRow & { readonly replication: number })[];
  readonly usage: readonly (UsageRow & { readonly replication: number })[];
  /** How long launches took, by stage. */
  readonly boots: readonly (BootRow & { readonly replication: number })[];
  /** The prices that `bill` was made with. */
  readonly prices: readonly PoolPrice[];
  readonly agreements: readonly Agreement[];
  readonly objectives: readonly ObjectiveVerdict[];
  readonly fingerprints: readonly string[];
}

export interface Results {
  readonly scenario: string;
  /** SHA-256 of the scenario file and of everything it read. */
  readonly scenarioHash: string;
  readonly version: string;
  readonly seed: number;
  readonly replications: number;
  /** Epoch milliseconds (UTC) of the horizon start; its zone for display. */
  readonly horizonStartEpochMs: number;
  readonly horizonMinutes: number;
  readonly timeZone: string;
  readonly currency: string;
  readonly variants: readonly VariantResults[];
  /** How well what had to be known is known; null when the number of replications was fixed. */
  readonly precision: AchievedPrecision | null;
  readonly observed: readonly ObservedSeries[];
  readonly modelsUsed: readonly ModelCitation[];
  readonly warnings: readonly string[];
}

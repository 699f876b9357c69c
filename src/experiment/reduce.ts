/**
 * From the rows of a variant's replications to estimates, bands, agreements and verdicts.
 */
import type { Objective, Scenario } from '../scenario/scenario.ts';
import {
  type BillRow,
  type MinuteColumn,
  type MinuteColumns,
  minuteColumnNames,
  type RunRows,
  type TotalName,
} from '../simulation/rows.ts';
import { type Estimate, estimate } from '../stats/estimate.ts';
import { sampleQuantile } from '../stats/sample-quantile.ts';
import { agreementWith } from './agreement.ts';
import type { Estimator } from './estimator.ts';
import type { MinuteBand, ObjectiveVerdict, PoolPrice, VariantResults } from './results.ts';

/** Reduces a variant. `runs` are its replications in index order; at least one. */
export function reduceVariant(
  scenario: Scenario,
  runs: readonly RunRows[],
  estimator: Estimator = estimate,
): Omit<VariantResults, 'parameterShares'> {
  const first = runs[0];
  if (first === undefined) throw new RangeError('reduceVariant: no replications');
  const estimates = estimateTotals(runs, estimator);
  const minutes = runs.map((run) => run.minutes);
  return {
    variant: scenario.variant,
    policyBridges: scenario.scaling.bridges.policy,
    policyJibris: scenario.scaling.jibris?.policy ?? null,
    region: scenario.deployment.region,
    overstressedAbove: scenario.deployment.bridges.stress.overstressedAbove,
    estimates,
    totals: runs.map(({ totals }) => totals),
    minute: first.minutes.minute,
    bands: bandsOf(minutes),
    decisions: runs.flatMap(({ replication, decisions }) =>
      decisions.map((row) => ({ ...row, replication })),
    ),
    looks: runs.find(({ replication }) => replication === 0)?.looks ?? [],
    incidents: runs.flatMap(({ replication, incidents }) =>
      incidents.map((row) => ({ ...row, replication })),
    ),
    bill: reduceBill(runs.map(({ bill }) => bill)),
    lives: runs.flatMap(({ replication, lives }) => lives.map((row) => ({ ...row, replication }))),
    boots: runs.flatMap(({ replication, boots }) => boots.map((row) => ({ ...row, replication }))),
    usage: runs.flatMap(({ replication, usage }) => usage.map((row) => ({ ...row, replication }))),
    prices: poolPrices(scenario),
    agreements: scenario.observed.map((series) => agreementWith(series, minutes)),
    objectives: scenario.objectives.map((objective) => verdictOn(objective, estimates)),
    fingerprints: runs.map(({ fingerprint }) => fingerprint),
  };
}

function poolPrices({ deployment, prices }: Scenario): PoolPrice[] {
  const bridges: PoolPrice = {
    ...prices.bridges,
    pool: 'bridges',
    instanceType: deployment.bridges.instanceType,
  };
  if (deployment.jibris === null || prices.jibris === null) return [bridges];
  return [bridges, { ...prices.jibris, pool: 'jibris', instanceType: deployment.jibris.instanceType }];
}

function estimateTotals(runs: readonly RunRows[], estimator: Estimator): Record<TotalName, Estimate> {
  const names = Object.keys(runs[0]!.totals) as TotalName[];
  const entries = names.map((name) => [name, estimator(runs.map(({ totals }) => totals[name]))]);
  return Object.fromEntries(entries) as Record<TotalName, Estimate>;
}

function bandsOf(minutes: readonly MinuteColumns[]): Record<MinuteColumn, MinuteBand> {
  const entries = minuteColumnNames.map((name) => [name, bandOf(minutes.map((columns) => columns[name]))]);
  return Object.fromEntries(entries) as Record<MinuteColumn, MinuteBand>;
}

/** Minute by minute over the replications; minutes without a value in a replication leave it out. */
function bandOf(columns: readonly Float64Array[]): MinuteBand {
  const rows = columns[0]!.length;
  const band = { mean: new Float64Array(rows), p10: new Float64Array(rows), p90: new Float64Array(rows) };
  for (let row = 0; row < rows; row++) {
    const values = columns.map((column) => column[row]!).filter((value) => !Number.isNaN(value));
    band.mean[row] = values.length === 0 ? Number.NaN : values.reduce((a, b) => a + b, 0) / values.length;
    band.p10[row] = values.length === 0 ? Number.NaN : sampleQuantile(values, 0.1);
    band.p90[row] = values.length === 0 ? Number.NaN : sampleQuantile(values, 0.9);
  }
  return band;
}

/** Bill lines of all replications, matched by what they charge for; a line missing in one counts as 0 there. */
function reduceBill(bills: readonly (readonly BillRow[])[]): VariantResults['bill'] {
  const key = (row: BillRow): string => `${row.category}/${row.pool}/${row.instanceType}`;
  const lines = new Map<string, BillRow>();
  for (const row of bills.flat()) if (!lines.has(key(row))) lines.set(key(row), row);
  return [...lines.entries()].map(([lineKey, line]) => {
    const rows = bills.map((bill) => bill.find((row) => key(row) === lineKey));
    return {
      ...line,
      quantity: estimate(rows.map((row) => row?.quantity ?? 0)),
      cost: estimate(rows.map((row) => row?.cost ?? 0)),
    };
  });
}

/** Met or violated only when the whole 95 % interval lies on one side of the limit. */
function verdictOn(objective: Objective, estimates: Record<TotalName, Estimate>): ObjectiveVerdict {
  const value = estimates[objective.total];
  const isMet = value.mean + value.halfWidth95 <= objective.max;
  const isViolated = value.mean - value.halfWidth95 > objective.max;
  return {
    objective: objective.total,
    limitMax: objective.max,
    estimate: value,
    verdict: isMet ? 'met' : isViolated ? 'violated' : 'inconclusive',
  };
}

/**
 * How well each variant's fleet followed the demand for bridges, and for Jibris where there are any: the elasticity
 * metrics, and the speedup against the first variant.
 */
import { formatEstimate, formatNumber, formatPercent } from '../charts/figures.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import type { RunTotals, TotalName } from '../simulation/rows.ts';
import { elasticSpeedupEstimate, type ProvisioningRatios } from '../stats/elasticity.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { table } from './table.ts';

interface PoolElasticity {
  readonly caption: string;
  /** Heads of rows and the totals under them. */
  readonly percents: readonly (readonly [head: string, total: TotalName])[];
  readonly numbers: readonly (readonly [head: string, total: TotalName])[];
  readonly ratiosOf: (totals: RunTotals) => ProvisioningRatios;
}

const bridges: PoolElasticity = {
  caption: 'Elasticity of the bridges',
  percents: [
    ['Too few: missing, share of the demand', 'underProvisioningAccuracyRatio'],
    ['Too many: surplus, share of the demand', 'overProvisioningAccuracyRatio'],
    ['Time with too few', 'underProvisioningTimeRatio'],
    ['Time with too many', 'overProvisioningTimeRatio'],
    ['Time in which fleet and demand move differently', 'instabilityRatio'],
  ],
  numbers: [
    ['Changes of the fleet beyond those of the demand, per hour', 'jitterPerHour'],
    ['Reversals of scaling, per day', 'bridgeFlipsPerDay'],
    ['Launches per day', 'bridgeLaunchesPerDay'],
    ['Bridge-hours ready beyond the demand', 'bridgeHoursSurplus'],
    ['Bridge-hours draining, not part of the supply', 'bridgeHoursDraining'],
    ['From order to ready, median, s', 'orderToReadySecondsP50'],
    ['From order to ready, 95 in 100 below, s', 'orderToReadySecondsP95'],
    ['Deviation from the perfect fleet; 0 is perfect', 'scalingDeviation'],
  ],
  ratiosOf: (totals) => ({
    underAccuracyRatio: totals.underProvisioningAccuracyRatio,
    overAccuracyRatio: totals.overProvisioningAccuracyRatio,
    underTimeRatio: totals.underProvisioningTimeRatio,
    overTimeRatio: totals.overProvisioningTimeRatio,
  }),
};

const jibris: PoolElasticity = {
  caption: 'Elasticity of the Jibris',
  percents: [
    ['Too few: missing, share of the demand', 'jibriUnderProvisioningAccuracyRatio'],
    ['Too many: surplus, share of the demand', 'jibriOverProvisioningAccuracyRatio'],
    ['Time with too few', 'jibriUnderProvisioningTimeRatio'],
    ['Time with too many', 'jibriOverProvisioningTimeRatio'],
    ['Time in which pool and demand move differently', 'jibriInstabilityRatio'],
  ],
  numbers: [
    ['Changes of the pool beyond those of the demand, per hour', 'jibriJitterPerHour'],
    ['Reversals of scaling, per day', 'jibriFlipsPerDay'],
    ['Launches per day', 'jibriLaunchesPerDay'],
    ['Jibri-hours ready beyond the demand', 'jibriHoursSurplus'],
    ['Jibri-hours draining, not part of the supply', 'jibriHoursDraining'],
    ['From order to ready, median, s', 'jibriOrderToReadySecondsP50'],
    ['From order to ready, 95 in 100 below, s', 'jibriOrderToReadySecondsP95'],
    ['Deviation from the perfect pool; 0 is perfect', 'jibriScalingDeviation'],
  ],
  ratiosOf: (totals) => ({
    underAccuracyRatio: totals.jibriUnderProvisioningAccuracyRatio,
    overAccuracyRatio: totals.jibriOverProvisioningAccuracyRatio,
    underTimeRatio: totals.jibriUnderProvisioningTimeRatio,
    overTimeRatio: totals.jibriOverProvisioningTimeRatio,
  }),
};

export function elasticitySection(results: Results): Html {
  const { variants } = results;
  // NaN in a deployment without Jibris.
  const hasJibris = variants.some(({ totals }) =>
    totals.some((run) => Number.isFinite(run.jibriInstabilityRatio)),
  );
  return html`<section id="elasticity"><h2>How well the fleet followed the demand</h2>
${poolTable(bridges, variants)}
<p class="note">Demand: bridges that the load needs when each is loaded to the stress threshold of bridge selection. Supply: ready bridges; launching and draining ones are paid and do not count. Metrics of the SPEC Research Group; the speedup is the geometric mean over pairs of replications with the same demand, with its 95 % interval; it is significant when that leaves out 1.</p>
${hasJibris ? jibrisPart(variants) : ''}</section>
`;
}

function jibrisPart(variants: readonly VariantResults[]): Html {
  return html`${poolTable(jibris, variants)}
<p class="note">Demand: Jibris that record, finalise, restart or hang, and those that refused recordings would need until their end; while there is none, shares count Jibris. Supply: ready Jibris, the busy ones among them; launching and draining ones are paid and do not count.</p>
`;
}

function poolTable(pool: PoolElasticity, variants: readonly VariantResults[]): Html {
  const [baseline] = variants;
  const rows = [
    ...pool.percents.map(([head, total]) => ({
      head,
      cells: variants.map(({ estimates }) => formatPercent(estimates[total])),
    })),
    ...pool.numbers.map(([head, total]) => ({
      head,
      cells: variants.map(({ estimates }) => formatEstimate(estimates[total])),
    })),
    ...(variants.length < 2 || baseline === undefined
      ? []
      : [
          {
            head: `Elastic speedup over ${baseline.variant}; above 1 is better`,
            cells: variants.map((variant) => speedupText(pool, baseline, variant)),
          },
        ]),
  ];
  const columns = ['', ...variants.map(({ variant }) => variant)];
  return table({ caption: pool.caption, columns, rows, figures: true });
}

/** `1.8 (1.4 to 2.3)`: replication by replication against the first variant; 1 for itself. */
function speedupText(pool: PoolElasticity, baseline: VariantResults, variant: VariantResults): string {
  if (variant === baseline) return '1';
  const pairs = Math.min(variant.totals.length, baseline.totals.length);
  if (pairs === 0) return '–';
  const { geometricMean, low95, high95 } = elasticSpeedupEstimate({
    policy: variant.totals.slice(0, pairs).map(pool.ratiosOf),
    baseline: baseline.totals.slice(0, pairs).map(pool.ratiosOf),
  });
  // One of the two has no such pool.
  if (Number.isNaN(geometricMean)) return '–';
  const interval = Number.isNaN(low95) ? '' : ` (${formatNumber(low95)} to ${formatNumber(high95)})`;
  return `${formatNumber(geometricMean)}${interval}`;
}

/**
 * How well each variant's fleet followed the demand for bridges: the elasticity metrics, and the speedup against the
 * first variant.
 */
import { formatEstimate, formatNumber, formatPercent } from '../charts/figures.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import type { RunTotals, TotalName } from '../simulation/rows.ts';
import { elasticSpeedupEstimate, type ProvisioningRatios } from '../stats/elasticity.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { table } from './table.ts';

const percents = [
  ['Too few: missing, share of the demand', 'underProvisioningAccuracyRatio'],
  ['Too many: surplus, share of the demand', 'overProvisioningAccuracyRatio'],
  ['Time with too few', 'underProvisioningTimeRatio'],
  ['Time with too many', 'overProvisioningTimeRatio'],
  ['Time in which fleet and demand move differently', 'instabilityRatio'],
] as const satisfies readonly (readonly [string, TotalName])[];

const numbers = [
  ['Changes of the fleet beyond those of the demand, per hour', 'jitterPerHour'],
  ['Reversals of scaling, per day', 'bridgeFlipsPerDay'],
  ['Launches per day', 'bridgeLaunchesPerDay'],
  ['Bridge-hours ready beyond the demand', 'bridgeHoursSurplus'],
  ['Bridge-hours draining, not part of the supply', 'bridgeHoursDraining'],
  ['From order to ready, median, s', 'orderToReadySecondsP50'],
  ['From order to ready, 95 in 100 below, s', 'orderToReadySecondsP95'],
  ['Deviation from the perfect fleet; 0 is perfect', 'scalingDeviation'],
] as const satisfies readonly (readonly [string, TotalName])[];

export function elasticitySection(results: Results): Html {
  const { variants } = results;
  const [baseline] = variants;
  const rows = [
    ...percents.map(([head, total]) => ({
      head,
      cells: variants.map(({ estimates }) => formatPercent(estimates[total])),
    })),
    ...numbers.map(([head, total]) => ({
      head,
      cells: variants.map(({ estimates }) => formatEstimate(estimates[total])),
    })),
    ...(variants.length < 2 || baseline === undefined
      ? []
      : [
          {
            head: `Elastic speedup over ${baseline.variant}; above 1 is better`,
            cells: variants.map((variant) => speedupText(baseline, variant)),
          },
        ]),
  ];
  return html`<section id="elasticity"><h2>How well the fleet followed the demand</h2>
${table({ caption: 'Elasticity of the bridges', columns: ['', ...variants.map(({ variant }) => variant)], rows, figures: true })}
<p class="note">Demand: bridges that the load needs when each is loaded to the stress threshold of bridge selection. Supply: ready bridges; launching and draining ones are paid and do not count. Metrics of the SPEC Research Group; the speedup is the geometric mean over pairs of replications with the same demand, with its 95 % interval; it is significant when that leaves out 1.</p>
</section>
`;
}

/** `1.8 (1.4 to 2.3)`: replication by replication against the first variant; 1 for itself. */
function speedupText(baseline: VariantResults, variant: VariantResults): string {
  if (variant === baseline) return '1';
  const pairs = Math.min(variant.totals.length, baseline.totals.length);
  if (pairs === 0) return '–';
  const { geometricMean, low95, high95 } = elasticSpeedupEstimate({
    policy: variant.totals.slice(0, pairs).map(ratiosOf),
    baseline: baseline.totals.slice(0, pairs).map(ratiosOf),
  });
  const interval = Number.isNaN(low95) ? '' : ` (${formatNumber(low95)} to ${formatNumber(high95)})`;
  return `${formatNumber(geometricMean)}${interval}`;
}

function ratiosOf(totals: RunTotals): ProvisioningRatios {
  return {
    underAccuracyRatio: totals.underProvisioningAccuracyRatio,
    overAccuracyRatio: totals.overProvisioningAccuracyRatio,
    underTimeRatio: totals.underProvisioningTimeRatio,
    overTimeRatio: totals.overProvisioningTimeRatio,
  };
}

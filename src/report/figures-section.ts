/**
 * The tables of figures: comparison of the variants, objectives, agreement with measurements, bill.
 */
import { formatEstimate, formatMoney, formatNumber, formatPercent } from '../charts/figures.ts';
import type { ObjectiveVerdict, Results } from '../experiment/results.ts';
import type { IncidentRow } from '../simulation/rows.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { formatMeasure, formatObjective, measureGroupsOf, objectiveName } from './measures.ts';
import type { TableRow } from './table.ts';
import { folded, table } from './table.ts';

export function objectivesSection(results: Results): Html | null {
  const names = [
    ...new Set(results.variants.flatMap(({ objectives }) => objectives.map(({ objective }) => objective))),
  ];
  if (names.length === 0) return null;
  const rows = names.map((name) => ({
    head: objectiveWithLimit(results, name),
    cells: results.variants.map((variant) => {
      const objective = variant.objectives.find((candidate) => candidate.objective === name);
      return objective === undefined ? '–' : verdictCell(objective, results.currency);
    }),
  }));
  return html`<section id="objectives"><h2>Objectives</h2>
${table({ caption: 'Objectives: limit, estimate and verdict', columns: ['At most', ...variantNames(results)], rows, figures: true })}
<p class="note">Met or violated: the whole 95 % interval lies on that side of the limit. Inconclusive: the limit lies inside the interval.</p>
</section>
`;
}

const verdictSigns = { met: '✓', violated: '✗', inconclusive: '?' } as const;

function verdictCell({ objective, estimate, verdict }: ObjectiveVerdict, currency: string): Html {
  return html`<span class="verdict ${verdict}"><span aria-hidden="true">${verdictSigns[verdict]}</span> ${verdict}</span> <span class="figure">${formatObjective(objective, estimate, currency)}</span>`;
}

function objectiveWithLimit(results: Results, name: string): string {
  const limit = results.variants
    .flatMap(({ objectives }) => objectives)
    .find(({ objective }) => objective === name)?.limitMax;
  const exact = { mean: limit ?? Number.NaN, halfWidth95: Number.NaN, replications: 1 };
  return `${objectiveName(name)}: ${formatObjective(name, exact, results.currency)}`;
}

export function comparisonSection(results: Results): Html {
  const rows = measureGroupsOf(results).flatMap((group): TableRow[] => [
    { head: group.name, cells: [], spansTable: true },
    ...group.measures.map((measure) => ({
      head: measure.name,
      cells: results.variants.map((variant) => formatMeasure(variant, measure, results.currency)),
    })),
  ]);
  const caption =
    results.replications === 1
      ? 'Figures of one replication; no intervals'
      : `Means over ${results.replications} replications, ± 95 % half-width`;
  return html`<section id="figures"><h2>All figures</h2>
${table({ caption, columns: ['', ...variantNames(results)], rows, figures: true })}</section>
`;
}

export function agreementSection(results: Results): Html | null {
  const rows = results.variants.flatMap((variant) =>
    variant.agreements.map((agreement) => ({
      head: variant.variant,
      cells: [
        agreement.series,
        formatPercent(agreement.meanAbsolutePercentageError),
        formatEstimate(agreement.bias),
        `${formatNumber(Math.round(agreement.insideBandRatio * 100))}\u00a0%`,
      ],
    })),
  );
  if (rows.length === 0) return null;
  const columns = ['Variant', 'Measured series', 'Mean absolute error', 'Bias', 'Inside the range'];
  return html`<section id="agreement"><h2>Agreement with the measurements</h2>
${table({ caption: 'Simulated against measured', columns, rows })}
<p class="note">Mean absolute error: how far off, on average, in percent of the measured value. Bias: mean of simulated minus measured. Inside the range: share of measured minutes between the least and the most of all replications.</p>
<ul class="sources">${results.observed.map((series) => html`<li>${series.name}: ${series.source}</li>`)}</ul>
</section>
`;
}

export function billSection(results: Results): Html | null {
  const rows = results.variants.flatMap((variant) =>
    variant.bill.map((line) => ({
      head: variant.variant,
      cells: [
        line.pool,
        line.instanceType,
        `${formatEstimate(line.quantity)} ${line.unit}s`,
        `${formatNumber(line.unitPrice)} ${line.currency}`,
        formatMoney(line.cost, line.currency),
      ],
    })),
  );
  if (rows.length === 0) return null;
  const columns = ['Variant', 'Pool', 'Instance type', 'Quantity', 'Unit price', 'Cost'];
  return html`<section id="bill"><h2>Bill</h2>
${table({ caption: 'Compute, mean over replications with 95 % half-width', columns, rows })}</section>
`;
}

/** Scale decisions that changed the wanted count, of the first replication. */
const decisionRowsMax = 300;

export function decisionsSection(results: Results, clock: (minute: number) => string): Html | null {
  const parts = results.variants.map((variant) => {
    const first = variant.decisions.reduce(
      (least, row) => Math.min(least, row.replication),
      Number.POSITIVE_INFINITY,
    );
    const changes = variant.decisions.filter(
      (row) => row.replication === first && row.desiredBefore !== row.desiredAfter,
    );
    const shown = changes.slice(0, decisionRowsMax);
    const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
    if (shown.length === 0)
      return html`<p><strong>${variant.variant}</strong>: the wanted count never changes.</p>\n`;
    const rows = shown.map((row) => ({
      head: clock(row.atMs / 60_000),
      cells: [
        row.pool,
        `${row.desiredBefore} → ${row.desiredAfter}`,
        `${row.readyCount} / ${row.launchingCount} / ${row.drainingCount}`,
        row.reason,
      ],
    }));
    const caption = `Decisions of ${variant.variant}${changes.length > shown.length ? `, the first ${decisionRowsMax}` : ''}`;
    const columns = ['Time', 'Pool', 'Wanted', 'Ready / launching / draining', 'Reason'];
    return folded(`${variant.variant}: ${count}`, table({ caption, columns, rows }));
  });
  if (results.variants.every((variant) => variant.decisions.length === 0)) return null;
  return html`<section id="decisions"><h2>Scale decisions</h2>
<p class="note">Of one replication, the first; only decisions that change the wanted count.</p>
${parts}</section>
`;
}

const incidentNames = {
  'join-failed': 'Joins that failed',
  'recording-refused': 'Recordings refused, no Jibri free',
  'bridge-overstressed': 'A bridge became overstressed',
  'bridge-stopped': 'A draining bridge was stopped with conferences on it',
  'prosody-killed': 'Prosody was restarted: by its probe, or a fault',
  'shard-state': 'HAProxy took a shard for something else than before',
  'bridge-unhealthy': 'A bridge failed its health checks',
  'load-redistributed': 'Jicofo moved participants off an overloaded bridge',
  'room-split': 'A conference was split over two shards',
  'front-restarted': 'A web front pod was restarted: by its probe, or a fault',
  'not-ready': 'Prosody or a front pod got no new connections: it failed its readiness probes',
  'bridge-crashed': 'Fault: a bridge crashed',
  'jicofo-restarted': 'Fault: Jicofo restarted',
  'reconnect-storm': 'Fault: sockets of clients broke',
  churn: 'Fault: participants left and joined again',
  'join-burst': 'Fault: joins that nobody planned',
  'jibri-hung': 'Fault: a Jibri hung',
  'drain-failed': 'Fault: orders to drain got lost',
  'drain-flag': 'An operator set the drain flag on bridges, or lifted it',
  'drain-hung': 'An empty draining bridge did not stop',
  'zone-lost': 'Fault: a zone was lost',
  'region-cut-off': 'Fault: a region was cut off',
  'out-of-stock': 'Fault: the cloud ran out of stock',
  'boots-slowed': 'Fault: instances booted slowly',
  'spot-wave': 'Fault: the cloud took many spot instances',
  'launch-refused': 'The cloud refused an instance',
  'instance-taken': 'The cloud took an instance back',
  'node-never-ready': 'A node did not become ready and was given up',
} as const satisfies Readonly<Record<IncidentRow['kind'], string>>;

export function incidentsSection(results: Results): Html {
  const rows = results.variants.flatMap((variant) => {
    const kinds = [...new Set(variant.incidents.map(({ kind }) => kind))].sort();
    return kinds.map((kind) => {
      const incidents = variant.incidents.filter((incident) => incident.kind === kind);
      const replications = new Set(incidents.map(({ replication }) => replication)).size;
      const affected = incidents.reduce((sum, incident) => sum + incident.affected, 0);
      return {
        head: variant.variant,
        cells: [
          incidentNames[kind],
          formatNumber(incidents.length / results.replications),
          formatNumber(affected / results.replications),
          `${replications} of ${results.replications}`,
        ],
      };
    });
  });
  if (rows.length === 0)
    return html`<section id="incidents"><h2>Incidents</h2><p>None in any replication.</p></section>\n`;
  const columns = ['Variant', 'What happened', 'Times', 'Affected', 'Seen in replications'];
  return html`<section id="incidents"><h2>Incidents</h2>
${table({ caption: 'Incidents in a replication, on average; participants or recordings affected', columns, rows })}</section>
`;
}

function variantNames(results: Results): string[] {
  return results.variants.map((variant) => variant.variant);
}

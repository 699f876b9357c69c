/**
 * How far to trust the answer: warnings, the numbers it relies on with their sources, how it was made.
 */
import { chartClock, dayInWords, horizonInWords } from '../charts/clock.ts';
import { formatNumber } from '../charts/figures.ts';
import type { Results } from '../experiment/results.ts';
import { type ModelCitation, type Trust, trustOrder } from '../scenario/evidence.ts';
import { certainty } from './certainty.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { folded, table } from './table.ts';

const trustMeanings: Readonly<Record<Trust, string>> = {
  assumed: 'nobody measured it',
  published: 'taken from a publication or a project’s source',
  calibrated: 'fitted on measurements',
  validated: 'fitted, and confirmed on measurements it was not fitted on',
};

export function warningsBox(results: Results): Html | null {
  if (results.warnings.length === 0) return null;
  return html`<aside class="box warning" aria-label="Warnings"><h2>Before you rely on it</h2>
<ul>${results.warnings.map((warning) => html`<li>${warning}</li>`)}</ul></aside>
`;
}

/** What ± leaves open: bad runs, precision reached, models against chance. Null when there is nothing to say. */
export function certaintySection(results: Results): Html | null {
  const lines = certainty(results);
  if (lines.length === 0) return null;
  return html`<section id="certainty"><h2>How certain it is</h2>
<ul>${lines.map((line) => html`<li>${line.charAt(0).toUpperCase()}${line.slice(1)}.</li>`)}</ul></section>
`;
}

export function modelsSection(results: Results): Html | null {
  const { modelsUsed } = results;
  if (modelsUsed.length === 0) return null;
  const assumed = modelsUsed.filter(({ trust }) => trust === 'assumed');
  const counts = trustOrder
    .map((trust) => ({ trust, count: modelsUsed.filter((citation) => citation.trust === trust).length }))
    .filter(({ count }) => count > 0);
  return html`<section id="models"><h2>What the answer rests on</h2>
<p>${modelsUsed.length} numbers from models: ${counts.map(({ trust, count }) => `${count} ${trust} (${trustMeanings[trust]})`).join(', ')}.</p>
${modelsTable(modelsUsed)}
${assumed.length === 0 ? null : assumedBox(assumed)}
${folded('All numbers with value, interval, trust and source', citationsTable('Numbers used', sortedByTrust(modelsUsed)))}</section>
`;
}

/** The models in order of first use: how many numbers each gives, and how far to trust the least of them. */
function modelsTable(citations: readonly ModelCitation[]): Html {
  const names = [...new Set(citations.map(({ model }) => model))];
  const rows = names.map((name) => {
    const trusts = citations.filter(({ model }) => model === name).map(({ trust }) => trust);
    const worst = trustOrder.find((trust) => trusts.includes(trust)) ?? 'validated';
    return {
      head: name,
      cells: [
        String(trusts.length),
        String(trusts.filter((trust) => trust === 'assumed').length),
        html`<span class="trust ${worst}">${worst}</span>`,
      ],
    };
  });
  const columns = ['Model', 'Numbers used', 'Of these assumed', 'Least trust'];
  return table({ caption: 'Models used; jitsim models <name> shows one', columns, rows, figures: true });
}

function assumedBox(assumed: readonly ModelCitation[]): Html {
  return html`<div class="box assumed"><h3>Assumed: nobody measured these</h3>
<p>If one of them is wrong for your deployment, the answer may change. Replace it with a measurement of your own where you can.</p>
${citationsTable('Assumed numbers', assumed)}</div>
`;
}

function citationsTable(caption: string, citations: readonly ModelCitation[]): Html {
  const rows = citations.map(({ model, parameter, value, interval95, source, trust }) => ({
    head: html`<span class="model">${model}</span> ${parameter}`,
    cells: [
      typeof value === 'number' ? formatNumber(value) : value,
      interval95 === null ? '–' : `${formatNumber(interval95[0])} to ${formatNumber(interval95[1])}`,
      html`<span class="trust ${trust}">${trust}</span>`,
      source,
    ],
  }));
  return table({ caption, columns: ['Number', 'Value', '95 % interval', 'Trust', 'Source'], rows });
}

function sortedByTrust(citations: readonly ModelCitation[]): ModelCitation[] {
  return [...citations].sort((a, b) => trustOrder.indexOf(a.trust) - trustOrder.indexOf(b.trust));
}

export function provenanceSection(results: Results): Html {
  const facts: readonly (readonly [string, Html | string])[] = [
    ['Scenario', results.scenario],
    ['Time simulated', `${horizonInWords(results)} from ${startInWords(results)}`],
    ['Replications', `${results.replications} of each variant, all variants with the same demand`],
    ['Seed', String(results.seed)],
    ['Version', `jitsim ${results.version}`],
    ['Scenario hash (SHA-256)', html`<code>${results.scenarioHash}</code>`],
    [
      'Fingerprint of the first replication',
      html`${results.variants.map(({ variant, fingerprints }) => html`<div>${variant}: <code>${fingerprints[0] ?? 'none'}</code></div>`)}`,
    ],
  ];
  return html`<section id="made"><h2>How it was made</h2>
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p class="note">The same scenario, seed and version give the same figures to the last digit; equal fingerprints prove it.</p>
</section>
`;
}

function startInWords(results: Results): string {
  const { startMs } = chartClock(results);
  const time = new Date(startMs).toISOString().slice(11, 16);
  return `${dayInWords(startMs)}, ${time} (${results.timeZone})`;
}

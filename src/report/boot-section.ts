/**
 * How long launches took, and where the time went: by pool and stage, from the order to serving.
 */
import { formatEstimate } from '../charts/figures.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import type { BootRow } from '../simulation/rows.ts';
import { estimate } from '../stats/estimate.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';
import { table } from './table.ts';

const stageNames: Readonly<Record<string, string>> = {
  granted: 'refused or held up by the cloud',
  warmStart: 'start out of the warm pool',
  bound: 'without a node',
  whole: 'from the order until it serves',
};

const launchedNames = { instance: '', pod: ', pods', node: ', nodes' } as const;

/** None when nothing was launched. */
export function bootSection(results: Results): Html | null {
  const rows = results.variants.flatMap((variant) =>
    groupsOf(variant).map((group) => {
      const [first] = group;
      const figure = (of: 'launches' | 'secondsMean' | 'secondsP50' | 'secondsP95' | 'secondsMax'): string =>
        formatEstimate(estimate(group.map((row) => row[of])));
      return {
        head: variant.variant,
        cells: [
          `${first.pool}${launchedNames[first.of]}`,
          stageNames[first.stage] ?? `boot stage ${first.stage}`,
          figure('launches'),
          ...(['secondsMean', 'secondsP50', 'secondsP95', 'secondsMax'] as const).map(figure),
        ],
      };
    }),
  );
  if (rows.length === 0) return null;
  const columns = [
    'Variant',
    'Pool',
    'Stage',
    'Launches',
    'Mean, s',
    'Median, s',
    '95 in 100 below, s',
    'Longest, s',
  ];
  return html`<section id="boots"><h2>How long launches took</h2>
${table({ caption: 'Seconds in each stage of a launch, over the replications that launched', columns, rows })}
<p class="note">Only launches that came to serve within the time simulated. Stages follow each other; quantiles do not add up. What a controller takes until it orders is in the decisions.</p>
</section>
`;
}

type Row = BootRow & { readonly replication: number };

/** Rows of one pool and stage, in the order of the stages. */
function groupsOf({ boots }: VariantResults): [Row, ...Row[]][] {
  const groups = new Map<string, [Row, ...Row[]]>();
  for (const row of boots) {
    const key = `${row.pool} ${row.of} ${row.stage}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/**
 * Chart `difference`: what every candidate has more or less of than the baseline, with the intervals of the differences.
 */
import type { Comparison } from '../experiment/compare.ts';
import type { TotalName } from '../simulation/rows.ts';
import type { Chart, Panel } from './chart.ts';
import { formatEstimate } from './figures.ts';
import { ink, inkSoft, variantColour } from './palette.ts';
import { plotWidth, sentences, theme, titleOf } from './parts.ts';

export interface DifferenceMeasure {
  readonly total: TotalName;
  readonly title: string;
}

/** One panel for each measure in which some candidate differs. */
export function differenceChart(comparison: Comparison, measures: readonly DifferenceMeasure[]): Chart {
  const { baseline, candidates, scenario, replications, seed } = comparison;
  const title = `Against “${baseline}”: more or less of what`;
  const caption = sentences(
    'Points: mean difference to the baseline, run by run under common random numbers; bars: its 95 % interval. Grey: within the noise.',
    `Simulated: “${scenario}”, ${replications} replications, seed ${seed}.`,
  );
  const differing = measures.filter(({ total }) =>
    candidates.some(({ differences }) => differences[total].sign !== 'same'),
  );
  return {
    name: 'difference',
    title,
    caption,
    description: differing
      .map(
        ({ total, title: measure }) =>
          `${measure}: ${candidates.map(({ variant, differences }) => `${variant} ${formatEstimate(differences[total].difference)}`).join(', ')}`,
      )
      .join('. '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      vconcat: differing.map((measure) => panel(comparison, measure)),
    },
  };
}

/** Room for the names of variants, pixels. */
const NAME_WIDTH = 260;

function panel({ candidates }: Comparison, { total, title }: DifferenceMeasure): Panel {
  const rows = candidates.map(({ variant, differences }) => {
    const { difference, sign } = differences[total];
    const half = Number.isFinite(difference.halfWidth95) ? difference.halfWidth95 : 0;
    return {
      variant,
      mean: difference.mean,
      low: difference.mean - half,
      high: difference.mean + half,
      isSure: sign === 'more' || sign === 'less',
      label: `${difference.mean > 0 ? '+' : ''}${formatEstimate(difference)}`,
    };
  });
  const reach = Math.max(...rows.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]), 1e-12);
  const color = { condition: { test: 'datum.isSure', value: variantColour(0) }, value: inkSoft };
  const x = {
    type: 'quantitative' as const,
    // Room for figures at the right.
    scale: { domain: [-1.1 * reach, 1.7 * reach], nice: false as const },
    axis: { title: null, tickCount: 5 },
  };
  const y = {
    field: 'variant',
    type: 'nominal' as const,
    sort: candidates.map(({ variant }) => variant),
    axis: { title: null, labelLimit: NAME_WIDTH - 10, minExtent: NAME_WIDTH, labelColor: ink },
  };
  return {
    title: { text: title, fontSize: 12, anchor: 'start', frame: 'group', offset: 6 },
    width: plotWidth - NAME_WIDTH,
    height: { step: 24 },
    data: { values: rows },
    encoding: { y },
    layer: [
      {
        data: { values: [{ at: 0 }] },
        mark: { type: 'rule', color: ink },
        encoding: { x: { ...x, field: 'at' }, y: { value: 0 }, y2: { value: 24 * rows.length } },
      },
      {
        mark: { type: 'rule', strokeWidth: 3 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, color },
      },
      {
        mark: { type: 'point', filled: true, opacity: 1, size: 60 },
        encoding: { x: { ...x, field: 'mean' }, color },
      },
      {
        mark: { type: 'text', align: 'left', dx: 8, fontSize: 11, color: ink },
        encoding: { x: { ...x, field: 'high' }, text: { field: 'label', type: 'nominal' } },
      },
    ],
  };
}

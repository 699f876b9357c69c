/**
 * Chart `cumulative-cost`: what each variant has cost by any minute, labelled at the end with its total.
 */
import type { Results, VariantResults } from '../experiment/results.ts';
import type { Chart, ChartRow, Layer } from './chart.ts';
import { chartClock } from './clock.ts';
import { formatMoney } from './figures.ts';
import { minuteRows } from './minute-rows.ts';
import { variantColour } from './palette.ts';
import { bandMeaning, hoverLayer, madeHow, sentences, theme, timeAxis, titleOf } from './parts.ts';

/** Narrower than other charts: the labels of the totals stand right of the plot. */
const width = 600;
const height = 260;
/** Least distance between two end labels, pixels. */
const labelGap = 15;

export function cumulativeCostChart(results: Results): Chart {
  const clock = chartClock(results);
  const title = 'What each policy costs, adding up';
  const caption = sentences(
    'All instances from launch until gone, at the prices of the bill; on the right the total.',
    bandMeaning(results),
    madeHow(results, clock),
  );
  const totals = results.variants.map((variant) => variant.estimates.cost.mean);
  const costMax = Math.max(
    ...totals,
    ...results.variants.map((variant) => lastOf(variant.bands.costAccrued.p90)),
  );
  const axisMax = costMax > 0 ? costMax * 1.03 : 1;
  const labelY = spread(
    totals.map((total) => height * (1 - total / axisMax)),
    labelGap,
    height,
  );
  return {
    name: 'cumulative-cost',
    title,
    caption,
    description: results.variants
      .map(
        (variant) => `${variant.variant}: ${formatMoney(variant.estimates.cost, results.currency)} in all.`,
      )
      .join(' '),
    spec: {
      title: titleOf(title, caption),
      config: theme,
      width,
      height,
      data: { values: [...rowsOf(results)] },
      encoding: { x: timeAxis(clock) },
      layer: [
        ...results.variants.flatMap((_, index) => variantLayers(index, axisMax, results.currency)),
        ...results.variants.map((variant, index) =>
          endLabel(variant, { index, y: labelY[index] ?? 0, currency: results.currency }),
        ),
        hoverLayer(
          'costAt',
          clock,
          results.variants.map((variant, index) => ({
            field: `cost${index}`,
            title: variant.variant,
            format: ',.2f',
          })),
        ),
      ],
    },
  };
}

function rowsOf(results: Results): ChartRow[] {
  const clock = chartClock(results);
  const first = results.variants[0];
  if (first === undefined) throw new Error('cumulativeCostChart: results without a variant');
  const columns = results.variants.flatMap((variant, index) => {
    const band = variant.bands.costAccrued;
    return [
      { field: `cost${index}`, values: band.mean, decimals: 3, joinMinutes: 'last' as const },
      { field: `low${index}`, values: band.p10, decimals: 3, joinMinutes: 'last' as const },
      { field: `high${index}`, values: band.p90, decimals: 3, joinMinutes: 'last' as const },
    ];
  });
  return minuteRows(clock, first.minute, columns);
}

function variantLayers(index: number, axisMax: number, currency: string): Layer[] {
  const color = variantColour(index);
  const y = {
    type: 'quantitative' as const,
    scale: { domain: [0, axisMax], nice: false },
    axis: { title: `cost since the start (${currency})`, tickCount: 6 },
  };
  return [
    {
      mark: { type: 'area', color, opacity: 0.2 },
      encoding: { y: { ...y, field: `low${index}` }, y2: { field: `high${index}` } },
    },
    { mark: { type: 'line', color, strokeWidth: 2 }, encoding: { y: { ...y, field: `cost${index}` } } },
  ];
}

function endLabel(variant: VariantResults, at: { index: number; y: number; currency: string }): Layer {
  const cost = formatMoney(variant.estimates.cost, at.currency);
  return {
    data: { values: [{}] },
    mark: { type: 'text', align: 'left', color: variantColour(at.index), fontSize: 11, dx: 6, limit: 280 },
    encoding: {
      text: { value: `${cost}, ${variant.variant}` },
      x: { value: 'width' },
      y: { value: at.y },
    },
  };
}

/** Moves positions apart to at least `gap`, keeping their order, inside 0 to `limit`. */
function spread(positions: readonly number[], gap: number, limit: number): number[] {
  const order = positions.map((_, index) => index).sort((a, b) => (positions[a] ?? 0) - (positions[b] ?? 0));
  const moved = [...positions];
  let least = 0;
  for (const index of order) {
    moved[index] = Math.max(least, moved[index] ?? 0);
    least = (moved[index] ?? 0) + gap;
  }
  let most = limit;
  for (const index of order.reverse()) {
    moved[index] = Math.min(most, moved[index] ?? 0);
    most = (moved[index] ?? 0) - gap;
  }
  return moved;
}

function lastOf(values: Float64Array): number {
  const last = values[values.length - 1];
  return last !== undefined && Number.isFinite(last) ? last : 0;
}

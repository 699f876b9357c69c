/**
 * Chart `price-tornado`: how much the bill moves when one price, exchange rate or the growth moves alone.
 */
import type { Forecast } from '../../budget/forecast.ts';
import { priceTornado, type TornadoBar } from '../../budget/price-tornado.ts';
import type { Chart } from '../chart.ts';
import { formatNumber } from '../figures.ts';
import { ink, variantColour } from '../palette.ts';
import { plotWidth, sentences, theme, titleOf } from '../parts.ts';
import { cents } from './bill-by-month.ts';
import { madeOf } from './parts.ts';

/** Bars shown: what moves the bill less is not worth a meeting. */
const BARS_MAX = 12;

/** null where no price moves the bill. */
export function priceTornadoChart(forecast: Forecast): Chart | null {
  const all = priceTornado(forecast);
  const bars = all.slice(0, BARS_MAX);
  const [longest] = bars;
  if (longest === undefined) return null;
  const { currency } = forecast.budget;
  const title = 'What moves the bill most';
  const caption = sentences(
    'Each moved alone, the whole bill made again, amortised; orange: dearer, blue: cheaper.',
    'Prices move by a tenth, exchange rates by their interval or 5 %, growth from end to end of its interval.',
    all.length > bars.length ? `The ${all.length - bars.length} smallest are left out.` : '',
    madeOf(forecast),
  );
  return {
    name: 'price-tornado',
    title,
    caption,
    description: `${longest.name} moves the bill most: ${signed(longest.low)} to ${signed(longest.high)} ${currency} (${longest.range}).`,
    spec: {
      title: titleOf(title, caption),
      config: theme,
      width: plotWidth - 280,
      height: { step: 26 },
      ...barsOf(bars, currency),
    },
  };
}

function barsOf(bars: readonly TornadoBar[], currency: string) {
  const reach = Math.max(...bars.flatMap(({ low, high }) => [Math.abs(low), Math.abs(high)]));
  const values = bars.flatMap((bar) =>
    (['low', 'high'] as const).map((end) => ({
      name: label(bar),
      end,
      change: cents(bar[end]),
      sign: bar[end] >= 0 ? 'dearer' : 'cheaper',
      text: signed(bar[end]),
    })),
  );
  const y = {
    field: 'name',
    type: 'nominal' as const,
    sort: bars.map(label),
    axis: { title: null, labelLimit: 330, ticks: false, domain: false },
  };
  const x = {
    field: 'change',
    type: 'quantitative' as const,
    // Room for the figures beside the bars.
    scale: { domain: [-1.3 * reach, 1.3 * reach], nice: false },
    axis: { title: `change of all months, ${currency}`, tickCount: 6 },
  };
  const color = {
    field: 'sign',
    type: 'nominal' as const,
    scale: { domain: ['cheaper', 'dearer'], range: [variantColour(0), variantColour(1)] },
    legend: null,
  };
  const bar = { type: 'bar' as const, height: 16, tooltip: true };
  const figures = (['cheaper', 'dearer'] as const).map((sign) => ({
    transform: [{ filter: `datum.sign === '${sign}'` }],
    mark: {
      type: 'text' as const,
      align: sign === 'dearer' ? ('left' as const) : ('right' as const),
      dx: sign === 'dearer' ? 5 : -5,
      fontSize: 11,
      color: ink,
    },
    encoding: { x, text: { field: 'text', type: 'nominal' as const } },
  }));
  return {
    data: { values },
    encoding: { y },
    layer: [{ mark: bar, encoding: { x: { ...x, stack: null }, color } }, ...figures],
  };
}

function label({ name, range }: TornadoBar): string {
  return `${name} (${range})`;
}

function signed(value: number): string {
  const text = formatNumber(Math.round(Math.abs(value)));
  return `${value < 0 ? '−' : '+'}${text}`;
}

/**
 * Chart `commitment-curve`: what an hour costs on average over what is committed, with the optimum, which is the (1 - p)
 * quantile of the hourly usage (p: committed over on-demand price), and what the budget commits.
 */
import type { CommitmentPoint } from '../../billing/commitment-optimum.ts';
import type { CommitmentAdvice } from '../../budget/commitment-advice.ts';
import type { Forecast } from '../../budget/forecast.ts';
import type { Chart, Layer } from '../chart.ts';
import { formatNumber } from '../figures.ts';
import { ink, inkSoft, variantColour } from '../palette.ts';
import { panelTitle, plotWidth, sentences, theme, titleOf } from '../parts.ts';
import { madeOf } from './parts.ts';

/** null where nothing can be bought or nothing ran. */
export function commitmentCurveChart(
  forecast: Forecast,
  advice: CommitmentAdvice,
  name: string,
): Chart | null {
  const { budget } = forecast;
  const { optimum, discountRatio, id } = advice;
  if (optimum.onDemandCost === 0) return null;
  const title = `How much to commit: ${id}`;
  const quantile = `${Math.round(100 * (1 - optimum.priceRatio))} % quantile of the hourly usage`;
  const caption = sentences(
    `A plan ${Math.round(100 * discountRatio)} % below on demand (${advice.discountSource}).`,
    `The cost of an hour is least at the ${quantile}: commit ${budget.currency} ${optimum.commitPerHour.toFixed(3)} an hour.`,
    'The curve is flat there: rounding down costs little.',
    madeOf(forecast),
  );
  const values = nearOptimum(optimum).map(({ committed, cost, utilisation, coverage }) => ({
    committed: short(committed * (1 - discountRatio)),
    cost: short(cost),
    utilisation: Number.isNaN(utilisation) ? null : short(utilisation),
    coverage: Number.isNaN(coverage) ? null : short(coverage),
  }));
  const x = {
    field: 'committed',
    type: 'quantitative' as const,
    scale: { nice: false },
    axis: { title: `committed, ${budget.currency} an hour at the plan’s rates`, tickCount: 10 },
  };
  const marks = marksOf(advice, quantile);
  return {
    name,
    title,
    caption,
    description: `Without a commitment an hour costs ${formatNumber(optimum.onDemandCost)}; with ${budget.currency} ${optimum.commitPerHour.toFixed(3)} an hour committed ${formatNumber(optimum.cost)}, ${Math.round(100 * optimum.savingsRatio)} % less, at ${Math.round(100 * optimum.coverage)} % coverage and ${Math.round(100 * optimum.utilisation)} % utilisation.`,
    spec: {
      title: titleOf(title, caption),
      config: theme,
      data: { values },
      resolve: { scale: { color: 'independent' } },
      vconcat: [
        {
          title: panelTitle('Mean cost of an hour', 'commitment and what it does not cover'),
          width: plotWidth,
          height: 220,
          encoding: { x: { ...x, axis: { ...x.axis, title: null } } },
          layer: costLayers(marks, budget.currency, {
            onDemandCost: optimum.onDemandCost,
            shownMax: values.at(-1)!.committed,
          }),
        },
        {
          title: panelTitle(
            'Coverage and utilisation',
            'share of the usage covered; share of the commitment used',
          ),
          width: plotWidth,
          height: 130,
          encoding: { x },
          layer: shareLayers(),
        },
      ],
    },
  };
}

interface Mark {
  readonly committed: number;
  readonly cost: number;
  readonly words: string;
  readonly kind: string;
}

/** How much dearer than on demand a commitment is still drawn. */
const SHOWN_COST_RATIO = 1.3;

/** The curve up to where it is plainly too much, with the optimum on it: beyond, it only goes on rising. */
function nearOptimum(optimum: CommitmentAdvice['optimum']): readonly CommitmentPoint[] {
  const { curve, onDemandCost, committed } = optimum;
  return [...curve.filter((point) => point.committed !== committed), optimum]
    .filter((point) => point.cost <= SHOWN_COST_RATIO * onDemandCost || point.committed <= 2 * committed)
    .sort((one, other) => one.committed - other.committed);
}

function marksOf(advice: CommitmentAdvice, quantile: string): Mark[] {
  const { optimum, committedPerHour } = advice;
  const words = `optimum: ${quantile}`;
  const best: Mark = { committed: optimum.commitPerHour, cost: optimum.cost, words, kind: 'optimum' };
  if (committedPerHour === null) return [best];
  // What is bought is the optimum rounded down: one mark for both.
  if (Math.abs(committedPerHour - optimum.commitPerHour) <= 0.01 * optimum.commitPerHour) {
    return [{ ...best, words: `in the budget, and the ${words}` }];
  }
  return [best, inBudget(advice, committedPerHour)];
}

/** What the budget commits, on the curve. */
function inBudget({ optimum, discountRatio }: CommitmentAdvice, perHour: number): Mark {
  const { curve } = optimum;
  const on = curve.map(({ committed }) => committed * (1 - discountRatio));
  const above = Math.max(
    1,
    on.findIndex((at) => at >= perHour),
  );
  const [from, to] = [on[above - 1]!, on[above]!];
  const share = to === from ? 0 : Math.min(1, (perHour - from) / (to - from));
  const cost = curve[above - 1]!.cost + share * (curve[above]!.cost - curve[above - 1]!.cost);
  return { committed: perHour, cost, words: 'in the budget', kind: 'budget' };
}

function costLayers(
  marks: readonly Mark[],
  currency: string,
  { onDemandCost, shownMax }: { readonly onDemandCost: number; readonly shownMax: number },
): Layer[] {
  const y = {
    type: 'quantitative' as const,
    scale: { zero: false },
    axis: { title: `${currency} an hour` },
  };
  const color = {
    field: 'kind',
    type: 'nominal' as const,
    scale: { domain: ['optimum', 'budget'], range: [variantColour(1), ink] },
    legend: null,
  };
  const values = marks.map((mark) => ({ ...mark }));
  const onDemand = [{ cost: onDemandCost, words: 'all on demand' }];
  return [
    {
      data: { values: onDemand },
      mark: { type: 'rule', color: inkSoft, strokeDash: [2, 3] },
      encoding: { x: { value: 0 }, x2: { value: 'width' }, y: { ...y, field: 'cost' } },
    },
    {
      data: { values: onDemand },
      mark: { type: 'text', color: inkSoft, align: 'right', dy: -6, fontSize: 11 },
      encoding: {
        x: { value: 'width' },
        y: { ...y, field: 'cost' },
        text: { field: 'words', type: 'nominal' },
      },
    },
    {
      mark: { type: 'line', color: variantColour(0), strokeWidth: 2, tooltip: true },
      encoding: { y: { ...y, field: 'cost' } },
    },
    { data: { values }, mark: { type: 'rule', strokeDash: [4, 3] }, encoding: { color } },
    {
      data: { values },
      mark: { type: 'point', filled: true, size: 90, opacity: 1 },
      encoding: { y: { ...y, field: 'cost' }, color },
    },
    ...values.map((mark, index): Layer => {
      const isRight = mark.committed > shownMax / 2;
      return {
        data: { values: [mark] },
        mark: { type: 'text', align: isRight ? 'right' : 'left', dx: isRight ? -8 : 8, fontSize: 11 },
        encoding: { y: { value: 10 + 16 * index }, color, text: { field: 'words', type: 'nominal' } },
      };
    }),
  ];
}

function shareLayers(): Layer[] {
  const y = {
    type: 'quantitative' as const,
    axis: { title: 'share', format: '.0%' },
    scale: { domain: [0, 1] },
  };
  return (['coverage', 'utilisation'] as const).map(
    (field, index): Layer => ({
      mark: { type: 'line', strokeWidth: 2, color: index === 0 ? variantColour(2) : inkSoft },
      encoding: { y: { ...y, field }, color: { datum: field, type: 'nominal', scale: shareScale } },
    }),
  );
}

const shareScale = { domain: ['coverage', 'utilisation'], range: [variantColour(2), inkSoft] };

/** Six digits: more than the eye sees. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}

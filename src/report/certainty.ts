/**
 * How certain the figures are, in sentences: precision reached, bad days, what comes from the models and what from
 * chance, and what few replications cannot show.
 */
import { formatNumber } from '../charts/figures.ts';
import { type DayQuantile, dayQuantile } from '../experiment/day-quantiles.ts';
import type { Results, VariantResults } from '../experiment/results.ts';
import { risksOf } from '../experiment/risk.ts';
import type { VarianceShare } from '../experiment/variance-share.ts';
import type { TotalName } from '../simulation/rows.ts';

const percent = (ratio: number): string => `${formatNumber(100 * ratio)} %`;

/** Totals whose bad days and shares are told; what is no percentage is money. */
const told: readonly { readonly total: TotalName; readonly title: string; readonly asPercent: boolean }[] = [
  { total: 'costPerDay', title: 'cost per day', asPercent: false },
  {
    total: 'overstressedParticipantMinutesRatio',
    title: 'overstressed participant-minutes',
    asPercent: true,
  },
  { total: 'joinFailureRatio', title: 'joins that failed', asPercent: true },
];

export function certainty(results: Results): string[] {
  return [
    ...precisionLine(results),
    ...results.variants.flatMap((variant) =>
      badRunLine(variant, results.variants.length > 1, results.currency),
    ),
    ...results.variants.flatMap((variant) => riskLine(variant, results.variants.length > 1)),
    ...results.variants.flatMap((variant) => shareLine(variant, results.variants.length > 1)),
  ];
}

function precisionLine({ precision, replications }: Results): string[] {
  if (precision === null) return [];
  const { total, relativeHalfWidth, relativeHalfWidthWanted, isReached } = precision;
  const wanted = `wanted were ${percent(relativeHalfWidthWanted)}`;
  const none = relativeHalfWidth === 0 ? noneSeen(replications) : '';
  return [
    `${total} is known within ${percent(relativeHalfWidth)} of its mean after ${replications} replications; ${wanted}${isReached ? '' : ': not reached'}${none}`,
  ];
}

/** The rule of three: what never happened in n runs happens in fewer than 3 in n of them, with 95 % confidence. */
function noneSeen(replications: number): string {
  return ` (it never varied: what was not seen in ${replications} runs may still happen in up to ${percent(1 - 0.05 ** (1 / replications))} of them)`;
}

function badRunLine(variant: VariantResults, withName: boolean, currency: string): string[] {
  const parts = told.flatMap(({ total, title, asPercent }) => {
    const quantile = dayQuantile(variant.totals, total, 0.9);
    if (quantile === null || quantile.value === variant.estimates[total].mean) return [];
    return [
      `${title} ${quantileText(quantile, asPercent ? { scale: 100, unit: '%' } : { scale: 1, unit: currency })}`,
    ];
  });
  if (parts.length === 0) return [];
  return [`one run in ten is worse than${named(variant, withName)}: ${parts.join('; ')}`];
}

/** An objective bounds the mean; this is about single days. Said where some run was beyond a limit. */
function riskLine(variant: VariantResults, withName: boolean): string[] {
  const risks = risksOf(variant).filter(({ beyond }) => beyond > 0);
  if (risks.length === 0) return [];
  const parts = risks.map(
    ({ objective, limitMax, beyond, replications, ratio, interval95: [low, high] }) =>
      `${percent(ratio)} of days (${formatNumber(100 * low)} to ${percent(high)}) above ${objective} ${formatNumber(limitMax)}, ${beyond} of ${replications} runs`,
  );
  return [`risk of a bad day${named(variant, withName)}: ${parts.join('; ')}`];
}

function quantileText(
  { value, low, high }: DayQuantile,
  { scale, unit }: { readonly scale: number; readonly unit: string },
): string {
  const text = (bound: number): string => formatNumber(scale * bound);
  const from = Number.isFinite(low) ? text(low) : null;
  const to = Number.isFinite(high) ? text(high) : null;
  if (from === null && to === null) return `${text(value)} ${unit}`;
  if (to === null)
    return `${text(value)} ${unit} (at least ${from} ${unit}; too few runs for an upper bound)`;
  return `${text(value)} ${unit} (${from ?? 'below'} to ${to} ${unit})`;
}

function shareLine(variant: VariantResults, withName: boolean): string[] {
  const { parameterShares } = variant;
  if (parameterShares === null) return [];
  const parts = told.flatMap(({ total, title }) => {
    const share = parameterShares[total];
    return Number.isNaN(share.share) ? [] : [`${title} ${shareText(share)}`];
  });
  if (parts.length === 0) return [];
  return [
    `of the variance between runs comes from what is not known of the models, the rest from chance${named(variant, withName)}: ${parts.join('; ')}`,
  ];
}

function shareText({ share, low, high }: VarianceShare): string {
  return `${formatNumber(Math.round(100 * share))} % (${Math.round(100 * low)} to ${Math.round(100 * high)})`;
}

function named({ variant }: VariantResults, withName: boolean): string {
  return withName ? `, ${variant}` : '';
}

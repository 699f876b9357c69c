/**
 * The totals of a run as readers see them: a name in plain words, and how the figure is written.
 */
import { formatEstimate, formatMoney, formatPercent } from '../charts/figures.ts';
import { simulatesSignalling } from '../charts/signalling.ts';
import type { Estimate, Results, VariantResults } from '../experiment/results.ts';
import { type Measure, type MeasureGroup, measureGroups, type Notation } from './measure-groups.ts';

/** Groups that apply to these results. */
export function measureGroupsOf(results: Results): readonly MeasureGroup[] {
  const jibris = results.variants.some((variant) => variant.policyJibris !== null);
  const signalling = results.variants.some(simulatesSignalling);
  const regions = results.variants.some(({ estimates }) => estimates.otherRegionRatio.mean > 0);
  return measureGroups
    .filter((group) => signalling || group.signalling !== true)
    .filter((group) => regions || group.regions !== true)
    .map((group) => ({
      ...group,
      measures: group.measures.filter(
        (measure) =>
          (jibris || measure.jibris !== true) && (group.whenAny !== true || isAbove0(results, measure)),
      ),
    }))
    .filter((group) => group.measures.length > 0);
}

function isAbove0({ variants }: Results, { total }: Measure): boolean {
  return variants.some(({ estimates }) => estimates[total].mean > 0);
}

export function formatMeasure(variant: VariantResults, measure: Measure, currency: string): string {
  return formatAs(variant.estimates[measure.total], measure.notation, currency);
}

/** Name and notation of an objective's total; the name itself for one this report does not know. */
export function objectiveName(objective: string): string {
  return measureOf(objective)?.name ?? objective;
}

export function formatObjective(objective: string, estimate: Estimate, currency: string): string {
  return formatAs(estimate, measureOf(objective)?.notation ?? 'number', currency);
}

function measureOf(total: string): Measure | undefined {
  return measureGroups.flatMap((group) => group.measures).find((measure) => measure.total === total);
}

function formatAs(estimate: Estimate, notation: Notation, currency: string): string {
  switch (notation) {
    case 'number':
      return formatEstimate(estimate);
    case 'percent':
      return formatPercent(estimate);
    case 'money':
      return formatMoney(estimate, currency);
    case 'price':
      return `${formatEstimate(estimate)}\u00a0${currency}`;
  }
}

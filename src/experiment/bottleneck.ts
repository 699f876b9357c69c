/**
 * Which component of a variant is nearest its limit, minute by minute, and which reaches it first: the answer to "what
 * breaks first".
 */
import { type LimitRatioColumn, limitRatioColumnNames } from '../simulation/rows.ts';
import type { VariantResults } from './results.ts';

/** Components by the column that says how near they are to their limit. */
export const componentNames = {
  bridgeStressLimitRatio: 'stress of the busiest bridge',
  bridgePacketsLimitRatio: 'packets of the busiest bridge',
  bridgePoolLimitRatio: 'bridges at the policy’s maximum',
  prosodyLimitRatio: 'Prosody’s core',
  frontSocketsLimitRatio: 'sockets of the web front',
  shardParticipantsLimitRatio: 'participants of a shard',
  jibrisLimitRatio: 'Jibris',
} as const satisfies Readonly<Record<LimitRatioColumn, string>>;

export interface Bottleneck {
  /** Minutes since the horizon start. */
  readonly minute: number;
  readonly component: LimitRatioColumn;
  /** How near it is to its limit, 1 for at it: mean and 90 % quantile of the replications. */
  readonly ratio: number;
  readonly ratioP90: number;
}

/** The component with the largest mean ratio in every minute; minutes without any are left out. */
export function bottlenecksOf(variant: Pick<VariantResults, 'minute' | 'bands'>): Bottleneck[] {
  return [...variant.minute].flatMap((minute, row) => {
    const candidates = limitRatioColumnNames
      .map((component) => at(variant, component, row, minute))
      .filter(({ ratio }) => !Number.isNaN(ratio));
    return candidates.length === 0
      ? []
      : [candidates.reduce((most, one) => (one.ratio > most.ratio ? one : most))];
  });
}

/** When the mean ratio of each component first reached 1, in order of time; those that never did are left out. */
export function limitsReachedBy(variant: Pick<VariantResults, 'minute' | 'bands'>): Bottleneck[] {
  return limitRatioColumnNames
    .flatMap((component) => {
      const row = variant.bands[component].mean.findIndex((ratio) => ratio >= 1);
      return row < 0 ? [] : [at(variant, component, row, variant.minute[row]!)];
    })
    .sort((a, b) => a.minute - b.minute || b.ratio - a.ratio);
}

/**
 * What breaks first: the component whose mean ratio reaches 1 before those of all others. When none does, the one that
 * comes nearest, in the minute in which it does. Null when nothing was measured.
 */
export function firstLimitOf(variant: Pick<VariantResults, 'minute' | 'bands'>): Bottleneck | null {
  const [broken] = limitsReachedBy(variant);
  if (broken !== undefined) return broken;
  return bottlenecksOf(variant).reduce<Bottleneck | null>(
    (most, one) => (most === null || one.ratio > most.ratio ? one : most),
    null,
  );
}

function at(
  { bands }: Pick<VariantResults, 'bands'>,
  component: LimitRatioColumn,
  row: number,
  minute: number,
): Bottleneck {
  const { mean, p90 } = bands[component];
  return { minute, component, ratio: mean[row]!, ratioP90: p90[row]! };
}

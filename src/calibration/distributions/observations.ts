/**
 * What was observed of a quantity: single values, or counts in ranges. Sizes are whole numbers: a size of 3 is what a
 * generator that rounds makes of 2.5 to 3.5, and the least size takes everything below it.
 */
import { CalibrationRefused } from '../refusal.ts';

export type Observations =
  | { readonly kind: 'exact'; readonly values: readonly number[]; readonly counts: readonly number[] }
  | {
      readonly kind: 'ranges';
      readonly ranges: readonly Range[];
      /** Least whole number, or null when the quantity is continuous. */
      readonly wholeFrom: number | null;
    };

/** `count` observations above `low`, up to `high`; `low` -Infinity and `high` Infinity are open ends. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** Fewest observations for a distribution: below it the families cannot be told apart at all. */
export const observationsMin = 10;

/** Above this many values they are rounded and counted: fits cost per distinct value. */
const distinctValuesMax = 5000;

/**
 * Continuous positive values, such as minutes. More than 5000 are rounded to three significant digits, which moves
 * every value by less than 0.5 %, half of them up and half down.
 */
export function exactObservations(values: readonly number[]): Observations {
  checkValues('values', values);
  const many = values.length > distinctValuesMax;
  return { kind: 'exact', ...tally(many ? values.map((value) => Number(value.toPrecision(3))) : values) };
}

/** Whole values, such as participants. */
export function wholeObservations(values: readonly number[]): Observations {
  checkValues('sizes', values);
  const fraction = values.find((value) => !Number.isInteger(value));
  if (fraction !== undefined) {
    throw new CalibrationRefused({
      place: 'sizes',
      problem: `${fraction} is not a whole number`,
      hint: 'sizes count participants; for a continuous quantity use exact observations',
    });
  }
  const { values: distinct, counts } = tally(values);
  const least = distinct[0]!;
  return {
    kind: 'ranges',
    wholeFrom: least,
    ranges: distinct.map((value, i) => ({
      low: value === least ? Number.NEGATIVE_INFINITY : value - 0.5,
      high: value + 0.5,
      count: counts[i]!,
    })),
  };
}

/** A published histogram. `whole` when the bins count whole numbers: then `from` and `to` are the sizes included. */
export function histogramObservations(options: {
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  readonly whole: boolean;
}): Observations {
  const bins = options.bins.filter((bin) => bin.count > 0);
  for (const [i, bin] of options.bins.entries()) {
    const ordered = bin.from < bin.to || (options.whole && bin.from === bin.to);
    if (!ordered || !(bin.count >= 0) || !Number.isFinite(bin.count)) {
      throw new CalibrationRefused({
        place: `histogram bin ${i + 1}`,
        problem: `from ${bin.from} to ${bin.to} with count ${bin.count}`,
        hint: 'give bins with from below to, and counts of 0 or more',
      });
    }
  }
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  requireEnough('histogram', total);
  if (bins.length < 3) {
    throw new CalibrationRefused({
      place: 'histogram',
      problem: `only ${bins.length} bins hold anything`,
      hint: 'three bins or more are needed for a family with two parameters',
    });
  }
  const least = Math.min(...bins.map((bin) => bin.from));
  const half = options.whole ? 0.5 : 0;
  return {
    kind: 'ranges',
    wholeFrom: options.whole ? least : null,
    ranges: bins.map((bin) => ({
      low: options.whole && bin.from === least ? Number.NEGATIVE_INFINITY : bin.from - half,
      high: bin.to + half,
      count: bin.count,
    })),
  };
}

/** How many observations there are. */
export function observationCount(observations: Observations): number {
  const counts =
    observations.kind === 'exact' ? observations.counts : observations.ranges.map((range) => range.count);
  return counts.reduce((total, count) => total + count, 0);
}

/** A value in the middle of each observation, with its count: for starting points only. */
export function middles(observations: Observations): { readonly value: number; readonly count: number }[] {
  if (observations.kind === 'exact') {
    return observations.values.map((value, i) => ({ value, count: observations.counts[i]! }));
  }
  return observations.ranges.map(({ low, high, count }) => {
    const value = Number.isFinite(low) ? (Number.isFinite(high) ? (low + high) / 2 : low * 1.5) : high - 0.5;
    return { value: Math.max(value, 1e-6), count };
  });
}

function checkValues(place: string, values: readonly number[]): void {
  const bad = values.findIndex((value) => !(value > 0) || !Number.isFinite(value));
  if (bad >= 0) {
    throw new CalibrationRefused({
      place,
      problem: `value ${bad + 1} is ${values[bad]}`,
      hint: 'sizes and durations are positive; leave out meetings that never took place',
    });
  }
  requireEnough(place, values.length);
  if (values.every((value) => value === values[0])) {
    throw new CalibrationRefused({
      place,
      problem: `all ${values.length} values are ${values[0]}`,
      hint: 'use a constant; there is no distribution to fit',
    });
  }
}

function requireEnough(place: string, count: number): void {
  if (count < observationsMin) {
    throw new CalibrationRefused({
      place,
      problem: `${count} observations, at least ${observationsMin} are needed`,
      hint: 'about 100 tell lognormal from gamma; with fewer use published moments and say so',
    });
  }
}

function tally(values: readonly number[]): { values: number[]; counts: number[] } {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts.keys()].sort((a, b) => a - b);
  return { values: sorted, counts: sorted.map((value) => counts.get(value)!) };
}

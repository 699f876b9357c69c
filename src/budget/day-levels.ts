/**
 * A kind of day at a demand other than the one simulated first: interpolated between the levels of demand at which it was
 * simulated (`growth.simulateAt`), in proportion to the nearest level beyond them.
 *
 *   at(d) = at(a) + (d - a) / (b - a) (at(b) - at(a))      a <= d <= b, levels next to each other
 *   at(d) = at(a) d / a                                     beyond the last or before the first level
 *
 * Replications of all levels share their random numbers, so they are interpolated one by one.
 *
 * Simplification: with one level, hours of pools that scale, traffic and recordings grow in proportion to demand. A pool of
 * fixed size never grows.
 */
import type { DaySample, DayType } from './day-type.ts';

/** What a day uses: `hours` and `measures` times `scale`, but for pools of fixed size. */
export interface UsedDay extends DaySample {
  readonly scale: number;
}

/** @param sample index of a replication's day */
export function dayAt({ levels }: DayType, sample: number, demand: number): UsedDay {
  const above = levels.findIndex((level) => level.demand >= demand);
  const [first, last] = [levels[0]!, levels.at(-1)!];
  if (above <= 0) {
    const level = above < 0 ? last : first;
    return { ...sampleOf(level, sample), scale: demand / level.demand };
  }
  const [low, high] = [levels[above - 1]!, levels[above]!];
  const share = (demand - low.demand) / (high.demand - low.demand);
  return { ...between(sampleOf(low, sample), sampleOf(high, sample), share), scale: 1 };
}

/** Levels may have been run with different numbers of replications. */
function sampleOf({ samples }: DayType['levels'][number], sample: number): DaySample {
  return samples[sample % samples.length]!;
}

function between(low: DaySample, high: DaySample, share: number): DaySample {
  const mix = (a: number, b: number): number => a + share * (b - a);
  const names = new Set([...low.measures.keys(), ...high.measures.keys()]);
  return {
    hours: low.hours.map((hours, kind) => hours.map((value, hour) => mix(value, high.hours[kind]![hour]!))),
    measures: new Map(
      [...names].map((name) => [name, mix(low.measures.get(name) ?? 0, high.measures.get(name) ?? 0)]),
    ),
  };
}

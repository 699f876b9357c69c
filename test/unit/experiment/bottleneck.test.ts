/**
 * Goal: the bottleneck of a minute is the component nearest its limit, and what breaks first is told, in order.
 * Method: ratios written out minute by minute, and the readings behind them with limits worked out by hand.
 */
import { describe, expect, it } from 'vitest';
import { bottlenecksOf, firstLimitOf, limitsReachedBy } from '../../../src/experiment/bottleneck.ts';
import type { VariantResults } from '../../../src/experiment/results.ts';
import { writeLimitRatios } from '../../../src/simulation/limit-ratios.ts';
import { type LimitRatioColumn, limitRatioColumnNames } from '../../../src/simulation/rows.ts';

function variantWith(
  ratios: Partial<Record<LimitRatioColumn, readonly number[]>>,
): Pick<VariantResults, 'minute' | 'bands'> {
  const minutes = Object.values(ratios)[0]?.length ?? 0;
  const bands = Object.fromEntries(
    limitRatioColumnNames.map((column) => {
      const mean = Float64Array.from(ratios[column] ?? new Array<number>(minutes).fill(Number.NaN));
      return [column, { mean, p10: mean, p90: mean.map((ratio) => ratio + 0.1) }];
    }),
  ) as unknown as VariantResults['bands'];
  return { minute: Float64Array.from({ length: minutes }, (_, row) => row + 1), bands };
}

describe('the bottleneck', () => {
  const variant = variantWith({
    bridgeStressLimitRatio: [0.2, 0.6, 0.9, 1.3],
    prosodyLimitRatio: [0.5, 0.5, 1, 1],
  });

  it('is the component nearest its limit in each minute', () => {
    expect(bottlenecksOf(variant).map(({ minute, component, ratio }) => [minute, component, ratio])).toEqual([
      [1, 'prosodyLimitRatio', 0.5],
      [2, 'bridgeStressLimitRatio', 0.6],
      [3, 'prosodyLimitRatio', 1],
      [4, 'bridgeStressLimitRatio', 1.3],
    ]);
  });

  it('that breaks first is the first to reach its limit, not the one furthest beyond', () => {
    expect(firstLimitOf(variant)).toMatchObject({ component: 'prosodyLimitRatio', minute: 3, ratio: 1 });
    expect(limitsReachedBy(variant).map(({ component }) => component)).toEqual([
      'prosodyLimitRatio',
      'bridgeStressLimitRatio',
    ]);
  });

  it('is the nearest when nothing breaks, and nothing when nothing was measured', () => {
    const calm = variantWith({ jibrisLimitRatio: [0.1, 0.7, 0.3], prosodyLimitRatio: [0.2, 0.2, 0.2] });
    expect(firstLimitOf(calm)).toMatchObject({ component: 'jibrisLimitRatio', minute: 2, ratio: 0.7 });
    expect(limitsReachedBy(calm)).toEqual([]);
    expect(firstLimitOf(variantWith({ prosodyLimitRatio: [Number.NaN] }))).toBeNull();
  });
});

describe('a ratio to a limit', () => {
  const columns = () =>
    Object.fromEntries(limitRatioColumnNames.map((name) => [name, new Float64Array(1)])) as Record<
      LimitRatioColumn,
      Float64Array
    >;
  const readings = {
    stressMax: 0.9,
    overstressedAbove: 1.2,
    stressSum: 6,
    bridgesMax: 10,
    packetRateMaxPps: 39_250,
    carriedCeilingPps: 78_500,
    signalling: { busiestProsodyCores: 0.4, frontSocketsRatio: 0.8 },
    shardParticipants: 1250,
    jibris: { busy: 3, serving: 4, refused: 0 },
  };

  it('is what there is over what there may be', () => {
    const written = columns();
    writeLimitRatios(written, 0, readings);
    expect(Object.fromEntries(limitRatioColumnNames.map((name) => [name, written[name][0]]))).toEqual({
      bridgeStressLimitRatio: 0.75,
      bridgePacketsLimitRatio: 0.5,
      bridgePoolLimitRatio: 0.5,
      prosodyLimitRatio: 0.4,
      frontSocketsLimitRatio: 0.8,
      shardParticipantsLimitRatio: 0.25,
      jibrisLimitRatio: 0.75,
    });
  });

  it('is reached by whoever was refused, and missing for what is not there', () => {
    const written = columns();
    writeLimitRatios(written, 0, {
      ...readings,
      jibris: { busy: 3, serving: 4, refused: 1 },
      signalling: null,
    });
    expect(written.jibrisLimitRatio[0]).toBe(1);
    expect(written.prosodyLimitRatio[0]).toBeNaN();
    writeLimitRatios(written, 0, { ...readings, jibris: null, stressMax: Number.NaN });
    expect(written.jibrisLimitRatio[0]).toBeNaN();
    expect(written.bridgeStressLimitRatio[0]).toBe(0);
  });
});

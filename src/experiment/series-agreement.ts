/**
 * How alike two series are that were sampled at the same moments.
 */

export interface SeriesAgreement {
  /** mean |simulated - measured| / measured over samples whose measurement is not 0; ratio. */
  readonly meanAbsolutePercentageError: number;
  /** mean (simulated - measured), in the unit of the series. */
  readonly bias: number;
  /** Pearson's correlation; NaN when one of them does not vary. */
  readonly correlation: number;
}

/** Scores one series against another; samples without a value in either are left out. */
export function seriesAgreement(simulated: ArrayLike<number>, measured: ArrayLike<number>): SeriesAgreement {
  let count = 0;
  let positive = 0;
  let percentage = 0;
  let sumX = 0;
  let sumY = 0;
  for (let index = 0; index < measured.length; index++) {
    const x = simulated[index]!;
    const y = measured[index]!;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    count += 1;
    sumX += x;
    sumY += y;
    if (y === 0) continue;
    positive += 1;
    percentage += Math.abs(x - y) / Math.abs(y);
  }
  const [meanX, meanY] = [sumX / count, sumY / count];
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let index = 0; index < measured.length; index++) {
    const x = simulated[index]! - meanX;
    const y = measured[index]! - meanY;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  return {
    meanAbsolutePercentageError: positive === 0 ? Number.NaN : percentage / positive,
    bias: meanX - meanY,
    correlation: xx === 0 || yy === 0 ? Number.NaN : xy / Math.sqrt(xx * yy),
  };
}

/**
 * By how many minutes the simulation is late as a whole: the shift at which the two correlate best; the smallest of
 * equal ones.
 *
 * @param options.simulated one value a minute, at minutes 1, 2, ...
 * @param options.minute minutes of the measurement, whole
 * @param options.shiftMax most minutes tried, early and late
 * @returns NaN when nothing correlates, because one of the two does not vary
 */
export function bestLagMinutes(options: {
  readonly simulated: Float64Array;
  readonly minute: ArrayLike<number>;
  readonly measured: ArrayLike<number>;
  readonly shiftMax: number;
}): number {
  const { simulated, minute, measured, shiftMax } = options;
  let best = { lag: Number.NaN, correlation: Number.NEGATIVE_INFINITY };
  for (let step = 0; step <= 2 * shiftMax; step++) {
    // 0, -1, 1, -2, 2, ...: of equal correlations the smallest shift stays.
    const lag = step % 2 === 0 ? step / 2 : -(step + 1) / 2;
    const shifted = Array.from(minute, (at) => simulated[at + lag - 1] ?? Number.NaN);
    const { correlation } = seriesAgreement(shifted, measured);
    if (correlation > best.correlation + LEAST_GAIN) best = { lag, correlation };
  }
  return best.lag;
}

/** Correlations nearer than this are equal. */
const LEAST_GAIN = 1e-9;

/**
 * Means over replications with their uncertainty. Replications are independent by construction (each has its own
 * random streams), so Student's t applies; samples within one replication are correlated and must not be put here.
 */
import { studentTQuantile } from './student-t.ts';

/** A mean over replications with its 95 % half-width (Student's t). Never a bare number. */
export interface Estimate {
  readonly mean: number;
  /** Half-width of the 95 % interval; NaN with fewer than 2 replications. */
  readonly halfWidth95: number;
  readonly replications: number;
}

/**
 * Mean of one value a replication, with its 95 % half-width.
 *
 *   halfWidth95 = t(0.975; n - 1) * s / sqrt(n),   s^2 = sum (x - mean)^2 / (n - 1)
 *
 * A NaN among the values makes mean and half-width NaN: a replication without an answer is never dropped in
 * silence. No values give a NaN mean.
 *
 * Source: Student 1908; Law, Simulation Modeling and Analysis, 5th edition, section 4.5.
 */
export function estimate(values: ArrayLike<number>): Estimate {
  const { mean, standardError } = meanAndStandardError(values);
  const replications = values.length;
  const halfWidth95 =
    replications < 2 ? Number.NaN : studentTQuantile(0.975, replications - 1) * standardError;
  return { mean, halfWidth95, replications };
}

/**
 * Mean of the differences candidate - baseline, replication by replication, with its 95 % half-width. Under common
 * random numbers the pairs move together and the interval is far narrower than that of two separate means.
 *
 * @param options.baseline one value a replication
 * @param options.candidate the values of the same replications, in the same order
 * @throws RangeError when the lengths differ: pairs cannot be guessed
 */
export function estimatePairedDifference(options: {
  readonly baseline: ArrayLike<number>;
  readonly candidate: ArrayLike<number>;
}): Estimate {
  const { baseline, candidate } = options;
  if (baseline.length !== candidate.length) {
    throw new RangeError(
      `estimatePairedDifference: ${baseline.length} baseline values cannot be paired with ${candidate.length}`,
    );
  }
  return estimate(Array.from(candidate, (value, index) => value - baseline[index]!));
}

/**
 * Interval for the mean of independent values at any confidence, by Student's t.
 *
 * @param options.confidence probability that the interval covers the true mean, above 0 and below 1
 * @returns both bounds NaN with fewer than 2 values
 */
export function meanInterval(options: { readonly values: ArrayLike<number>; readonly confidence: number }): {
  readonly low: number;
  readonly high: number;
} {
  const { values, confidence } = options;
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`meanInterval: confidence must lie between 0 and 1, got ${confidence}`);
  }
  if (values.length < 2) return { low: Number.NaN, high: Number.NaN };
  const { mean, standardError } = meanAndStandardError(values);
  const halfWidth = studentTQuantile(0.5 + confidence / 2, values.length - 1) * standardError;
  return { low: mean - halfWidth, high: mean + halfWidth };
}

/**
 * Two passes, the second about the first pass's mean: values that differ little from each other but are large keep
 * their spread (NIST's NumAcc data sets break the one-pass formula).
 */
function meanAndStandardError(values: ArrayLike<number>): { mean: number; standardError: number } {
  const count = values.length;
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += values[index]!;
  const roughMean = sum / count;
  let deviation = 0;
  let square = 0;
  for (let index = 0; index < count; index += 1) {
    const difference = values[index]! - roughMean;
    deviation += difference;
    square += difference * difference;
  }
  const variance = (square - (deviation * deviation) / count) / (count - 1);
  return { mean: roughMean + deviation / count, standardError: Math.sqrt(variance / count) };
}

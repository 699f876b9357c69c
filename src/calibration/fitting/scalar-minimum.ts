/**
 * Minimum of a function of one variable on an interval, by golden section.
 *
 * Chosen over faster methods because it needs no derivative, cannot leave the interval and gives the same digits
 * everywhere. The function must have one minimum on the interval; with several, one of them is found.
 */
const goldenRatio = (Math.sqrt(5) - 1) / 2;

export interface ScalarMinimum {
  readonly at: number;
  readonly value: number;
  /** Whether the minimum lies at an end of the interval: the data do not determine it. */
  readonly atBound: boolean;
}

export function minimizeScalar(options: {
  readonly of: (x: number) => number;
  readonly low: number;
  readonly high: number;
  /** Width of the final interval, in units of x. */
  readonly tolerance: number;
}): ScalarMinimum {
  const { of } = options;
  let low = options.low;
  let high = options.high;
  let left = high - goldenRatio * (high - low);
  let right = low + goldenRatio * (high - low);
  let leftValue = of(left);
  let rightValue = of(right);
  while (high - low > options.tolerance) {
    if (leftValue <= rightValue) {
      high = right;
      right = left;
      rightValue = leftValue;
      left = high - goldenRatio * (high - low);
      leftValue = of(left);
    } else {
      low = left;
      left = right;
      leftValue = rightValue;
      right = low + goldenRatio * (high - low);
      rightValue = of(right);
    }
  }
  const at = (low + high) / 2;
  const margin = 2 * options.tolerance;
  return {
    at,
    value: of(at),
    atBound: at - options.low < margin || options.high - at < margin,
  };
}

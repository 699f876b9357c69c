/** Poisson draws: inversion for small means, transformed rejection for the others. */
import { logFactorial } from './log-factorial.ts';
import type { RandomStream } from './random-stream.ts';

/** Below this mean, adding up probabilities is the faster of the two; the rejection needs at least 10. */
const inversionMeanMax = 12;

/**
 * A count with the given mean, 0 <= `mean` <= 1e9 (beyond that the acceptance test loses digits).
 *
 * Source of the rejection: Hoermann, "The transformed rejection method for generating Poisson random variables",
 * Insurance: Mathematics and Economics 12, 1993, algorithm PTRS.
 */
export function samplePoisson(mean: number, stream: RandomStream): number {
  return mean < inversionMeanMax ? sampleByInversion(mean, stream) : sampleByRejection(mean, stream);
}

function sampleByInversion(mean: number, stream: RandomStream): number {
  const unit = stream.nextUnit();
  let count = 0;
  let probability = Math.exp(-mean);
  let cumulated = probability;
  // The sum of all probabilities may round to just below the largest unit: stop where terms no longer count.
  while (unit > cumulated && probability > 0) {
    count += 1;
    probability *= mean / count;
    cumulated += probability;
  }
  return count;
}

function sampleByRejection(mean: number, stream: RandomStream): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  const logMean = Math.log(mean);
  for (;;) {
    const u = stream.nextUnit() - 0.5;
    const v = stream.nextUnit();
    const distance = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / distance + b) * u + mean + 0.43);
    if (distance >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (distance < 0.013 && v > distance)) continue;
    const logRatio = Math.log((v * inverseAlpha) / (a / (distance * distance) + b));
    if (logRatio <= count * logMean - mean - logFactorial(count)) return count;
  }
}

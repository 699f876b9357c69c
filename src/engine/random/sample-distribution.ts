/** One draw from any distribution that a scenario or a model may name. */
import type { Distribution } from './distribution.ts';
import { sampleExponential } from './exponential.ts';
import { sampleGamma } from './gamma.ts';
import { sampleLognormal } from './lognormal.ts';
import { sampleNormal } from './normal.ts';
import { samplePoisson } from './poisson.ts';
import type { RandomStream } from './random-stream.ts';
import { sampleWeibull } from './weibull.ts';

/**
 * A draw in the unit of the distribution's parameters. The parameters are trusted: they are checked once, where a
 * scenario or a model enters.
 */
export function sampleDistribution(distribution: Distribution, stream: RandomStream): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.low + (distribution.high - distribution.low) * stream.nextUnit();
    case 'exponential':
      return sampleExponential(distribution.mean, stream);
    case 'normal':
      return sampleNormal(distribution, stream);
    case 'lognormal':
      return sampleLognormal(distribution, stream);
    case 'gamma':
      return sampleGamma(distribution, stream);
    case 'weibull':
      return sampleWeibull(distribution, stream);
    case 'poisson':
      return samplePoisson(distribution.mean, stream);
    case 'discrete':
      return sampleDiscrete(distribution.values, distribution.weights, stream);
    case 'empirical':
      return sampleEmpirical(distribution.values, stream);
    case 'clamped': {
      const value = sampleDistribution(distribution.of, stream);
      const atLeastMin = Math.max(value, distribution.min ?? -Infinity);
      return Math.min(atLeastMin, distribution.max ?? Infinity);
    }
  }
}

/** Linear in the number of values, which in models is a handful; an alias table pays only from dozens on. */
function sampleDiscrete(values: readonly number[], weights: readonly number[], stream: RandomStream): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let left = stream.nextUnit() * total;
  let lastPossible = 0;
  for (let index = 0; index < values.length; index += 1) {
    const weight = weights[index]!;
    if (weight <= 0) continue;
    if (left < weight) return values[index]!;
    left -= weight;
    lastPossible = index;
  }
  // Only reached when rounding leaves a remainder after the last positive weight.
  return values[lastPossible]!;
}

/** The quantile function through the sorted sample: the smallest value at 0, the largest at 1, linear between. */
function sampleEmpirical(values: readonly number[], stream: RandomStream): number {
  const position = stream.nextUnit() * (values.length - 1);
  const below = Math.floor(position);
  const low = values[below]!;
  const high = values[Math.min(below + 1, values.length - 1)]!;
  return low + (high - low) * (position - below);
}

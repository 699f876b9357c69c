/**
 * Random draws: nanoseconds of CPU time each, one after another on one substream, and the first draw of a new
 * substream each time, which is what drawing a conference's timeline starts with.
 */
import { sampleStandardExponential } from '../src/engine/random/exponential.ts';
import { sampleGamma } from '../src/engine/random/gamma.ts';
import { sampleLognormal } from '../src/engine/random/lognormal.ts';
import { sampleStandardNormal } from '../src/engine/random/normal.ts';
import { samplePoisson } from '../src/engine/random/poisson.ts';
import type { RandomStream } from '../src/engine/random/random-stream.ts';
import { createRandomStreams } from '../src/engine/random/random-streams.ts';
import type { Row } from './row.ts';

export const name = 'random draws, ns of CPU time each';

const gammaParameters = { shape: 2.5, scale: 1 };
const lognormalParameters = { median: 1, logStandardDeviation: 1 };

const draws: Record<string, (stream: RandomStream, index: number) => number> = {
  '32 bits': (stream) => stream.nextUint32(),
  unit: (stream) => stream.nextUnit(),
  'unit of a new entity': (stream, index) => stream.at(index).nextUnit(),
  exponential: (stream) => sampleStandardExponential(stream),
  normal: (stream) => sampleStandardNormal(stream),
  lognormal: (stream) => sampleLognormal(lognormalParameters, stream),
  'gamma, shape 2.5': (stream) => sampleGamma(gammaParameters, stream),
  'Poisson, mean 3': (stream) => samplePoisson(3, stream),
  'Poisson, mean 100': (stream) => samplePoisson(100, stream),
};

export async function run(options: { readonly quick: boolean }): Promise<Row[]> {
  const count = options.quick ? 200_000 : 4_000_000;
  const runs = options.quick ? 1 : 5;
  const stream = createRandomStreams({ seed: 1, replication: 0 }).stream('bench/random-draws');
  return Object.entries(draws).map(([draw, sample]) => {
    measureNs(sample, stream, count);
    const times = Array.from({ length: runs }, () => measureNs(sample, stream, count)).sort((a, b) => a - b);
    return { draw, runs, min: times[0]!.toFixed(1), median: times[(runs - 1) >> 1]!.toFixed(1) };
  });
}

function measureNs(
  sample: (stream: RandomStream, index: number) => number,
  stream: RandomStream,
  count: number,
): number {
  let sum = 0;
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) sum += sample(stream, index);
  const { user, system } = process.cpuUsage(before);
  if (Number.isNaN(sum)) throw new Error('a draw is not a number');
  return ((user + system) * 1000) / count;
}

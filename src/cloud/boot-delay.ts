/**
 * How long an instance takes from the launch request to serving.
 */

import type { RandomStream } from '../engine/random/random-stream.ts';
import { sampleDistribution } from '../engine/random/sample-distribution.ts';
import type { BootModel } from './boot-model.ts';

/**
 * Draws one boot delay in milliseconds: the last stage's median time, stretched by the instance's own factor.
 *
 * @param stream positioned on the instance's substream
 */
export function bootDelayMs(model: BootModel, stream: RandomStream): number {
  return stageDelayMs(model, model.stages.length - 1, bootFactor(model, stream));
}

/** The instance's factor on all stage times: log-normal with median 1. */
function bootFactor(model: BootModel, stream: RandomStream): number {
  const sigma = model.spreadLogStandardDeviation;
  return sigma === 0
    ? 1
    : sampleDistribution({ kind: 'lognormal', median: 1, logStandardDeviation: sigma }, stream);
}

/** Milliseconds from the launch request until the stage is reached. */
function stageDelayMs(model: BootModel, stageIndex: number, factor: number): number {
  const stage = model.stages[stageIndex];
  if (stage === undefined) throw new RangeError(`stageDelayMs: ${model.name} has no stage ${stageIndex}`);
  return stage.atSeconds * 1000 * factor;
}

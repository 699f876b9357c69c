/**
 * How long an instance takes from the launch request to serving.
 */

import type { RandomStream } from '../engine/random/random-stream.ts';
import { sampleDistribution } from '../engine/random/sample-distribution.ts';
import type { BootModel } from './boot-model.ts';

/**
 * Draws one boot delay in milliseconds: the time of the last stage, stretched by the instance's own factor.
 *
 * @param stream positioned on the instance's substream
 */
export function bootDelayMs(model: BootModel, stream: RandomStream): number {
  return bootStageTimesMs(model, stream).at(-1)!;
}

/**
 * Draws when each stage is reached, milliseconds from the launch request, in order.
 *
 *   t(i) = f * at(i)   or   t(i - 1) + f * takes(i),   and never before t(i - 1)
 *
 * @param stream positioned on the instance's substream
 */
export function bootStageTimesMs(model: BootModel, stream: RandomStream): number[] {
  if (model.stages.length === 0) throw new RangeError(`bootStageTimesMs: ${model.name} has no stages`);
  const factor = bootFactor(model, stream);
  const times: number[] = [];
  let timeMs = 0;
  for (const stage of model.stages) {
    timeMs =
      'atSeconds' in stage
        ? Math.max(timeMs, stage.atSeconds * 1000 * factor)
        : timeMs + Math.max(0, sampleDistribution(stage.takesSeconds, stream)) * 1000 * factor;
    times.push(timeMs);
  }
  return times;
}

/** The instance's factor on all stage times: log-normal with median 1. */
function bootFactor(model: BootModel, stream: RandomStream): number {
  const sigma = model.spreadLogStandardDeviation;
  return sigma === 0
    ? 1
    : sampleDistribution({ kind: 'lognormal', median: 1, logStandardDeviation: sigma }, stream);
}

/** How far apart the next events are, estimated from the pending times: what the width of a bucket is made from. */

const sampleMax = 256;

/**
 * Mean milliseconds between events in the earliest part of the pending times whose times differ: the first
 * quarter, else half, else all of a regular sample. 0 when all times are equal or fewer than two are given.
 *
 * Only the earliest part counts because the wheel works there; pending times thin out towards the future.
 */
export function estimateSpacingMs(pendingTimesMs: Float64Array): number {
  const count = pendingTimesMs.length;
  const sampled = Math.min(count, sampleMax);
  const sample = new Float64Array(sampled);
  for (let index = 0; index < sampled; index += 1) {
    sample[index] = pendingTimesMs[Math.floor((index * count) / sampled)]!;
  }
  sample.sort();
  for (const part of [0.25, 0.5, 1]) {
    const last = Math.ceil(part * sampled) - 1;
    if (last < 1) continue;
    const extentMs = sample[last]! - sample[0]!;
    if (extentMs > 0) return (extentMs / last) * (sampled / count);
  }
  return 0;
}

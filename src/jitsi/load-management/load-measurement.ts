/**
 * Loads of different kinds have nothing to do with each other.
 * Source: jitsi-videobridge a29d97d, PacketRateMeasurement.kt and CpuMeasurement.kt.
 */
export interface LoadMeasurement {
  readonly kind: string;
  readonly value: number;
}

/**
 * One load over another of its kind: stress, when the other is the threshold.
 *
 * @throws RangeError when the kinds differ
 */
export function loadRatio(load: LoadMeasurement, other: LoadMeasurement): number {
  if (load.kind !== other.kind) {
    throw new RangeError(`loadRatio: cannot divide ${load.kind} by ${other.kind}`);
  }
  return load.value / other.value;
}

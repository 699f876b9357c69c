/**
 * A small sorted array of entries (time, entity, sequence), the latest first, so that the earliest is taken off
 * the end. Sorted by insertion: for the handful of entries of a bucket nothing is faster.
 */
export const bottomCapacity = 64;

export class SortedBottom {
  count = 0;
  readonly times = new Float64Array(bottomCapacity);
  readonly entities = new Int32Array(bottomCapacity);
  readonly sequences = new Int32Array(bottomCapacity);

  /** The caller has made sure that there is room. */
  insert(timeMs: number, entity: number, sequence: number): void {
    const { times, entities, sequences } = this;
    let place = this.count;
    this.count = place + 1;
    while (place > 0) {
      const before = place - 1;
      const beforeTime = times[before]!;
      if (timeMs < beforeTime || (timeMs === beforeTime && sequence < sequences[before]!)) break;
      times[place] = beforeTime;
      entities[place] = entities[before]!;
      sequences[place] = sequences[before]!;
      place = before;
    }
    times[place] = timeMs;
    entities[place] = entity;
    sequences[place] = sequence;
  }
}

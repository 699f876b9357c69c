/**
 * A 4-ary heap of entries (time, entity, sequence) in typed arrays, ordered by time and then sequence. The bucket
 * wheel keeps in such heaps what does not fit its buckets: events of the bucket being emptied, and far ones.
 */
export class EntryHeap {
  /** May be set to 0 to empty the heap. */
  count = 0;
  times: Float64Array;
  entities: Int32Array;
  sequences: Int32Array;

  constructor(initialCapacity: number) {
    this.times = new Float64Array(initialCapacity);
    this.entities = new Int32Array(initialCapacity);
    this.sequences = new Int32Array(initialCapacity);
  }

  push(timeMs: number, entity: number, sequence: number): void {
    if (this.count === this.times.length) this.grow();
    const { times, sequences, entities } = this;
    let place = this.count;
    this.count += 1;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      const parentTime = times[parent]!;
      if (timeMs > parentTime || (timeMs === parentTime && sequence > sequences[parent]!)) break;
      times[place] = parentTime;
      sequences[place] = sequences[parent]!;
      entities[place] = entities[parent]!;
      place = parent;
    }
    times[place] = timeMs;
    sequences[place] = sequence;
    entities[place] = entity;
  }

  /** Removes the first entry, which the caller has read at index 0; the heap must not be empty. */
  removeFirst(): void {
    this.count -= 1;
    const { times, sequences, entities, count } = this;
    const timeMs = times[count]!;
    const sequence = sequences[count]!;
    let place = 0;
    for (;;) {
      const firstChild = 4 * place + 1;
      if (firstChild >= count) break;
      const endChild = Math.min(firstChild + 4, count);
      let earliest = firstChild;
      let earliestTime = times[firstChild]!;
      for (let child = firstChild + 1; child < endChild; child += 1) {
        const childTime = times[child]!;
        if (
          childTime < earliestTime ||
          (childTime === earliestTime && sequences[child]! < sequences[earliest]!)
        ) {
          earliest = child;
          earliestTime = childTime;
        }
      }
      if (timeMs < earliestTime || (timeMs === earliestTime && sequence < sequences[earliest]!)) break;
      times[place] = earliestTime;
      sequences[place] = sequences[earliest]!;
      entities[place] = entities[earliest]!;
      place = earliest;
    }
    times[place] = timeMs;
    sequences[place] = sequence;
    entities[place] = entities[count]!;
  }

  forEach(visit: (timeMs: number, entity: number, sequence: number) => void): void {
    for (let place = 0; place < this.count; place += 1) {
      visit(this.times[place]!, this.entities[place]!, this.sequences[place]!);
    }
  }

  private grow(): void {
    const { times, sequences, entities } = this;
    const capacity = 2 * times.length;
    this.times = new Float64Array(capacity);
    this.times.set(times);
    this.entities = new Int32Array(capacity);
    this.entities.set(entities);
    this.sequences = new Int32Array(capacity);
    this.sequences.set(sequences);
  }
}

/**
 * The reference future-event list: a plain 4-ary heap on typed arrays that knows where each entity stands, so that
 * cancelling removes at once. O(log n) throughout. The bucket wheel must reproduce its trajectories exactly.
 */
import type { FutureEventList } from './future-event-list.ts';
import { maxEntities } from './limits.ts';

export interface QuaternaryHeapOptions {
  /** Entities to make room for at first; storage grows by doubling. */
  readonly initialCapacity?: number;
}

export function createQuaternaryHeap(options: QuaternaryHeapOptions = {}): FutureEventList {
  return new QuaternaryHeap(options.initialCapacity ?? 64);
}

const absent = -1;

class QuaternaryHeap implements FutureEventList {
  size = 0;
  poppedTimeMs = 0;
  /** The heap: three parallel arrays, children of i at 4 i + 1 to 4 i + 4. */
  private times: Float64Array;
  private sequences: Float64Array;
  private entities: Int32Array;
  /** Place of each entity in the heap, or `absent`. */
  private places: Int32Array;
  /** Float64 and not int32: a long run schedules more than 2^31 events. */
  private nextSequence = 0;

  constructor(initialCapacity: number) {
    const capacity = Math.max(1, initialCapacity);
    this.times = new Float64Array(capacity);
    this.sequences = new Float64Array(capacity);
    this.entities = new Int32Array(capacity);
    this.places = new Int32Array(capacity).fill(absent);
  }

  schedule(entity: number, timeMs: number): void {
    if (!(timeMs >= this.poppedTimeMs && timeMs < Infinity)) this.rejectTime(entity, timeMs);
    if (entity >>> 0 !== entity || entity >= this.places.length) this.grow(entity);
    const sequence = this.nextSequence;
    this.nextSequence += 1;
    let place = this.places[entity]!;
    if (place === absent) {
      place = this.size;
      this.size += 1;
    } else if (timeMs >= this.times[place]!) {
      this.siftDown(place, timeMs, sequence, entity);
      return;
    }
    this.siftUp(place, timeMs, sequence, entity);
  }

  cancel(entity: number): void {
    const place = this.places[entity] ?? absent;
    if (place === absent) return;
    this.places[entity] = absent;
    this.removeAt(place);
  }

  isScheduled(entity: number): boolean {
    return (this.places[entity] ?? absent) !== absent;
  }

  peekTimeMs(): number {
    return this.size === 0 ? Infinity : this.times[0]!;
  }

  pop(): number {
    return this.popBefore(Infinity);
  }

  popBefore(timeMs: number): number {
    if (this.size === 0 || !(this.times[0]! < timeMs)) return -1;
    const entity = this.entities[0]!;
    this.poppedTimeMs = this.times[0]!;
    this.places[entity] = absent;
    this.removeAt(0);
    return entity;
  }

  /** Fills the gap at `place` with the last entry, which may have to move either way. */
  private removeAt(place: number): void {
    this.size -= 1;
    const last = this.size;
    if (place === last) return;
    const timeMs = this.times[last]!;
    const sequence = this.sequences[last]!;
    const entity = this.entities[last]!;
    this.siftDown(place, timeMs, sequence, entity);
    if (this.places[entity] === place) this.siftUp(place, timeMs, sequence, entity);
  }

  private siftUp(start: number, timeMs: number, sequence: number, entity: number): void {
    let place = start;
    while (place > 0) {
      const parent = (place - 1) >> 2;
      if (!this.precedes(timeMs, sequence, parent)) break;
      this.move(parent, place);
      place = parent;
    }
    this.put(place, timeMs, sequence, entity);
  }

  private siftDown(start: number, timeMs: number, sequence: number, entity: number): void {
    let place = start;
    for (;;) {
      const firstChild = 4 * place + 1;
      if (firstChild >= this.size) break;
      const endChild = Math.min(firstChild + 4, this.size);
      let earliest = firstChild;
      for (let child = firstChild + 1; child < endChild; child += 1) {
        if (this.precedes(this.times[child]!, this.sequences[child]!, earliest)) earliest = child;
      }
      if (this.precedes(timeMs, sequence, earliest)) break;
      this.move(earliest, place);
      place = earliest;
    }
    this.put(place, timeMs, sequence, entity);
  }

  private precedes(timeMs: number, sequence: number, place: number): boolean {
    const other = this.times[place]!;
    return timeMs < other || (timeMs === other && sequence < this.sequences[place]!);
  }

  private move(from: number, to: number): void {
    this.put(to, this.times[from]!, this.sequences[from]!, this.entities[from]!);
  }

  private put(place: number, timeMs: number, sequence: number, entity: number): void {
    this.times[place] = timeMs;
    this.sequences[place] = sequence;
    this.entities[place] = entity;
    this.places[entity] = place;
  }

  /** Every entity has at most one event, so room for all entities is room for all events. */
  private grow(entity: number): void {
    if (!Number.isInteger(entity) || entity < 0 || entity >= maxEntities) {
      throw new RangeError(
        `QuaternaryHeap.schedule: entity must be an integer from 0 to ${maxEntities - 1}, got ${entity}`,
      );
    }
    const capacity = Math.max(2 * this.places.length, entity + 1);
    const { times, sequences, entities, places } = this;
    this.times = new Float64Array(capacity);
    this.times.set(times);
    this.sequences = new Float64Array(capacity);
    this.sequences.set(sequences);
    this.entities = new Int32Array(capacity);
    this.entities.set(entities);
    this.places = new Int32Array(capacity).fill(absent);
    this.places.set(places);
  }

  private rejectTime(entity: number, timeMs: number): never {
    throw new RangeError(
      `QuaternaryHeap.schedule: time of entity ${entity} must be finite and not before ${this.poppedTimeMs} ms, got ${timeMs}`,
    );
  }
}

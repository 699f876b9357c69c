/**
 * Which entry is each entity's pending event. Entries are filed in many places; cancelling or re-keying only
 * changes the entity's sequence here, and an entry that no longer matches is garbage, dropped where it is met.
 */
import { maxEntities } from './limits.ts';

export class LiveEvents {
  /** Number of live entries: the pending events. */
  count = 0;
  /** Number of entries still filed that are not live. */
  garbage = 0;
  /** Sequence of each entity's pending event; 0 when it has none. */
  sequences: Int32Array;

  constructor(initialCapacity: number) {
    this.sequences = new Int32Array(Math.max(1, initialCapacity));
  }

  has(entity: number, sequence: number): boolean {
    return this.sequences[entity] === sequence;
  }

  /** @throws RangeError when `entity` cannot be an index */
  makeRoomFor(entity: number): void {
    if (!Number.isInteger(entity) || entity < 0 || entity >= maxEntities) {
      throw new RangeError(
        `BucketWheel.schedule: entity must be an integer from 0 to ${maxEntities - 1}, got ${entity}`,
      );
    }
    if (entity < this.sequences.length) return;
    const { sequences } = this;
    this.sequences = new Int32Array(Math.max(2 * sequences.length, entity + 1));
    this.sequences.set(sequences);
  }
}

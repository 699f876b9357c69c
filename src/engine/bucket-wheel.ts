/** The product's future-event list. Simplification for now: the reference heap stands in for the wheel. */
import type { FutureEventList } from './future-event-list.ts';
import { createQuaternaryHeap } from './quaternary-heap.ts';

export interface BucketWheelOptions {
  /** Entities to make room for at first; storage grows by doubling. */
  readonly initialCapacity?: number;
}

export function createBucketWheel(options: BucketWheelOptions = {}): FutureEventList {
  return createQuaternaryHeap(options);
}

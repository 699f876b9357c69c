/**
 * Which run of a scenario is meant.
 */
import type { FutureEventList } from '../engine/future-event-list.ts';

export interface SimulateOptions {
  /** Which experiment; integer from 0. */
  readonly seed: number;
  /** Which replication of it; integer from 0. */
  readonly replication: number;
  /** The event list to use; the bucket wheel unless given (tests compare it with the heap). */
  readonly list?: FutureEventList;
}

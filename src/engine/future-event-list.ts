/**
 * The future-event list: which entity acts next, and when.
 *
 * An entity is a small non-negative integer (a conference slot, a bridge, a controller ...) and has **at most
 * one** pending event. Keeping one event an entity, instead of one a future fact, keeps the pending set small,
 * which is what makes an event list fast.
 *
 * Total order: time, then the sequence in which events were scheduled. Two implementations obey it and must
 * produce identical trajectories: the bucket wheel (the product) and the 4-ary heap (the reference).
 */
export interface FutureEventList {
  /** Number of pending events. */
  readonly size: number;
  /** Time in milliseconds of the event that `pop` returned last; 0 before the first. */
  readonly poppedTimeMs: number;
  /**
   * Plans the entity's next event; replaces a pending one (re-keying), which then counts as newly scheduled.
   *
   * @param entity non-negative integer; storage grows to the largest one ever used
   * @param timeMs finite, not before `poppedTimeMs`
   * @throws RangeError when `timeMs` is not finite or lies in the past, or `entity` is not a valid index
   */
  schedule(entity: number, timeMs: number): void;
  /** Removes the entity's pending event; does nothing when there is none. */
  cancel(entity: number): void;
  isScheduled(entity: number): boolean;
  /** Time of the earliest pending event in milliseconds; Infinity when empty. Never advances the list. */
  peekTimeMs(): number;
  /** Removes the earliest event and returns its entity; -1 when empty. */
  pop(): number;
  /**
   * Removes the earliest event if its time is below `timeMs` and returns its entity; -1 when there is none. Cheaper
   * than looking first, and after -1 events may be scheduled from `poppedTimeMs` on as ever.
   */
  popBefore(timeMs: number): number;
}

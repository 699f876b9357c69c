/**
 * Puts planned conferences in the order of their first join. Aligned starts and early joins make that order differ
 * from the order of planning, so conferences are planned ahead: far enough that none still to be planned can join
 * before the one handed out.
 *
 * The window holds one pending event and two numbers a conference, and at most the conferences whose planning falls
 * into one alignment period plus the longest early join (an hour at most, `earlyJoinSecondsMax`), plus one.
 */
import { createBucketWheel } from '../engine/bucket-wheel.ts';
import type { PlannedStarts } from './planned-starts.ts';

/** Rounding moves a time by far less than this; the window looks that much further ahead. */
const roundingMs = 1;

export class FirstJoinOrder {
  /** Number and planned start (simulated milliseconds) of the conference that `take` returned last. */
  conference = -1;
  plannedStartMs = Number.NaN;
  readonly #planned: PlannedStarts;
  readonly #firstJoinMs: (conference: number, plannedStartMs: number) => number;
  readonly #earliestOffsetMs: number;
  /** Conferences in the window by first join; the entity is a slot of the two columns below. */
  readonly #window = createBucketWheel();
  #conferences = new Float64Array(64);
  #plannedStartsMs = new Float64Array(64);
  #slotsUsed = 0;
  readonly #freeSlots: number[] = [];
  #exhausted = false;

  /**
   * @param firstJoinMs when a conference's first participant joins, simulated milliseconds, at least 0
   * @param earliestOffsetMs no join is earlier than its planned start by more than this; at most 0
   */
  constructor(
    planned: PlannedStarts,
    firstJoinMs: (conference: number, plannedStartMs: number) => number,
    earliestOffsetMs: number,
  ) {
    this.#planned = planned;
    this.#firstJoinMs = firstJoinMs;
    this.#earliestOffsetMs = earliestOffsetMs;
  }

  /** First join of the next conference in order; Infinity when there is none. */
  nextStartMs(): number {
    this.#fill();
    return this.#window.peekTimeMs();
  }

  /**
   * Takes the next conference out, into `conference` and `plannedStartMs`.
   *
   * @throws RangeError when no conference is left
   */
  take(): void {
    this.#fill();
    const slot = this.#window.pop();
    if (slot < 0) throw new RangeError('FirstJoinOrder.take: no conference is left');
    this.conference = this.#conferences[slot]!;
    this.plannedStartMs = this.#plannedStartsMs[slot]!;
    this.#freeSlots.push(slot);
  }

  #fill(): void {
    while (!this.#exhausted && this.#earliestLaterJoinMs() <= this.#window.peekTimeMs()) {
      if (this.#planned.next()) this.#add();
      else this.#exhausted = true;
    }
  }

  /** Joins before the horizon start are moved to it, so no join is earlier than time 0. */
  #earliestLaterJoinMs(): number {
    return Math.max(0, this.#planned.laterNotBeforeMs + this.#earliestOffsetMs - roundingMs);
  }

  #add(): void {
    const { conference, plannedStartMs } = this.#planned;
    const slot = this.#freeSlots.pop() ?? this.#slotsUsed++;
    if (slot === this.#conferences.length) {
      this.#conferences = grown(this.#conferences);
      this.#plannedStartsMs = grown(this.#plannedStartsMs);
    }
    this.#conferences[slot] = conference;
    this.#plannedStartsMs[slot] = plannedStartMs;
    this.#window.schedule(slot, this.#firstJoinMs(conference, plannedStartMs));
  }
}

function grown(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * column.length);
  larger.set(column);
  return larger;
}

/**
 * Puts planned conferences in the order of their first join. Aligned starts and early joins make that order differ
 * from the order of planning, so a window of conferences is looked at ahead: far enough that no conference still to
 * be planned can join before the one handed out.
 *
 * The window holds two numbers a conference, and at most the conferences of one early-join span plus one alignment
 * period.
 */
import type { PlannedStarts } from './planned-starts.ts';

export class FirstJoinOrder {
  readonly #planned: PlannedStarts;
  readonly #firstJoinMs: (conference: number, plannedStartMs: number) => number;
  readonly #earliestOffsetMs: number;
  /** Binary heap by first join, then by conference number. */
  readonly #joins: number[] = [];
  readonly #conferences: number[] = [];
  readonly #starts: number[] = [];
  #exhausted = false;

  /**
   * @param firstJoinMs when a conference's first participant joins, simulated milliseconds
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
    return this.#joins[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Takes the next conference out: its number and planned start. */
  take(): { readonly conference: number; readonly plannedStartMs: number } {
    this.#fill();
    const conference = this.#conferences[0];
    const plannedStartMs = this.#starts[0];
    if (conference === undefined || plannedStartMs === undefined) {
      throw new RangeError('FirstJoinOrder.take: no conference is left');
    }
    const last = this.#joins.length - 1;
    this.#swap(0, last);
    this.#joins.pop();
    this.#conferences.pop();
    this.#starts.pop();
    this.#siftDown();
    return { conference, plannedStartMs };
  }

  #fill(): void {
    // Joins before the horizon start are moved to it, so time 0 is as early as any join gets.
    while (
      !this.#exhausted &&
      (this.#joins.length === 0 ||
        Math.max(0, this.#planned.laterNotBeforeMs + this.#earliestOffsetMs) <= this.#joins[0]!)
    ) {
      if (this.#planned.next()) this.#push();
      else this.#exhausted = true;
    }
  }

  #push(): void {
    const { conference, plannedStartMs } = this.#planned;
    this.#joins.push(this.#firstJoinMs(conference, plannedStartMs));
    this.#conferences.push(conference);
    this.#starts.push(plannedStartMs);
    let child = this.#joins.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#isBefore(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  #siftDown(): void {
    let parent = 0;
    for (;;) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < this.#joins.length && this.#isBefore(child, least)) least = child;
      }
      if (least === parent) return;
      this.#swap(parent, least);
      parent = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#joins[a]! - this.#joins[b]!;
    return difference < 0 || (difference === 0 && this.#conferences[a]! < this.#conferences[b]!);
  }

  #swap(a: number, b: number): void {
    for (const column of [this.#joins, this.#conferences, this.#starts]) {
      const kept = column[a]!;
      column[a] = column[b]!;
      column[b] = kept;
    }
  }
}

/** Which conference of a replayed series takes the next join: see series-replay.ts for the rules. */
import type { ReplayRoom } from './demand.ts';

export interface SeriesRoomsOptions {
  /** Places of an ordinary conference. */
  readonly roomSize: number;
  readonly largeRooms: readonly ReplayRoom[];
}

const noConference = -1;

export class SeriesRooms {
  conferenceCount = 0;
  /** Per conference: participants present, places, and whether ordinary joins may go there (1) or not (0). */
  readonly #present: Int32Array;
  readonly #places: Float64Array;
  readonly #ordinary: Uint8Array;
  readonly #roomSize: number;
  readonly #largeRooms: readonly ReplayRoom[];
  /** Per large room: the conference being filled, and the joins it is owed. */
  readonly #largeConference: Int32Array;
  readonly #owedJoins: Float64Array;
  /** No ordinary conference before this one has a free place. */
  #firstWithPlace = 0;

  /** @param joins of the whole replay, an upper bound of its conferences */
  constructor(options: SeriesRoomsOptions, joins: number) {
    this.#roomSize = Math.max(1, Math.round(options.roomSize));
    this.#largeRooms = options.largeRooms;
    this.#present = new Int32Array(joins);
    this.#places = new Float64Array(joins);
    this.#ordinary = new Uint8Array(joins);
    this.#largeConference = new Int32Array(options.largeRooms.length).fill(noConference);
    this.#owedJoins = new Float64Array(options.largeRooms.length);
  }

  presentIn(conference: number): number {
    return this.#present[conference]!;
  }

  /** The conference for a join at the time, opened if need be; the caller then calls `join`. */
  place(atMs: number): number {
    const large = this.#largeRoomOwedMost(atMs);
    return large < 0 ? this.#ordinaryConference() : this.#conferenceOfLarge(large);
  }

  join(conference: number): void {
    this.#present[conference]! += 1;
  }

  /** A conference that this empties is over: nobody is placed in it again. */
  leave(conference: number): void {
    this.#present[conference]! -= 1;
    if (this.#present[conference] === 0) this.#places[conference] = 0;
    else if (this.#ordinary[conference] === 1) {
      this.#firstWithPlace = Math.min(this.#firstWithPlace, conference);
    }
  }

  /** Every large room in its window that is not full earns its share of this join; -1 when none is owed a whole one. */
  #largeRoomOwedMost(atMs: number): number {
    let most = -1;
    for (let i = 0; i < this.#largeRooms.length; i += 1) {
      const { fromMs, untilMs, joinRatio } = this.#largeRooms[i]!;
      if (atMs < fromMs || atMs >= untilMs || this.#isFull(i)) continue;
      this.#owedJoins[i]! += joinRatio;
      if (this.#owedJoins[i]! >= 1 && (most < 0 || this.#owedJoins[i]! > this.#owedJoins[most]!)) most = i;
    }
    if (most >= 0) this.#owedJoins[most]! -= 1;
    return most;
  }

  #isFull(large: number): boolean {
    const conference = this.#largeConference[large]!;
    return conference !== noConference && this.#present[conference]! >= this.#largeRooms[large]!.size;
  }

  #conferenceOfLarge(large: number): number {
    const filling = this.#largeConference[large]!;
    if (filling !== noConference && this.#present[filling]! > 0) return filling;
    const opened = this.#open(this.#largeRooms[large]!.size, 0);
    this.#largeConference[large] = opened;
    return opened;
  }

  #ordinaryConference(): number {
    let conference = this.#firstWithPlace;
    while (conference < this.conferenceCount && !this.#takesOrdinary(conference)) conference += 1;
    this.#firstWithPlace = conference;
    return conference < this.conferenceCount ? conference : this.#open(this.#roomSize, 1);
  }

  #takesOrdinary(conference: number): boolean {
    return this.#ordinary[conference] === 1 && this.#present[conference]! < this.#places[conference]!;
  }

  #open(places: number, ordinary: 0 | 1): number {
    const conference = this.conferenceCount;
    this.conferenceCount += 1;
    this.#places[conference] = places;
    this.#ordinary[conference] = ordinary;
    return conference;
  }
}

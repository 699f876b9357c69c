/**
 * When conferences of a demand class are planned to start, in the order in which they are thought up. Aligning
 * starts to the clock and joining early both change that order; `FirstJoinOrder` restores it.
 */
import { sampleStandardExponential } from '../engine/random/exponential.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import type { DemandClass, StartAlignment, TraceConference } from './demand.ts';
import { CumulativeRate } from './rate-curve.ts';

export interface PlannedStarts {
  /** Number of the conference planned last, from 0; -1 before the first. The entity of its random substreams. */
  readonly conference: number;
  /** Planned start of that conference, simulated milliseconds. */
  readonly plannedStartMs: number;
  /** No conference still to be planned starts before this time, simulated milliseconds. */
  readonly laterNotBeforeMs: number;
  /** Plans one more conference; false, and `laterNotBeforeMs` Infinity, when there is none. */
  next(): boolean;
}

const msPerMinute = 60_000;

/** Poisson arrivals along a rate curve, some of them moved to the nearest mark of the clock. */
export class PlannedAlongCurve implements PlannedStarts {
  conference = -1;
  plannedStartMs = 0;
  laterNotBeforeMs = 0;
  readonly #rate: CumulativeRate;
  readonly #arrivals: RandomStream;
  readonly #alignments: RandomStream;
  readonly #alignedRatio: number;
  readonly #markPeriodMs: number;
  readonly #markOriginMs: number;

  constructor(
    demand: Extract<DemandClass, { kind: 'curve' }>,
    draws: { readonly arrivals: RandomStream; readonly alignments: RandomStream },
    horizonMs: number,
  ) {
    this.#rate = new CumulativeRate(demand.rate, horizonMs);
    this.#arrivals = draws.arrivals;
    this.#alignments = draws.alignments;
    const alignment: StartAlignment | null = demand.alignment;
    this.#alignedRatio = alignment?.ratio ?? 0;
    this.#markPeriodMs = (alignment?.periodMinutes ?? 0) * msPerMinute;
    this.#markOriginMs = alignment?.originMs ?? 0;
    this.laterNotBeforeMs = -this.#markPeriodMs / 2;
  }

  next(): boolean {
    const arrivalMs = this.#rate.advance(sampleStandardExponential(this.#arrivals));
    this.laterNotBeforeMs = arrivalMs - this.#markPeriodMs / 2;
    if (arrivalMs === Number.POSITIVE_INFINITY) {
      return false;
    }
    this.conference += 1;
    this.plannedStartMs = this.#isAligned() ? this.#nearestMarkMs(arrivalMs) : arrivalMs;
    return true;
  }

  #isAligned(): boolean {
    return this.#alignedRatio > 0 && this.#alignments.at(this.conference).nextUnit() < this.#alignedRatio;
  }

  #nearestMarkMs(timeMs: number): number {
    const periods = Math.round((timeMs - this.#markOriginMs) / this.#markPeriodMs);
    return this.#markOriginMs + periods * this.#markPeriodMs;
  }
}

/** A fixed number of conferences, all planned for one moment. */
export class PlannedAtOnce implements PlannedStarts {
  conference = -1;
  readonly plannedStartMs: number;
  laterNotBeforeMs: number;
  readonly #conferences: number;

  constructor(demand: Extract<DemandClass, { kind: 'burst' }>) {
    this.plannedStartMs = demand.startMs;
    this.laterNotBeforeMs = demand.startMs;
    this.#conferences = Math.max(0, Math.round(demand.conferences));
  }

  next(): boolean {
    if (this.conference + 1 >= this.#conferences) {
      this.laterNotBeforeMs = Number.POSITIVE_INFINITY;
      return false;
    }
    this.conference += 1;
    return true;
  }
}

/** The conferences of a trace in order of their start; a conference keeps its number in the trace. */
export class PlannedByTrace implements PlannedStarts {
  conference = -1;
  plannedStartMs = 0;
  laterNotBeforeMs = Number.NEGATIVE_INFINITY;
  readonly #trace: readonly TraceConference[];
  readonly #order: Uint32Array;
  #position = 0;

  constructor(demand: Extract<DemandClass, { kind: 'trace' }>) {
    this.#trace = demand.conferences;
    this.#order = Uint32Array.from(demand.conferences, (_, index) => index);
    this.#order.sort((a, b) => this.#trace[a]!.startMs - this.#trace[b]!.startMs || a - b);
  }

  next(): boolean {
    if (this.#position >= this.#order.length) {
      this.laterNotBeforeMs = Number.POSITIVE_INFINITY;
      return false;
    }
    this.conference = this.#order[this.#position]!;
    this.#position += 1;
    this.plannedStartMs = this.#trace[this.conference]!.startMs;
    this.laterNotBeforeMs = this.plannedStartMs;
    return true;
  }
}

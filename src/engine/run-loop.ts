/** The run loop: takes events off the list in order and hands them to the model, within limits. */
import type { FutureEventList } from './future-event-list.ts';
import * as limits from './limits.ts';

export interface RunOptions {
  readonly list: FutureEventList;
  /**
   * Events strictly before this time in milliseconds are handled; those at it or after it stay pending. Runs
   * therefore join without gap or overlap: [0, a) and then [a, b) is [0, b).
   */
  readonly endTimeMs: number;
  /** Events this call may handle; `maxEventsPerRun` unless given. */
  readonly maxEvents?: number;
  /** Events it may handle at one and the same time; `maxEventsAtOneTime` of limits.ts unless given. */
  readonly maxEventsAtOneTime?: number;
  /** Acts for the entity at its time; it may schedule and cancel any entity, also itself. */
  readonly handle: (entity: number, timeMs: number) => void;
}

export interface RunOutcome {
  readonly handledEvents: number;
  /** Whether events at or after the end time are left. */
  readonly stoppedBy: 'end-time' | 'no-more-events';
}

/**
 * Handles all events before `endTimeMs` in order of (time, sequence of scheduling).
 *
 * @throws RunLimitError when `maxEvents` or `maxEventsAtOneTime` is exceeded
 */
export function runUntil(options: RunOptions): RunOutcome {
  const { list, endTimeMs, handle } = options;
  const { maxEvents = limits.maxEventsPerRun, maxEventsAtOneTime = limits.maxEventsAtOneTime } = options;
  let handledEvents = 0;
  let previousTimeMs = -1;
  let eventsAtPreviousTimes = 0;
  for (;;) {
    const entity = list.popBefore(endTimeMs);
    if (entity < 0) return { handledEvents, stoppedBy: list.size === 0 ? 'no-more-events' : 'end-time' };
    const timeMs = list.poppedTimeMs;
    if (handledEvents >= maxEvents) {
      throw new RunLimitError({ limit: 'maxEvents', value: maxEvents, timeMs, handledEvents });
    }
    if (timeMs !== previousTimeMs) {
      previousTimeMs = timeMs;
      eventsAtPreviousTimes = handledEvents;
    } else if (handledEvents - eventsAtPreviousTimes >= maxEventsAtOneTime) {
      throw new RunLimitError({
        limit: 'maxEventsAtOneTime',
        value: maxEventsAtOneTime,
        timeMs,
        handledEvents,
      });
    }
    handledEvents += 1;
    handle(entity, timeMs);
  }
}

/** A run that exceeded one of the engine's limits; carries the values needed to find the cause. */
export class RunLimitError extends Error {
  readonly limit: 'maxEvents' | 'maxEventsAtOneTime';
  readonly value: number;
  readonly timeMs: number;
  readonly handledEvents: number;

  constructor(values: {
    limit: 'maxEvents' | 'maxEventsAtOneTime';
    value: number;
    timeMs: number;
    handledEvents: number;
  }) {
    const { limit, value, timeMs, handledEvents } = values;
    super(`runUntil: ${limit} of ${value} exceeded at ${timeMs} ms after ${handledEvents} events`);
    this.name = 'RunLimitError';
    this.limit = limit;
    this.value = value;
    this.timeMs = timeMs;
    this.handledEvents = handledEvents;
  }
}

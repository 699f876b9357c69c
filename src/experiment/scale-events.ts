/**
 * When a fleet changed its size, and how well two histories of it agree: which changes have a counterpart, and how many
 * minutes one comes before the other.
 */

/** A change of size: consecutive changes in one direction count as one event, from the first of them. */
export interface ScaleEvent {
  readonly minute: number;
  /** Instances more (positive) or fewer. */
  readonly change: number;
}

/** Changes in one direction this many minutes apart or less are one event. */
const JOINED_MINUTES_MAX = 2;

/** The events of a series of counts; samples without a value are skipped. */
export function scaleEvents(minute: ArrayLike<number>, count: ArrayLike<number>): ScaleEvent[] {
  const events: { minute: number; last: number; change: number }[] = [];
  let before = Number.NaN;
  for (let index = 0; index < minute.length; index++) {
    const now = Math.round(count[index]!);
    if (Number.isNaN(now)) continue;
    const change = Number.isNaN(before) ? 0 : now - before;
    before = now;
    if (change === 0) continue;
    const at = minute[index]!;
    const latest = events.at(-1);
    const continues =
      latest !== undefined &&
      Math.sign(latest.change) === Math.sign(change) &&
      at - latest.last <= JOINED_MINUTES_MAX;
    if (continues) {
      latest.change += change;
      latest.last = at;
    } else {
      events.push({ minute: at, last: at, change });
    }
  }
  return events.map(({ minute: at, change }) => ({ minute: at, change }));
}

export interface EventMatch {
  readonly observed: ScaleEvent;
  readonly simulated: ScaleEvent;
  /** Simulated minus observed, minutes: positive when the simulation is late. */
  readonly lagMinutes: number;
}

/**
 * Pairs events of one direction that lie within a window, each at most once, the nearest first.
 *
 * @param options.windowMinutes furthest apart that two events may be and still be the same one
 */
export function matchEvents(options: {
  readonly observed: readonly ScaleEvent[];
  readonly simulated: readonly ScaleEvent[];
  readonly windowMinutes: number;
}): EventMatch[] {
  const { observed, simulated, windowMinutes } = options;
  const pairs = observed.flatMap((one) =>
    simulated
      .filter((other) => Math.sign(other.change) === Math.sign(one.change))
      .map((other) => ({ observed: one, simulated: other, lagMinutes: other.minute - one.minute }))
      .filter(({ lagMinutes }) => Math.abs(lagMinutes) <= windowMinutes),
  );
  pairs.sort(
    (a, b) => Math.abs(a.lagMinutes) - Math.abs(b.lagMinutes) || a.observed.minute - b.observed.minute,
  );
  const taken = new Set<ScaleEvent>();
  const matches = pairs.filter((pair) => {
    if (taken.has(pair.observed) || taken.has(pair.simulated)) return false;
    taken.add(pair.observed);
    taken.add(pair.simulated);
    return true;
  });
  return matches.sort((a, b) => a.observed.minute - b.observed.minute);
}

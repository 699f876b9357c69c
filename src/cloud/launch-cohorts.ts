/**
 * How many instances live that were launched at the same moment by the same offer: they are charged the same, so that the
 * cost of a large fleet is followed by its few launches, and not instance by instance.
 */
export class LaunchCohorts {
  /** By offer: instances that live, by the time of their launch. */
  private readonly counts: (Map<number, number> | undefined)[] = [];

  add(startMs: number, offer: number): void {
    this.counts[offer] ??= new Map();
    const counts = this.counts[offer];
    counts.set(startMs, (counts.get(startMs) ?? 0) + 1);
  }

  /** @throws Error when no such instance was added */
  remove(startMs: number, offer: number): void {
    const counts = this.counts[offer];
    const count = counts?.get(startMs);
    if (counts === undefined || count === undefined) {
      throw new Error(`LaunchCohorts.remove: nothing was launched at ${startMs} ms by offer ${offer}`);
    }
    if (count === 1) counts.delete(startMs);
    else counts.set(startMs, count - 1);
  }

  /** Visits the offer's launches of which instances live. */
  forEach(offer: number, visit: (startMs: number, count: number) => void): void {
    for (const [startMs, count] of this.counts[offer] ?? []) visit(startMs, count);
  }
}

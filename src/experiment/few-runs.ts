/**
 * What a single replication cannot say: how far the next one would be from it.
 */

/** A warning when there are too few replications for an interval. */
export function fewRunsWarnings(replications: number): string[] {
  return replications < 2
    ? ['one replication has no interval, so its figures stand without ±: run at least two, better ten']
    : [];
}

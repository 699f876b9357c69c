/**
 * Instances that go on over midnight when days follow each other: those of an evening are those that the next day begins
 * with. Where every started hour is billed, such an instance is charged once for its last hour, on the day on which it goes,
 * and not at midnight too.
 *
 * What is there all day goes on all the time. Of the others, as many of the evening go on as the day begins with: the
 * oldest is the first to go next day. What is left over begins or ends at midnight.
 *
 * Simplification: each day is followed by itself, so that an evening is continued by the morning of its own replication.
 */
import type { LifeRow } from '../simulation/rows.ts';

/** Where a life is billed from, ms: before the day for one that began on the evening before; null for one that goes on. */
export type BilledFrom = ReadonlyMap<LifeRow, number | null>;

/** Lives of one replication and one kind that midnight divides; all others are billed as they are. */
export function dividedLives(lives: readonly LifeRow[], endMs: number): BilledFrom {
  const isBegun = ({ startMs }: LifeRow): boolean => startMs === 0;
  const isGoingOn = (life: LifeRow): boolean => life.endMs >= endMs && !life.isInterrupted;
  const evening = lives
    .filter((life) => isGoingOn(life) && !isBegun(life))
    .sort((a, b) => a.startMs - b.startMs);
  const morning = lives.filter((life) => isBegun(life) && !isGoingOn(life)).sort((a, b) => a.endMs - b.endMs);
  const from = new Map<LifeRow, number | null>();
  for (const [index, early] of morning.entries()) {
    const late = evening[index];
    if (late === undefined) break;
    from.set(late, null);
    from.set(early, late.startMs - endMs);
  }
  return from;
}

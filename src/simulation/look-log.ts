/**
 * What controllers thought when they changed nothing: for whoever asks why nothing happened. Kept of one replication,
 * at most one turn a minute and pool, and not of long runs: a year of turns would be larger than all other results.
 */
import type { DecisionRow } from './rows.ts';

/** Longest run of which turns are kept: a week. */
const runMsMax = 7 * 24 * 3_600_000;
const minuteMs = 60_000;

export class LookLog {
  readonly rows: DecisionRow[] = [];
  private readonly isKept: boolean;
  /** Minute of the last turn kept, by pool. */
  private readonly keptMinute = { bridges: -1, jibris: -1 };

  constructor(run: { readonly replication: number; readonly durationMs: number }) {
    this.isKept = run.replication === 0 && run.durationMs <= runMsMax;
  }

  /** Whether a turn at this time is to be kept: the first of a minute, and every one that changes something. */
  wants(pool: DecisionRow['pool'], atMs: number, isChange: boolean): boolean {
    return this.isKept && (isChange || Math.floor(atMs / minuteMs) !== this.keptMinute[pool]);
  }

  note(row: DecisionRow): void {
    this.keptMinute[row.pool] = Math.floor(row.atMs / minuteMs);
    this.rows.push(row);
  }
}

// Goal: an explanation says of a moment what the results hold for it, and nothing of another.
// Method: results typed in by hand: two replications, ten minutes; which rows must be found is read off the table here.
import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/experiment/explain.ts';
import type { DecisionRow } from '../../../src/simulation/rows.ts';
import { aResults } from '../../support/sample-results.ts';

const minuteMs = 60_000;

function row(minute: number, before: number, after: number, reason: string): DecisionRow {
  return {
    atMs: minute * minuteMs,
    pool: 'bridges',
    policy: 'test',
    desiredBefore: before,
    desiredAfter: after,
    readyCount: before,
    launchingCount: 0,
    drainingCount: 0,
    reason,
    saw: 'stress 3 s old',
  };
}

const base = aResults().variants[0]!;
const variant = {
  ...base,
  totals: [base.totals[0]!, base.totals[0]!],
  decisions: [
    { ...row(2, 4, 5, 'first up'), replication: 0 },
    { ...row(6.5, 5, 7, 'second up'), replication: 0 },
    { ...row(9, 4, 3, 'of the other'), replication: 1 },
    { ...row(20, 4, 9, 'of the other, later'), replication: 1 },
  ],
  looks: [row(2, 4, 5, 'first up'), row(4, 5, 5, 'enough'), row(5, 5, 5, 'still enough')],
  incidents: [
    { atMs: 1 * minuteMs, kind: 'bridge-crashed', detail: 'near', affected: 1, replication: 0 },
    { atMs: 30 * minuteMs, kind: 'bridge-crashed', detail: 'far', affected: 1, replication: 0 },
    { atMs: 5 * minuteMs, kind: 'bridge-crashed', detail: 'other', affected: 1, replication: 1 },
  ],
} as const;

describe('explain', () => {
  const found = explain(variant, { pool: 'bridges', atMs: 4.75 * minuteMs });

  it('takes the last turn and change up to the moment, and the next change after it', () => {
    expect(found.look?.reason).toBe('enough');
    expect(found.lastChange?.reason).toBe('first up');
    expect(found.nextChange?.reason).toBe('second up');
  });

  it('counts replications that changed within five minutes, once each', () => {
    // Replication 0 went up at 2:00 and 6:30, replication 1 down at 9:00: all within 4:45 ± 5 minutes.
    expect(found.changes).toEqual({ replications: 2, windowMs: 5 * minuteMs, up: 1, down: 1 });
  });

  it('tells incidents of the first replication within five minutes', () => {
    expect(found.incidents.map(({ detail }) => detail)).toEqual(['near']);
  });

  it('takes the sample of the minute that ends at the moment or next', () => {
    // Minute 5 ends at 5:00 and holds 4:45; it is the fifth row.
    expect(found.state.desired.mean).toBe(variant.bands.bridgesDesired.mean[4]);
    expect(found.oracle.p90).toBe(variant.bands.bridgesOracle.p90[4]);
    const atEnd = explain(variant, { pool: 'bridges', atMs: 5 * minuteMs });
    expect(atEnd.participants.mean).toBe(variant.bands.participants.mean[4]);
  });

  it('refuses a moment outside the horizon and a pool that is not there', () => {
    expect(() => explain(variant, { pool: 'bridges', atMs: -1 })).toThrow('horizon');
    expect(() => explain(variant, { pool: 'bridges', atMs: 1e12 })).toThrow('horizon');
    expect(() => explain(variant, { pool: 'jibris', atMs: 0 })).toThrow('no Jibris');
  });
});

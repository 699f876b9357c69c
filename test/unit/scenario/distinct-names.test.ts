/**
 * Goal: two demand classes of one name do not draw the same conferences.
 * Method: names by hand; a scenario with one class twice, simulated, has conferences that start at different times.
 */
import { describe, expect, it } from 'vitest';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { withDistinctNames } from '../../../src/scenario/distinct-names.ts';
import { createConferenceSource } from '../../../src/workload/conference-source.ts';
import { aCurveDemand, hourMs } from '../../support/scenario.ts';

describe('distinct names', () => {
  it('number what comes again, past names already taken', () => {
    const names = withDistinctNames(['a', 'a', 'b', 'a 2', 'a'].map((name) => ({ name }))).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['a', 'a 2', 'b', 'a 2 2', 'a 3']);
  });

  it('make two classes of one name meet at different times', () => {
    const firstStarts = withDistinctNames([aCurveDemand(10), aCurveDemand(10)]).map((demand, index) => {
      const streams = createRandomStreams({ seed: 1, replication: 0 });
      return createConferenceSource(demand, index, streams, 4 * hourMs).nextStartMs();
    });
    expect(firstStarts[0]).not.toBe(firstStarts[1]);
  });
});

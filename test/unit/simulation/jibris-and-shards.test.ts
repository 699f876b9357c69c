/**
 * Goal: when the signalling of a conference dies, its recording ends once its Jibri has been alone for 30 s (jibri 62369d5
 * reference.conf, empty-call-timeout), what it recorded is kept, and nobody goes on with it.
 * Method: conferences that are recorded from minute 10 on and last, a Prosody killed at minute 30, minutes added up by hand.
 */
import { describe, expect, it } from 'vitest';
import type { RunTotals } from '../../../src/simulation/rows.ts';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aJibriPool } from '../../support/scenario.ts';
import { aBurst, aSignallingModel } from '../../support/signalling.ts';

/** Two conferences of one on so many shards, an hour long in all. */
function run(options: {
  readonly shardCount: number;
  readonly shard: number | null;
  readonly emptyCallSeconds?: number;
}): RunTotals {
  const scenario = aBurst({
    participants: 1,
    conferences: 2,
    joinWithinSeconds: 0.001,
    hours: 1,
    signalling: aSignallingModel(),
    shardCount: options.shardCount,
  });
  const pool = aJibriPool({ initialCount: 2, finaliseSeconds: { kind: 'constant', value: 0 } });
  const { emptyCallSeconds = 30 } = options;
  const jibris = { ...pool, settings: { ...pool.settings, emptyCallSeconds } };
  return simulate(
    {
      ...scenario,
      demand: scenario.demand.map((one) => ({
        ...one,
        conferenceClass: { ...one.conferenceClass, recordingRatio: 1 },
      })),
      deployment: { ...scenario.deployment, jibris },
      scaling: { ...scenario.scaling, jibris: { policy: 'static', static: { count: 2 } } },
      prices: { ...scenario.prices, jibris: scenario.prices.bridges },
      faults: [
        {
          kind: 'prosody-kill',
          name: 'kill',
          shard: options.shard,
          timing: { kind: 'at', atMs: 30 * 60_000 },
        },
      ],
    },
    { seed: 1, replication: 0 },
  ).totals;
}

describe('recordings of a shard whose Prosody dies', () => {
  it('end 30 s later', () => {
    const totals = run({ shardCount: 1, shard: null });
    expect([totals.recordingsStarted, totals.recordingsCut, totals.recordingsLost]).toEqual([2, 2, 0]);
    // From minute 10 to 30:30, twice.
    expect(totals.recordedHours).toBeCloseTo((2 * 20.5) / 60, 3);
  });

  it('end when their Jibris are told to stop', () => {
    expect(run({ shardCount: 1, shard: null, emptyCallSeconds: 600 }).recordedHours).toBeCloseTo(
      (2 * 30) / 60,
      3,
    );
  });

  it('go on when theirs is another', () => {
    const totals = run({ shardCount: 2, shard: 0 });
    expect(totals.recordingsCut).toBe(1);
    expect(totals.recordedHours).toBeCloseTo((20.5 + 50) / 60, 3);
  });
});

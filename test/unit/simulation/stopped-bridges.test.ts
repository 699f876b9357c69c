/**
 * Goal: when a bridge is stopped under its conferences, each of them leaves it as a whole and is invited elsewhere, with
 * every strategy.
 * Method: bridges retired by timetable after half an hour and stopped five minutes later, under conferences that last
 * for hours. Nobody may be lost, and what moves is exactly what was there; the run's own invariants do the rest.
 */
import { describe, expect, it } from 'vitest';
import { simulate } from '../../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aCurveDemand, aScenario } from '../../support/scenario.ts';

const strategies = ['single', 'region-based', 'intra-region', 'split'] as const;

describe('conferences of a stopped bridge', () => {
  it.each(strategies)('move to another one: %s', (strategy) => {
    const pool = aBridgePool({ initialCount: 4, drainLimit: { seconds: 300, by: 'drainMaxSeconds' } });
    const bridges = { ...pool, selection: { ...pool.selection, strategy } };
    const steps = [
      { atMs: 0, count: 4 },
      { atMs: 30 * 60_000, count: 2 },
    ];
    const scenario = aScenario({
      hours: 2,
      demand: [aCurveDemand(30, { durationMinutes: { kind: 'constant', value: 180 } })],
      deployment: { region: 'test', shardCount: 1, cloud: aCloud(), signalling: null, bridges, jibris: null },
      scaling: {
        bridges: { policy: 'scheduled', scheduled: { steps, prewarmSeconds: 0 }, controlIntervalSeconds: 60 },
        jibris: null,
      },
    });
    const { totals, incidents, minutes } = simulate(scenario, { seed: 1, replication: 0 });
    const stopped = incidents.filter(({ kind }) => kind === 'bridge-stopped');
    expect(stopped).toHaveLength(2);
    expect(totals.participantsMoved).toBe(stopped.reduce((sum, { affected }) => sum + affected, 0));
    expect(totals.participantsMoved).toBeGreaterThan(10);
    expect(totals.joinsFailed).toBe(0);
    // Nobody leaves within the two hours, so everybody who joined is still there.
    expect(minutes.participants.at(-1)).toBe(totals.joins);
  });
});

/**
 * Goal: a fixed pool of Jibris refuses recordings exactly as a loss system does.
 * Method: recorded conferences arrive as a Poisson process; 5 Jibris, 3 erlang offered, recordings of 30 min with
 * three laws of the same mean (Erlang B is insensitive to the law). The refused share of 20 replications of a day,
 * after it has filled, against B(5, 3) = 0.110054 (any Erlang B table), by a 99 % t interval.
 */
import { describe, expect, it } from 'vitest';
import type { Distribution } from '../../src/engine/random/distribution.ts';
import { simulate } from '../../src/simulation/simulate.ts';
import { aBridgePool, aCloud, aCurveDemand, aJibriPool, aScenario } from '../support/scenario.ts';

const erlangB = 0.110054;
/** t(0.995; 19). */
const tQuantile = 2.860935;
const replications = 20;
const hours = 100;

/** Minutes of meetings whose recordings last 30 min on average; recording starts with the first join. */
const laws: readonly (readonly [string, Distribution])[] = [
  ['constant', { kind: 'constant', value: 30 }],
  ['exponential', { kind: 'exponential', mean: 30 }],
  ['gamma with squared variation 1/4', { kind: 'gamma', shape: 4, scale: 7.5 }],
];

describe('a fixed pool of Jibris', () => {
  it.each(laws)('refuses the Erlang B share of %s recordings', (_name, durationMinutes) => {
    const scenario = aScenario({
      hours,
      demand: [
        aCurveDemand(6, {
          size: { kind: 'constant', value: 1 },
          durationMinutes,
          joinOffsetSeconds: { kind: 'constant', value: 0 },
          recordingRatio: 1,
        }),
      ],
      deployment: {
        region: 'test',
        shardCount: 1,
        cloud: aCloud(),
        signalling: null,
        bridges: aBridgePool(),
        jibris: aJibriPool({ initialCount: 5 }),
      },
      scaling: {
        bridges: { policy: 'static', static: { count: 2 } },
        jibris: { policy: 'static', static: { count: 5 } },
      },
    });
    const ratios = Array.from({ length: replications }, (_, replication) => {
      const { recordingsRefused, conferences } = simulate(scenario, { seed: 3, replication }).minutes;
      expect(conferences.length).toBe(hours * 60);
      // The first two hours fill the pool and are left out.
      const refused = recordingsRefused.slice(120).reduce((a, b) => a + b, 0);
      return refused / (6 * (hours - 2));
    });
    const mean = ratios.reduce((a, b) => a + b, 0) / replications;
    const variance = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (replications - 1);
    const halfWidth = tQuantile * Math.sqrt(variance / replications);
    expect(Math.abs(mean - erlangB)).toBeLessThan(halfWidth);
    expect(halfWidth).toBeLessThan(0.02);
  });
});

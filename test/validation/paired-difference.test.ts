// Goal: the difference of two scenarios is the true one, its interval covers, and common random numbers narrow it.
// Method: truths known without simulating. (1) Two fleets of 3 and 5 bridges at 1 EUR an hour, by the second: 48 EUR a day.
// (2) Pairs who talk 10 or 12 minutes, arriving as a Poisson process of 2 a minute for 15 minutes: M_t/G/infinity gives
// 2 x 2 x integral of min(t, 10) = 400 and 2 x 2 x (72 + 36) = 432 participant-minutes, a difference of 32.
import { describe, expect, it } from 'vitest';
import { compareVariants, differenceOf, signOf } from '../../src/experiment/compare.ts';
import { inThisThread } from '../../src/experiment/executor.ts';
import { runReplications, runStudy } from '../../src/experiment/run-study.ts';
import { comparisonInWords } from '../../src/report/comparison-words.ts';
import type { Study } from '../../src/scenario/study.ts';
import { resolved } from '../support/study.ts';

const pairs = await resolved(`
name: Pairs
horizon: { start: 2026-11-23T08:00, hours: 0.25 }
demand:
  - class: { from: team-meeting, size: 2, durationMinutes: 10, joinOffsetSeconds: 0, leaveOffsetSeconds: 0 }
    conferences: { curve: flat, peakPerHour: 120 }
scaling: { bridges: { policy: static, count: 3 } }
prices: { bridges: { costPerHour: 1, currency: EUR, grain: per-second } }
variants:
  - name: ten minutes
  - name: twelve minutes
    set:
      demand:
        - class: { from: team-meeting, size: 2, durationMinutes: 12, joinOffsetSeconds: 0, leaveOffsetSeconds: 0 }
          conferences: { curve: flat, peakPerHour: 120 }
  - { name: five bridges, set: { scaling: { bridges: { count: 5 } } } }
run: { replications: 6 }
`);
if (typeof pairs === 'string') throw new Error(pairs);
const study: Study = { name: 'Pairs', scenarioHash: 'test', variants: pairs };
const results = await runStudy(study, { executor: inThisThread, version: 'test' });
const comparison = compareVariants(results);

describe('two more bridges', () => {
  const five = comparison.candidates.find(({ variant }) => variant === 'five bridges')!;

  it('cost 48 EUR a day more, all of it bridges, and nothing else changes', () => {
    expect(five.differences.costPerDay.difference.mean).toBeCloseTo(48, 6);
    expect(five.differences.costPerDay.sign).toBe('more');
    const cost = five.parts.find(({ of }) => of === 'costPerDay')!;
    expect(cost.parts.map(({ part }) => part)).toEqual(['bridges']);
    expect(cost.parts[0]!.difference.mean).toBeCloseTo(48, 6);
    expect(five.differences.participantMinutes.sign).toBe('same');
    expect(five.differences.joins.difference).toMatchObject({ mean: 0, halfWidth95: 0 });
  });

  it('are told in words, with what did not change left out', () => {
    expect(comparisonInWords(comparison)[1]!.replaceAll('\u00a0', ' ')).toBe(
      '“five bridges” against “ten minutes”: adds 48 ± 0 EUR a day.',
    );
  });
});

describe('two more minutes', () => {
  it('make 32 participant-minutes more; the interval covers as often as it says and is narrower than unpaired', async () => {
    const experiments = 150;
    let covered = 0;
    let paired = 0;
    let unpaired = 0;
    for (let seed = 0; seed < experiments; seed++) {
      const variants = pairs.slice(0, 2).map((one) => ({ ...one, run: { seed, replications: 5 } }));
      const runs = await runReplications({ ...study, variants }, { executor: inThisThread });
      const of = (index: number) => runs.map(({ rows }) => rows[index]!.totals.participantMinutes);
      const { difference, baseline, candidate } = differenceOf(of(0), of(1));
      if (Math.abs(difference.mean - 32) <= difference.halfWidth95) covered += 1;
      paired += difference.halfWidth95;
      unpaired += Math.hypot(baseline.halfWidth95, candidate.halfWidth95);
    }
    // Binomial: 0.95 +/- 3 sqrt(0.95 x 0.05 / 150) = 0.897 to 1.
    expect(covered / experiments).toBeGreaterThan(0.897);
    expect(paired).toBeLessThan(unpaired / 4);
  });
});

describe('the sign', () => {
  it('is told only when the whole interval lies on one side', () => {
    expect(signOf({ mean: 2, halfWidth95: 1.9, replications: 9 }, false)).toBe('more');
    expect(signOf({ mean: -2, halfWidth95: 1.9, replications: 9 }, false)).toBe('less');
    expect(signOf({ mean: 2, halfWidth95: 2, replications: 9 }, false)).toBe('within-noise');
    // One replication has no interval, and so no sign.
    expect(signOf({ mean: 2, halfWidth95: Number.NaN, replications: 1 }, false)).toBe('within-noise');
    expect(signOf({ mean: 0, halfWidth95: 0, replications: 9 }, true)).toBe('same');
  });
});

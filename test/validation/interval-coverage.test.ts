// Goal: the 95 % intervals of results cover the truth as often as they say, through the whole chain from scenario to
// estimate; and so do those of a run that stops when it is precise enough.
// Method: 1000 experiments with different seeds whose true means are known without simulating: conferences arrive as a
// Poisson process of 120 an hour for a quarter of an hour, so 30 are expected; each is two people for ten minutes, so
// the participant-minutes are 2 x (2 a minute) x integral of min(t, 10) from 0 to 15 = 4 x (50 + 50) = 400
// (M_t/G/infinity). Between 93 and 97 % must cover: binomial with 1000 trials, 0.95 +/- 0.02 is 2.9 deviations.
import { expect, it } from 'vitest';
import { inThisThread } from '../../src/experiment/executor.ts';
import { runReplications } from '../../src/experiment/run-study.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import type { Study } from '../../src/scenario/study.ts';
import type { RunTotals } from '../../src/simulation/rows.ts';
import { estimate } from '../../src/stats/estimate.ts';
import { resolved } from '../support/study.ts';

const experiments = 1000;
const variants = await resolved(`
name: Pairs
horizon: { start: 2026-11-23T08:00, hours: 0.25 }
demand:
  - class: { from: team-meeting, size: 2, durationMinutes: 10, joinOffsetSeconds: 0, leaveOffsetSeconds: 0 }
    conferences: { curve: flat, peakPerHour: 120 }
scaling: { bridges: { policy: static, count: 1 } }
run: { replications: 5 }
`);
if (typeof variants === 'string') throw new Error(variants);
const scenario = variants[0]!;

function studyOf(run: Scenario['run']): Study {
  return { name: 'Pairs', scenarioHash: 'test', variants: [{ ...scenario, run }] };
}

async function totalsOf(run: Scenario['run']): Promise<RunTotals[]> {
  const runs = await runReplications(studyOf(run), { executor: inThisThread });
  return runs.map(({ rows }) => rows[0]!.totals);
}

function covers(values: readonly number[], truth: number): boolean {
  const { mean, halfWidth95 } = estimate(values);
  return Math.abs(mean - truth) <= halfWidth95;
}

it('95 % intervals of five replications cover 93 to 97 % of 1000 known truths', async () => {
  const covered = { conferences: 0, participantMinutes: 0 };
  for (let seed = 0; seed < experiments; seed++) {
    const totals = await totalsOf({ seed, replications: 5 });
    if (
      covers(
        totals.map((run) => run.conferences),
        30,
      )
    )
      covered.conferences += 1;
    if (
      covers(
        totals.map((run) => run.participantMinutes),
        400,
      )
    )
      covered.participantMinutes += 1;
  }
  for (const count of Object.values(covered)) {
    expect(count / experiments).toBeGreaterThanOrEqual(0.93);
    expect(count / experiments).toBeLessThanOrEqual(0.97);
  }
});

// Goal: results depend on the study alone: not on who runs it, in what order runs finish, or whether one had to be tried
// again; a stop keeps whole replications; a wanted precision is reached and told.
// Method: an executor that finishes runs in reverse and one that is interrupted, against the plain one; worker threads,
// one of which is killed under its run.
import { setTimeout } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { type Executor, inThisThread, type RunTask, runTask } from '../../../src/experiment/executor.ts';
import { NothingFinishedError, runStudy } from '../../../src/experiment/run-study.ts';
import { workerPoolExecutor } from '../../../src/io/executors.ts';
import { stableJson } from '../../../src/io/results-format.ts';
import type { Study } from '../../../src/scenario/study.ts';
import { resolved } from '../../support/study.ts';

async function studyOf(run: string): Promise<Study> {
  const variants = await resolved(`
name: Two fleets
horizon: { start: 2026-11-23T08:30, hours: 0.5 }
demand: [{ class: school-class, burst: { at: "08:40", conferences: 3 } }]
scaling: { bridges: { policy: static, count: 3 } }
variants: [{ name: three }, { name: two, set: { scaling: { bridges: { count: 2 } } } }]
run: ${run}
`);
  if (typeof variants === 'string') throw new Error(variants);
  return { name: 'Two fleets', scenarioHash: 'test', variants };
}

const plain = { executor: inThisThread, version: 'test' };

describe('a study', () => {
  it('gives the same results when its runs finish in another order', async () => {
    const study = await studyOf('{ replications: 6 }');
    const late: Executor = {
      concurrency: 4,
      run: async (given, task) => {
        await setTimeout(5 * (6 - task.replication));
        return runTask(given, task);
      },
    };
    const [one, other] = [await runStudy(study, plain), await runStudy(study, { ...plain, executor: late })];
    expect(stableJson(other)).toBe(stableJson(one));
  });

  it('keeps whole leading replications when it is stopped, and refuses to make results of none', async () => {
    const study = await studyOf('{ replications: 50 }');
    let done = 0;
    const results = await runStudy(study, {
      ...plain,
      onProgress: (count) => {
        done = count;
      },
      shouldStop: () => done >= 7,
    });
    // Seven runs of two variants: three replications, and half of a fourth.
    expect(results.replications).toBe(3);
    expect(results.variants.map(({ totals }) => totals.length)).toEqual([3, 3]);
    await expect(runStudy(study, { ...plain, shouldStop: () => true })).rejects.toThrow(NothingFinishedError);
  });

  it('runs until a total is precise enough in every variant, with the same replications as a fixed number', async () => {
    const study = await studyOf(
      '{ replications: { until: { total: stressMax, relativeHalfWidth: 0.06 }, max: 80 } }',
    );
    const results = await runStudy(study, plain);
    const { precision, replications } = results;
    expect(precision).toMatchObject({ total: 'stressMax', isReached: true, replicationsMax: 80 });
    expect(precision!.relativeHalfWidth).toBeLessThanOrEqual(0.06);
    expect(replications).toBeGreaterThanOrEqual(10);
    expect(replications).toBeLessThan(80);
    const fixed = await runStudy(await studyOf(`{ replications: ${replications} }`), plain);
    expect(results.variants).toEqual(fixed.variants);
  });

  it('says when the most replications were not enough', async () => {
    const study = await studyOf(
      '{ replications: { until: { total: stressMax, relativeHalfWidth: 0.0001 }, max: 12 } }',
    );
    const { precision, replications } = await runStudy(study, plain);
    expect(precision).toMatchObject({ isReached: false });
    expect(replications).toBe(12);
  });
});

describe('worker threads', () => {
  it('one that dies costs its run a retry, and no result', async () => {
    const study = await studyOf('{ replications: 8 }');
    const threads: Worker[] = [];
    const retried: RunTask[] = [];
    const executor = workerPoolExecutor(2, {
      onStart: (worker) => threads.push(worker),
      onRetry: (task) => retried.push(task),
    });
    let isKilled = false;
    try {
      const results = await runStudy(study, {
        ...plain,
        executor,
        onProgress: () => {
          if (isKilled) return;
          isKilled = true;
          void threads[0]!.terminate();
          void threads[1]!.terminate();
        },
      });
      expect(retried.length).toBeGreaterThanOrEqual(1);
      expect(threads.length).toBeGreaterThanOrEqual(3);
      expect(stableJson(results)).toBe(stableJson(await runStudy(study, plain)));
    } finally {
      await executor.close();
    }
  });

  it('are not more than there are runs, whatever is asked for', async () => {
    const study = await studyOf('{ replications: 1 }');
    let started = 0;
    const executor = workerPoolExecutor(100, {
      onStart: () => {
        started += 1;
      },
    });
    try {
      await runStudy(study, { ...plain, executor });
      expect(started).toBe(study.variants.length);
    } finally {
      await executor.close();
    }
  });

  it('serves several studies, and passes on what a simulation throws', async () => {
    const study = await studyOf('{ replications: 1 }');
    const executor = workerPoolExecutor(1);
    try {
      for (let other = 0; other < 12; other++) {
        const copy: Study = { ...study, name: `copy ${other}` };
        const { fingerprint } = await executor.run(copy, { variantIndex: 1, replication: other });
        expect(fingerprint).toBe(runTask(study, { variantIndex: 1, replication: other }).fingerprint);
      }
      await expect(executor.run(study, { variantIndex: 7, replication: 0 })).rejects.toThrow(/no variant 7/);
    } finally {
      await executor.close();
    }
  });
});

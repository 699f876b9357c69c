/**
 * `jitsim simulate`: runs a study or a shard of it, writes its results, prints a summary.
 */
import { join } from 'node:path';
import { runShard, type Shard } from '../../experiment/shard.ts';
import { assertShardWritable, writeShard } from '../../io/shard-directory.ts';
import { version } from '../../io/version.ts';
import { assertWritable, writeResults } from '../../io/write-results.ts';
import type { Study } from '../../scenario/study.ts';
import { exitCodes } from '../exit-codes.ts';
import { usageFailure } from '../failures.ts';
import { onInterruption } from '../interruption.ts';
import type { Arguments } from '../options.ts';
import { note, print, printJson } from '../print.ts';
import { withRunOptions } from '../run-options.ts';
import { runWithProgress, working } from '../run-with-progress.ts';
import { studyOfScenario } from '../settings-options.ts';
import { shardOf } from '../shard-option.ts';
import { tellResults } from '../tell-results.ts';
import { orOutputFailure } from '../writing-failure.ts';
import { yearBesideScenario } from '../year-of-results.ts';
import { writeReportFile } from './report.ts';

export async function simulate(given: Arguments): Promise<number> {
  const study = withRunOptions(await studyOfScenario(given), given);
  const shard = shardOf(given);
  const out = String(given.out ?? join('results', slug(study.name)));
  return shard === null ? simulateWhole(study, out, given) : simulateShard(study, shard, out, given);
}

async function simulateWhole(study: Study, out: string, given: Arguments): Promise<number> {
  const replace = given.replace === true;
  await orOutputFailure(assertWritable(out, replace));
  const interruption = onInterruption();
  try {
    const results = await runWithProgress(study, { given, interruption });
    interruption.holdOff();
    await orOutputFailure(writeResults(results, out, { replace }));
    const report =
      given.report === true
        ? await writeReportFile(results, join(out, 'report.html'), {
            replace: true,
            year: await yearBesideScenario(results, String(given.scenario)),
          })
        : null;
    return tellResults(results, {
      out,
      report,
      asJson: given.json === true,
      ...(interruption.isRequested() ? { wanted: study.variants[0]!.run.replications } : {}),
    });
  } finally {
    interruption.end();
  }
}

async function simulateShard(study: Study, shard: Shard, out: string, given: Arguments): Promise<number> {
  const { until, replications } = study.variants[0]!.run;
  if (until !== undefined) {
    throw usageFailure(
      'a shard cannot know when all shards together are precise enough: give a number with --replications',
    );
  }
  if (given.report === true)
    throw usageFailure('a shard has no report; jitsim report makes it after jitsim merge');
  const directory = `${out}-shard-${shard.index}-of-${shard.count}`;
  const target = given.out === undefined ? directory : out;
  const replace = given.replace === true;
  await orOutputFailure(assertShardWritable(target, replace));
  note(`running ${study.name}: shard ${shard.index}/${shard.count} of ${replications} replications`);
  const interruption = onInterruption();
  try {
    const runs = await working(study, given, (executor, onProgress) =>
      runShard(study, shard, {
        executor,
        onProgress,
        shouldStop: interruption.isRequested,
        version: version(),
      }),
    );
    interruption.holdOff();
    await orOutputFailure(writeShard(runs, target, { replace }));
    if (given.json === true) printJson({ ok: true, out: target, shard, replications: runs.runs.length });
    else print(target);
    if (!interruption.isRequested()) return exitCodes.done;
    note(
      `interrupted after ${runs.runs.length} replications of the shard; to be merged it must be run again`,
    );
    return exitCodes.interrupted;
  } finally {
    interruption.end();
  }
}

/** `University Monday, 9:00` as `university-monday-9-00`. */
export function slug(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u);
  return (
    words
      .filter((word) => word !== '')
      .join('-')
      .slice(0, 80) || 'scenario'
  );
}

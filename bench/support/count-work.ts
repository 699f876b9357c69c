/**
 * Runs in a process of its own (`counted-work.ts`): V8 counts how often each block of code is executed, in all code that is
 * compiled after the counting began. Sizes come as JSON in the first argument, the counts go to stdout as JSON.
 */
import { Session } from 'node:inspector/promises';
import type { CountedWork } from './counted-work.ts';
import type { Size } from './scaled-scenario.ts';

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
// Only now: what is compiled before is not counted.
const { simulate } = await import('../../src/simulation/simulate.ts');
const { exampleScenario, scaled } = await import('./scaled-scenario.ts');

const sizes = JSON.parse(process.argv[2]!) as readonly Size[];
const scenario = await exampleScenario();
const counted: CountedWork[] = [];
for (const size of sizes) {
  const { full, nearlyEmpty } = scaled(scenario, size);
  await takeCounts();
  const { totals } = simulate(full, { seed: 1, replication: 0 });
  const work = await takeCounts();
  const events = totals.events - simulate(nearlyEmpty, { seed: 1, replication: 0 }).totals.events;
  const ofBridges = await takeCounts();
  counted.push({
    events,
    calls: (work.calls - ofBridges.calls) / events,
    code: (work.code - ofBridges.code) / events,
    partLoads: (work.partLoads - ofBridges.partLoads) / events,
  });
}
process.stdout.write(JSON.stringify(counted));
session.disconnect();

/** What was executed of the simulator since the last time. */
async function takeCounts(): Promise<Omit<CountedWork, 'events'>> {
  const { result } = await session.post('Profiler.takePreciseCoverage');
  let calls = 0;
  let code = 0;
  let partLoads = 0;
  for (const { url, functions } of result) {
    if (!url.includes('/src/')) continue;
    for (const { functionName, ranges } of functions) {
      calls += ranges[0]!.count;
      code += executedCharacters(ranges);
      if (functionName === 'measurePart') partLoads += ranges[0]!.count;
    }
  }
  return { calls, code, partLoads };
}

/** Every character of a function as often as its block was executed; ranges hold those that follow and lie inside them. */
function executedCharacters(ranges: readonly Range[]): number {
  let executed = 0;
  const around: Range[] = [];
  for (const range of ranges) {
    while (around.length > 0 && around.at(-1)!.endOffset < range.endOffset) around.pop();
    const length = range.endOffset - range.startOffset;
    executed += length * (range.count - (around.at(-1)?.count ?? 0));
    around.push(range);
  }
  return executed;
}

/**
 * How much work an event of a run is, counted and not timed: the same on every machine, however busy. Caches, collection of
 * garbage and the compiler are left out, which is the point: what grows here grows in the algorithm.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Size } from './scaled-scenario.ts';

/** Of an event, on average, without what the deployment costs by being there. */
export interface CountedWork {
  /** Events that the averages are over. */
  readonly events: number;
  /** Calls of functions. */
  readonly calls: number;
  /** Code executed, in characters of the compiled source: loops count as often as they go round. */
  readonly code: number;
  /** Loads of a conference on one of its bridges that were worked out. */
  readonly partLoads: number;
}

const counter = fileURLToPath(new URL('./count-work.ts', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Counts are exact: without the optimizing compiler, whose code loses some of them. */
export async function countWork(sizes: readonly Size[]): Promise<readonly CountedWork[]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-opt', '--import', import.meta.resolve('tsx'), counter, JSON.stringify(sizes)],
    { cwd: root },
  );
  return JSON.parse(stdout) as readonly CountedWork[];
}

/**
 * Goal: how much of the cost of an event in a large run is that its state is larger than what a core holds close.
 * Method: thirty runs of example 02 with ten times its conferences and bridges, which have nothing to do with each other, take
 * turns in one process, a second of simulated time each; against the same run alone, and against one run thirty times as
 * large. Code and events are the same, alone and in turns: what differs is how much memory is touched between two events of a
 * run. CPU time of the events alone, without construction and the end.
 */
import { runUntil } from '../src/engine/run-loop.ts';
import type { Scenario } from '../src/scenario/scenario.ts';
import { createRunContext } from '../src/simulation/create-run-context.ts';
import { dispatchRunEvent } from '../src/simulation/run-events.ts';
import { createRunParts, type RunParts } from '../src/simulation/run-parts.ts';
import { startRun } from '../src/simulation/simulate.ts';
import type { Row } from './row.ts';
import { exampleScenario, scaled } from './support/scaled-scenario.ts';

export const name = 'the same runs alone and in turns, CPU time of an event';

const turnMs = 1000;

export async function run({ quick }: { readonly quick: boolean }): Promise<Row[]> {
  const scenario = await exampleScenario();
  const [factor, runs, rounds] = quick ? [1, 3, 1] : [10, 30, 5];
  const of = (times: number): Scenario =>
    scaled(scenario, { conferences: times, bridges: times, shards: 1, isSingle: false }).full;
  const small = of(factor);
  const cases = [
    { what: `one run, x${factor}`, scenarios: [small], ns: [] as number[] },
    {
      what: `${runs} runs in turns, x${factor} each`,
      scenarios: Array<Scenario>(runs).fill(small),
      ns: [] as number[],
    },
    { what: `one run, x${factor * runs}`, scenarios: [of(factor * runs)], ns: [] as number[] },
  ];
  // The first round warms up.
  for (let round = quick ? 0 : -1; round < rounds; round++) {
    for (const { scenarios, ns } of cases) {
      const measured = eventNs(scenarios);
      if (round >= 0) ns.push(measured);
    }
  }
  return cases.map(({ what, ns }) => {
    const ratios = ns.map((value, round) => value / cases[0]!.ns[round]!);
    return {
      what,
      'ns per event, median': median(ns).toFixed(0),
      'min to max': `${Math.min(...ns).toFixed(0)} to ${Math.max(...ns).toFixed(0)}`,
      'ratio to the first': median(ratios).toFixed(2),
    };
  });
}

function eventNs(scenarios: readonly Scenario[]): number {
  const runs = scenarios.map(started);
  let events = 0;
  const before = process.cpuUsage();
  for (let endTimeMs = turnMs; endTimeMs <= runs[0]!.parts.context.endMs; endTimeMs += turnMs) {
    for (const { parts, handle } of runs) {
      events += runUntil({ list: parts.context.list, endTimeMs, handle }).handledEvents;
    }
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / events;
}

interface StartedRun {
  readonly parts: RunParts;
  readonly handle: (number: number, timeMs: number) => void;
}

function started(scenario: Scenario, replication: number): StartedRun {
  const parts = createRunParts(createRunContext(scenario, { seed: 1, replication }));
  startRun(parts);
  return { parts, handle: (number, timeMs) => dispatchRunEvent(parts, number, timeMs) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}

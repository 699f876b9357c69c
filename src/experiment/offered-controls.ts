/**
 * The offered load as control variate: what a replication's demand asked for, beside what it asks for on average. Both
 * follow from the demand alone, so no policy can change them, and the mean is exact (M_t/G/infinity).
 */
import { createRandomStreams } from '../engine/random/random-streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Control } from '../stats/control-variate.ts';
import { expectedConferences, plannedStarts, timelineDrawer } from '../workload/conference-source.ts';
import type { PlannedDemand } from '../workload/demand.ts';
import { busiestMs, meanParticipants, meanPlannedMinutes, meanSize } from './offered-load.ts';

const msPerMinute = 60_000;

/**
 * Two controls: participant-minutes of all conferences that are planned, and participants planned to be present at the
 * busiest moment.
 *
 * @param replications their numbers, in the order of the values to be controlled
 */
export function offeredControls(scenario: Scenario, replications: readonly number[]): Control[] {
  const { demand: all, horizon, run } = scenario;
  const { durationMs } = horizon;
  // Traces and replayed series are the same in every replication: nothing to correct for.
  const demands = all.flatMap((demand, index) =>
    demand.kind === 'curve' || demand.kind === 'burst' ? [{ demand, index }] : [],
  );
  if (demands.length === 0) return [];
  const atMs = busiestMs(
    demands.map(({ demand }) => demand),
    durationMs,
  );
  const drawn = replications.map((replication) => {
    const streams = createRandomStreams({ seed: run.seed, replication });
    return demands
      .map(({ demand, index }) => offered(demand, index, streams, { durationMs, atMs }))
      .reduce((sum, one) => ({ minutes: sum.minutes + one.minutes, atPeak: sum.atPeak + one.atPeak }));
  });
  const meanMinutes = demands.reduce(
    (sum, { demand }) =>
      sum +
      expectedConferences(demand, durationMs) *
        meanSize(demand.conferenceClass) *
        meanPlannedMinutes(demand.conferenceClass),
    0,
  );
  const meanAtPeak = demands.reduce((sum, { demand }) => sum + meanParticipants(demand, durationMs, atMs), 0);
  return [
    { values: drawn.map(({ minutes }) => minutes), mean: meanMinutes },
    { values: drawn.map(({ atPeak }) => atPeak), mean: meanAtPeak },
  ];
}

function offered(
  demand: PlannedDemand,
  demandIndex: number,
  streams: ReturnType<typeof createRandomStreams>,
  { durationMs, atMs }: { readonly durationMs: number; readonly atMs: number },
): { readonly minutes: number; readonly atPeak: number } {
  const starts = plannedStarts(demand, streams, durationMs);
  const drawer = timelineDrawer(demand, demandIndex, streams);
  let minutes = 0;
  let atPeak = 0;
  while (starts.next()) {
    const { conference, plannedStartMs } = starts;
    if (demand.kind === 'burst' && plannedStartMs >= durationMs) continue;
    const size = drawer.sizeOf(conference);
    const lengthMs = drawer.plannedDurationMs(conference);
    minutes += (size * lengthMs) / msPerMinute;
    if (plannedStartMs <= atMs && atMs < plannedStartMs + lengthMs) atPeak += size;
  }
  return { minutes, atPeak };
}

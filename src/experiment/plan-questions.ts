/**
 * The questions that a plan can answer about a scenario: how many bridges, Jibris, shards.
 */
import { serversForBlocking } from '../queueing/erlang-b.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { mean } from '../stats/distributions/moments.ts';
import type { Bound } from './check.ts';
import type { PlanQuestion } from './plan.ts';
import { bridgesClosedForm } from './plan-bridges.ts';
import { jibrisClosedForm, overflowRatioOf, recordingMoments } from './plan-closed-form.ts';
import { shardsClosedForm } from './plan-shards.ts';

export type Answerable =
  | { readonly ok: true; readonly question: PlanQuestion }
  | { readonly ok: false; readonly problem: string };

/** Most instances or shards that are looked at, unless more are asked for. */
export const COUNT_MAX = 2000;

/** Objectives about cost bound a plan from above and are no reason for more. */
function qualityObjectives(scenario: Scenario): Bound[] {
  return scenario.objectives.filter(({ total }) => total !== 'costPerDay');
}

function refused(problem: string): Answerable {
  return { ok: false, problem };
}

/** How many bridges, always on. */
export function bridgesQuestion(scenario: Scenario, max = COUNT_MAX): Answerable {
  const objectives = qualityObjectives(scenario).filter(({ total }) => total !== 'recordingRefusedRatio');
  if (objectives.length === 0) {
    return refused(
      'has no objective that bridges serve; write objectives.overstressedParticipantMinutesRatio or joinFailureRatio',
    );
  }
  const closedForm = bridgesClosedForm(scenario, overflowRatioOf(scenario));
  const scenarioAt = (count: number): Scenario => withBridges(scenario, count);
  const start = Math.max(1, closedForm.count);
  const of = 'bridges';
  return {
    ok: true,
    question: { of, closedForm, min: 1, max, start, isMoreBetter: true, objectives, scenarioAt },
  };
}

/** The scenario with so many bridges from beginning to end. */
export function withBridges(scenario: Scenario, count: number): Scenario {
  const { deployment, scaling } = scenario;
  return {
    ...scenario,
    deployment: { ...deployment, bridges: { ...deployment.bridges, initialCount: count } },
    scaling: { ...scaling, bridges: { policy: 'static', static: { count } } },
  };
}

/** How many Jibris, always on. */
export function jibrisQuestion(scenario: Scenario, max = COUNT_MAX): Answerable {
  const { deployment, scaling } = scenario;
  const { jibris } = deployment;
  if (jibris === null) return refused('has no Jibris; write deployment.jibris');
  const objective = scenario.objectives.find(({ total }) => total === 'recordingRefusedRatio');
  if (objective === undefined) {
    return refused('does not say how many recordings may be refused; write objectives.recordingRefusedRatio');
  }
  const closedForm = jibrisClosedForm(scenario, objective.max);
  const scenarioAt = (count: number): Scenario => ({
    ...scenario,
    deployment: { ...deployment, jibris: { ...jibris, initialCount: count } },
    scaling: { ...scaling, jibris: { policy: 'static', static: { count } } },
  });
  const question: PlanQuestion = {
    of: 'Jibris',
    closedForm,
    min: 0,
    max,
    start: closedForm.count,
    isMoreBetter: true,
    objectives: [objective],
    scenarioAt,
  };
  return { ok: true, question };
}

/** How many shards, so that neither Prosody nor a web front is ever restarted by its probe. */
export function shardsQuestion(scenario: Scenario, max = COUNT_MAX): Answerable {
  const { deployment } = scenario;
  if (deployment.signalling === null) {
    return refused(
      'does not simulate signalling, which is what bounds a shard; write deployment.shards.signalling',
    );
  }
  const { bridges: scaling } = scenario.scaling;
  const bridges =
    scaling.policy === 'static'
      ? scaling.static.count
      : bridgesClosedForm(scenario, overflowRatioOf(scenario)).count;
  const closedForm = shardsClosedForm(scenario, deployment.signalling, bridges);
  const objectives: Bound[] = [
    { total: 'prosodyKills', max: 0 },
    { total: 'frontRestarts', max: 0 },
    ...scenario.objectives.filter(({ total }) => total === 'joinFailureRatio'),
  ];
  const scenarioAt = (count: number): Scenario => ({
    ...scenario,
    deployment: { ...deployment, shardCount: count },
  });
  const start = closedForm.count;
  const of = 'shards';
  return {
    ok: true,
    question: { of, closedForm, min: 1, max, start, isMoreBetter: true, objectives, scenarioAt },
  };
}

const msPerHour = 3_600_000;
/** A timetable asks for bridges this much earlier than their usual boot takes. */
const PREWARM_RATIO = 1.5;

/** What the busiest moment of an hour needs. */
export interface StaffingRow {
  /** Hours since the horizon start. */
  readonly hour: number;
  /** By the closed form. */
  readonly closedForm: number;
  /** The closed form, scaled by what the simulation found at the peak. */
  readonly planned: number;
}

/** Bridges by the hour: the closed form's shape, at the height that the simulation verified for the peak. */
export function bridgeStaffing(scenario: Scenario, answer: number): StaffingRow[] {
  const { durationMs } = scenario.horizon;
  const overflow = overflowRatioOf(scenario);
  const hours = Math.ceil(durationMs / msPerHour);
  const peak = bridgesClosedForm(scenario, overflow).count;
  return Array.from({ length: hours }, (_, hour) => {
    const moments = Array.from({ length: MOMENTS_PER_HOUR }, (_unused, index) =>
      Math.min(durationMs - 1, (hour + (index + 1) / MOMENTS_PER_HOUR) * msPerHour - 1),
    );
    const starts = scenario.demand.flatMap((demand) =>
      demand.kind === 'burst' && Math.floor(demand.startMs / msPerHour) === hour ? [demand.startMs] : [],
    );
    const closedForm = [...moments, ...starts].reduce(
      (most, atMs) => Math.max(most, bridgesClosedForm(scenario, overflow, atMs).count),
      0,
    );
    const planned = Math.max(1, Math.ceil((closedForm * answer) / Math.max(1, peak)));
    return { hour, closedForm, planned: Math.min(answer, planned) };
  });
}

const MOMENTS_PER_HOUR = 6;

/** Jibris by the hour: Erlang B at the hour's busiest moment, at the height that the simulation verified for the whole. */
export function jibriStaffing(scenario: Scenario, answer: number): StaffingRow[] {
  const objective = scenario.objectives.find(({ total }) => total === 'recordingRefusedRatio');
  const moments = recordingMoments(scenario);
  const hours = Math.ceil(scenario.horizon.durationMs / msPerHour);
  const needed = Array.from({ length: hours }, (_, hour) => {
    const offered = moments
      .filter(({ atMs }) => Math.floor(atMs / msPerHour) === hour)
      .reduce((most, { erlangs }) => Math.max(most, erlangs), 0);
    const blockingMax = Math.min(1, Math.max(BLOCKING_LEAST, objective?.max ?? 1));
    return serversForBlocking({ offeredLoadErlangs: offered, blockingMax });
  });
  const peak = needed.reduce((most, count) => Math.max(most, count), 0);
  return needed.map((closedForm, hour) => {
    const planned = Math.ceil((closedForm * answer) / Math.max(1, peak));
    return { hour, closedForm, planned: Math.min(answer, planned) };
  });
}

/** Erlang B reaches no blocking of 0; this is as good. */
const BLOCKING_LEAST = 1e-6;

/** The scenario with the staffing as a timetable, rises brought forward by one and a half boots. */
export function withStaffing(scenario: Scenario, rows: readonly StaffingRow[]): Scenario {
  const { deployment, scaling } = scenario;
  // An hour begins with who was there at the end of the last one.
  const counts = rows.map(({ planned }, index) => Math.max(planned, rows[index - 1]?.planned ?? 0));
  const steps = counts.map((count, hour) => ({ atMs: hour * msPerHour, count }));
  const prewarmSeconds = Math.ceil(PREWARM_RATIO * usualBootSeconds(scenario));
  return {
    ...scenario,
    deployment: { ...deployment, bridges: { ...deployment.bridges, initialCount: counts[0]! } },
    scaling: {
      ...scaling,
      bridges: { policy: 'scheduled', scheduled: { steps, prewarmSeconds }, controlIntervalSeconds: 60 },
    },
  };
}

function usualBootSeconds({ deployment }: Scenario): number {
  return deployment.bridges.boot.stages.reduce(
    (seconds, stage) => ('atSeconds' in stage ? stage.atSeconds : seconds + mean(stage.takesSeconds)),
    0,
  );
}

/**
 * Instances in each zone so that those left after the loss of one zone are as many as planned.
 *
 *   each = ceil(count / (zones - 1))
 */
export function sparePerZone(
  count: number,
  zones: number,
): { readonly each: number; readonly total: number } {
  if (!(zones >= 2)) throw new RangeError(`sparePerZone: needs at least 2 zones, got ${zones}`);
  const each = Math.ceil(count / (zones - 1));
  return { each, total: each * zones };
}

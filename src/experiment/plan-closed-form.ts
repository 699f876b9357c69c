/**
 * Closed forms of a plan, before anything is simulated: what they share, and that of Jibris. Each says what it left out; the
 * simulation beside it shows what that was worth.
 */
import { erlangB } from '../queueing/erlang-b.ts';
import type { Demand, Scenario } from '../scenario/scenario.ts';
import { mean } from '../stats/distributions/moments.ts';
import { expectedArrivals } from '../workload/rate-curve.ts';
import { meanConferences } from './offered-load.ts';

export interface ClosedForm {
  readonly count: number;
  /** How it came about, in sentences with figures. */
  readonly steps: readonly string[];
  /** What it does not know, and which way that moves the count, where a bound for it is known too. */
  readonly doesNotKnow: readonly string[];
}

/** Probability that the load exceeds the fleet where no objective says which; a common planning value. */
const OVERFLOW_RATIO = 0.01;

export const figure = (value: number): string => String(Number(value.toPrecision(3)));

/** Share of a day's moments for which overflow is planned: the objective's, or 1 %. */
export function overflowRatioOf({ objectives }: Scenario): number {
  const found = objectives.find(({ total }) => total === 'overstressedParticipantMinutesRatio');
  return found === undefined ? OVERFLOW_RATIO : Math.min(0.5, Math.max(1e-6, found.max));
}

export const MINUTES_STEP = 5;
export const msPerMinute = 60_000;

/**
 * Jibris whose blocking over the whole horizon is within a limit: Erlang B with the modified offered load.
 *
 *   refused = sum over t of a(t) B(c, m(t)) / sum over t of a(t),   m(t) recordings going on if none were refused
 *
 * A recorder stays busy through finalising and upload; that time is added to the length of the recording.
 *
 * Source: Erlang B; modified offered load after Jagerman, Bell System Technical Journal 54 (1975) 525-549. Simplification:
 * recordings that begin together (bursts, starts on the hour) are taken as Poisson; they block more.
 */
export function jibrisClosedForm(scenario: Scenario, refusedRatioMax: number): ClosedForm {
  const moments = recordingMoments(scenario);
  const peak = moments.reduce((most, { erlangs }) => Math.max(most, erlangs), 0);
  const asked = moments.reduce((sum, { arrivals }) => sum + arrivals, 0);
  if (asked === 0) return { count: 0, steps: ['nothing is recorded'], doesNotKnow: [] };
  const refused = (servers: number): number =>
    moments.reduce(
      (sum, { arrivals, erlangs }) => sum + arrivals * erlangB({ servers, offeredLoadErlangs: erlangs }),
      0,
    ) / asked;
  let count = 0;
  while (refused(count) > refusedRatioMax) count += 1;
  return {
    count,
    steps: [
      `${figure(asked)} recordings are asked for, up to ${figure(peak)} at once (erlangs, finalising included)`,
      `Erlang B at every moment's load: ${count} Jibris refuse ${figure(100 * refused(count))} % of them${count > 0 ? `, ${count - 1} refuse ${figure(100 * refused(count - 1))} %` : ''}`,
    ],
    doesNotKnow: [
      'recordings that begin together, in bursts or on the hour, block more than a Poisson process: the simulation may need more',
      'a retry of Jicofo that finds a Jibri free a little later: the simulation may need fewer',
    ],
  };
}

/** Offered recordings over the horizon, in steps of five minutes. */
export function recordingMoments(
  scenario: Scenario,
): { readonly atMs: number; readonly arrivals: number; readonly erlangs: number }[] {
  const { demand, horizon, deployment } = scenario;
  const finalise = deployment.jibris === null ? 0 : mean(deployment.jibris.finaliseSeconds) / 60;
  const steps = Math.ceil(horizon.durationMs / (MINUTES_STEP * msPerMinute));
  return Array.from({ length: steps }, (_, step) => {
    const fromMs = step * MINUTES_STEP * msPerMinute;
    const toMs = fromMs + MINUTES_STEP * msPerMinute;
    let arrivals = 0;
    let erlangs = 0;
    for (const one of demand) {
      const { recordingRatio } = one.conferenceClass;
      if (recordingRatio === 0) continue;
      const begun = conferencesBegun(one, fromMs, toMs, horizon.durationMs);
      arrivals += recordingRatio * begun;
      erlangs += recordingRatio * meanConferences(one, horizon.durationMs, (fromMs + toMs) / 2);
      // Little: those that finalise are the arrivals of a while ago; of now, where the rate changes slowly.
      erlangs += (recordingRatio * begun * finalise) / MINUTES_STEP;
    }
    return { atMs: fromMs, arrivals, erlangs };
  });
}

/** Mean number of conferences planned to begin in [from, to). */
export function conferencesBegun(demand: Demand, fromMs: number, toMs: number, horizonMs: number): number {
  const isIn = (atMs: number): boolean => atMs >= fromMs && atMs < toMs;
  switch (demand.kind) {
    case 'curve':
      return expectedArrivals(demand.rate, { fromMs, toMs, horizonMs });
    case 'burst':
      return isIn(demand.startMs) ? demand.conferences : 0;
    case 'trace':
      return demand.conferences.filter(({ startMs }) => isIn(startMs)).length;
    case 'participant-series':
      return 0;
  }
}

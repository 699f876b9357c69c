/**
 * Closed forms of a plan: how many bridges or Jibris the offered load asks for, before anything is simulated. Each says what it left out; the simulation beside it shows what that was worth.
 */

import { packetRateAtStress } from '../jitsi/bridge-capacity.ts';
import { measurePart, onGrid } from '../jitsi/media-load.ts';
import { erlangB } from '../queueing/erlang-b.ts';
import { normalTailBeta } from '../queueing/square-root-staffing.ts';
import type { Demand, Scenario } from '../scenario/scenario.ts';
import { cdf } from '../stats/distributions/cdf.ts';
import { mean } from '../stats/distributions/moments.ts';
import { expectedArrivals } from '../workload/rate-curve.ts';
import { busiestMs, meanConferences } from './offered-load.ts';

export interface ClosedForm {
  readonly count: number;
  /** How it came about, in sentences with figures. */
  readonly steps: readonly string[];
}

export const figure = (value: number): string => String(Number(value.toPrecision(3)));

/** Probability that the load exceeds the fleet where no objective says which; a common planning value. */
const OVERFLOW_RATIO = 0.01;
/** Sizes beyond this probability are left out of a class's load. */
const TAIL_LEAST = 1e-9;
/** Most sizes that are summed up; beyond, the step grows. */
const SIZES_MAX = 20_000;

/** Packets per second of one conference of a class on one bridge: mean and mean of squares over sizes. */
interface ConferenceLoad {
  readonly meanPps: number;
  readonly squarePps: number;
}

/** Senders are taken at their mean; sizes by their distribution. */
function conferenceLoad({ conferenceClass, media }: Demand): ConferenceLoad {
  const { size, audioSenderRatio, audioSendersMax, videoSenderRatio, videoSendersMax } = conferenceClass;
  const profile = onGrid(media);
  const into = { packetRatePps: 0, egressBps: 0, ingressBps: 0, relayBps: 0, relayAllBps: 0 };
  let meanPps = 0;
  let squarePps = 0;
  for (let n = 1; n <= SIZES_MAX; n++) {
    const probability = n === 1 ? cdf(size, 1.5) : cdf(size, n + 0.5) - cdf(size, n - 0.5);
    if (probability > 0) {
      const all = {
        endpoints: n,
        audio: Math.min(audioSendersMax, audioSenderRatio * n),
        cameras: Math.min(videoSendersMax, videoSenderRatio * n),
        screens: 0,
        both: 0,
      };
      const { lastN } = profile;
      measurePart(profile, { local: all, total: all, bridges: 1, lastN, lastNMax: lastN }, into);
      meanPps += probability * into.packetRatePps;
      squarePps += probability * into.packetRatePps ** 2;
    }
    if (1 - cdf(size, n + 0.5) < TAIL_LEAST) break;
  }
  return { meanPps, squarePps };
}

/**
 * Bridges for the load at one moment: square-root staffing of a compound Poisson load, in units of what a bridge carries,
 * and then packing, since a conference is carried whole.
 *
 *   need = L + beta sqrt(V),  L = sum m E[x],  V = sum m E[x^2] (less of bursts),  beta = Phi^-1(1 - p)
 *   bridges = need / (k E[x]),  k = floor(K / E[x]) conferences on a bridge of capacity K
 *
 * m conferences going on (M_t/G/infinity), x their packets per second. Conferences larger than a bridge are taken as
 * divisible: relays carry the rest.
 *
 * Simplification: a conference that fits on a bridge is never split, though Jicofo may split it by relays once bridges are
 * stressed: with few conferences to a bridge fewer bridges do.
 *
 * Source: Jennings, Mandelbaum, Massey, Whitt, Management Science 42 (1996) 1383-1394.
 */
export function bridgesClosedForm(scenario: Scenario, overflowRatio: number, atMs?: number): ClosedForm {
  const { demand, deployment, horizon } = scenario;
  const busiest = atMs ?? busiestMs(demand, horizon.durationMs);
  const { model, stress } = deployment.bridges;
  const bridge = { model, stressMeasure: stress.measure, speedFactor: 1 };
  const capacityPps = packetRateAtStress(stress.overstressedAbove, bridge);
  let load = 0;
  let variance = 0;
  let conferences = 0;
  for (const one of demand) {
    const present = meanConferences(one, horizon.durationMs, busiest);
    const { meanPps, squarePps } = loadOf(one);
    conferences += present;
    load += present * meanPps;
    variance += varianceOf(one, present, { meanPps, squarePps });
  }
  if (conferences === 0) return { count: 0, steps: ['nobody is planned to meet'] };
  const beta = normalTailBeta(overflowRatio);
  const need = load + Math.max(0, beta) * Math.sqrt(Math.max(0, variance));
  const each = load / conferences;
  const perBridge = Math.floor(capacityPps / each);
  const filledRatio = perBridge >= 1 ? (perBridge * each) / capacityPps : 1;
  const count = Math.ceil(need / (capacityPps * filledRatio) - 1e-9);
  return {
    count,
    steps: [
      `at the busiest moment ${figure(conferences)} conferences put ${figure(load / 1000)} kpps on bridges on average`,
      `square-root staffing for a load above the fleet in ${figure(100 * overflowRatio)} % of such moments: ${figure(need / 1000)} kpps`,
      `a bridge carries ${figure(capacityPps / 1000)} kpps at stress ${stress.overstressedAbove}, a conference is ${figure(each / 1000)} kpps: ${perBridge >= 1 ? `${perBridge} fit on one` : 'one needs several, by relays'}`,
    ],
  };
}

/** Variance of the load: compound Poisson along a curve, compound binomial of a burst, none of what is replayed. */
function varianceOf(demand: Demand, present: number, { meanPps, squarePps }: ConferenceLoad): number {
  switch (demand.kind) {
    case 'curve':
      return present * squarePps;
    case 'burst': {
      const goingRatio = demand.conferences === 0 ? 0 : present / demand.conferences;
      return present * (squarePps - goingRatio * meanPps ** 2);
    }
    case 'trace':
    case 'participant-series':
      return 0;
  }
}

const loads = new WeakMap<Demand, ConferenceLoad>();
function loadOf(demand: Demand): ConferenceLoad {
  const known = loads.get(demand) ?? conferenceLoad(demand);
  loads.set(demand, known);
  return known;
}

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
  if (asked === 0) return { count: 0, steps: ['nothing is recorded'] };
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

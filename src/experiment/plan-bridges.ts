/**
 * The closed form for bridges: square-root staffing of the offered load in packets, packing of whole conferences, relays
 * for those that are larger than a bridge; and the bounds on both sides of it that follow from what it does not know.
 */
import { packetRateAtStress } from '../jitsi/bridge-capacity.ts';
import { measurePart, onGrid } from '../jitsi/media-load.ts';
import { normalTailBeta } from '../queueing/square-root-staffing.ts';
import type { Demand, Scenario } from '../scenario/scenario.ts';
import { cdf } from '../stats/distributions/cdf.ts';
import { incompleteBeta } from '../stats/special-functions/incomplete-beta.ts';
import { busiestMs, meanConferences } from './offered-load.ts';
import { type ClosedForm, figure } from './plan-closed-form.ts';

/** Sizes beyond this probability are left out of a class's load. */
const TAIL_LEAST = 1e-9;
/** Most sizes that are summed up. */
const SIZES_MAX = 20_000;
/** Most bridges over which a conference is divided; a bound on the search, beyond every deployment known. Assumed. */
const PARTS_MAX = 512;
/** Placed blindly, fleets beyond so many times the closed form say nothing. Assumed. */
const BLIND_RATIO_MAX = 10;
/** Divisions beyond the least that are tried; each adds relays, so the gain lies in the first. Assumed. */
const DIVISIONS_TRIED = 3;

/** Packets per second of one conference of a class on all its bridges: mean and mean of squares over sizes. */
interface ConferenceLoad {
  readonly meanPps: number;
  readonly squarePps: number;
}

/**
 * Senders are taken at their mean; sizes by their distribution.
 *
 * @param parts bridges that share the conference evenly; relays carry every sender to every other bridge
 */
function conferenceLoad({ conferenceClass, media }: Demand, parts: number): ConferenceLoad {
  const { size, audioSenderRatio, audioSendersMax, videoSenderRatio, videoSendersMax } = conferenceClass;
  const profile = onGrid(media);
  const { lastN } = profile;
  const into = { packetRatePps: 0, egressBps: 0, ingressBps: 0, relayBps: 0, relayAllBps: 0 };
  let meanPps = 0;
  let squarePps = 0;
  for (let n = 1; n <= SIZES_MAX; n++) {
    const probability = n === 1 ? cdf(size, 1.5) : cdf(size, n + 0.5) - cdf(size, n - 0.5);
    if (probability > 0) {
      const audio = Math.min(audioSendersMax, audioSenderRatio * n);
      const cameras = Math.min(videoSendersMax, videoSenderRatio * n);
      // Nobody is divided: a conference of two is on two bridges at most.
      const shares = Math.min(parts, n);
      const total = { endpoints: n, audio, cameras, screens: 0, both: 0 };
      const local = {
        endpoints: n / shares,
        audio: audio / shares,
        cameras: cameras / shares,
        screens: 0,
        both: 0,
      };
      measurePart(profile, { local, total, bridges: shares, lastN, lastNMax: lastN }, into);
      meanPps += probability * shares * into.packetRatePps;
      squarePps += probability * (shares * into.packetRatePps) ** 2;
    }
    if (1 - cdf(size, n + 0.5) < TAIL_LEAST) break;
  }
  return { meanPps, squarePps };
}

/** What a moment asks for when every conference is on so many bridges. */
interface Need {
  readonly parts: number;
  readonly conferences: number;
  readonly loadPps: number;
  /** With the square-root margin. */
  readonly needPps: number;
  /** Of a conference, on each of its bridges. */
  readonly partPps: number;
  /** Parts that fit on a bridge; 0 when not even one does. */
  readonly fit: number;
  readonly count: number;
}

function needOf(scenario: Scenario, atMs: number, options: { overflowRatio: number; parts: number }): Need {
  const { demand, deployment, horizon } = scenario;
  const { model, stress } = deployment.bridges;
  const bridge = { model, stressMeasure: stress.measure, speedFactor: 1 };
  const capacityPps = packetRateAtStress(stress.overstressedAbove, bridge);
  const { parts } = options;
  let loadPps = 0;
  let variance = 0;
  let conferences = 0;
  for (const one of demand) {
    const present = meanConferences(one, horizon.durationMs, atMs);
    const load = loadOf(one, parts);
    conferences += present;
    loadPps += present * load.meanPps;
    variance += varianceOf(one, present, load);
  }
  const margin = Math.max(0, normalTailBeta(options.overflowRatio)) * Math.sqrt(Math.max(0, variance));
  const needPps = loadPps + margin;
  const partPps = loadPps / conferences / parts;
  const fit = Math.floor(capacityPps / partPps);
  const filledRatio = fit >= 1 ? (fit * partPps) / capacityPps : 1;
  const count = Math.ceil(needPps / (capacityPps * filledRatio) - 1e-9);
  return { parts, conferences, loadPps, needPps, partPps, fit, count };
}

/**
 * Bridges for the load at one moment: square-root staffing of a compound Poisson load, in units of what a bridge carries,
 * and then packing, since a conference (or its part, when it is larger than a bridge) is carried whole.
 *
 *   need = L + beta sqrt(V),  L = sum m E[x],  V = sum m E[x^2] (less of bursts),  beta = Phi^-1(1 - p)
 *   bridges = need / (k E[x] / b),  k = floor(K / (E[x] / b)) parts on a bridge of capacity K
 *
 * m conferences going on (M_t/G/infinity), x their packets per second on the b bridges that each needs, relays included: b
 * is the least number with which a part fits.
 *
 * Source: Jennings, Mandelbaum, Massey, Whitt, Management Science 42 (1996) 1383-1394; relays after `media-profile.ts`.
 */
export function bridgesClosedForm(scenario: Scenario, overflowRatio: number, atMs?: number): ClosedForm {
  const moment = atMs ?? busiestMs(scenario.demand, scenario.horizon.durationMs);
  const present = scenario.demand.reduce(
    (sum, one) => sum + meanConferences(one, scenario.horizon.durationMs, moment),
    0,
  );
  if (present === 0) return { count: 0, steps: ['nobody is planned to meet'], doesNotKnow: [] };
  const needFor = (parts: number): Need => needOf(scenario, moment, { overflowRatio, parts });
  const whole = smallestParts(scenario, needFor);
  const { stress, model } = scenario.deployment.bridges;
  const capacityPps = packetRateAtStress(stress.overstressedAbove, {
    model,
    stressMeasure: stress.measure,
    speedFactor: 1,
  });
  const { conferences, loadPps, needPps, partPps, parts, fit, count } = whole;
  return {
    count,
    steps: [
      `at the busiest moment ${figure(conferences)} conferences put ${figure(loadPps / 1000)} kpps on bridges on average`,
      `square-root staffing for a load above the fleet in ${figure(100 * overflowRatio)} % of such moments: ${figure(needPps / 1000)} kpps`,
      parts === 1
        ? `a bridge carries ${figure(capacityPps / 1000)} kpps at stress ${stress.overstressedAbove}, a conference is ${figure(partPps / 1000)} kpps: ${fit >= 1 ? `${fit} fit on one` : mayDivide(scenario) ? 'relays alone would fill any bridge' : 'it fits on none, and the strategy does not divide'}`
        : `a conference is larger than a bridge, which carries ${figure(capacityPps / 1000)} kpps at stress ${stress.overstressedAbove}: on ${parts} bridges it is ${figure(partPps / 1000)} kpps on each, relays included`,
    ],
    doesNotKnow: unknowns(scenario, whole, needFor, overflowRatio),
  };
}

/** Jicofo divides a conference only with a strategy that may. */
function mayDivide({ deployment }: Scenario): boolean {
  return deployment.bridges.selection.strategy !== 'single';
}

/** The least number of bridges to a conference with which its part fits on one; as few as there are when none does. */
function smallestParts(scenario: Scenario, needFor: (parts: number) => Need): Need {
  const first = needFor(1);
  if (first.fit >= 1 || !mayDivide(scenario)) return first;
  // A part shrinks as bridges are added, towards what relays bring to each: gallop, then halve.
  let [fails, fits] = [1, 2];
  while (fits <= PARTS_MAX && needFor(fits).fit < 1) [fails, fits] = [fits, 2 * fits];
  if (fits > PARTS_MAX) return first;
  while (fits - fails > 1) {
    const middle = Math.floor((fails + fits) / 2);
    if (needFor(middle).fit >= 1) fits = middle;
    else fails = middle;
  }
  return needFor(fits);
}

/**
 * What moves the count away from the closed form, with bounds where there are any.
 *
 * Down: parts are smaller than whole conferences and pack better, at the price of relays. The best of the next
 * few divisions is told as a guide; Jicofo divides only where bridges are stressed already.
 *
 * Up: Jicofo places by reports that are old. If it knew nothing at all, each of m conferences would be on a bridge at
 * random, and so many bridges keep the share that finds itself with more than fit within the ratio p:
 *
 *   P(Binomial(m - 1, 1 / c) >= k) <= p
 *
 * Source: placement with information that is too old to help is placement at random; M. Mitzenmacher, How useful is old
 * information?, IEEE Transactions on Parallel and Distributed Systems 11 (2000) 6-20. Load is sampled every 10 s and
 * published every 5 s: `jitsi/reported-load.ts`.
 */
function unknowns(
  scenario: Scenario,
  whole: Need,
  needFor: (parts: number) => Need,
  overflowRatio: number,
): string[] {
  const divided = mayDivide(scenario) ? bestDivided(whole, needFor) : null;
  const blind = blindCount(whole, overflowRatio);
  return [
    ...(divided === null
      ? []
      : [
          `conferences that Jicofo divides before they fill a bridge: with all of them on ${divided.parts}, relays included, ${divided.count} would do; it divides only where stress is high`,
        ]),
    `stress that Jicofo hears 10 to 15 s late, so that conferences land unevenly${blind === null ? '' : `: placed blindly they would need ${blind}`}`,
  ];
}

function bestDivided(whole: Need, needFor: (parts: number) => Need): Need | null {
  let best: Need | null = null;
  for (let parts = whole.parts + 1; parts <= Math.min(PARTS_MAX, whole.parts + DIVISIONS_TRIED); parts++) {
    const need = needFor(parts);
    if (need.fit >= 1 && need.count < (best ?? whole).count) best = need;
  }
  return best;
}

function blindCount({ conferences, parts, fit, count }: Need, overflowRatio: number): number | null {
  const others = Math.round(conferences * parts) - 1;
  if (fit < 2 || others < fit) return null;
  for (let bridges = count; bridges <= BLIND_RATIO_MAX * count; bridges++) {
    // P(Binomial(n, q) >= k) = I_q(k, n - k + 1).
    if (incompleteBeta({ a: fit, b: others - fit + 1, x: 1 / bridges }) <= overflowRatio) return bridges;
  }
  return null;
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

const loads = new WeakMap<Demand, Map<number, ConferenceLoad>>();
function loadOf(demand: Demand, parts: number): ConferenceLoad {
  const known = loads.get(demand) ?? new Map<number, ConferenceLoad>();
  loads.set(demand, known);
  const load = known.get(parts) ?? conferenceLoad(demand, parts);
  known.set(parts, load);
  return load;
}

/**
 * The oracle: a fleet that knows the load to come. Two uses. As a bound: the fewest instance-hours that could have carried
 * the load of a run, `oracleHours`. As a policy: a plan made from a first run of the same demand, `withForesight`.
 *
 *   needed(t) = fewest instances whose limit the offered load does not exceed
 *   paid(t)   = max over u in [t, t + boot] of needed(u)
 *
 * An instance that serves at u was launched by u - boot and is paid from then on, so no fleet of interchangeable instances
 * that covers the load pays less than paid(t) at any t; launching each just in time and stopping it the moment it is not
 * needed pays exactly that. Load is spread over instances as if conferences could be cut to fit, drains take no time, and
 * instances at the beginning are there at once: a bound, not a fleet one could run.
 */

import { packetRateAtStress } from '../../jitsi/bridge-capacity.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { mean } from '../../stats/distributions/moments.ts';
import type { MinuteColumns } from '../minute-columns.ts';

const minuteMs = 60_000;
/** Standard deviations of the boot's spread that the policy allows for: 98 of 100 instances are up by then. */
const bootSpreads = 2;

type PoolName = 'bridges' | 'jibris';

/** How long before it is needed the oracle asks for an instance: its boot, and most of its spread, milliseconds. */
export function bootLeadMs({ deployment }: Scenario, pool: PoolName): number {
  const boot = pool === 'bridges' ? deployment.bridges.boot : deployment.jibris?.boot;
  return boot === undefined
    ? 0
    : medianBootMs({ deployment }, pool) * Math.exp(bootSpreads * boot.spreadLogStandardDeviation);
}

/**
 * Usual time from the launch to serving, milliseconds: medians where a stage has one, else means. 0 without such a pool.
 */
export function medianBootMs({ deployment }: Pick<Scenario, 'deployment'>, pool: PoolName): number {
  const boot = pool === 'bridges' ? deployment.bridges.boot : deployment.jibris?.boot;
  let seconds = 0;
  for (const stage of boot?.stages ?? []) {
    seconds =
      'atSeconds' in stage
        ? Math.max(seconds, stage.atSeconds)
        : seconds + Math.max(0, mean(stage.takesSeconds));
  }
  return seconds * 1000;
}

/**
 * Instance-hours of the cheapest fleet that covers a demand.
 *
 * @param demand instances needed, one a minute; fractions are rounded up
 */
export function oracleHours(demand: ArrayLike<number>, bootMs: number): number {
  return oracleCounts(demand, bootMs).reduce((minutes, count) => minutes + count, 0) / 60;
}

/** Instances that this fleet pays, minute by minute: paid(t). */
export function oracleCounts(demand: ArrayLike<number>, bootMs: number): number[] {
  const ahead = Math.ceil(bootMs / minuteMs);
  return Array.from({ length: demand.length }, (_, minute) => {
    let highest = 0;
    for (let later = minute; later <= Math.min(demand.length - 1, minute + ahead); later++) {
      highest = Math.max(highest, Math.ceil(demand[later]! - 1e-9));
    }
    return highest;
  });
}

/** Whether the scenario asks for foresight that it does not have yet. */
export function needsForesight({ scaling }: Scenario): boolean {
  return [scaling.bridges, scaling.jibris].some((one) => one?.policy === 'oracle' && one.plan === null);
}

/** The scenario without a policy that must know the future: as many instances as the oracle may have. */
export function withoutForesight(scenario: Scenario): Scenario {
  const { bridges, jibris } = scenario.scaling;
  const fixed = (count: number) => ({ policy: 'static', static: { count } }) as const;
  const firstCount = (pool: PoolName): number => {
    const { minCount, maxCount } = oracleOf(scenario, pool)!;
    return Math.min(maxCount, Math.max(minCount, firstRunCount));
  };
  const seesBridges = bridges.policy === 'oracle';
  const seesJibris = jibris?.policy === 'oracle';
  return {
    ...scenario,
    scaling: {
      bridges: seesBridges ? fixed(firstCount('bridges')) : bridges,
      jibris: seesJibris ? fixed(firstCount('jibris')) : jibris,
    },
    deployment: {
      ...scenario.deployment,
      bridges: seesBridges
        ? { ...scenario.deployment.bridges, initialCount: firstCount('bridges') }
        : scenario.deployment.bridges,
      jibris:
        seesJibris && scenario.deployment.jibris !== null
          ? { ...scenario.deployment.jibris, initialCount: firstCount('jibris') }
          : scenario.deployment.jibris,
    },
  };
}

/** Instances of the first run, in which nothing should be refused: wide enough for the deployments people plan. */
const firstRunCount = 200;

/** The scenario with the plans that a first run of its demand asks for. */
export function withForesight(scenario: Scenario, seen: { readonly minutes: MinuteColumns }): Scenario {
  const planned = <Scaling extends Scenario['scaling']['jibris']>(
    scaling: Scaling,
    pool: PoolName,
  ): Scaling =>
    scaling?.policy === 'oracle'
      ? { ...scaling, plan: planOf(scenario, seen.minutes, pool, scaling.target) }
      : scaling;
  const { bridges, jibris } = scenario.scaling;
  return {
    ...scenario,
    scaling: { bridges: planned(bridges, 'bridges'), jibris: planned(jibris, 'jibris') },
  };
}

function oracleOf({ scaling }: Scenario, pool: PoolName) {
  const one = scaling[pool];
  return one?.policy === 'oracle' ? one : null;
}

/** Instances for the load of each minute at a target; the sample at a minute's end stands for the minute before. */
function planOf(
  scenario: Scenario,
  minutes: MinuteColumns,
  pool: PoolName,
  target: number,
): { readonly required: readonly number[]; readonly stepMs: number } {
  const { model, stress } = scenario.deployment.bridges;
  const ppsAt = (level: number): number =>
    packetRateAtStress(level, { model, stressMeasure: stress.measure, speedFactor: 1 });
  const perInstance = pool === 'bridges' ? ppsAt(target) / ppsAt(stress.overstressedAbove) : target;
  const demand = pool === 'bridges' ? minutes.bridgesLoad : minutes.jibrisLoad;
  return {
    required: Array.from(demand, (value) => Math.ceil(value / perInstance - 1e-9)),
    stepMs: minuteMs,
  };
}

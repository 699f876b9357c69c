/** The lower bound of a run: what perfect foresight would have paid for the demand that came. */
import { cheapestPriceRatio } from '../../cloud/cheapest-ratio.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { MinuteColumns } from '../minute-columns.ts';
import { medianBootMs, oracleCounts, oracleHours } from './foresight.ts';

export interface OracleTotals {
  /** Instance-hours of the cheapest fleets that cover the demand of the run. */
  readonly oracleBridgeHours: number;
  readonly oracleJibriHours: number;
  /** Their cost by the second, each instance bought in the cheapest way that its pool has, in the scenario's currency. */
  readonly oracleCost: number;
}

export function oracleTotals(scenario: Scenario, minutes: MinuteColumns): OracleTotals {
  const oracleBridgeHours = oracleHours(minutes.bridgesLoad, medianBootMs(scenario, 'bridges'));
  const oracleJibriHours =
    scenario.deployment.jibris === null
      ? 0
      : oracleHours(minutes.jibrisLoad, medianBootMs(scenario, 'jibris'));
  const { prices, deployment } = scenario;
  const priceOf = (pool: 'bridges' | 'jibris'): number => {
    const bought = deployment[pool];
    return bought === null
      ? 0
      : (prices[pool]?.costPerHour ?? 0) * cheapestPriceRatio(bought.supply, bought.nodes);
  };
  return {
    oracleBridgeHours,
    oracleJibriHours,
    oracleCost: oracleBridgeHours * priceOf('bridges') + oracleJibriHours * priceOf('jibris'),
  };
}

/** Fills in what the oracle would have paid in each minute, once all of the demand is known. */
export function writeOracleColumns(scenario: Scenario, minutes: MinuteColumns): void {
  minutes.bridgesOracle.set(oracleCounts(minutes.bridgesLoad, medianBootMs(scenario, 'bridges')));
  minutes.jibrisOracle.set(oracleCounts(minutes.jibrisLoad, medianBootMs(scenario, 'jibris')));
}

/**
 * How the means of a scenario's totals are estimated: plainly, or with the offered load as control variate.
 */
import type { Scenario } from '../scenario/scenario.ts';
import { type Control, controlledEstimate } from '../stats/control-variate.ts';
import { type Estimate, estimate } from '../stats/estimate.ts';
import { offeredControls } from './offered-controls.ts';

/** Estimates a mean from one value a replication, replications 0, 1, ... */
export type Estimator = (values: readonly number[]) => Estimate;

/** The estimator that the scenario asks for. */
export function estimatorOf(scenario: Scenario): Estimator {
  if (scenario.run.controlVariate !== 'offered-load') return estimate;
  let controls: readonly Control[] = [];
  return (values) => {
    if (controls[0]?.values.length !== values.length) {
      controls = offeredControls(
        scenario,
        values.map((_, replication) => replication),
      );
    }
    return controlledEstimate(values, controls);
  };
}

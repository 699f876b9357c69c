/**
 * A study: what one scenario file asks to have simulated. One `Scenario` for each variant of the file, or the
 * base alone when it lists none. All variants share horizon, replications, seed and currency, so that they can
 * be drawn over each other and compared run by run.
 */
import type { Scenario } from './scenario.ts';

export interface Study {
  /** The scenario's name. */
  readonly name: string;
  /** SHA-256 (hexadecimal) of the scenario file and of every table and model it uses. */
  readonly scenarioHash: string;
  /** At least one. */
  readonly variants: readonly Scenario[];
}

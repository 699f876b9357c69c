/**
 * The same scenario under another policy: the question most people come with.
 */
import type { BridgeScaling, JibriScaling, Scenario } from './scenario.ts';

/**
 * A copy of the scenario in which one pool is scaled otherwise. Demand, deployment, prices and seed stay, so the two
 * meet the same conferences.
 *
 * @param variant name of the copy in results; the policy's name unless given
 */
export function withPolicy(
  scenario: Scenario,
  pool: 'bridges',
  scaling: BridgeScaling,
  variant?: string,
): Scenario;
export function withPolicy(
  scenario: Scenario,
  pool: 'jibris',
  scaling: JibriScaling,
  variant?: string,
): Scenario;
export function withPolicy(
  scenario: Scenario,
  pool: 'bridges' | 'jibris',
  scaling: BridgeScaling | JibriScaling,
  variant: string = scaling.policy,
): Scenario {
  return { ...scenario, variant, scaling: { ...scenario.scaling, [pool]: scaling } };
}

/**
 * Runs a scenario whose policy knows the future: first its demand with a wide fleet, then the policy with what was seen.
 * Demand does not depend on the fleet (common random numbers), so the second run meets the conferences of the first.
 */
import type { FutureEventList } from '../../engine/future-event-list.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { RunRows } from '../rows.ts';
import { needsForesight, withForesight, withoutForesight } from './foresight.ts';

interface ReplicationOptions {
  readonly seed: number;
  readonly replication: number;
  readonly list?: FutureEventList;
}

export function withOracle(
  scenario: Scenario,
  options: ReplicationOptions,
  run: (scenario: Scenario, options: ReplicationOptions) => RunRows,
): RunRows {
  if (!needsForesight(scenario)) return run(scenario, options);
  const { seed, replication } = options;
  const seen = run(withoutForesight(scenario), { seed, replication });
  return run(withForesight(scenario, seen), options);
}

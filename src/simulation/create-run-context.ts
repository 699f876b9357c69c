/**
 * What the parts of a run share, as it is before anything has happened.
 */
import { CloudAccount } from '../cloud/cloud-account.ts';
import { createBucketWheel } from '../engine/bucket-wheel.ts';
import { createRandomStreams } from '../engine/random/random-streams.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { FaultWindows } from './faults/fault-windows.ts';
import { LookLog } from './look-log.ts';
import type { RunContext } from './run-context.ts';
import type { SimulateOptions } from './simulate-options.ts';

export function createRunContext(scenario: Scenario, options: SimulateOptions): RunContext {
  const { durationMs } = scenario.horizon;
  return {
    scenario,
    list: options.list ?? createBucketWheel(),
    streams: createRandomStreams(options),
    cloud: new CloudAccount(scenario.deployment.cloud),
    endMs: durationMs,
    decisions: [],
    looks: new LookLog({ replication: options.replication, durationMs }),
    incidents: [],
    windows: new FaultWindows(),
  };
}

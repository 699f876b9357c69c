/**
 * One replication of a scenario: starts its parts (`run-parts.ts`), runs the day event by event (`run-events.ts`) and
 * gathers the rows. Same scenario, seed and replication give the same rows, bit for bit.
 */
import { createFingerprint } from '../engine/fingerprint.ts';
import { runUntil } from '../engine/run-loop.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { bootRows } from './cloud/boot-rows.ts';
import { startController } from './controllers/start-controller.ts';
import { createRunContext } from './create-run-context.ts';
import { bridgeSidecarKind, entity, jibriSidecarKind, monitorKind } from './entities.ts';
import { assertInvariants } from './invariants.ts';
import { minuteMs } from './minute-monitor.ts';
import { writeOracleColumns } from './oracle/oracle-totals.ts';
import { withOracle } from './oracle/with-oracle.ts';
import type { RunRows } from './rows.ts';
import { bridgesSlot, dispatchRunEvent, jibrisSlot } from './run-events.ts';
import { createRunParts, type RunParts } from './run-parts.ts';
import { lifeRows } from './run-usage.ts';
import { settleRun } from './settle-run.ts';
import type { SimulateOptions } from './simulate-options.ts';
import { runTotals } from './totals.ts';
import { usageOfRun } from './usage-of-run.ts';

export type { SimulateOptions } from './simulate-options.ts';

/**
 * Runs one replication of the scenario.
 *
 * @throws Error when an invariant of the simulation is broken (a bug of ours), with seed and replication
 */
export function simulate(scenario: Scenario, options: SimulateOptions): RunRows {
  return withOracle(scenario, options, (foreseen, given) => run(foreseen, given));
}

function run(scenario: Scenario, options: SimulateOptions): RunRows {
  const parts = createRunParts(createRunContext(scenario, options));
  startRun(parts);
  const fingerprint = createFingerprint();
  const { list, endMs } = parts.context;
  const { handledEvents } = runUntil({
    list,
    endTimeMs: endMs,
    handle: (number, timeMs) => {
      fingerprint.add(number, timeMs);
      dispatchRunEvent(parts, number, timeMs);
    },
  });
  finishRun(parts, endMs, options);
  return rowsOf(parts, handledEvents, options.replication, fingerprint.toHexadecimal());
}

/** Plans what happens first in every part. */
export function startRun(parts: RunParts): void {
  const { context, bridges, jibris, monitor } = parts;
  parts.conferences.sources.start();
  parts.signalling?.start();
  parts.entry.start(parts.shards);
  parts.jicofos.start();
  parts.faults.start();
  startController(context, bridgesSlot, parts.bridgeController, bridges, bridgeSidecarKind);
  if (parts.jibriController !== null) {
    startController(context, jibrisSlot, parts.jibriController, jibris, jibriSidecarKind);
  }
  if (monitor.rows > 0) context.list.schedule(entity(monitorKind, 0), minuteMs);
}

/** Brings every integral to the end of the horizon and holds the run against its invariants. */
function finishRun(parts: RunParts, endMs: number, options: SimulateOptions): void {
  const { fleet, conferences, bridges, jibris, monitor } = parts;
  settleRun(fleet, [bridges.instances, jibris.instances], endMs);
  // The sample of the last minute falls on the end of the horizon, which the run loop does not reach.
  if (endMs % minuteMs === 0) monitor.sample(endMs);
  writeOracleColumns(parts.context.scenario, monitor.columns);
  assertInvariants(fleet, conferences, jibris, endMs, options);
}

function rowsOf(parts: RunParts, events: number, replication: number, fingerprint: string): RunRows {
  const { context, fleet, bridges, jibris, conferences, signalling, shards, faults, monitor, costs } = parts;
  const { scenario, decisions, looks, incidents } = context;
  const bill = costs.bill();
  return {
    replication,
    totals: runTotals({
      ...{ scenario, fleet, jibris, conferences, monitor, bill, signalling, shards, faults, events },
      bridges: bridges.instances,
      bridgeOperations: bridges,
      lastNReductions: bridges.loadManagers?.reductions ?? 0,
      redistributed: parts.jicofos.redistributed,
      iceFailures: parts.jicofos.iceFailures,
    }),
    minutes: monitor.columns,
    decisions,
    looks: looks.rows,
    incidents,
    bill,
    lives: lifeRows(costs.pools, scenario),
    boots: bootRows(bridges, jibris),
    usage: usageOfRun(scenario, { fleet, conferences, jibris }),
    fingerprint,
  };
}

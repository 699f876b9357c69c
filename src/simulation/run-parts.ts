/**
 * The parts of one replication, wired together: demand, bridges, Jibris, signalling, controllers, faults, costs, monitor.
 */
import { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../jitsi/conference-table.ts';
import { BridgeOperations } from './bridge-operations.ts';
import { Conferences } from './conferences.ts';
import type { Controller } from './controllers/controller.ts';
import { createBridgeController, createJibriController } from './controllers/create-controllers.ts';
import { CostMeter } from './cost-meter.ts';
import { FaultSchedule } from './faults/fault-schedule.ts';
import { fleetOptions } from './fleet-options.ts';
import { JibriOperations } from './jibri-operations.ts';
import { JicofoOperations } from './jicofo-operations.ts';
import { MinuteMonitor } from './minute-monitor.ts';
import { runSources } from './participant-regions.ts';
import type { RunContext } from './run-context.ts';
import { RunShards } from './run-shards.ts';
import { ShardEntry } from './shard-entry.ts';
import { createSignalling } from './signalling/create-signalling.ts';
import type { SignallingOperations } from './signalling/signalling-operations.ts';

export interface RunParts {
  readonly context: RunContext;
  readonly fleet: BridgeFleet;
  readonly bridges: BridgeOperations;
  readonly jibris: JibriOperations;
  readonly conferences: Conferences;
  /** null when signalling is not simulated. */
  readonly signalling: SignallingOperations | null;
  readonly entry: ShardEntry;
  readonly shards: RunShards;
  readonly jicofos: JicofoOperations;
  readonly faults: FaultSchedule;
  readonly bridgeController: Controller;
  readonly jibriController: Controller | null;
  readonly costs: CostMeter;
  readonly monitor: MinuteMonitor;
}

/** Makes the parts and provides the instances that are there when the run begins; nothing has happened yet. */
export function createRunParts(context: RunContext): RunParts {
  const { scenario, streams } = context;
  const fleet = new BridgeFleet(fleetOptions(scenario, streams), new ConferenceTable());
  const bridges = new BridgeOperations(context, fleet);
  const jibris = new JibriOperations(context);
  const entry = new ShardEntry(context);
  const conferences = new Conferences(
    context,
    { fleet, bridges, jibris, entry },
    runSources(scenario, streams),
  );
  const signalling = createSignalling(context, { bridges, media: conferences, entry });
  conferences.connections = signalling?.connections ?? null;
  jibris.recordings.shardOf = (conference) => conferences.placement.rooms.mainShard(conference);
  if (signalling !== null) {
    signalling.onProsodyLost = (shard, nowMs) => jibris.recordings.loseShard(shard, nowMs);
  }
  const shards = new RunShards(context, conferences, signalling);
  const jicofos = new JicofoOperations(context, fleet, conferences);
  bridges.onStopped = (bridge) => jicofos.forget(bridge);
  jicofos.onHopeless = (bridge, nowMs) => {
    if (bridges.isStaying(bridge)) bridges.retire(bridge, nowMs);
  };
  const faults = new FaultSchedule(context, { fleet, bridges, jibris, conferences, jicofos, signalling });
  bridges.provideInitial();
  jibris.provideInitial();
  const bridgeController = createBridgeController(context, bridges, fleet, conferences);
  const jibriController = createJibriController(context, jibris);
  const costs = new CostMeter(scenario, bridges, jibris);
  const monitor = new MinuteMonitor(context, {
    ...{ fleet, bridges, jibris, conferences, signalling, bridgeController, jibriController },
    accruedCost: (nowMs) => costs.accrued(nowMs),
  });
  return {
    ...{ context, fleet, bridges, jibris, conferences, signalling, entry, shards, jicofos, faults },
    ...{ bridgeController, jibriController, costs, monitor },
  };
}

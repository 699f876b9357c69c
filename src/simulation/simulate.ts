/**
 * One replication of a scenario: wires demand, bridges, Jibris, controllers and cloud together and runs the day.
 * Same scenario, seed and replication give the same rows, bit for bit.
 */
import { createFingerprint } from '../engine/fingerprint.ts';
import { runUntil } from '../engine/run-loop.ts';
import { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { ConferenceTable } from '../jitsi/conference-table.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { BridgeOperations } from './bridge-operations.ts';
import { dispatchCloudEvent } from './cloud/supply-events.ts';
import { dispatchConferenceEvent } from './conference-events.ts';
import { Conferences } from './conferences.ts';
import type { Controller } from './controllers/controller.ts';
import { createBridgeController, createJibriController } from './controllers/create-controllers.ts';
import { startController } from './controllers/start-controller.ts';
import { CostMeter } from './cost-meter.ts';
import { createRunContext } from './create-run-context.ts';
import {
  bridgeKind,
  bridgeSidecarKind,
  cloudKind,
  conferenceKind,
  conferenceStopKind,
  controllerKind,
  type EntityKind,
  endpointExpiryKind,
  endpointVanishedKind,
  entity,
  faultKind,
  jibriKind,
  jibriSidecarKind,
  jicofoKind,
  kindOf,
  loadManagerKind,
  lostBridgeKind,
  mediaChangeKind,
  monitorKind,
  participantKind,
  recordingKind,
  recordingRequestKind,
  reinviteKind,
  shardEntryKind,
  signallingKind,
  slotOf,
  sourceKind,
} from './entities.ts';
import { FaultSchedule } from './faults/fault-schedule.ts';
import { fleetOptions } from './fleet-options.ts';
import { assertInvariants } from './invariants.ts';
import { JibriOperations } from './jibri-operations.ts';
import { JicofoOperations } from './jicofo-operations.ts';
import { MinuteMonitor, minuteMs } from './minute-monitor.ts';
import { writeOracleColumns } from './oracle/oracle-totals.ts';
import { withOracle } from './oracle/with-oracle.ts';
import { runSources } from './participant-regions.ts';
import type { RunRows } from './rows.ts';
import { planWithin, type RunContext } from './run-context.ts';
import { RunShards } from './run-shards.ts';
import { lifeRows } from './run-usage.ts';
import { settleRun } from './settle-run.ts';
import { ShardEntry } from './shard-entry.ts';
import { createSignalling } from './signalling/create-signalling.ts';
import type { SignallingOperations } from './signalling/signalling-operations.ts';
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
  return withOracle(scenario, options, (foreseen, given) => {
    const run = new Run(foreseen, given);
    run.go();
    return run.rows();
  });
}

const bridgesSlot = 0;
const jibrisSlot = 1;

class Run {
  private readonly context: RunContext;
  private readonly faults: FaultSchedule;
  private readonly options: SimulateOptions;
  readonly fleet: BridgeFleet;
  private readonly bridges: BridgeOperations;
  readonly jibris: JibriOperations;
  readonly conferences: Conferences;
  private readonly signalling: SignallingOperations | null;
  private readonly entry: ShardEntry;
  private readonly shards: RunShards;
  private readonly jicofos: JicofoOperations;
  private readonly bridgeController: Controller;
  private readonly jibriController: Controller | null;
  private readonly monitor: MinuteMonitor;
  private readonly costs: CostMeter;
  private readonly fingerprint = createFingerprint();
  private handledEvents = 0;

  constructor(scenario: Scenario, options: SimulateOptions) {
    this.options = options;
    this.context = createRunContext(scenario, options);
    const { streams } = this.context;
    this.fleet = new BridgeFleet(fleetOptions(scenario, streams), new ConferenceTable());
    this.bridges = new BridgeOperations(this.context, this.fleet);
    this.jibris = new JibriOperations(this.context);
    this.entry = new ShardEntry(this.context);
    this.conferences = new Conferences(
      this.context,
      { fleet: this.fleet, bridges: this.bridges, jibris: this.jibris, entry: this.entry },
      runSources(scenario, streams),
    );
    this.signalling = createSignalling(this.context, {
      bridges: this.bridges,
      media: this.conferences,
      entry: this.entry,
    });
    this.conferences.connections = this.signalling?.connections ?? null;
    this.shards = new RunShards(this.context, this.conferences, this.signalling);
    this.jicofos = new JicofoOperations(this.context, this.fleet, this.conferences);
    this.bridges.onStopped = (bridge) => this.jicofos.forget(bridge);
    const { fleet, bridges, jibris, conferences, jicofos, signalling } = this;
    this.faults = new FaultSchedule(this.context, {
      ...{ fleet, bridges, jibris, conferences, jicofos, signalling },
    });
    this.bridges.provideInitial();
    this.jibris.provideInitial();
    this.bridgeController = createBridgeController(this.context, this.bridges, this.fleet, this.conferences);
    this.jibriController = createJibriController(this.context, this.jibris);
    this.costs = new CostMeter(scenario, this.bridges, this.jibris);
    const { bridgeController, jibriController } = this;
    this.monitor = new MinuteMonitor(this.context, {
      ...{ fleet, bridges, jibris, conferences, signalling, bridgeController, jibriController },
      accruedCost: (nowMs) => this.costs.accrued(nowMs),
    });
  }

  go(): void {
    const { list, endMs } = this.context;
    this.conferences.sources.start();
    this.signalling?.start();
    this.entry.start(this.shards);
    this.jicofos.start();
    this.faults.start();
    startController(this.context, bridgesSlot, this.bridgeController, this.bridges, bridgeSidecarKind);
    if (this.jibriController !== null) {
      startController(this.context, jibrisSlot, this.jibriController, this.jibris, jibriSidecarKind);
    }
    if (this.monitor.rows > 0) list.schedule(entity(monitorKind, 0), minuteMs);
    const outcome = runUntil({
      list,
      endTimeMs: endMs,
      handle: (number, timeMs) => this.handle(number, timeMs),
    });
    this.handledEvents = outcome.handledEvents;
    this.finish(endMs);
  }

  rows(): RunRows {
    const { scenario, decisions, incidents } = this.context;
    const bill = this.costs.bill();
    return {
      replication: this.options.replication,
      totals: runTotals({
        scenario,
        fleet: this.fleet,
        bridges: this.bridges.instances,
        bridgeOperations: this.bridges,
        jibris: this.jibris,
        conferences: this.conferences,
        monitor: this.monitor,
        lastNReductions: this.bridges.loadManagers?.reductions ?? 0,
        bill,
        signalling: this.signalling,
        shards: this.shards,
        redistributed: this.jicofos.redistributed,
        faults: this.faults,
        events: this.handledEvents,
      }),
      minutes: this.monitor.columns,
      decisions,
      looks: this.context.looks.rows,
      incidents,
      bill,
      lives: lifeRows(this.costs.pools, scenario.horizon.durationMs),
      usage: usageOfRun(scenario, this),
      fingerprint: this.fingerprint.toHexadecimal(),
    };
  }

  // length: one case for each kind of event
  private handle(number: number, nowMs: number): void {
    this.fingerprint.add(number, nowMs);
    const slot = slotOf(number);
    const kind: EntityKind = kindOf(number);
    switch (kind) {
      case conferenceKind:
      case sourceKind:
      case recordingKind:
      case mediaChangeKind:
      case endpointVanishedKind:
      case conferenceStopKind:
      case reinviteKind:
        dispatchConferenceEvent(this.conferences, kind, slot, nowMs);
        return;
      case bridgeKind:
        this.bridges.handle(slot, nowMs);
        return;
      case jibriKind:
        this.jibris.handle(slot, nowMs);
        return;
      case recordingRequestKind:
        this.jibris.recordings.handle(slot, nowMs);
        return;
      case cloudKind:
        dispatchCloudEvent([this.bridges.supply, this.jibris.supply, this.bridges.supply], slot, nowMs);
        return;
      case bridgeSidecarKind:
        this.planNext(number, this.bridgeController.agentTick(slot, nowMs));
        return;
      case jibriSidecarKind:
        this.planNext(number, this.jibriController!.agentTick(slot, nowMs));
        return;
      case controllerKind: {
        const controller = slot === bridgesSlot ? this.bridgeController : this.jibriController!;
        this.planNext(number, controller.tick(nowMs));
        return;
      }
      case monitorKind:
        this.monitor.sample(nowMs);
        this.planNext(number, nowMs + minuteMs);
        return;
      case signallingKind:
        this.signalling!.handle(slot, nowMs);
        return;
      case participantKind:
        this.signalling!.connections.handle(slot, nowMs);
        return;
      case loadManagerKind:
        this.bridges.loadManagers!.handle(slot, nowMs);
        return;
      case endpointExpiryKind:
        this.signalling!.connections.expireEndpoint(slot, nowMs);
        return;
      case faultKind:
        this.faults.handle(slot, nowMs);
        return;
      case lostBridgeKind:
        this.faults.bridgeCrashes.handle(slot, nowMs);
        return;
      case jicofoKind:
        this.jicofos.handle(slot, nowMs);
        return;
      case shardEntryKind:
        this.entry.handle(slot, nowMs);
        return;
      default:
        kind satisfies never;
    }
  }

  private planNext(number: number, atMs: number): void {
    planWithin(this.context, number, atMs);
  }

  /** Brings every integral to the end of the horizon and holds the run against its invariants. */
  private finish(endMs: number): void {
    settleRun(this.fleet, [this.bridges.instances, this.jibris.instances], endMs);
    // The sample of the last minute falls on the end of the horizon, which the run loop does not reach.
    if (endMs % minuteMs === 0) this.monitor.sample(endMs);
    writeOracleColumns(this.context.scenario, this.monitor.columns);
    assertInvariants(this.fleet, this.conferences, this.jibris.recordings, endMs, this.options);
  }
}

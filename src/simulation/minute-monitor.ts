/**
 * Takes one sample a minute of everything a chart may show. The only part of a run that looks at many bridges at
 * once, and it does so at a fixed pace.
 */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { largestBridgePool } from '../scenario/largest-pool.ts';
import { QuantileSketch } from '../stats/quantile-sketch.ts';
import { selectRank } from '../stats/select-rank.ts';
import type { BridgeOperations } from './bridge-operations.ts';
import type { Conferences } from './conferences.ts';
import type { Controller } from './controllers/controller.ts';
import { BridgeDemand } from './elasticity-totals.ts';
import { participantsOut } from './experience-totals.ts';
import type { JibriOperations } from './jibri-operations.ts';
import { writeLimitRatios } from './limit-ratios.ts';
import { bridgesLoad, jibrisLoad } from './oracle/demand-meter.ts';
import { type DecisionRow, type MinuteColumns, minuteColumnNames } from './rows.ts';
import { noteIncident, type RunContext } from './run-context.ts';
import type { SignallingOperations } from './signalling/signalling-operations.ts';
import type { SignallingSample } from './signalling/signalling-sample.ts';

export interface MonitoredParts {
  readonly fleet: BridgeFleet;
  readonly bridges: BridgeOperations;
  readonly jibris: JibriOperations;
  readonly conferences: Conferences;
  readonly bridgeController: Controller;
  readonly jibriController: Controller | null;
  /** null when signalling is not simulated. */
  readonly signalling: SignallingOperations | null;
  /** Cost accrued by this time, all pools, in the scenario's currency. */
  readonly accruedCost: (nowMs: number) => number;
}

export const minuteMs = 60_000;

export class MinuteMonitor {
  readonly columns: MinuteColumns;
  /** True stress of every serving bridge, one sample a minute. */
  readonly stress = new QuantileSketch();
  stressMax = 0;
  /** Most packets per second that one bridge was offered. */
  packetRateMaxPps = 0;
  /** At the last sample alone: most packets per second of one bridge, highest true stress, and its sum over bridges. */
  private packetRatePps = 0;
  private stressMaxNow = 0;
  private stressSum = 0;
  private readonly context: RunContext;
  private readonly parts: MonitoredParts;
  private readonly demand: BridgeDemand;
  private row = 0;
  private overstressedMsBefore = 0;
  private degradedMsBefore = 0;
  private joinsFailedBefore = 0;
  private refusedBefore = 0;
  /** True stress of the bridges that carry anything, at the last sample; their number, and how many are in their places. */
  private stresses = new Float64Array(64);
  private busy = 0;
  private ranked = 0;
  /** Bridges noted as overstressed and not yet well again: one incident row an episode. */
  private readonly overstressed = new Set<number>();

  constructor(context: RunContext, parts: MonitoredParts) {
    this.context = context;
    this.parts = parts;
    this.demand = new BridgeDemand(parts.fleet, context.scenario);
    this.columns = emptyColumns(Math.floor(context.endMs / minuteMs));
  }

  /** Decisions of the controllers so far. */
  get decisions(): readonly DecisionRow[] {
    return this.context.decisions;
  }

  /** Number of samples the horizon holds. */
  get rows(): number {
    return this.columns.minute.length;
  }

  /** Takes the sample of the minute that ends now. */
  sample(nowMs: number): void {
    const { fleet, bridges, jibris, conferences, bridgeController, jibriController } = this.parts;
    const { columns, row } = this;
    if (row >= this.rows) return;
    const serving = this.collectStress(nowMs);
    columns.minute[row] = nowMs / minuteMs;
    columns.participants[row] = fleet.endpointsTotal;
    columns.conferences[row] = fleet.table.count;
    columns.bridgesDesired[row] = bridgeController.desiredCount;
    columns.bridgesLaunching[row] = bridges.instances.launchingCount;
    columns.bridgesReady[row] = bridges.instances.readyCount;
    columns.bridgesDraining[row] = bridges.instances.drainingCount;
    columns.bridgesWaiting[row] = bridges.supply.waitingCount;
    this.writeStress(row, serving);
    const overstressedMs = fleet.overstressedParticipantMs;
    columns.overstressedParticipantMinutes[row] = (overstressedMs - this.overstressedMsBefore) / minuteMs;
    const degradedMs = fleet.degradedParticipantMs;
    columns.degradedParticipantMinutes[row] = (degradedMs - this.degradedMsBefore) / minuteMs;
    columns.joinsFailed[row] = conferences.joinsFailed - this.joinsFailedBefore;
    columns.jibrisDesired[row] = jibriController?.desiredCount ?? 0;
    columns.jibrisBusy[row] = jibris.fleet.busyCount;
    columns.jibrisReady[row] = jibris.instances.readyCount;
    columns.jibrisLaunching[row] = jibris.instances.launchingCount;
    columns.recordingsRefused[row] = jibris.recordings.counts.refusedCount - this.refusedBefore;
    columns.costAccrued[row] = this.parts.accruedCost(nowMs);
    columns.egressMbps[row] = fleet.traffic.rateOf('egress') / 1e6;
    columns.bridgesLoad[row] = bridgesLoad(fleet);
    columns.jibrisLoad[row] = jibrisLoad(jibris, nowMs);
    const signalling = this.sampleSignalling(row, nowMs);
    columns.participantsOut[row] = participantsOut(conferences, fleet);
    this.writeLimits(row, signalling);
    this.overstressedMsBefore = overstressedMs;
    this.degradedMsBefore = degradedMs;
    this.joinsFailedBefore = conferences.joinsFailed;
    this.refusedBefore = jibris.recordings.counts.refusedCount;
    this.row += 1;
  }

  private sampleSignalling(row: number, nowMs: number): SignallingSample | null {
    const { columns } = this;
    const { signalling } = this.parts;
    if (signalling === null) return null;
    const sample = signalling.sample(nowMs);
    columns.prosodyCpuCores[row] = sample.prosodyCpuCores;
    columns.prosodyBacklogSeconds[row] = sample.prosodyBacklogSeconds;
    columns.frontSockets[row] = sample.frontSockets;
    return sample;
  }

  /** To be called after the columns that it reads. */
  private writeLimits(row: number, signalling: SignallingSample | null): void {
    const { fleet, jibris } = this.parts;
    const { deployment } = this.context.scenario;
    const { stress, model } = deployment.bridges;
    const { instances } = jibris;
    writeLimitRatios(this.columns, row, {
      stressMax: this.columns.stressMax[row]!,
      overstressedAbove: stress.overstressedAbove,
      stressSum: this.stressSum,
      bridgesMax: largestBridgePool(this.context.scenario, this.columns.minute[row]! * minuteMs),
      packetRateMaxPps: this.packetRatePps,
      carriedCeilingPps: model.carriedCeilingKpps * 1000,
      signalling,
      shardParticipants: signalling?.sessions ?? fleet.endpointsTotal / deployment.shardCount,
      jibris:
        deployment.jibris === null
          ? null
          : {
              busy: jibris.fleet.busyCount,
              serving: instances.readyCount + instances.drainingCount,
              refused: this.columns.recordingsRefused[row]!,
            },
    });
  }

  /** Settles the bridges that carry anything and collects their stress and CPU; returns how many serve. */
  private collectStress(nowMs: number): number {
    const { fleet } = this.parts;
    if (this.stresses.length < fleet.capacity) this.stresses = new Float64Array(fleet.capacity);
    let cpuCores = 0;
    let offeredPps = 0;
    let busy = 0;
    let stressSum = 0;
    let stressMax = 0;
    let packetRatePps = 0;
    for (let bridge = this.nextCounted(0); bridge >= 0; bridge = this.nextCounted(bridge + 1)) {
      if (!fleet.isServing(bridge)) continue;
      fleet.settle(bridge, nowMs);
      if (fleet.isSilent(bridge)) continue;
      const stress = fleet.trueStress(bridge);
      cpuCores += fleet.cpuUsedCores(bridge);
      const pps = fleet.packetRatePps[bridge]!;
      offeredPps += pps;
      if (pps > packetRatePps) packetRatePps = pps;
      stressSum += stress;
      if (stress > stressMax) stressMax = stress;
      if (stress !== 0) {
        this.stresses[busy] = stress;
        busy += 1;
        this.stress.insert(stress);
      }
      if (fleet.isOverstressed(bridge)) this.noteOverstress(bridge, stress, nowMs);
    }
    this.forgetRecovered();
    const serving = fleet.soundCount;
    if (serving > busy) this.stress.insert(0, serving - busy);
    this.busy = busy;
    this.ranked = 0;
    this.stressMaxNow = stressMax;
    this.stressSum = stressSum;
    this.stressMax = Math.max(this.stressMax, stressMax);
    this.packetRatePps = packetRatePps;
    this.packetRateMaxPps = Math.max(this.packetRateMaxPps, this.packetRatePps);
    this.columns.bridgesDemand[this.row] = this.demand.of(offeredPps);
    this.columns.cpuMeanCores[this.row] = serving === 0 ? Number.NaN : cpuCores / serving;
    return serving;
  }

  /**
   * The next bridge that counts in the sums of a minute, from this number on; -1 for none. Bridges without endpoints add
   * nothing, unless others take their CPU, and need not be looked at.
   */
  private nextCounted(bridge: number): number {
    const { fleet } = this.parts;
    if (fleet.isIdleNothing) return fleet.busy.from(bridge);
    return bridge < fleet.capacity ? bridge : -1;
  }

  /** Bridges that are well again may be noted another time, and whoever gets the place of one that is gone. */
  private forgetRecovered(): void {
    const { fleet } = this.parts;
    for (const bridge of this.overstressed) {
      const goesOn = fleet.isServing(bridge) && (fleet.isSilent(bridge) || fleet.isOverstressed(bridge));
      if (!goesOn) this.overstressed.delete(bridge);
    }
  }

  private noteOverstress(bridge: number, stress: number, nowMs: number): void {
    const { fleet } = this.parts;
    if (this.overstressed.has(bridge)) return;
    this.overstressed.add(bridge);
    noteIncident(this.context, {
      atMs: nowMs,
      kind: 'bridge-overstressed',
      detail: `bridge ${bridge} at stress ${stress.toFixed(2)}, ${fleet.conferences[bridge]} conferences`,
      affected: fleet.endpoints[bridge]!,
    });
  }

  private writeStress(row: number, serving: number): void {
    const { columns } = this;
    columns.stressP10[row] = this.stressAt(0.1, serving);
    columns.stressP50[row] = this.stressAt(0.5, serving);
    columns.stressP90[row] = this.stressAt(0.9, serving);
    columns.stressMax[row] = serving === 0 ? Number.NaN : this.stressMaxNow;
  }

  /** Nearest-rank quantile, which is a bridge that exists: idle ones come first. To be asked in ascending order. */
  private stressAt(probability: number, serving: number): number {
    if (serving === 0) return Number.NaN;
    const rank = rankOf(probability, serving) - (serving - this.busy);
    if (rank < 0) return 0;
    // What a rank leaves before it need not be looked at again.
    const value = selectRank(this.stresses, rank, this.ranked, this.busy);
    this.ranked = rank;
    return value;
  }
}

/** Rank of the nearest-rank quantile. */
function rankOf(probability: number, count: number): number {
  return Math.max(0, Math.ceil(probability * count) - 1);
}

function emptyColumns(rows: number): MinuteColumns {
  const columns = Object.fromEntries(minuteColumnNames.map((name) => [name, new Float64Array(rows)]));
  return { minute: new Float64Array(rows), ...columns } as unknown as MinuteColumns;
}

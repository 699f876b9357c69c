/**
 * The faults of a scenario in a run: when each happens, and which part of the run it is handed to.
 *
 * Times of a fault with a rate are a Poisson process drawn from the fault's own stream; what one occurrence draws
 * (which bridges, which participants) comes from the substream of its number. So neither another fault nor a policy
 * changes when a fault happens.
 */
import { sampleStandardExponential } from '../../engine/random/exponential.ts';
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { Fault } from '../../scenario/faults.ts';
import { entity, faultKind } from '../entities.ts';
import { noteIncident, type RunContext } from '../run-context.ts';
import { BridgeCrashes } from './bridge-crashes.ts';
import { makeIll } from './bridge-illness.ts';
import { churnOnce } from './churn.ts';
import { loseZone, runOutOfStock, slowBoots, takeSpot } from './cloud-faults.ts';
import type { FaultTargets } from './fault-targets.ts';
import {
  breakSockets,
  killProsody,
  killVisitorNodes,
  loseFronts,
  restartJicofo,
} from './signalling-faults.ts';
import { UnplannedJoins } from './unplanned-joins.ts';

/** Events of one fault: its next occurrence, and the continuation of one that lasts. */
const occurrence = 0;
const continuation = 1;
const timersPerFault = 2;

interface ScheduledFault {
  readonly fault: Fault;
  readonly times: RandomStream;
  readonly choices: RandomStream;
  readonly joins: UnplannedJoins | null;
  occurrences: number;
  /** Cycles still to come of a churn under way. */
  cyclesLeft: number;
}

export class FaultSchedule {
  readonly bridgeCrashes: BridgeCrashes;
  private readonly context: RunContext;
  private readonly targets: FaultTargets;
  private readonly faults: readonly ScheduledFault[];

  constructor(context: RunContext, targets: FaultTargets) {
    this.context = context;
    this.targets = targets;
    this.bridgeCrashes = new BridgeCrashes(context, targets);
    connectLostEndpoints(targets);
    this.faults = context.scenario.faults.map((fault) => ({
      fault,
      times: context.streams.stream(`faults/${fault.name}/times`),
      choices: context.streams.stream(`faults/${fault.name}/choices`),
      joins: fault.kind === 'join-burst' ? new UnplannedJoins(context, fault, targets.conferences) : null,
      occurrences: 0,
      cyclesLeft: 0,
    }));
  }

  /** Plans the first occurrence of every fault. */
  start(): void {
    this.faults.forEach(({ fault: { timing }, times }, index) => {
      this.plan(index, occurrence, timing.kind === 'at' ? timing.atMs : nextMs(timing, times, 0));
    });
  }

  handle(slot: number, nowMs: number): void {
    const index = Math.floor(slot / timersPerFault);
    const scheduled = this.faults[index]!;
    if (slot % timersPerFault === continuation) {
      this.carryOn(scheduled, index, nowMs);
      return;
    }
    const { timing } = scheduled.fault;
    if (timing.kind === 'rate') this.plan(index, occurrence, nextMs(timing, scheduled.times, nowMs));
    const stream = scheduled.choices.at(scheduled.occurrences);
    scheduled.occurrences += 1;
    this.happen(scheduled, index, stream, nowMs);
  }

  private happen(scheduled: ScheduledFault, index: number, stream: RandomStream, nowMs: number): void {
    const { fault, joins } = scheduled;
    const { context, targets } = this;
    switch (fault.kind) {
      case 'bridge-crash':
        this.bridgeCrashes.crash(fault, stream, nowMs);
        return;
      case 'bridge-illness':
        makeIll(targets, fault, stream, nowMs);
        return;
      case 'jicofo-restart':
        restartJicofo(context, targets, fault, nowMs);
        this.plan(index, continuation, nowMs + fault.absenceSeconds * 1000);
        return;
      case 'prosody-kill':
        killProsody(targets, fault, nowMs);
        return;
      case 'visitor-node-kill':
        killVisitorNodes(targets, fault, nowMs);
        return;
      case 'front-loss':
        loseFronts(targets, fault, nowMs);
        return;
      case 'reconnect-storm':
        breakSockets(context, targets, fault, stream, nowMs);
        return;
      case 'churn':
        scheduled.cyclesLeft = fault.cycles;
        this.carryOn(scheduled, index, nowMs);
        return;
      case 'join-burst':
        joins!.begin(nowMs);
        return;
      case 'jibri-hang':
        targets.jibris.hang(fault, stream, nowMs);
        return;
      case 'drain-failure':
        context.windows.loseDrainOrders(nowMs + fault.durationSeconds * 1000);
        noteIncident(context, {
          atMs: nowMs,
          kind: 'drain-failed',
          detail: `${fault.name}: for ${fault.durationSeconds} s no bridge hears an order to drain`,
          affected: targets.bridges.instances.readyCount,
        });
        return;
      case 'bridge-drain':
        targets.bridges.drainFlags.set(fault, stream, nowMs);
        this.plan(index, continuation, targets.bridges.drainFlags.nextMs);
        return;
      case 'zone-loss':
        loseZone(context, targets, this.bridgeCrashes, fault, stream, nowMs);
        return;
      case 'region-partition':
        this.bridgeCrashes.cutOff(fault, stream, nowMs);
        return;
      case 'stock-out':
        runOutOfStock(context, fault, nowMs);
        return;
      case 'slow-boot':
        slowBoots(context, fault, nowMs);
        return;
      case 'spot-interruption':
        takeSpot(context, targets, fault, stream, nowMs);
        return;
      default:
        fault satisfies never;
    }
  }

  /** A churn's next cycle, Jicofo is back, or drain flags are lifted. */
  private carryOn(scheduled: ScheduledFault, index: number, nowMs: number): void {
    const { fault } = scheduled;
    if (fault.kind === 'jicofo-restart') {
      this.targets.conferences.lostEndpoints.setJicofoAway(false, nowMs);
      return;
    }
    if (fault.kind === 'bridge-drain')
      this.plan(index, continuation, this.targets.bridges.drainFlags.lift(nowMs));
    if (fault.kind !== 'churn') return;
    const stream = scheduled.choices.at(scheduled.occurrences * fault.cycles + scheduled.cyclesLeft);
    churnOnce(this.context, this.targets, fault, stream, nowMs);
    scheduled.cyclesLeft -= 1;
    if (scheduled.cyclesLeft > 0) this.plan(index, continuation, nowMs + fault.periodSeconds * 1000);
  }

  private plan(index: number, timer: number, atMs: number): void {
    if (atMs >= this.context.endMs) return;
    this.context.list.schedule(entity(faultKind, index * timersPerFault + timer), atMs);
  }
}

/** Who lost an endpoint hears of bridges that are stopped or added, and of a Jicofo that is back. */
function connectLostEndpoints({ bridges, conferences: { lostEndpoints }, signalling }: FaultTargets): void {
  bridges.evacuate = (bridge, nowMs) => lostEndpoints.evacuate(bridge, nowMs);
  bridges.onAdded = (nowMs) => lostEndpoints.reinvitations.bridgeAdded(nowMs);
  if (signalling !== null) signalling.onFocus = (nowMs) => lostEndpoints.reinvitations.resume(nowMs);
}

function nextMs(
  { meanTimeBetweenMs }: { readonly meanTimeBetweenMs: number },
  times: RandomStream,
  nowMs: number,
): number {
  return nowMs + sampleStandardExponential(times) * meanTimeBetweenMs;
}

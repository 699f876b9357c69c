/**
 * The load managers of bridges with a load reducer: every sample of the load may lower or raise the number of videos that
 * a bridge forwards (jitsi-videobridge a29d97d, JvbLoadManager.kt, LastNReducer.kt). Only simulated when the scenario
 * turns the reducer on: then every bridge has an event a sample.
 *
 * Simplification: the sample is the load of the instant, as in what is published.
 */
import { loadThreshold, measuredLoad } from '../jitsi/bridge-capacity.ts';
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { recoveredLastN, reducedLastN } from '../jitsi/load-management/last-n-reducer.ts';
import { LoadManager } from '../jitsi/load-management/load-manager.ts';
import type { LastNReducerSettings } from '../scenario/bridge-settings.ts';
import { entity, loadManagerKind } from './entities.ts';
import type { RunContext } from './run-context.ts';

export class LoadManagers {
  /** Times that a bridge lowered its last-n. */
  reductions = 0;
  private readonly context: RunContext;
  private readonly fleet: BridgeFleet;
  private readonly settings: LastNReducerSettings;
  private readonly managers: LoadManager[] = [];
  private nowMs = 0;

  constructor(context: RunContext, fleet: BridgeFleet, settings: LastNReducerSettings) {
    this.context = context;
    this.fleet = fleet;
    this.settings = settings;
  }

  /** The bridge serves; its load is sampled first at this time. */
  start(bridge: number, firstSampleMs: number): void {
    const threshold = loadThreshold(this.fleet.options);
    this.managers[bridge] = new LoadManager(
      { loadThreshold: threshold, recoveryThreshold: threshold * this.settings.recoveryThresholdRatio },
      {
        impactTimeMs: this.settings.impactSeconds * 1000,
        reduce: () => this.reduce(bridge),
        recover: () => this.recover(bridge),
      },
    );
    this.plan(bridge, firstSampleMs);
  }

  stop(bridge: number): void {
    this.context.list.cancel(entity(loadManagerKind, bridge));
  }

  /** The bridge samples its load. */
  handle(bridge: number, nowMs: number): void {
    this.nowMs = nowMs;
    const load = measuredLoad(this.fleet.options, this.fleet.packetRatePps[bridge]!);
    this.managers[bridge]!.measured(load, nowMs);
    this.plan(bridge, nowMs + this.fleet.options.samplePeriodSeconds * 1000);
  }

  private reduce(bridge: number): void {
    const lastN = reducedLastN(this.settings, this.fleet.loads.forwardedMax(bridge));
    if (lastN === null) return;
    this.reductions += 1;
    this.fleet.reduceLastN(bridge, lastN, this.nowMs);
  }

  private recover(bridge: number): boolean {
    const lastN = recoveredLastN(this.settings, this.fleet.limits.reducedOf(bridge));
    if (lastN === null) return false;
    this.fleet.reduceLastN(bridge, lastN, this.nowMs);
    return true;
  }

  private plan(bridge: number, atMs: number): void {
    if (atMs < this.context.endMs) this.context.list.schedule(entity(loadManagerKind, bridge), atMs);
  }
}

/** The load managers of a run; null when the reducer is off. */
export function createLoadManagers(context: RunContext, fleet: BridgeFleet): LoadManagers | null {
  const { reducer } = context.scenario.deployment.bridges.lastN;
  return reducer === null ? null : new LoadManagers(context, fleet, reducer);
}

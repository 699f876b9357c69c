/** Which version a bridge is of that begins to serve, and which one a conference is pinned to. */
import type { BridgeFleet } from '../jitsi/bridge-fleet.ts';
import { noVersion } from '../jitsi/version-filter.ts';
import type { BridgeVersions } from '../scenario/bridge-versions.ts';
import type { Scenario } from '../scenario/scenario.ts';

export class RunVersions {
  private readonly versions: BridgeVersions;
  private readonly fleet: BridgeFleet;
  /** Bridges that began to serve, by entry of the rollout. */
  private readonly served: number[];
  /** By slot: number of the instance whose version is known. */
  private readonly instanceOf: number[] = [];

  constructor(versions: BridgeVersions, scenario: Scenario, fleet: BridgeFleet) {
    this.versions = versions;
    this.fleet = fleet;
    this.served = versions.rollout.map(() => 0);
    fleet.sites.regionCount = scenario.deployment.geography?.regions.length ?? 1;
  }

  /**
   * A bridge begins to serve: it is of the version in force that is furthest below its weight. One
   * whose process starts anew, or that can be reached again, is of the version that it was.
   */
  begin(bridge: number, instance: number, nowMs: number): void {
    if (this.instanceOf[bridge] === instance) return;
    this.instanceOf[bridge] = instance;
    const { rollout } = this.versions;
    const fromMs = rollout.reduce((latest, one) => (one.fromMs <= nowMs ? one.fromMs : latest), 0);
    let next = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, entry] of rollout.entries()) {
      if (entry.fromMs !== fromMs) continue;
      const turn = (this.served[index]! + 1) / entry.weight;
      if (turn >= least) continue;
      least = turn;
      next = index;
    }
    this.served[next]! += 1;
    this.fleet.sites.setVersion(bridge, rollout[next]!.version);
  }

  /** Version that the conference is pinned to now, or `noVersion`. */
  pinOf(conference: number, nowMs: number): number {
    const demand = this.fleet.table.demandOf(conference);
    for (const { version, demandIndex, fromMs, toMs } of this.versions.pins) {
      if (demandIndex !== null && demandIndex !== demand) continue;
      if (fromMs <= nowMs && nowMs < toMs) return version;
    }
    return noVersion;
  }
}

/** null while all bridges are of one version. */
export function createRunVersions(scenario: Scenario, fleet: BridgeFleet): RunVersions | null {
  const { versions } = scenario.deployment.bridges;
  return versions === undefined ? null : new RunVersions(versions, scenario, fleet);
}

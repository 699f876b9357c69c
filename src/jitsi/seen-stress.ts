/**
 * Stress as each Jicofo sees it: what bridges published last, and what it adds for participants it placed lately.
 * Source: jicofo 7ebb13d, Bridge.kt.
 */
import { bridgeStress, type StressedBridge } from './bridge-capacity.ts';
import { RecentJoins } from './recent-joins.ts';
import { ReportedLoad } from './reported-load.ts';

export interface SeenStressOptions extends StressedBridge {
  readonly samplePeriodSeconds: number;
  readonly publishPeriodSeconds: number;
  readonly averageParticipantStress: number;
  readonly participantRampupIntervalSeconds: number;
  readonly jicofos?: number;
}

export class SeenStress {
  readonly reported: ReportedLoad;
  /** By Jicofo. */
  readonly recents: readonly RecentJoins[];
  private readonly options: SeenStressOptions;
  /** Stress that a bridge has at least in the eyes of a Jicofo, by Jicofo; empty but for failing bridges. */
  private readonly floors: readonly Map<number, number>[];

  constructor(options: SeenStressOptions, capacity: number) {
    this.options = options;
    this.reported = new ReportedLoad(
      options.samplePeriodSeconds,
      options.publishPeriodSeconds,
      (pps) => bridgeStress(options, pps),
      capacity,
    );
    this.recents = Array.from(
      { length: options.jicofos ?? 1 },
      () => new RecentJoins(options.participantRampupIntervalSeconds, capacity),
    );
    this.floors = this.recents.map(() => new Map());
  }

  /** In the eyes of this Jicofo the bridge has so much stress at least, until it starts again; 0 for no more. */
  setFloor(bridge: number, jicofo: number, stress: number): void {
    if (stress > 0) this.floors[jicofo]!.set(bridge, stress);
    else this.floors[jicofo]!.delete(bridge);
  }

  /** A bridge begins to serve; its load sampler and publisher tick from the given times. */
  start(bridge: number, firstSampleMs: number, firstPublishMs: number): void {
    this.reported.start(bridge, firstSampleMs, firstPublishMs);
    for (const recent of this.recents) recent.clear(bridge);
    for (const floors of this.floors) floors.delete(bridge);
  }

  /** Stress as last published; the bridge's samples must be settled. */
  published(bridge: number, nowMs: number): number {
    return this.reported.publishedStress(bridge, nowMs);
  }

  /** Published stress and what Jicofo adds; the bridge's samples must be settled. */
  corrected(bridge: number, nowMs: number, jicofo: number): number {
    const recent = this.recents[jicofo]!.count(bridge, nowMs);
    const stress = this.published(bridge, nowMs) + recent * this.options.averageParticipantStress;
    return this.atLeast(stress, bridge, jicofo);
  }

  /** That stress, or the least that this Jicofo ascribes to the bridge. */
  atLeast(stress: number, bridge: number, jicofo: number): number {
    const floors = this.floors[jicofo]!;
    return floors.size === 0 ? stress : Math.max(stress, floors.get(bridge) ?? 0);
  }
}

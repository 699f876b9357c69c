/**
 * The store of one group in a running simulation: states, shutdown orders, protection, untracked count, samples.
 * Mutable on purpose; everything that decides is in the pure functions it calls.
 *
 * Simplification: the store gives instances in the order in which it first heard of them; upstream's order is that
 * of a hash. It decides only which of several equally loaded instances is stopped.
 */
import {
  countsAsTracked,
  countUntracked,
  type InstanceCondition,
  type InstanceId,
  type InstanceStats,
  isExpired,
  type JibriBusyStatus,
  launchedCondition,
  metricOfReport,
  type TrackedInstance,
} from './inventory.ts';
import type { LaunchObservation } from './launcher.ts';
import { MetricInventory } from './metric-inventory.ts';
import type { PeriodSummaries } from './periods.ts';
import { countsAvailable, type JitsiAutoscalerPolicy, type ScalingOptions } from './policy.ts';

/** What a sidecar reports; give `stats` for bridges, `jibriStatus` for Jibris, neither if the service is silent. */
export interface SidecarReport {
  readonly stats?: InstanceStats | null;
  readonly jibriStatus?: JibriBusyStatus | null;
  /** The sidecar has begun to shut its instance down. */
  readonly shutdownReported?: boolean;
}

export class InstanceTracker {
  readonly #policy: JitsiAutoscalerPolicy;
  readonly #metrics: MetricInventory;
  readonly #states = new Map<InstanceId, TrackedInstance>();
  readonly #orderedAtMs = new Map<InstanceId, number>();
  readonly #protectedUntilMs = new Map<InstanceId, number>();
  #untracked = { count: 0, atMs: Number.NEGATIVE_INFINITY };
  /** The count, and until when no state can expire; null when it must be counted anew. */
  #counted: { readonly count: number; readonly fromMs: number; readonly untilMs: number } | null = null;

  constructor(policy: JitsiAutoscalerPolicy) {
    this.#policy = policy;
    this.#metrics = new MetricInventory({ metricTTLSec: policy.timers.metricTTLSec });
  }

  /** A launch the cloud accepted: the instance counts from now on. Give the plan for its protection. */
  recordLaunch(id: InstanceId, nowMs: number, plan?: { readonly protectedUntilMs: number | null }): void {
    this.#states.set(id, { id, atMs: nowMs, ...launchedCondition });
    this.#counted = null;
    if (plan?.protectedUntilMs != null) this.#protectedUntilMs.set(id, plan.protectedUntilMs);
  }

  /**
   * A report of a sidecar, and the answer it gets: whether the instance was told to shut down.
   *
   * @param at `readAtMs` is when the statistics were read, at or before `nowMs`.
   */
  report(
    id: InstanceId,
    at: { readonly nowMs: number; readonly readAtMs: number },
    report: SidecarReport,
  ): { readonly shutdown: boolean } {
    const known = this.#states.get(id);
    const instance: TrackedInstance = {
      id,
      atMs: at.readAtMs,
      provisioning: false,
      shutdownReported: report.shutdownReported ?? false,
      stats: report.stats ?? null,
      jibriStatus: report.jibriStatus ?? null,
    };
    this.#states.set(id, instance);
    // A report that only prolongs the life of a counted instance leaves the count as it is.
    const livesMs = this.#policy.timers.idleTTLSec * 1000;
    if (known === undefined || at.nowMs > known.atMs + livesMs || !prolongs(known, instance)) {
      this.#counted = null;
    }
    const shutdown = this.#isOrdered(id, at.nowMs);
    const value = metricOfReport(this.#policy.type, instance, shutdown);
    if (value !== null) this.#metrics.record(id, at.readAtMs, value);
    return { shutdown };
  }

  /** Flags instances for shutdown; each leaves the count at once and learns of it at its next report. */
  orderShutdown(ids: Iterable<InstanceId>, nowMs: number): void {
    for (const id of ids) this.#orderedAtMs.set(id, nowMs);
    this.#counted = null;
  }

  /** Instances that count. */
  count(nowMs: number): number {
    const counted = this.#counted;
    if (counted !== null && nowMs >= counted.fromMs && nowMs <= counted.untilMs) return counted.count;
    const { timers } = this.#policy;
    let count = 0;
    let untilMs = Number.POSITIVE_INFINITY;
    for (const instance of this.#states.values()) {
      const timeToLiveSec = instance.provisioning ? timers.provisioningTTLSec : timers.idleTTLSec;
      const orderedAtMs = this.#orderedAtMs.get(instance.id);
      if (this.#counts(instance, nowMs)) {
        count += 1;
        untilMs = Math.min(untilMs, instance.atMs + timeToLiveSec * 1000);
      } else if (orderedAtMs !== undefined && nowMs < orderedAtMs + timers.shutdownTTLSec * 1000) {
        untilMs = Math.min(untilMs, orderedAtMs + timers.shutdownTTLSec * 1000 - 1);
      }
    }
    this.#counted = { count, fromMs: nowMs, untilMs };
    return count;
  }

  /** The instances that count, one by one. */
  tracked(nowMs: number): readonly TrackedInstance[] {
    return [...this.#states.values()].filter((instance) => this.#counts(instance, nowMs));
  }

  /** What the decision reads, for the options in force. Read it before the next report. */
  summaries(
    nowMs: number,
    options: Pick<ScalingOptions, 'scalePeriod' | 'scaleUpPeriodsCount' | 'scaleDownPeriodsCount'>,
  ): PeriodSummaries {
    return this.#metrics.summariesAt({
      nowMs,
      scalePeriod: options.scalePeriod,
      periodsCount: Math.max(options.scaleUpPeriodsCount, options.scaleDownPeriodsCount),
      combine: countsAvailable(this.#policy.type) ? 'sum' : 'mean',
    });
  }

  /** What the launcher reads, but for the cloud's own count. */
  launchView(nowMs: number): Omit<LaunchObservation, 'nowMs' | 'cloudRunningCount'> {
    return {
      trackedCount: this.count(nowMs),
      tracked: () => this.tracked(nowMs),
      protectedIds: this.protectedIds(nowMs),
      untrackedCount: this.untrackedCount(nowMs),
    };
  }

  /** The sanity job: forgets expired states and counts the cloud's instances without one. */
  recountUntracked(cloudInstanceIds: Iterable<InstanceId>, nowMs: number): void {
    this.#forgetExpired(nowMs);
    const count = countUntracked(cloudInstanceIds, (id) => this.#states.has(id));
    this.#untracked = { count, atMs: nowMs };
  }

  /** Untracked instances as of the last sanity job; 0 once that count is too old. */
  untrackedCount(nowMs: number): number {
    const validMs = this.#policy.timers.serviceLevelMetricsTTLSec * 1000;
    return nowMs < this.#untracked.atMs + validMs ? this.#untracked.count : 0;
  }

  protectedIds(nowMs: number): ReadonlySet<InstanceId> {
    const ids = new Set<InstanceId>();
    for (const [id, untilMs] of this.#protectedUntilMs) if (nowMs < untilMs) ids.add(id);
    return ids;
  }

  #counts(instance: TrackedInstance, nowMs: number): boolean {
    const at = { nowMs, shutdownOrdered: this.#isOrdered(instance.id, nowMs) };
    return countsAsTracked(instance, at, this.#policy.timers);
  }

  #isOrdered(id: InstanceId, nowMs: number): boolean {
    const orderedAtMs = this.#orderedAtMs.get(id);
    return orderedAtMs !== undefined && nowMs < orderedAtMs + this.#policy.timers.shutdownTTLSec * 1000;
  }

  #forgetExpired(nowMs: number): void {
    for (const [id, instance] of this.#states) {
      const shutdownOrdered = this.#isOrdered(id, nowMs);
      if (isExpired(instance, { nowMs, shutdownOrdered }, this.#policy.timers)) this.#states.delete(id);
    }
    for (const id of this.#orderedAtMs.keys()) if (!this.#isOrdered(id, nowMs)) this.#orderedAtMs.delete(id);
    for (const [id, untilMs] of this.#protectedUntilMs) {
      if (nowMs >= untilMs) this.#protectedUntilMs.delete(id);
    }
    this.#counted = null;
  }
}

/** Whether a state follows another of the same instance with nothing changed that decides whether it counts. */
function prolongs(before: TrackedInstance, after: TrackedInstance): boolean {
  return (
    after.atMs >= before.atMs &&
    before.provisioning === after.provisioning &&
    !hasSignOfLeaving(before, after)
  );
}

function hasSignOfLeaving(...conditions: readonly InstanceCondition[]): boolean {
  return conditions.some(
    ({ shutdownReported, stats }) => shutdownReported || stats?.gracefulShutdown === true,
  );
}

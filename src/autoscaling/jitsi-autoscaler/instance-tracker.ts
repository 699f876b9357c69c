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

  constructor(policy: JitsiAutoscalerPolicy) {
    this.#policy = policy;
    this.#metrics = new MetricInventory({ metricTTLSec: policy.timers.metricTTLSec });
  }

  /** A launch the cloud accepted: the instance counts from now on. Give the plan for its protection. */
  recordLaunch(id: InstanceId, nowMs: number, plan?: { readonly protectedUntilMs: number | null }): void {
    this.#states.set(id, { id, atMs: nowMs, ...launchedCondition });
    if (plan?.protectedUntilMs != null) this.#protectedUntilMs.set(id, plan.protectedUntilMs);
  }

  /**
   * A report of a sidecar, and the answer it gets: whether the instance was told to shut down.
   *
   * @param at `readAtMs` is when the statistics were read, at or before `nowMs`.
   */
  report(
    id: InstanceId,
    { nowMs, readAtMs }: { readonly nowMs: number; readonly readAtMs: number },
    report: SidecarReport,
  ): { readonly shutdown: boolean } {
    const condition: InstanceCondition = {
      provisioning: false,
      shutdownReported: report.shutdownReported ?? false,
      stats: report.stats ?? null,
      jibriStatus: report.jibriStatus ?? null,
    };
    const shutdown = this.#isOrdered(id, nowMs);
    this.#states.set(id, { id, atMs: readAtMs, ...condition });
    const value = metricOfReport(this.#policy.type, condition, shutdown);
    if (value !== null) this.#metrics.record(id, readAtMs, value);
    return { shutdown };
  }

  /** Flags instances for shutdown; each leaves the count at once and learns of it at its next report. */
  orderShutdown(ids: Iterable<InstanceId>, nowMs: number): void {
    for (const id of ids) this.#orderedAtMs.set(id, nowMs);
  }

  /** Instances that count. */
  count(nowMs: number): number {
    let count = 0;
    for (const instance of this.#states.values()) if (this.#counts(instance, nowMs)) count += 1;
    return count;
  }

  /** The instances that count, one by one. */
  tracked(nowMs: number): readonly TrackedInstance[] {
    return [...this.#states.values()].filter((instance) => this.#counts(instance, nowMs));
  }

  /** What the decision reads, for the options in force. */
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
  }
}

/**
 * The jitsi-autoscaler in a run: the service's jobs on their clock, and a sidecar on every instance that reports once
 * a minute and learns of shutdown orders only then.
 *
 * The schedule, autoscale and launch jobs of a tick run in that order, or with the launch job first: upstream runs up to
 * five jobs at once, so its launcher may act one tick (30 s) later on a decision.
 */
import { decideJitsiAutoscaler } from '../../autoscaling/jitsi-autoscaler/decide.ts';
import { InstanceTracker, type SidecarReport } from '../../autoscaling/jitsi-autoscaler/instance-tracker.ts';
import type { InstanceStats } from '../../autoscaling/jitsi-autoscaler/inventory.ts';
import { planLaunch } from '../../autoscaling/jitsi-autoscaler/launcher.ts';
import {
  initialJitsiAutoscalerMemory,
  type JitsiAutoscalerMemory,
} from '../../autoscaling/jitsi-autoscaler/memory.ts';
import { applyFullScaling, applyLaunchProtected } from '../../autoscaling/jitsi-autoscaler/operator.ts';
import type { JitsiAutoscalerPolicy, JitsiGroupType } from '../../autoscaling/jitsi-autoscaler/policy.ts';
import {
  applySchedule,
  scheduleInhibitsScaleDown,
} from '../../autoscaling/jitsi-autoscaler/schedule-transition.ts';
import { nextReportMs, readingOfReportMs } from '../../autoscaling/jitsi-autoscaler/sidecar.ts';
import type { JitsiAutoscalerScaling } from '../../scenario/scenario.ts';
import type { RunContext } from '../run-context.ts';
import type { ScaledPool } from '../scaled-pool.ts';
import { type Controller, noteDecision } from './controller.ts';
import { type PoolSignals, spanOfSeconds } from './pool-signals.ts';

/** A sidecar's clock and the statistics it read last. */
interface Sidecar {
  readonly startedAtMs: number;
  reportAtMs: number;
  readAtMs: number;
  /** When the statistics were read that it reported last. */
  reportedReadAtMs: number;
  report: SidecarReport;
}

export class JitsiAutoscalerController implements Controller {
  readonly policy = 'jitsi-autoscaler';
  private readonly context: RunContext;
  private readonly pool: ScaledPool;
  private readonly group: JitsiAutoscalerPolicy;
  private readonly scaling: JitsiAutoscalerScaling;
  private readonly signals: PoolSignals;
  private readonly tracker: InstanceTracker;
  private memory: JitsiAutoscalerMemory;
  private readonly sidecars: (Sidecar | undefined)[] = [];
  private nextJobsMs = 0;
  private nextSanityMs = 0;
  private requestsMade = 0;

  constructor(context: RunContext, signals: PoolSignals, scaling: JitsiAutoscalerScaling) {
    this.context = context;
    this.pool = signals.pool;
    this.group = scaling.autoscaler;
    this.scaling = scaling;
    this.signals = signals;
    this.tracker = new InstanceTracker(this.group);
    this.memory = initialJitsiAutoscalerMemory(this.group);
  }

  get desiredCount(): number {
    return this.memory.scalingOptions.desiredCount;
  }

  start(nowMs: number): number {
    // The service has been up before the day begins, so its jobs are somewhere in their intervals.
    const phases = this.context.streams.stream(`autoscaling/jitsi-autoscaler-${this.pool.name}`).at(0);
    const { groupJobsCreationIntervalSec, sanityJobsCreationIntervalSec } = this.group.timers;
    this.nextJobsMs = nowMs + phases.nextUnit() * groupJobsCreationIntervalSec * 1000;
    this.nextSanityMs = nowMs + phases.nextUnit() * sanityJobsCreationIntervalSec * 1000;
    return this.nextTickMs();
  }

  tick(nowMs: number): number {
    this.answerRequests(nowMs);
    const { groupJobsCreationIntervalSec, sanityJobsCreationIntervalSec } = this.group.timers;
    if (nowMs >= this.nextSanityMs) {
      this.tracker.recountUntracked(this.paidNumbers(), nowMs);
      this.nextSanityMs = nowMs + sanityJobsCreationIntervalSec * 1000;
    }
    if (nowMs >= this.nextJobsMs) {
      this.runJobs(nowMs);
      this.nextJobsMs = nowMs + groupJobsCreationIntervalSec * 1000;
    }
    return this.nextTickMs();
  }

  private nextTickMs(): number {
    const requestMs = this.scaling.requests[this.requestsMade]?.atMs ?? Number.POSITIVE_INFINITY;
    return Math.min(this.nextJobsMs, this.nextSanityMs, requestMs);
  }

  /** The API changes the options at once; the jobs act on them at their next turn. */
  private answerRequests(nowMs: number): void {
    for (; ; this.requestsMade += 1) {
      const asked = this.scaling.requests[this.requestsMade];
      if (asked === undefined || asked.atMs > nowMs) return;
      const before = this.desiredCount;
      if (asked.request === 'launch-protected') {
        this.memory = applyLaunchProtected(this.group, this.memory, { nowMs, count: asked.count });
        this.note(before, `request launch-protected: ${asked.count} more`, nowMs);
      } else {
        this.memory = applyFullScaling(this.group, this.memory, { nowMs, ...asked });
        this.note(before, `request full-scaling ${asked.direction}`, nowMs);
      }
    }
  }

  agentStart(slot: number, nowMs: number): number {
    const number = this.pool.instances.number[slot]!;
    const { sidecarPollIntervalSec } = this.group.timers;
    const stream = this.context.streams.stream(`autoscaling/sidecars-${this.pool.name}`).at(number);
    // A sidecar starts with its instance; those there from the beginning started at some time before.
    const startedAtMs = nowMs === 0 ? -stream.nextUnit() * sidecarPollIntervalSec * 1000 : nowMs;
    const sidecar: Sidecar = {
      startedAtMs,
      reportAtMs: nowMs,
      readAtMs: nowMs,
      reportedReadAtMs: nowMs,
      report: this.read(slot, nowMs),
    };
    this.sidecars[slot] = sidecar;
    this.answer(slot, this.tracker.report(number, { nowMs, readAtMs: nowMs }, sidecar.report), nowMs);
    return this.sidecars[slot] === sidecar ? this.planReading(sidecar, nowMs) : Number.POSITIVE_INFINITY;
  }

  agentTick(slot: number, nowMs: number): number {
    const sidecar = this.sidecars[slot];
    if (sidecar === undefined) throw new Error(`JitsiAutoscalerController: slot ${slot} has no sidecar`);
    if (nowMs < sidecar.reportAtMs) {
      sidecar.report = this.read(slot, nowMs);
      sidecar.readAtMs = nowMs;
      return sidecar.reportAtMs;
    }
    const number = this.pool.instances.number[slot]!;
    sidecar.reportedReadAtMs = sidecar.readAtMs;
    this.answer(
      slot,
      this.tracker.report(number, { nowMs, readAtMs: sidecar.readAtMs }, sidecar.report),
      nowMs,
    );
    // Retiring an idle Jibri ends it at once, and its sidecar with it.
    return this.sidecars[slot] === sidecar ? this.planReading(sidecar, nowMs) : Number.POSITIVE_INFINITY;
  }

  agentEnd(slot: number): void {
    this.sidecars[slot] = undefined;
  }

  /** The sidecar does as the service answered. */
  private answer(slot: number, { shutdown }: { readonly shutdown: boolean }, nowMs: number): void {
    if (shutdown && this.pool.instances.stateOf(slot) === 'ready') this.pool.retire(slot, nowMs);
  }

  /** Plans the next report and returns the time of the reading it will carry. */
  private planReading(sidecar: Sidecar, nowMs: number): number {
    const { startedAtMs } = sidecar;
    sidecar.reportAtMs = nextReportMs({ startedAtMs, afterMs: nowMs }, this.group.timers);
    const readAtMs = readingOfReportMs({ startedAtMs, reportAtMs: sidecar.reportAtMs }, this.group.timers);
    return readAtMs > nowMs ? readAtMs : sidecar.reportAtMs;
  }

  private read(slot: number, nowMs: number): SidecarReport {
    const { signals } = this;
    const shutdownReported = this.pool.instances.stateOf(slot) === 'draining';
    if (this.pool.name === 'jibris') {
      return { jibriStatus: signals.work(slot) > 0 ? 'BUSY' : 'IDLE', shutdownReported };
    }
    const stats = {
      stressLevel: signals.read('stress', slot, nowMs),
      ...workStatistic(this.group.type, signals.work(slot)),
      gracefulShutdown: shutdownReported,
    };
    return { stats, shutdownReported };
  }

  /** The jobs that one tick queues for the group: schedule, autoscale, launch. */
  private runJobs(nowMs: number): void {
    const { scenario } = this.context;
    const moment = {
      nowMs,
      epochMs: scenario.horizon.startEpochMs + nowMs,
      region: scenario.deployment.region,
    };
    if (this.scaling.launchJobFirst) this.launch(nowMs);
    const before = this.desiredCount;
    const transition = applySchedule(this.group, this.memory, moment);
    this.memory = transition.memory;
    this.note(before, transition.reason ?? '', nowMs);
    const scheduled = this.desiredCount;
    const decision = decideJitsiAutoscaler(this.group, this.memory, {
      nowMs,
      trackedCount: this.tracker.count(nowMs),
      summaries: this.tracker.summaries(nowMs, this.memory.scalingOptions),
      cloudRunningCount: this.paidNumbers().length,
      scaleDownInhibited: scheduleInhibitsScaleDown(this.group, moment),
    });
    this.memory = decision.memory;
    this.note(scheduled, decision.reason, nowMs);
    if (!this.scaling.launchJobFirst) this.launch(nowMs);
  }

  private launch(nowMs: number): void {
    const plan = planLaunch(this.group, this.memory, {
      nowMs,
      ...this.tracker.launchView(nowMs),
      cloudRunningCount: this.paidNumbers().length,
    });
    if (plan.action === 'shut-down') this.tracker.orderShutdown(plan.instanceIds, nowMs);
    if (plan.action !== 'launch') return;
    const { instances } = this.pool;
    const known = new Set(this.paidNumbers());
    this.pool.supply.tryOnce(plan.count, nowMs);
    for (const slot of instances.slotsIn('launching')) {
      const number = instances.number[slot]!;
      if (!known.has(number)) this.tracker.recordLaunch(number, nowMs, plan);
    }
  }

  private note(before: number, reason: string, nowMs: number): void {
    const saw = (): string => this.saw(nowMs);
    noteDecision(this.context, this.pool, this.policy, before, this.desiredCount, reason, nowMs, saw);
  }

  /** How old the readings are that the sidecars reported last, in words. */
  private saw(nowMs: number): string {
    const ages = this.sidecars.flatMap((sidecar) =>
      sidecar === undefined ? [] : [(nowMs - sidecar.reportedReadAtMs) / 1000],
    );
    return ages.length === 0
      ? 'no sidecar has reported yet'
      : `newest readings of ${ages.length} sidecars ${spanOfSeconds(ages)} old`;
  }

  /** Numbers of the instances the cloud runs or provisions: draining ones too, their machines still run. */
  private paidNumbers(): number[] {
    const { instances } = this.pool;
    const numbers: number[] = [];
    for (let slot = 0; slot < instances.slotCount; slot++) {
      if (instances.stateOf(slot) !== 'gone') numbers.push(instances.number[slot]!);
    }
    return numbers;
  }
}

/** How the statistics of the type name the work that an instance would have to finish. */
function workStatistic(type: JitsiGroupType, work: number): Partial<InstanceStats> {
  switch (type) {
    case 'whisper':
      return { connections: work };
    case 'nomad':
      // MHz that allocations take: as many as there is work to finish, in some unit.
      return { allocatedCpu: work };
    default:
      return { participants: work };
  }
}

/**
 * KEDA's ScaledJob in a run: each Jibri is a job that ends with its recording. What waits is the recordings that were
 * refused since the last poll, and the Jibris missing to the free ones that are wanted, both as a Prometheus scraped them
 * last: Jicofo keeps no queue, so a ScaledJob on refusals alone would always come too late.
 */
import { decideScaledJob } from '../../autoscaling/keda/scaled-job.ts';
import type { KedaScaledJobScaling } from '../../scenario/scenario.ts';
import type { JibriOperations } from '../jibri-operations.ts';
import type { RunContext } from '../run-context.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';

export function kedaScaledJobController(
  context: RunContext,
  jibris: JibriOperations,
  { policy, scaledJob, wantedFree, monitoring }: KedaScaledJobScaling,
): Controller {
  const { instances, fleet } = jibris;
  let desiredCount = instances.readyCount;
  let refusedBefore = 0;
  // Prometheus has been scraping before the run begins.
  let scraped = { atMs: 0, refusals: 0, free: fleet.freeCount };
  let nextPollMs = 0;
  const nextMs = (): number => Math.min(nextPollMs, scraped.atMs + monitoring.sampleSeconds * 1000);
  return {
    policy,
    get desiredCount() {
      return desiredCount;
    },
    start(nowMs) {
      const phase = context.streams.stream('autoscaling/keda-phases-jibris').at(0).nextUnit();
      nextPollMs = nowMs + phase * scaledJob.pollingIntervalSeconds * 1000;
      scraped = { ...scraped, atMs: nowMs, free: fleet.freeCount };
      return nextMs();
    },
    tick(nowMs) {
      if (nowMs >= scraped.atMs + monitoring.sampleSeconds * 1000) {
        scraped = { atMs: nowMs, refusals: jibris.recordings.counts.refusals, free: fleet.freeCount };
      }
      if (nowMs < nextPollMs) return nextMs();
      nextPollMs = nowMs + scaledJob.pollingIntervalSeconds * 1000;
      const refused = scraped.refusals - refusedBefore;
      refusedBefore = scraped.refusals;
      const missing = Math.max(0, wantedFree - scraped.free);
      const pending = jibris.supply.waitingCount + instances.launchingCount;
      const unfinished = pending + instances.readyCount;
      const decision = decideScaledJob(scaledJob, null, {
        nowMs,
        queueLength: refused + missing,
        runningJobCount: unfinished,
        pendingJobCount: pending,
      });
      // Jobs end by themselves; that is no decision.
      const saw = (): string => `metrics scraped ${Math.round((nowMs - scraped.atMs) / 1000)} s ago`;
      noteDecision(context, jibris, policy, unfinished, decision.desiredCount, decision.reason, nowMs, saw);
      desiredCount = decision.desiredCount;
      if (desiredCount > unfinished) jibris.supply.order(desiredCount - unfinished, nowMs);
      return nextMs();
    },
    ...withoutAgents,
  };
}

/**
 * KEDA's ScaledJob in a run: each Jibri is a job that ends with its recording. What waits is the recordings that were
 * refused since the last poll, and the Jibris missing to the free ones that are wanted: Jicofo keeps no queue, so a
 * ScaledJob on refusals alone would always come too late.
 */
import { decideScaledJob } from '../../autoscaling/keda/scaled-job.ts';
import type { KedaScaledJobScaling } from '../../scenario/scenario.ts';
import type { JibriOperations } from '../jibri-operations.ts';
import type { RunContext } from '../run-context.ts';
import { type Controller, noteDecision, withoutAgents } from './controller.ts';

export function kedaScaledJobController(
  context: RunContext,
  jibris: JibriOperations,
  { policy, scaledJob, wantedFree }: KedaScaledJobScaling,
): Controller {
  const { instances, fleet } = jibris;
  let desiredCount = instances.readyCount;
  let refusedBefore = 0;
  return {
    policy,
    get desiredCount() {
      return desiredCount;
    },
    start: (nowMs) =>
      nowMs +
      context.streams.stream('autoscaling/keda-phases-jibris').at(0).nextUnit() *
        scaledJob.pollingIntervalSeconds *
        1000,
    tick(nowMs) {
      const refused = jibris.recordings.counts.refusals - refusedBefore;
      refusedBefore = jibris.recordings.counts.refusals;
      const missing = Math.max(0, wantedFree - fleet.freeCount);
      const pending = jibris.waitingCount + instances.launchingCount;
      const unfinished = pending + instances.readyCount;
      const decision = decideScaledJob(scaledJob, null, {
        nowMs,
        queueLength: refused + missing,
        runningJobCount: unfinished,
        pendingJobCount: pending,
      });
      // Jobs end by themselves; that is no decision.
      noteDecision(context, jibris, policy, unfinished, decision.desiredCount, decision.reason, nowMs);
      desiredCount = decision.desiredCount;
      if (desiredCount > unfinished) jibris.launch(desiredCount - unfinished, nowMs);
      return nowMs + scaledJob.pollingIntervalSeconds * 1000;
    },
    ...withoutAgents,
  };
}

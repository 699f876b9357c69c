// Goal: the parts play together as the service, its sidecars and a cloud do.
// Method: ten minutes of a bridge pool played by hand; every time below is counted on paper from the timers
// (first group job at 120 s, then every 30 s; reports every 60 s; grace 600 s).
import { expect, test } from 'vitest';
import { decideJitsiAutoscaler } from '../../../../src/autoscaling/jitsi-autoscaler/decide.ts';
import { InstanceTracker } from '../../../../src/autoscaling/jitsi-autoscaler/instance-tracker.ts';
import { planLaunch } from '../../../../src/autoscaling/jitsi-autoscaler/launcher.ts';
import { initialJitsiAutoscalerMemory } from '../../../../src/autoscaling/jitsi-autoscaler/memory.ts';
import type { JitsiAutoscalerPolicy } from '../../../../src/autoscaling/jitsi-autoscaler/policy.ts';
import { nextReportMs, readingOfReportMs } from '../../../../src/autoscaling/jitsi-autoscaler/sidecar.ts';
import { aBridgePool } from './groups.ts';

type Event = readonly [atSeconds: number, figure: number];

interface Played {
  /** Each change of desired, each launch (with its quantity), each shutdown order and when its bridge saw it (ids). */
  readonly desired: Event[];
  readonly launches: Event[];
  readonly shutdownOrders: Event[];
  readonly shutdownsSeen: Event[];
}

interface World {
  readonly stressAt: (seconds: number) => number;
  /** From a launch to the first report of the sidecar. */
  readonly bootSeconds: number;
  readonly cloudRefuses?: boolean;
  readonly untilSeconds: number;
}

/** Bridges 0 and 1 run from time 0; those launched are numbered on. */
function play(policy: JitsiAutoscalerPolicy, world: World): Played {
  const { initialWaitForPoolingMs, groupJobsCreationIntervalSec } = policy.timers;
  const tracker = new InstanceTracker(policy);
  const startedAtMs = new Map<number, number>([
    [0, 0],
    [1, 0],
  ]);
  const played: Played = { desired: [], launches: [], shutdownOrders: [], shutdownsSeen: [] };
  let memory = initialJitsiAutoscalerMemory(policy);
  let nextId = 2;
  for (let seconds = 0; seconds <= world.untilSeconds; seconds += 1) {
    const nowMs = seconds * 1000;
    for (const [id, startMs] of startedAtMs) {
      if (nextReportMs({ startedAtMs: startMs, afterMs: nowMs - 1 }, policy.timers) !== nowMs) continue;
      const readAtMs = readingOfReportMs({ startedAtMs: startMs, reportAtMs: nowMs }, policy.timers);
      const stats = { stressLevel: world.stressAt(readAtMs / 1000), participants: 100 - id };
      if (!tracker.report(id, { nowMs, readAtMs }, { stats }).shutdown) continue;
      played.shutdownsSeen.push([seconds, id]);
      startedAtMs.delete(id);
    }
    const sinceFirstJobMs = nowMs - initialWaitForPoolingMs;
    if (sinceFirstJobMs < 0 || sinceFirstJobMs % (groupJobsCreationIntervalSec * 1000) !== 0) continue;
    const before = memory.scalingOptions.desiredCount;
    const decision = decideJitsiAutoscaler(policy, memory, {
      nowMs,
      trackedCount: tracker.count(nowMs),
      summaries: tracker.summaries(nowMs, memory.scalingOptions),
    });
    memory = decision.memory;
    if (decision.desiredCount !== before) played.desired.push([seconds, decision.desiredCount]);
    const plan = planLaunch(policy, memory, { nowMs, ...tracker.launchView(nowMs) });
    if (plan.action === 'launch' && world.cloudRefuses !== true) {
      played.launches.push([seconds, plan.count]);
      for (const end = nextId + plan.count; nextId < end; nextId += 1) {
        tracker.recordLaunch(nextId, nowMs, plan);
        startedAtMs.set(nextId, nowMs + world.bootSeconds * 1000);
      }
    }
    if (plan.action === 'shut-down') {
      tracker.orderShutdown(plan.instanceIds, nowMs);
      for (const id of plan.instanceIds) played.shutdownOrders.push([seconds, Number(id)]);
    }
  }
  return played;
}

test('a burst is met by one bridge per grace period, and given back ten quiet minutes later', () => {
  const played = play(aBridgePool(), {
    stressAt: (seconds) => (seconds < 750 ? 0.5 : 0.05),
    bootSeconds: 150,
    untilSeconds: 1450,
  });
  // Readings are taken at 30, 90 ... s by bridges 0 and 1, and at 300, 360 ... 720 s by bridge 2, up since 270 s.
  // 120 s: the first job sees two high periods. 720 s: the grace is over. 1320 s: it is over again, and the last
  // high reading, of 720 s, is just ten periods old and no longer looked at.
  expect(played.desired).toEqual([
    [120, 3],
    [720, 4],
    [1320, 3],
  ]);
  expect(played.launches).toEqual([
    [120, 1],
    [720, 1],
  ]);
  // The fewest participants are on bridge 3. It is up since 870 s, so it reports, and hears of it, at 1350 s.
  expect(played.shutdownOrders).toEqual([[1320, 3]]);
  expect(played.shutdownsSeen).toEqual([[1350, 3]]);
});

test('a bridge that never comes up counts for 15 minutes and is then launched again', () => {
  const played = play(aBridgePool(), { stressAt: () => 0.9, bootSeconds: 1e6, untilSeconds: 1290 });
  // The launch of 120 s is believed up to and including 1020 s; at 1050 s one is missing. The group is in its grace
  // period then, but the launcher knows none.
  expect(played.launches).toEqual([
    [120, 1],
    [720, 1],
    [1050, 1],
  ]);
  expect(played.desired).toEqual([
    [120, 3],
    [720, 4],
  ]);
});

test('a launch the cloud refuses freezes scaling for as long as it does, whatever the stress', () => {
  const twoHours = 7200;
  const burst = { stressAt: () => 3, bootSeconds: 150, cloudRefuses: true, untilSeconds: twoHours };
  expect(play(aBridgePool(), burst).desired).toEqual([[120, 3]]);
  const thenIdle = { ...burst, stressAt: (seconds: number) => (seconds < 300 ? 3 : 0) };
  expect(play(aBridgePool(), thenIdle).desired).toEqual([[120, 3]]);
});

/**
 * A fixed number of instances and a timetable as an Auto Scaling group: bounds, and scheduled actions.
 */
import type { ScheduledScaling, StaticScaling } from '../scenario/scaling.ts';
import type { ExportPool } from './export-target.ts';
import { workloadNames } from './hpa.ts';

/** A pool that no metric scales. */
export interface PlainPool {
  readonly pool: ExportPool;
  readonly scaling: StaticScaling | ScheduledScaling;
}

export function plainGroupOf({ pool, scaling }: PlainPool): unknown {
  const counts =
    scaling.policy === 'static' ? [scaling.static.count] : scaling.scheduled.steps.map(({ count }) => count);
  return {
    AutoScalingGroupName: workloadNames[pool],
    MinSize: Math.min(...counts),
    MaxSize: Math.max(...counts),
    DesiredCapacity: counts[0],
  };
}

/** What the timetable raises comes as much earlier as instances are prewarmed; what it lowers comes at its time. */
export function plainActionsOf({ pool, scaling }: PlainPool, startEpochMs: number): unknown[] {
  if (scaling.policy === 'static') return [];
  const { steps, prewarmSeconds } = scaling.scheduled;
  // Of what lies before the horizon only the last holds when it begins.
  const first = Math.max(
    0,
    steps.findLastIndex(({ atMs }) => atMs <= 0),
  );
  return steps.slice(first).map(({ atMs, count }, position) => {
    const index = first + position;
    const isRaise = count > (steps[index - 1]?.count ?? count);
    const startMs = Math.max(0, atMs - (isRaise ? prewarmSeconds * 1000 : 0));
    return {
      AutoScalingGroupName: workloadNames[pool],
      ScheduledActionName: `${workloadNames[pool]}-${position + 1}`,
      StartTime: new Date(startEpochMs + startMs).toISOString(),
      MinSize: count,
      DesiredCapacity: count,
    };
  });
}

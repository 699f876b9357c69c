/**
 * One cycle of a churn: participants leave without a word and join again soon. With signalling they load their page
 * anew; without, they are away for a fixed time and then selected for again.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { Churn } from '../../scenario/faults.ts';
import { noteIncident, type RunContext } from '../run-context.ts';
import type { FaultTargets } from './fault-targets.ts';

export function churnOnce(
  context: RunContext,
  targets: Pick<FaultTargets, 'conferences' | 'fleet'>,
  fault: Churn,
  stream: RandomStream,
  nowMs: number,
): void {
  const { connections } = targets.conferences;
  const affected =
    connections === null
      ? leaveForAWhile(targets, fault, stream, nowMs)
      : connections.reloadPages(fault.ratio, stream, nowMs);
  noteIncident(context, {
    atMs: nowMs,
    kind: 'churn',
    detail: `${fault.name}: participants leave and join again`,
    affected,
  });
}

function leaveForAWhile(
  { conferences, fleet }: Pick<FaultTargets, 'conferences' | 'fleet'>,
  { ratio, awaySeconds }: Churn,
  stream: RandomStream,
  nowMs: number,
): number {
  let affected = 0;
  for (let conference = 0; conference < fleet.table.slotCount; conference++) {
    if (!fleet.table.isLive(conference)) continue;
    const chosen: number[] = [];
    conferences.forEachPresent(conference, (participant) => {
      if (stream.nextUnit() < ratio) chosen.push(participant);
    });
    for (const participant of chosen) {
      conferences.expire(conference, participant, nowMs);
      conferences.lostEndpoints.reinvitations.addAway(participant, conference, awaySeconds, nowMs);
    }
    affected += chosen.length;
  }
  return affected;
}

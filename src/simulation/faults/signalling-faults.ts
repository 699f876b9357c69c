/**
 * Faults of a shard's parts: Prosody, Jicofo, the web front, and the way to it.
 */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type {
  FrontLoss,
  JicofoRestart,
  ProsodyKill,
  ReconnectStorm,
  VisitorNodeKill,
} from '../../scenario/faults.ts';
import { noteIncident, type RunContext } from '../run-context.ts';
import type { FaultTargets } from './fault-targets.ts';

export function killProsody(targets: FaultTargets, fault: ProsodyKill, nowMs: number): void {
  const signalling = expectSignalling(targets);
  for (const shard of signalling.shardsOf(fault.shard)) signalling.killProsody(shard, fault.name, nowMs);
}

export function killVisitorNodes(targets: FaultTargets, fault: VisitorNodeKill, nowMs: number): void {
  expectSignalling(targets).connections.visitorNodeLives?.kill(fault, nowMs);
}

export function loseFronts(targets: FaultTargets, fault: FrontLoss, nowMs: number): void {
  const signalling = expectSignalling(targets);
  for (const shard of signalling.shardsOf(fault.shard)) {
    signalling.loseFronts(shard, fault, nowMs);
  }
}

export function breakSockets(
  context: RunContext,
  targets: FaultTargets,
  fault: ReconnectStorm,
  stream: RandomStream,
  nowMs: number,
): void {
  const affected = expectSignalling(targets).connections.breakSockets(fault.ratio, stream, nowMs);
  noteIncident(context, {
    atMs: nowMs,
    kind: 'reconnect-storm',
    detail: `${fault.name}: sockets of clients broke`,
    affected,
  });
}

/** All conferences lose their bridges: a new Jicofo knows none of them, and sets each up again. */
export function restartJicofo(
  context: RunContext,
  { conferences, signalling }: FaultTargets,
  fault: JicofoRestart,
  nowMs: number,
): void {
  const { lostEndpoints } = conferences;
  lostEndpoints.setJicofoAway(true, nowMs);
  signalling?.loseFocus(fault.absenceSeconds, nowMs);
  const dropped = lostEndpoints.drop(null, nowMs);
  lostEndpoints.reinvitations.drops += dropped.length;
  lostEndpoints.inviteAgain(dropped, nowMs, nowMs);
  noteIncident(context, {
    atMs: nowMs,
    kind: 'jicofo-restarted',
    detail: `${fault.name}: Jicofo sets up all conferences again after ${fault.absenceSeconds} s`,
    affected: dropped.length,
  });
}

function expectSignalling({ signalling }: FaultTargets): NonNullable<FaultTargets['signalling']> {
  if (signalling === null) throw new Error('signalling faults: the scenario simulates no signalling');
  return signalling;
}

/** Bridges that fall ill: which ones. What follows is Jicofo's business (`jicofo-operations.ts`). */
import type { RandomStream } from '../../engine/random/random-stream.ts';
import type { BridgeFleet } from '../../jitsi/bridge-fleet.ts';
import type { BridgeIllness } from '../../scenario/faults.ts';
import type { JicofoOperations } from '../jicofo-operations.ts';

export function makeIll(
  targets: { readonly fleet: BridgeFleet; readonly jicofos: JicofoOperations },
  fault: BridgeIllness,
  stream: RandomStream,
  nowMs: number,
): void {
  const { fleet, jicofos } = targets;
  const able: number[] = [];
  for (let bridge = 0; bridge < fleet.capacity; bridge++) {
    if (fleet.isServing(bridge) && fleet.sites.isReachable(bridge) && !fleet.isSuspended(bridge))
      able.push(bridge);
  }
  const seconds = fault.recoverSeconds ?? Number.POSITIVE_INFINITY;
  for (let i = 0; i < Math.min(fault.count, able.length); i++) {
    const j = i + stream.nextIndex(able.length - i);
    const bridge = able[j]!;
    able[j] = able[i]!;
    if (fault.symptom === 'no-answer') jicofos.hang(bridge, seconds, nowMs);
    else if (fault.symptom === 'no-media') jicofos.iceFailures.begin(bridge, seconds, nowMs);
    else jicofos.becomeUnwell(bridge, seconds, nowMs);
  }
}

/**
 * Which bridge Jicofo gives to the next participant of a conference, in one region.
 *
 * The candidate filter and the strategies follow jicofo 7ebb13d (BridgeSelector.kt, BridgeSelectionStrategy.kt,
 * RegionBasedBridgeSelectionStrategy.kt, SingleBridgeSelectionStrategy.kt) as far as one region, one version and no
 * visitors allow. "Least" is the candidate with the least corrected stress; ties go to the lowest slot (upstream:
 * an arbitrary but constant order).
 *
 * Left out here: regions and region groups, version pinning, the per-interval cap, health, visitors.
 */
import type { BridgeFleet } from './bridge-fleet.ts';

export interface SelectionPolicy {
  readonly strategy: 'region-based' | 'single';
  /** Corrected stress at which a bridge counts as overloaded (`stress-threshold`). */
  readonly stressThreshold: number;
  /** `max-bridge-participants` per conference and bridge; -1 for none. */
  readonly maxBridgeParticipants: number;
}

/** No bridge can take the participant. */
export const noBridge = -1;

/**
 * Chooses the bridge for a participant who joins the conference now.
 *
 * @returns the bridge's slot, or `noBridge`
 */
export function selectBridge(
  fleet: BridgeFleet,
  policy: SelectionPolicy,
  conference: number,
  nowMs: number,
): number {
  const { table } = fleet;
  const firstPart = table.first(conference);
  if (policy.strategy === 'single' && firstPart >= 0) {
    // Without relays the existing bridge is returned without any check (BridgeSelectionStrategy.kt).
    return table.bridgeOf(firstPart);
  }
  if (policy.strategy === 'single') return leastStressed(fleet, Number.POSITIVE_INFINITY, nowMs);
  return selectRegionBased(fleet, policy, conference, nowMs);
}

/** Rules of RegionBasedBridgeSelectionStrategy that differ within one region, in order. */
function selectRegionBased(
  fleet: BridgeFleet,
  policy: SelectionPolicy,
  conference: number,
  nowMs: number,
): number {
  const { stressThreshold, maxBridgeParticipants } = policy;
  // 1. In the conference, not overloaded for it.
  const own = leastOwn(fleet, conference, stressThreshold, maxBridgeParticipants, nowMs);
  if (own !== noBridge) return own;
  // 2. Not overloaded for it, whether or not in the conference: those in it were just refused, unless they are
  //    only at the participants cap, which rule 3 (plain overload) does not look at.
  const other = leastStressedOutside(fleet, conference, stressThreshold, nowMs);
  if (other !== noBridge) return other;
  // 3. Not overloaded, the cap ignored.
  const belowThreshold = leastStressed(fleet, stressThreshold, nowMs);
  if (belowThreshold !== noBridge) return belowThreshold;
  // 4. In the conference and below the cap, however loaded.
  const belowCap = leastOwn(fleet, conference, Number.POSITIVE_INFINITY, maxBridgeParticipants, nowMs);
  if (belowCap !== noBridge) return belowCap;
  // 5. The least loaded of all.
  return leastStressed(fleet, Number.POSITIVE_INFINITY, nowMs);
}

function leastOwn(
  fleet: BridgeFleet,
  conference: number,
  stressBelow: number,
  maxParticipants: number,
  nowMs: number,
): number {
  const { table } = fleet;
  let best = noBridge;
  let bestStress = stressBelow;
  for (let part = table.first(conference); part >= 0; part = table.nextPart(part)) {
    const bridge = table.bridgeOf(part);
    if (!fleet.isCandidate(bridge)) continue;
    if (maxParticipants >= 0 && table.endpointsOf(part) >= maxParticipants) continue;
    const stress = fleet.correctedStress(bridge, nowMs);
    if (stress < bestStress || (stress === bestStress && best !== noBridge && bridge < best)) {
      best = bridge;
      bestStress = stress;
    }
  }
  return best;
}

function leastStressedOutside(
  fleet: BridgeFleet,
  conference: number,
  stressBelow: number,
  nowMs: number,
): number {
  let best = noBridge;
  let bestStress = stressBelow;
  for (let bridge = 0; bridge < fleet.capacity; bridge++) {
    if (!fleet.isCandidate(bridge) || fleet.table.partOn(conference, bridge) >= 0) continue;
    const stress = fleet.correctedStress(bridge, nowMs);
    if (stress < bestStress) {
      best = bridge;
      bestStress = stress;
    }
  }
  return best;
}

function leastStressed(fleet: BridgeFleet, stressBelow: number, nowMs: number): number {
  let best = noBridge;
  let bestStress = stressBelow;
  for (let bridge = 0; bridge < fleet.capacity; bridge++) {
    if (!fleet.isCandidate(bridge)) continue;
    const stress = fleet.correctedStress(bridge, nowMs);
    if (stress < bestStress) {
      best = bridge;
      bestStress = stress;
    }
  }
  return best;
}

/**
 * Which bridge Jicofo gives to the next participant of a conference, after the candidates were filtered and sorted.
 *
 * Decision for decision as jitsi/jicofo@7ebb13d jicofo-selector/src/main/kotlin/org/jitsi/jicofo/bridge:
 * BridgeSelectionStrategy.kt, SingleBridgeSelectionStrategy.kt, RegionBasedBridgeSelectionStrategy.kt,
 * IntraRegionBridgeSelectionStrategy.kt, SplitBridgeSelectionStrategy.kt, VisitorSelectionStrategy.kt.
 * "Least" is the first candidate in Jicofo's order, which is that of corrected stress.
 */
import type { RegionSet } from './region-groups.ts';
import { noBridge, type PlainStrategy, reachesLimit, type SelectionPolicy } from './selection-policy.ts';
import {
  allConferenceBridges,
  participantBridges,
  type SelectionView,
  visitorBridges,
} from './selection-view.ts';

const anyStress = Number.POSITIVE_INFINITY;
const nothing = 0;

/**
 * Chooses the bridge for somebody who joins the conference now.
 *
 * @param region the participant's, or `unknownRegion`
 * @returns the bridge, or `noBridge`
 */
export function selectBridge(
  view: SelectionView,
  policy: SelectionPolicy,
  region: number,
  isVisitor: boolean,
): number {
  const existing = view.firstPart();
  if (existing >= 0) {
    const bridge = view.bridgeOf(existing);
    // Without relays the conference stays where it is, unchecked for load and drain. Split turns relays on by itself.
    const mayUseSeveral = policy.hasRelays || policy.strategy === 'split';
    if (!mayUseSeveral || !view.hasRelay(bridge)) return bridge;
  }
  if (policy.strategy !== 'visitor') {
    return selectPlain(view, policy, policy.strategy, region, allConferenceBridges);
  }
  return selectSeparately(view, policy, region, isVisitor);
}

/** Visitors and participants on bridges of their own as long as there are any. */
function selectSeparately(
  view: SelectionView,
  policy: SelectionPolicy,
  region: number,
  isVisitor: boolean,
): number {
  const strategy = isVisitor ? policy.visitorStrategy : policy.participantStrategy;
  if (strategy === null) {
    throw new Error('selectBridge: strategy visitor needs participantStrategy and visitorStrategy');
  }
  const own = isVisitor ? visitorBridges : participantBridges;
  const separate = selectPlain(view, policy, strategy, region, own);
  return separate === noBridge ? selectPlain(view, policy, strategy, region, allConferenceBridges) : separate;
}

/** @param kinds the conference bridges that the strategy knows of; those of another kind are no candidates */
function selectPlain(
  view: SelectionView,
  policy: SelectionPolicy,
  strategy: PlainStrategy,
  region: number,
  kinds: number,
): number {
  switch (strategy) {
    case 'single':
      return selectSingle(view, policy, region, kinds);
    case 'region-based':
      return selectRegionBased(view, policy, region, kinds);
    case 'intra-region':
      return selectIntraRegion(view, policy, region, kinds);
    case 'split':
      return selectSplit(view, kinds);
  }
}

function selectSingle(view: SelectionView, policy: SelectionPolicy, region: number, kinds: number): number {
  const part = firstPartOf(view, kinds);
  if (part < 0) {
    const inRegion = view.first(policy.regionGroups.alone(region), anyStress, otherKinds(kinds));
    return inRegion === noBridge ? view.first(null, anyStress, otherKinds(kinds)) : inRegion;
  }
  // More than one is a misconfiguration (relays were used before): upstream refuses.
  if (nextPartOf(view, part, kinds) >= 0) return noBridge;
  const bridge = view.bridgeOf(part);
  return view.isOperational(bridge) ? bridge : noBridge;
}

function selectRegionBased(
  view: SelectionView,
  policy: SelectionPolicy,
  participantRegion: number,
  kinds: number,
): number {
  const { regionGroups, stressThreshold } = policy;
  const region = desiredRegion(view, policy, participantRegion, kinds);
  const alone = regionGroups.alone(region);
  const group = regionGroups.groupOf(region);
  // 1, 2. Not overloaded for the conference, and in it: the region, then its group.
  let found = leastOfConference(view, policy, kinds, alone, notOverloaded);
  if (found !== noBridge) return found;
  if (group !== alone) found = leastOfConference(view, policy, kinds, group, notOverloaded);
  if (found !== noBridge) return found;
  // 3, 4. Not overloaded for the conference, so not in it: those in it were just refused.
  found = view.first(alone, stressThreshold, allConferenceBridges);
  if (found !== noBridge) return found;
  if (group !== alone) found = view.first(group, stressThreshold, allConferenceBridges);
  if (found !== noBridge) return found;
  // 5. Not overloaded for the conference, and in it, in whatever region.
  found = leastOfConference(view, policy, kinds, null, notOverloaded);
  if (found !== noBridge) return found;
  // 6. Not overloaded; both caps are ignored.
  found = view.first(null, stressThreshold, otherKinds(kinds));
  if (found !== noBridge) return found;
  // 7. In the conference and below the participants cap, however loaded.
  found = leastOfConference(view, policy, kinds, null, belowParticipantsCap);
  if (found !== noBridge) return found;
  // 8. The least of all.
  return view.first(null, anyStress, otherKinds(kinds));
}

/** The participant's region, or Jicofo's own where that serves better. */
function desiredRegion(
  view: SelectionView,
  { localRegion, regionGroups }: SelectionPolicy,
  participantRegion: number,
  kinds: number,
): number {
  const region = participantRegion < 0 ? localRegion : participantRegion;
  if (localRegion < 0 || region === localRegion) return region;
  const group = regionGroups.groupOf(region);
  // The first to be invited is rarely alone: somebody of the local region is likely to follow.
  if (firstPartOf(view, kinds) < 0 && group.includes(localRegion)) return localRegion;
  return view.first(group, anyStress, otherKinds(kinds)) === noBridge ? localRegion : region;
}

function selectIntraRegion(
  view: SelectionView,
  policy: SelectionPolicy,
  participantRegion: number,
  kinds: number,
): number {
  const { regionGroups, stressThreshold } = policy;
  const part = firstPartOf(view, kinds);
  if (part < 0) {
    const own = view.first(regionGroups.alone(participantRegion), stressThreshold, otherKinds(kinds));
    return own === noBridge ? view.first(null, anyStress, otherKinds(kinds)) : own;
  }
  const region = regionGroups.alone(view.regionOf(view.bridgeOf(part)));
  const inConference = leastOfConference(view, policy, kinds, region, notOverloaded);
  if (inConference !== noBridge) return inConference;
  const fresh = view.first(region, stressThreshold, allConferenceBridges);
  if (fresh !== noBridge) return fresh;
  return leastOfConference(view, policy, kinds, region, any);
}

function selectSplit(view: SelectionView, kinds: number): number {
  const unused = view.first(null, anyStress, allConferenceBridges);
  if (unused !== noBridge) return unused;
  let best = noBridge;
  let fewest = Number.POSITIVE_INFINITY;
  for (let part = firstPartOf(view, kinds); part >= 0; part = nextPartOf(view, part, kinds)) {
    const bridge = view.bridgeOf(part);
    if (!view.isCandidate(bridge) || view.participantsOf(part) >= fewest) continue;
    best = bridge;
    fewest = view.participantsOf(part);
  }
  return best;
}

/** What a bridge of the conference must be like. */
const any = 0;
const notOverloaded = 1;
const belowParticipantsCap = 2;

function leastOfConference(
  view: SelectionView,
  policy: SelectionPolicy,
  kinds: number,
  regions: RegionSet,
  condition: number,
): number {
  let best = noBridge;
  for (let part = firstPartOf(view, kinds); part >= 0; part = nextPartOf(view, part, kinds)) {
    const bridge = view.bridgeOf(part);
    if (!view.isCandidate(bridge)) continue;
    if (regions !== null && !regions.includes(view.regionOf(bridge))) continue;
    if (condition !== any && reachesLimit(view.participantsOf(part), policy.maxBridgeParticipants)) continue;
    if (condition === notOverloaded) {
      if (view.isAtIntervalLimit(part) || view.correctedStress(bridge) >= policy.stressThreshold) continue;
    }
    if (best === noBridge || view.precedes(bridge, best)) best = bridge;
  }
  return best;
}

function otherKinds(kinds: number): number {
  return kinds === allConferenceBridges ? nothing : allConferenceBridges - kinds;
}

function firstPartOf(view: SelectionView, kinds: number): number {
  const part = view.firstPart();
  return part < 0 || isOfKind(view, part, kinds) ? part : nextPartOf(view, part, kinds);
}

function nextPartOf(view: SelectionView, part: number, kinds: number): number {
  let next = view.nextPart(part);
  while (next >= 0 && !isOfKind(view, next, kinds)) next = view.nextPart(next);
  return next;
}

function isOfKind(view: SelectionView, part: number, kinds: number): boolean {
  if (kinds === allConferenceBridges) return true;
  return kinds === (view.carriesVisitors(part) ? visitorBridges : participantBridges);
}

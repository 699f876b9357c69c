/** Jitsi's own rules and the models of its parts, for those who want a piece without a run around it. */
export {
  bridgeStress,
  carriedPacketRatePps,
  cpuUsedCores,
  lossRatio,
} from './bridge-capacity.ts';
export type { BridgeModel } from './bridge-model.ts';
export type { HaproxySettings } from './haproxy/entry-settings.ts';
export { HashRing } from './haproxy/hash-ring.ts';
export { roomHash, roomToken } from './haproxy/room-hash.ts';
export { weightPercent } from './haproxy/shard-agent.ts';
export {
  type ConferenceBridge,
  candidateBridges,
  type SelectionRequest,
  selectFromBridges,
} from './jicofo/bridge-list-view.ts';
export { BridgeRecord, type BridgeRecordOptions, type IceFailureDetection } from './jicofo/bridge-record.ts';
export type { BridgeState } from './jicofo/bridge-state.ts';
export { type HealthChecks, timedOutAfterSeconds } from './jicofo/health-checks.ts';
export { JibriDetector } from './jicofo/jibri-detector.ts';
export { JibriSession } from './jicofo/jibri-session.ts';
export { LoadRedistributor } from './jicofo/load-redistribution.ts';
export { RegionGroups } from './jicofo/region-groups.ts';
export { noBridge, type SelectionPolicy, unknownRegion } from './jicofo/selection-policy.ts';
export { type SelectionSettings, selectionPresets } from './jicofo/selection-presets.ts';
export { chooseVisitorNode, isRedirected, type VisitorSettings } from './jicofo/visitor-nodes.ts';
export { bridgePreset } from './load-management/bridge-presets.ts';
export { conferenceLastNLimit, effectiveLastN } from './load-management/last-n-limits.ts';
export { recoveredLastN, reducedLastN } from './load-management/last-n-reducer.ts';
export { type ConferencePart, measurePart } from './media-load.ts';
export type { ConferenceMedia, MediaProfile } from './media-profile.ts';
export type { PartLoad, Senders } from './part-load.ts';
export { LivenessProbe } from './signalling/liveness-probe.ts';
export { backgroundCores, joinCoreSeconds, leaveCoreSeconds } from './signalling/prosody-costs.ts';
export { ReadinessProbe } from './signalling/readiness-probe.ts';
export type { SignallingModel } from './signalling/signalling-model.ts';

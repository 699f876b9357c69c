/**
 * How Jicofo is told to choose bridges: the options of `jicofo.bridge` and `jicofo.octo` that a choice looks at.
 */
import type { RegionGroups } from './region-groups.ts';

/** A strategy that needs no other; upstream's class names without `BridgeSelectionStrategy`, in kebab case. */
export type PlainStrategy = 'single' | 'region-based' | 'intra-region' | 'split';

export interface SelectionPolicy {
  readonly strategy: PlainStrategy | 'visitor';
  /** What `visitor` uses for participants and for visitors; both must be set then, and are unused otherwise. */
  readonly participantStrategy: PlainStrategy | null;
  readonly visitorStrategy: PlainStrategy | null;
  /** Corrected stress at which a bridge counts as overloaded (`stress-threshold`). */
  readonly stressThreshold: number;
  /** `max-bridge-participants` per conference and bridge; -1 for none. */
  readonly maxBridgeParticipants: number;
  /** Whether a conference may use several bridges (`octo.enabled`). */
  readonly hasRelays: boolean;
  /** Whether bridges of different versions may carry one conference (`octo.allow-mixed-versions`). */
  readonly allowsMixedVersions: boolean;
  /** Jicofo's own region (`local-region`), or `unknownRegion`. */
  readonly localRegion: number;
  readonly regionGroups: RegionGroups;
}

/** No bridge can take the participant. */
export const noBridge = -1;

/** Region of a bridge or participant that did not say. */
export const unknownRegion = -1;

/** True when the limit is set and reached; upstream takes 0 and below for no limit. */
export function reachesLimit(count: number, limit: number): boolean {
  return limit > 0 && count >= limit;
}

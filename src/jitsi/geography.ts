/**
 * Where the bridges and the participants of a deployment are: regions, zones inside them, and how far regions are apart.
 * Regions and zones are small integers; the names stand here once.
 *
 * Regions are what Jicofo knows (a bridge reports its `region`, a participant may tell one); zones are what a cloud
 * knows: a zone fails as a whole, and traffic that leaves it is billed.
 */
export interface Geography {
  /** Names of the regions by number. Number 0 is the deployment's own, where everybody is who says nothing else. */
  readonly regions: readonly string[];
  /** By number; a zone belongs to one region. */
  readonly zones: readonly Zone[];
  /** Where bridges are launched; at least one place. */
  readonly places: readonly BridgePlace[];
  readonly spread: SpreadRule;
  /** Regions that count as close to each other (Jicofo's `region-groups`). */
  readonly regionGroups: readonly (readonly number[])[];
  /** Jicofo's own region (`local-region`), or `unknownRegion`. */
  readonly localRegion: number;
  /** Round-trip time between regions in milliseconds, by both numbers; NaN where nobody has given it. */
  readonly roundTripMs: readonly (readonly number[])[];
}

export interface Zone {
  readonly name: string;
  /** Number of its region. */
  readonly region: number;
}

/** A zone that gets its share of the bridges. */
export interface BridgePlace {
  /** Number of the zone. */
  readonly zone: number;
  /** Weight against the other places; positive. */
  readonly share: number;
}

/**
 * How launches are spread over places.
 *
 * - `balanced`: to the place that is furthest below its share of what is there and launching.
 * - `round-robin`: one place after the other, whatever ended in between (jitsi-autoscaler c302ef1 spreads over Oracle's
 *   availability domains by the number of the launch).
 */
export type SpreadRule = 'balanced' | 'round-robin';

/** Of two bridges: what traffic between them crosses. */
export type Crossing = 'same-zone' | 'other-zone' | 'other-region';

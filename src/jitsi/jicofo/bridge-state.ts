/**
 * What Jicofo knows of a bridge at one instant, and the order in which it prefers bridges.
 * Source: jicofo 7ebb13d, Bridge.kt (compare, fullVersion).
 */
export interface BridgeState {
  /** Region it reported, or `unknownRegion`. */
  readonly region: number;
  /** Whether it told its relay id, without which it cannot share a conference. */
  readonly hasRelay: boolean;
  /** Version with the release in it, see `fullVersion`; null when it did not say. */
  readonly version: string | null;
  /** Reported stress plus what Jicofo adds for participants placed there lately. */
  readonly correctedStress: number;
  readonly isOperational: boolean;
  readonly isDraining: boolean;
  readonly isInGracefulShutdown: boolean;
  readonly isShuttingDown: boolean;
  /** False when a conference still has it although it left the brewery: no candidate any more. */
  readonly isInBrewery: boolean;
}

/** Version and release as one: a release counts only with a version. */
export function fullVersion(version: string | null, release: string | null): string | null {
  return version !== null && release !== null ? `${version}-${release}` : version;
}

/**
 * Below 0 when Jicofo prefers a to b, 0 when it does not care: operational bridges first, among them those that are
 * not in graceful shutdown, then by corrected stress.
 */
export function compareBridges(a: BridgeState, b: BridgeState): number {
  return rank(a) - rank(b) || a.correctedStress - b.correctedStress;
}

function rank({ isOperational, isInGracefulShutdown }: BridgeState): number {
  if (!isOperational) return 2;
  return isInGracefulShutdown ? 1 : 0;
}

/**
 * How far participants are from their bridges: participant-time by round-trip time between the participant's region and
 * the bridge's, and the share in their own region. Exact: changed only when somebody comes to a bridge or leaves it.
 *
 * Simplification: the way from a participant to the edge of its region is left out; it is the same wherever the bridge is.
 */
import type { Geography } from '../jitsi/geography.ts';

export class DistanceMeter {
  private readonly geography: Geography;
  /** Present participants whose distance is known, their round-trip times, and those in their own region. */
  private known = 0;
  private roundTripMs = 0;
  private present = 0;
  private atHome = 0;
  /** Integrals over time of the four. */
  private knownTime = 0;
  private roundTripTime = 0;
  private presentTime = 0;
  private atHomeTime = 0;
  private settledMs = 0;

  constructor(geography: Geography) {
    this.geography = geography;
  }

  join(region: number, bridgeRegion: number, nowMs: number): void {
    this.change(region, bridgeRegion, 1, nowMs);
  }

  leave(region: number, bridgeRegion: number, nowMs: number): void {
    this.change(region, bridgeRegion, -1, nowMs);
  }

  /** Mean over participant-time so far, milliseconds; NaN when nobody was there or no distance is known. */
  meanRoundTripMs(nowMs: number): number {
    this.settle(nowMs);
    return this.roundTripTime / this.knownTime;
  }

  /** Share of participant-time on bridges of another region than one's own. */
  otherRegionRatio(nowMs: number): number {
    this.settle(nowMs);
    return this.presentTime === 0 ? 0 : 1 - this.atHomeTime / this.presentTime;
  }

  /** Mean over those present now, milliseconds; NaN when there is nobody. */
  get roundTripMsNow(): number {
    return this.known === 0 ? Number.NaN : this.roundTripMs / this.known;
  }

  private change(region: number, bridgeRegion: number, sign: 1 | -1, nowMs: number): void {
    this.settle(nowMs);
    this.present += sign;
    if (region === bridgeRegion) this.atHome += sign;
    const roundTripMs = this.geography.roundTripMs[region]![bridgeRegion]!;
    if (Number.isNaN(roundTripMs)) return;
    this.known += sign;
    this.roundTripMs += sign * roundTripMs;
  }

  private settle(nowMs: number): void {
    const elapsedMs = nowMs - this.settledMs;
    if (elapsedMs <= 0) return;
    this.knownTime += this.known * elapsedMs;
    this.roundTripTime += this.roundTripMs * elapsedMs;
    this.presentTime += this.present * elapsedMs;
    this.atHomeTime += this.atHome * elapsedMs;
    this.settledMs = nowMs;
  }
}

/**
 * Conferences pinned to a version of the bridges for some time, as operators do before a release.
 * Source: jicofo 7ebb13d, FocusManager (pinConference, unpinConference).
 */
interface Pin {
  readonly version: string;
  readonly expiresMs: number;
}

export class VersionPins {
  private readonly pins = new Map<string, Pin>();

  /** Pins the conference, or pins it anew with another version and lifetime. */
  pin(conference: string, version: string, lifetimeMs: number, nowMs: number): void {
    this.pins.set(conference, { version, expiresMs: nowMs + lifetimeMs });
  }

  unpin(conference: string): void {
    this.pins.delete(conference);
  }

  /** Version the conference is pinned to now; null for none. */
  versionOf(conference: string, nowMs: number): string | null {
    const pin = this.pins.get(conference);
    return pin === undefined || pin.expiresMs <= nowMs ? null : pin.version;
  }

  /** Conferences pinned now. */
  count(nowMs: number): number {
    return [...this.pins.values()].filter(({ expiresMs }) => expiresMs > nowMs).length;
  }
}

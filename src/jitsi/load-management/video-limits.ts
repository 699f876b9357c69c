/**
 * How many videos the receivers on each bridge are sent: the smallest of what their clients ask for, the bridge's own
 * settings, the limit for a conference of that size, and what the load reducer allows on that bridge now.
 * Source: jitsi-videobridge a29d97d, Prioritize.kt:90, JvbLastN.kt, ConferenceSizeLastNLimits.kt; reference.conf.
 */
import { conferenceLastNLimit, effectiveLastN, noLimit } from './last-n-limits.ts';

export interface VideoLimitOptions {
  /** `cc.jvb-last-n`: most videos to anybody; -1 for no limit. */
  readonly jvbLastN: number;
  /** `ssrc-limit.video`: the same, whatever else is said; -1 for no limit. */
  readonly ssrcLimit: number;
  /** `conference-last-n-limits`: size of a conference from which on, and its limit. */
  readonly conferenceLimits: readonly (readonly [size: number, limit: number])[];
}

/** As shipped. */
export const shippedVideoLimits: VideoLimitOptions = {
  jvbLastN: noLimit,
  ssrcLimit: 50,
  conferenceLimits: [],
};

export class VideoLimits {
  private readonly options: VideoLimitOptions;
  /** The limits that always apply; a large number when there is none. */
  private readonly always: number;
  private readonly dependOnSize: boolean;
  /** The reducer's limit of each bridge; `noLimit` (and holes) for none. */
  private readonly reduced: number[] = [];

  constructor(options: VideoLimitOptions) {
    this.options = options;
    this.always = orUnlimited(effectiveLastN([options.jvbLastN, options.ssrcLimit]));
    this.dependOnSize = options.conferenceLimits.length > 0;
  }

  /** Most videos to one receiver. `clientLastN` is what clients ask for, not negative. */
  lastN(bridge: number, clientLastN: number, conferenceSize: number): number {
    return Math.min(this.lastNUnreduced(clientLastN, conferenceSize), orUnlimited(this.reducedOf(bridge)));
  }

  /** The same on a bridge whose load reducer limits nothing. */
  lastNUnreduced(clientLastN: number, conferenceSize: number): number {
    let limit = Math.min(clientLastN, this.always);
    if (this.dependOnSize) {
      limit = Math.min(
        limit,
        orUnlimited(conferenceLastNLimit(this.options.conferenceLimits, conferenceSize)),
      );
    }
    return limit;
  }

  /** The load reducer's limit on the bridge, or `noLimit`. */
  reducedOf(bridge: number): number {
    return this.reduced[bridge] ?? noLimit;
  }

  setReduced(bridge: number, lastN: number): void {
    this.reduced[bridge] = lastN;
  }
}

function orUnlimited(limit: number): number {
  return limit === noLimit ? Number.POSITIVE_INFINITY : limit;
}

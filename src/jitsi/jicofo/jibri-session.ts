/**
 * One recording from Jicofo's side: it asks Jibris until one accepts, and replaces one that fails.
 *
 * Source: jicofo 7ebb13d, JibriSession.java. As there, a Jibri that accepted and never came on is stopped when the
 * time is over, and no other is tried.
 */

/** What a Jibri answers to a start request; no answer in time is a timeout. */
export type StartResponse = 'pending' | 'busy' | 'error' | 'timeout';

export type SessionState = 'new' | 'pending' | 'on' | 'off';

/** Why a session could not start: everybody busy, nobody there, or all tries used up. */
export type StartError = 'all-busy' | 'not-available' | 'internal-server-error';

export interface JibriSessionParts {
  /** Picks a Jibri; null when none can be had (`JibriDetector.select`). */
  readonly select: () => string | null;
  readonly isAnyConnected: () => boolean;
  readonly requestStart: (jibri: string) => StartResponse;
  readonly instanceFailed: (jibri: string) => void;
  /** Jibris tried after the first one (`num-retries`); below 0 for no limit. */
  readonly retriesMax: number;
}

export class JibriSession {
  state: SessionState = 'new';
  /** The Jibri that records or is about to; null when there is none. */
  jibri: string | null = null;
  private retries = 0;
  private readonly parts: JibriSessionParts;

  constructor(parts: JibriSessionParts) {
    this.parts = parts;
  }

  /** Asks one Jibri after the other. Returns null when one accepted, else why not. */
  start(): StartError | null {
    const { select, isAnyConnected, requestStart, instanceFailed, retriesMax } = this.parts;
    for (;;) {
      const jibri = select();
      if (jibri === null) return this.end(isAnyConnected() ? 'all-busy' : 'not-available');
      this.jibri = jibri;
      if (requestStart(jibri) === 'pending') {
        this.state = 'pending';
        return null;
      }
      instanceFailed(jibri);
      if (retriesMax >= 0 && this.retries >= retriesMax) return this.end('internal-server-error');
      this.retries += 1;
    }
  }

  /** The Jibri records. */
  cameOn(): void {
    if (this.state === 'pending') this.state = 'on';
  }

  /** The Jibri accepted and did not come on in time (`pending-timeout`): the session ends. */
  pendingTimedOut(): void {
    if (this.state === 'pending') this.end(null);
  }

  /** The Jibri stopped recording by itself. Another one takes over when it asks for that and tries are left. */
  failed(shouldRetry: boolean): StartError | null {
    const { retriesMax } = this.parts;
    const isSpent = retriesMax >= 0 && this.retries >= retriesMax;
    if (!shouldRetry || isSpent) return this.end(null);
    this.retries += 1;
    return this.start();
  }

  /** The Jibri left the brewery: another one takes over while tries are left. */
  wentOffline(): StartError | null {
    return this.failed(true);
  }

  /** Somebody stopped the recording. */
  stop(): void {
    this.end(null);
  }

  private end(error: StartError | null): StartError | null {
    this.state = 'off';
    this.jibri = null;
    this.retries = 0;
    return error;
  }
}

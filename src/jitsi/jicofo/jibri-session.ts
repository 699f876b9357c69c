/**
 * One recording from Jicofo's side: it asks Jibris until one accepts, and replaces one that fails.
 *
 * Source: jicofo 7ebb13d, JibriSession.java. As there, a Jibri that accepted and never came on is stopped when the
 * time is over, and no other is tried.
 */

/** What a Jibri answers to a start request; no answer in time is a timeout. */
export type StartResponse = 'pending' | 'busy' | 'error' | 'timeout';

export type SessionState = 'new' | 'asking' | 'pending' | 'on' | 'off';

/** Why a session could not start: everybody busy, nobody there, or all tries used up. */
export type StartError = 'all-busy' | 'not-available' | 'internal-server-error';

export interface JibriSessionParts<Id> {
  /** Picks a Jibri; null when none can be had (`JibriDetector.select`). */
  readonly select: () => Id | null;
  readonly isAnyConnected: () => boolean;
  /** Asks a Jibri to start; null when its answer comes later, by `answered`. */
  readonly requestStart: (jibri: Id) => StartResponse | null;
  readonly instanceFailed: (jibri: Id) => void;
  /** Jibris tried after the first one (`num-retries`); below 0 for no limit. */
  readonly retriesMax: number;
}

/** `Id` tells Jibris apart. */
export class JibriSession<Id = string> {
  state: SessionState = 'new';
  /** The Jibri that records or is about to; null when there is none. */
  jibri: Id | null = null;
  private retries = 0;
  private readonly parts: JibriSessionParts<Id>;

  constructor(parts: JibriSessionParts<Id>) {
    this.parts = parts;
  }

  /** Asks one Jibri after the other. Returns null when one accepted or has yet to answer, else why not. */
  start(): StartError | null {
    const { select, isAnyConnected, requestStart } = this.parts;
    for (;;) {
      const jibri = select();
      if (jibri === null) return this.end(isAnyConnected() ? 'all-busy' : 'not-available');
      this.jibri = jibri;
      this.state = 'asking';
      const response = requestStart(jibri);
      if (response === null || this.accepts(response, jibri)) return null;
      if (this.isSpent) return this.end('internal-server-error');
      this.retries += 1;
    }
  }

  /** The late answer of the Jibri that was asked; another one is asked when it says no. */
  answered(response: StartResponse): StartError | null {
    if (this.state !== 'asking' || this.accepts(response, this.jibri!)) return null;
    return this.isSpent ? this.end('internal-server-error') : this.tryAnother();
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
    return !shouldRetry || this.isSpent ? this.end(null) : this.tryAnother();
  }

  /** The Jibri left the brewery: another one takes over while tries are left. */
  wentOffline(): StartError | null {
    return this.failed(true);
  }

  /** Somebody stopped the recording. */
  stop(): void {
    this.end(null);
  }

  private get isSpent(): boolean {
    const { retriesMax } = this.parts;
    return retriesMax >= 0 && this.retries >= retriesMax;
  }

  private tryAnother(): StartError | null {
    this.retries += 1;
    return this.start();
  }

  private accepts(response: StartResponse, jibri: Id): boolean {
    if (response === 'pending') {
      this.state = 'pending';
      return true;
    }
    this.parts.instanceFailed(jibri);
    return false;
  }

  private end(error: StartError | null): StartError | null {
    this.state = 'off';
    this.jibri = null;
    this.retries = 0;
    return error;
  }
}

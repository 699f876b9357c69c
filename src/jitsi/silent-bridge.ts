/**
 * A bridge whose machine is lost without a word: its connection to Prosody is not closed, so presence does not tell
 * Jicofo; its health checks do (`jicofo/health-checks.ts`), and move nobody. Participants move because their own
 * connection fails and they ask for a new one. As long as Jicofo has not noticed, that one is on the dead bridge again.
 *
 * Without health checks Jicofo notices when Prosody gives up the connection, and the bridge's presence with it; then it moves
 * everybody at once.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';
import { type HealthChecks, shippedHealthChecks, timedOutAfterSeconds } from './jicofo/health-checks.ts';

/**
 * Seconds after which a client gives up a silent connection and asks for another: consent to send expires after 30 s
 * without an answer (RFC 7675, section 5.1).
 */
const consentSeconds = 30;

/**
 * Seconds until Prosody gives up a connection whose other end is silent: it waits 14 min for anything to read
 * (`network_settings.read_timeout`, prosody 0.12 net/server_epoll.lua), then writes, and Linux gives up the transmission after
 * 924.6 s (tcp_retries2 = 15, Documentation/networking/ip-sysctl).
 */
const connectionTimeoutSeconds = 14 * 60 + 924.6;

/** Seconds from the loss until Jicofo selects the bridge no more; `checks` are null where it checks nothing. */
export function noticedAfterSeconds(checks: HealthChecks | null | undefined, stream: RandomStream): number {
  const unit = stream.nextUnit();
  return checks === null
    ? connectionTimeoutSeconds
    : timedOutAfterSeconds(checks ?? shippedHealthChecks, unit);
}

/**
 * Seconds from the loss until its participants are invited to other bridges: the first time that their connection
 * fails after Jicofo has noticed. With the checks that are shipped (35 to 45 s) that is the second time, after 60 s.
 *
 * Simplification: clients that joined the dead bridge meanwhile ask at the same time.
 */
export function movedAfterSeconds(noticedSeconds: number): number {
  if (noticedSeconds === connectionTimeoutSeconds) return noticedSeconds;
  return Math.ceil(noticedSeconds / consentSeconds) * consentSeconds;
}

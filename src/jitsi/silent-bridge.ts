/**
 * A bridge whose machine is lost without a word: its connection to Prosody is not closed, so presence does not tell
 * Jicofo; its health checks do (`jicofo/health-checks.ts`), and move nobody. Participants move because their own
 * connection fails and they ask for a new one. As long as Jicofo has not noticed, that one is on the dead bridge again.
 *
 * Simplification: without health checks Jicofo notices as late as with those that are shipped.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';
import { type HealthChecks, shippedHealthChecks, timedOutAfterSeconds } from './jicofo/health-checks.ts';

/**
 * Seconds after which a client gives up a silent connection and asks for another: consent to send expires after 30 s
 * without an answer (RFC 7675, section 5.1).
 */
const consentSeconds = 30;

/** Seconds from the loss until Jicofo selects the bridge no more. */
export function noticedAfterSeconds(checks: HealthChecks | null | undefined, stream: RandomStream): number {
  return timedOutAfterSeconds(checks ?? shippedHealthChecks, stream.nextUnit());
}

/**
 * Seconds from the loss until its participants are invited to other bridges: the first time that their connection
 * fails after Jicofo has noticed. With the checks that are shipped (35 to 45 s) that is the second time, after 60 s.
 *
 * Simplification: clients that joined the dead bridge meanwhile ask at the same time.
 */
export function movedAfterSeconds(noticedSeconds: number): number {
  return Math.ceil(noticedSeconds / consentSeconds) * consentSeconds;
}

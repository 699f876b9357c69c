/**
 * A bridge whose machine is lost without a word: its connection to Prosody is not closed, so presence does not tell
 * Jicofo. Its health checks do (jicofo 7ebb13d, JvbDoctor.java and the reference.conf of jicofo-common): a query every
 * 10 s, answered within 15 s or else repeated 5 s later; when the second goes unanswered too, the bridge is not
 * operational. A health check that times out moves nobody: participants move because their own connection fails and
 * they ask for a new one. As long as Jicofo has not noticed, that one is on the dead bridge again.
 */
import type { RandomStream } from '../engine/random/random-stream.ts';

const healthCheckPeriodSeconds = 10;
const healthCheckReplySeconds = 15;
const healthCheckRetrySeconds = 5;

/**
 * Seconds after which a client gives up a silent connection and asks for another: consent to send expires after 30 s
 * without an answer (RFC 7675, section 5.1).
 */
const consentSeconds = 30;

/**
 * Seconds from the loss until Jicofo selects the bridge no more: 35 to 45.
 *
 *   U(0, 10) + 15 + 5 + 15
 */
export function noticedAfterSeconds(stream: RandomStream): number {
  const untilCheckSeconds = stream.nextUnit() * healthCheckPeriodSeconds;
  return untilCheckSeconds + healthCheckReplySeconds + healthCheckRetrySeconds + healthCheckReplySeconds;
}

/**
 * Seconds from the loss until its participants are invited to other bridges: the first time that their connection
 * fails after Jicofo has noticed. Since the first failure (30 s) comes too early, that is 60 s.
 *
 * Simplification: clients that joined the dead bridge meanwhile ask at the same time.
 */
export function movedAfterSeconds(noticedSeconds: number): number {
  return Math.ceil(noticedSeconds / consentSeconds) * consentSeconds;
}

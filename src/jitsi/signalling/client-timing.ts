/**
 * When a client tries again. Sources: lib-jitsi-meet b094a21a (XmppConnection, strophe.stream-management plugin,
 * ResumeTask, moderator.js), jitsi-meet AbstractPageReloadOverlay (10 + randomInt(0, 20) s).
 */
import type { SignallingModel } from './signalling-model.ts';

/** Seconds until try `attempt` (from 1) to resume; `unit` is uniform on (0, 1). */
export function resumeWaitSeconds(model: SignallingModel, attempt: number, unit: number): number {
  const step = Math.min(attempt, model.resumeWaitStepsMax);
  const low = model.resumeWaitLowSeconds * step;
  const high = Math.max(low, model.resumeWaitBaseSeconds ** step);
  return low + (high - low) * unit;
}

/** Seconds the reload overlay counts down; `unit` is uniform on (0, 1). */
export function reloadOverlaySeconds(model: SignallingModel, unit: number): number {
  return model.reloadOverlayMinSeconds + Math.floor(unit * (model.reloadOverlaySpreadSeconds + 1));
}

/** Seconds until the conference request is repeated after `attempt` (from 1) found no focus. */
export function focusRetrySeconds(model: SignallingModel, attempt: number): number {
  return Math.min(model.focusRetryMaxSeconds, model.focusRetryFirstSeconds * 2 ** (attempt - 1));
}

/**
 * Goal: Jicofo gives a conference up whose first participant takes longer to join than its initial-timeout, and whoever comes
 * to it late loads the page again (jicofo 7ebb13d, reference.conf: initial-timeout 15 s).
 * Method: joins that take a known time on one core, one after the other, each the first of its conference; overlays of 10 s.
 */
import { describe, expect, it } from 'vitest';
import { shippedConferenceStart } from '../../../../src/jitsi/jicofo/conference-start.ts';
import { simulate } from '../../../../src/simulation/simulate.ts';
import { aBurst, aSignallingModel } from '../../../support/signalling.ts';

/** Five participants at once, each in a conference of its own: answers after 1, 2, 3, 4 and 5 times `joinSeconds`. */
function run(joinSeconds: number, initialTimeoutSeconds: number) {
  const signalling = aSignallingModel({
    prosodyPerJoinCoreSeconds: joinSeconds,
    prosodyProbeFailuresMax: 1000,
    pingTimeoutSeconds: 1000,
    pingPeriodSeconds: 1000,
    reloadOverlayMinSeconds: 100,
    reloadOverlaySpreadSeconds: 0,
  });
  const scenario = aBurst({ participants: 1, conferences: 5, joinWithinSeconds: 0.001, signalling });
  const { deployment } = scenario;
  const selection = {
    ...deployment.bridges.selection,
    conferenceStart: { ...shippedConferenceStart, initialTimeoutSeconds },
  };
  const bridges = { ...deployment.bridges, selection };
  return simulate({ ...scenario, deployment: { ...deployment, bridges } }, { seed: 1, replication: 0 })
    .totals;
}

describe('the initial timeout', () => {
  it('lets those in who are answered in time, and the others at their second attempt', () => {
    // Answers after 4, 8, 12, 16 and 20 s: the last two find no conference, reload, and are answered after 4 and 8 s.
    const totals = run(4, 15);
    expect([totals.joinsSucceeded, totals.joinsDelayed, totals.joinsDelayedByFocus]).toEqual([5, 2, 2]);
    expect(totals.aloneParticipantMinutes).toBeGreaterThan(0);
  });

  it('is none that anybody meets while Prosody is quick, or while it is long', () => {
    expect(run(1, 15).joinsDelayed).toBe(0);
    expect(run(4, 60).joinsDelayed).toBe(0);
  });
});

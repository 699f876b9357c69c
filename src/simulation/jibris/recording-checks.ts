/** What must hold of the recordings of a run at any time. */
import type { JibriFleet } from '../../jitsi/jibri-fleet.ts';
import type { Recordings } from './recordings.ts';

/**
 * Whoever asked was recorded, refused or still waits; every Jibri that a recording holds is busy with that one.
 *
 * @throws Error with the figures
 */
export function assertRecordings(recordings: Recordings, fleet: JibriFleet, where: string): void {
  const { requests, holders } = recordings;
  const { asked, started, refusedCount } = recordings.counts;
  let waiting = 0;
  let holding = 0;
  for (const request of requests) {
    if (request === null || request === undefined) continue;
    if (!request.hasStarted) waiting += 1;
    const { state, jibri } = request.session;
    if (state !== 'pending' && state !== 'on') continue;
    holding += 1;
    if (jibri === null || holders.get(jibri) !== request || !fleet.isBusy(jibri)) {
      throw new Error(`recording ${request.number} is on Jibri ${jibri}, which has another or none ${where}`);
    }
  }
  if (holding !== holders.size || asked !== started + refusedCount + waiting) {
    throw new Error(
      `recordings: ${asked} asked; ${started} started, ${refusedCount} refused, ${waiting} wait; ${holding} hold ${holders.size} Jibris ${where}`,
    );
  }
}

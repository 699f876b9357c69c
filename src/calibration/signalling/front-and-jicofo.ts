/**
 * Sockets of the web front, from where it gave way on OpenFUN's day, and what bounds Jicofo. Read off, not fitted.
 */
import { type ModelParameter, validatedBy } from '../model-file.ts';

const day = 'datasets/openfun-load-tests/autoscaling-day-1min.csv';

export const frontAndJicofo: Readonly<Record<string, ModelParameter>> = {
  frontSocketsPerParticipant: validatedBy(
    {
      value: 3.85,
      interval95: [3.85, 4.03],
      source: `openfun/jitsi-k8s@829893e (2 pods x 4 workers x 768 connections = 6144) over 1596 participants at 12:39, ${day}`,
      trust: 'calibrated',
      note: 'structural value 4: XMPP and colibri connection, participant side and upstream side',
    },
    // The restart at 11:57; that of 12:39 made the number.
    ['V1'],
  ),
  frontSocketsPerPageLoad: {
    value: 0,
    interval95: [0, 6],
    source: '5 would explain 1523 at 11:57 against 1596 at 12:39',
    trust: 'assumed',
  },
  jicofoCoresMax: {
    value: 0.04,
    interval95: null,
    source: 'openfun/jitsi-meet-torture-rocket@dab487f, Jicofo panels of 29 March 2022',
    trust: 'published',
    note: 'an upper bound at up to 1648 participants: Jicofo was never the limit, no cost per join can be fitted',
  },
};

/**
 * When clients try again, by the age of lib-jitsi-meet. Names are those of the signalling model that they replace.
 *
 * Source: lib-jitsi-meet b094a21a (25 March 2022): resumes without end, asks for its conference after 1, 2, 4 ... s; since
 * 01daa07c it tries to resume three times, and it waits 120 s at most for the next conference request.
 */
import type { SignallingModel } from './signalling-model.ts';

/** What differs between the versions. */
export type ClientTiming = Pick<SignallingModel, 'resumeTriesMax' | 'focusRetryMaxSeconds'>;

/** Clients of two versions at once: those of the signalling model, and among them some of today. */
export interface ClientMix {
  /** Share of participants with a client of today. */
  readonly currentRatio: number;
  /** What clients of today have in the place of the model's. */
  readonly current: Partial<ClientTiming>;
}

/** `model`: those of the signalling model, which are of March 2022. */
export const clientVersions = {
  model: {},
  current: { resumeTriesMax: 3, focusRetryMaxSeconds: 120 },
} as const satisfies Record<string, Partial<ClientTiming>>;

/**
 * When Jicofo gives a conference a session, and when it takes it back (jicofo 7ebb13d, `jicofo.conference` in
 * jicofo-common/src/main/resources/reference.conf:18-39).
 */
export interface ConferenceStart {
  /** `min-participants`: from so many on a conference has a session; at least 2. */
  readonly minParticipants: number;
  /** `initial-timeout`: how long Jicofo waits for the first participant of a conference that was asked for, seconds. */
  readonly initialTimeoutSeconds: number;
  /** `single-participant-timeout`: how long the last participant keeps its endpoint, seconds. */
  readonly singleParticipantTimeoutSeconds: number;
}

export const shippedConferenceStart: ConferenceStart = {
  minParticipants: 2,
  initialTimeoutSeconds: 15,
  singleParticipantTimeoutSeconds: 20,
};

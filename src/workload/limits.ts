/**
 * Sanity limits of drawn timelines: what a distribution with an unbounded tail may do to a conference.
 * They are far outside what a plausible class draws; a draw beyond one is clamped to it.
 */

/** Earliest join before the planned start, seconds. Also bounds how far a source must look ahead. */
export const earlyJoinSecondsMax = 3600;
/** Latest join after the planned start, seconds. */
export const lateJoinSecondsMax = 24 * 3600;
/** Planned duration, minutes. */
export const durationMinutesMax = 24 * 60;
/** Latest leave after the planned end, seconds. */
export const lateLeaveSecondsMax = 24 * 3600;
/** Shortest stay of a participant, milliseconds: a drawn leave is never sooner after the join. */
export const stayMsMin = 1000;
/** Participants of one conference. */
export const conferenceParticipantsMax = 100_000;

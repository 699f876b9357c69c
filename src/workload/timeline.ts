/**
 * The timeline of one conference: who joins and leaves when, and with which media. It is drawn once, when the
 * conference is created, from the conference's own random substream, so that no scaling policy can change it
 * (common random numbers by construction).
 *
 * The buffer is reused for every conference: sources fill it, the simulation copies what it keeps. Participants are
 * numbered in order of join; every one leaves after joining, though nobody may be present for a while in between.
 */
export class TimelineBuffer {
  /** Index of the demand class that made this conference. */
  demandIndex = 0;
  /** Number of participants; each joins once and leaves once. */
  participantCount = 0;
  /** Simulated milliseconds since the horizon start, per participant. */
  joinMs = new Float64Array(16);
  leaveMs = new Float64Array(16);
  /** 1 if the participant sends audio (unmuted), else 0. */
  audioSender = new Uint8Array(16);
  /** 1 if the participant sends video (camera), else 0. */
  videoSender = new Uint8Array(16);
  /** Number of the participant's region; 0 unless regions are drawn. */
  region = new Uint8Array(16);
  /** Recording: start and duration in milliseconds; start is NaN when the conference is not recorded. */
  recordingStartMs = Number.NaN;
  recordingDurationMs = 0;

  /** Makes room for at least `participants` entries; keeps nothing of the conference before. */
  reset(demandIndex: number, participants: number): void {
    if (participants > this.joinMs.length) {
      const capacity = 2 ** Math.ceil(Math.log2(participants));
      this.joinMs = new Float64Array(capacity);
      this.leaveMs = new Float64Array(capacity);
      this.audioSender = new Uint8Array(capacity);
      this.videoSender = new Uint8Array(capacity);
      this.region = new Uint8Array(capacity);
    }
    this.demandIndex = demandIndex;
    this.participantCount = participants;
    this.recordingStartMs = Number.NaN;
    this.recordingDurationMs = 0;
  }
}

/** A source of conferences in order of their first join. */
export interface ConferenceSource {
  /** Time of the next conference's first join, simulated milliseconds; Infinity when there is none. */
  nextStartMs(): number;
  /** Fills the buffer with that conference and moves on. Every `joinMs` is at or after `nextStartMs()`. */
  draw(into: TimelineBuffer): void;
}

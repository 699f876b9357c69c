/**
 * What a jitsi-meet-torture load test ("Malleus Jitsificus") was told to do: its options, as a description of the
 * load, so that a measurement can be tied to conferences, participants and senders.
 *
 * Reads properties (`-Dorg.jitsi.malleus.conferences=4`) and script options (`--conferences=4`, `--conferences 4`).
 * Source: jitsi/jitsi-meet-torture@04f71b4 scripts/malleus.sh. Unmuted audio senders default to all participants.
 */
import { CalibrationRefused } from '../refusal.ts';

export interface TortureDescription {
  readonly conferences: number;
  readonly participantsPerConference: number;
  readonly videoSendersPerConference: number;
  readonly audioSendersPerConference: number;
  readonly durationSeconds: number | null;
  /** (sender, receiver) pairs of audio over all conferences: what decides the packet rate. */
  readonly audioPairs: number;
  readonly notes: readonly string[];
}

export function describeTortureRun(text: string, source: string): TortureDescription {
  const options = readOptions(text);
  const required = (name: string): number => {
    const value = options.get(name);
    if (value === undefined) {
      throw new CalibrationRefused({
        place: source,
        problem: `--${name} is missing`,
        hint: 'paste the whole command line or the properties of the test',
      });
    }
    return wholeNumber(value, name, source);
  };
  const optional = (name: string): number | null => {
    const value = options.get(name);
    return value === undefined ? null : wholeNumber(value, name, source);
  };
  const conferences = required('conferences');
  const participants = required('participants');
  const video = optional('senders');
  const audio = optional('audio-senders');
  const audioSenders = Math.min(participants, audio ?? participants);
  return {
    conferences,
    participantsPerConference: participants,
    videoSendersPerConference: Math.min(participants, video ?? participants),
    audioSendersPerConference: audioSenders,
    durationSeconds: optional('duration'),
    audioPairs: conferences * (participants - 1) * audioSenders,
    notes:
      audio === null
        ? [
            `audio senders are not given: the tool unmutes all ${participants}, unless the deployment starts later ones muted (startAudioMuted)`,
          ]
        : [],
  };
}

function readOptions(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const pattern = /(?:-Dorg\.jitsi\.malleus\.|--)([a-zA-Z][\w-]*)(?:=|\s+(?!-))([^\s\\]+)/g;
  for (const match of text.matchAll(pattern))
    found.set(match[1]!.replaceAll('_', '-').toLowerCase(), match[2]!.replaceAll(/["']/g, ''));
  return found;
}

function wholeNumber(text: string, name: string, source: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new CalibrationRefused({
      place: source,
      problem: `--${name} is '${text}'`,
      hint: 'give a whole number; a template such as $1 must be filled in first',
    });
  }
  return value;
}

/**
 * What participants turn on and off during a conference: cameras, microphones, one screen share. Drawn once, when the
 * conference begins, each from a stream of its own, so that it changes nothing else and nothing else changes it.
 *
 * A camera that is on with probability p in the long run and changes r times an hour is a chain of two states: it goes
 * off at the rate r / (2 p) and on at r / (2 (1 - p)), exponentially. With p of 0 or 1 nothing changes.
 *
 * Simplification: who had to start muted (the most who begin with it on) lowers p for everybody.
 */
import type { Distribution } from '../engine/random/distribution.ts';
import type { RandomStream } from '../engine/random/random-stream.ts';
import { sampleDistribution } from '../engine/random/sample-distribution.ts';
import type { ConferenceClass } from './demand.ts';
import type { TimelineBuffer } from './timeline.ts';

export interface MediaChangeModel {
  /** Times an hour that a participant turns it on or off, on average. */
  readonly cameraChangesPerHour: number;
  readonly microphoneChangesPerHour: number;
  /** Probability that a participant of the conference shares a screen, once. */
  readonly screenShareRatio: number;
  readonly screenShareMinutes: Distribution;
  /** Share of participants who disappear without leaving. */
  readonly vanishRatio: number;
}

export type ChangedMedium = 'microphone' | 'camera' | 'screen';

/** From this time on the participant sends the medium when it did not, and the other way round. */
export interface MediaChange {
  readonly atMs: number;
  /** Number of the participant in the timeline. */
  readonly participant: number;
  readonly medium: ChangedMedium;
}

export interface ChangeStreams {
  readonly cameras: RandomStream;
  readonly microphones: RandomStream;
  readonly screens: RandomStream;
}

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** Most changes of one medium of one participant: a slip of the pen makes no endless list. */
const changesMax = 10_000;

/** The changes of a conference in the order of their times. */
export function drawMediaChanges(
  model: MediaChangeModel,
  conferenceClass: ConferenceClass,
  timeline: TimelineBuffer,
  streams: ChangeStreams,
): MediaChange[] {
  const changes: MediaChange[] = [];
  const size = timeline.participantCount;
  const { videoSenderRatio, videoSendersMax, audioSenderRatio, audioSendersMax } = conferenceClass;
  const cameras = {
    perHour: model.cameraChangesPerHour,
    onRatio: Math.min(videoSenderRatio, videoSendersMax / size),
  };
  const microphones = {
    perHour: model.microphoneChangesPerHour,
    onRatio: Math.min(audioSenderRatio, audioSendersMax / size),
  };
  for (let participant = 0; participant < size; participant++) {
    drawToggles('camera', cameras, timeline, participant, streams.cameras, changes);
    drawToggles('microphone', microphones, timeline, participant, streams.microphones, changes);
  }
  if (streams.screens.nextUnit() < model.screenShareRatio) {
    drawScreenShare(model, timeline, streams.screens, changes);
  }
  return changes.sort((a, b) => a.atMs - b.atMs || a.participant - b.participant);
}

function drawToggles(
  medium: 'camera' | 'microphone',
  { perHour, onRatio }: { readonly perHour: number; readonly onRatio: number },
  timeline: TimelineBuffer,
  participant: number,
  stream: RandomStream,
  into: MediaChange[],
): void {
  if (perHour <= 0 || onRatio <= 0 || onRatio >= 1) return;
  let isOn = (medium === 'camera' ? timeline.videoSender : timeline.audioSender)[participant] === 1;
  let atMs = timeline.joinMs[participant]!;
  for (let change = 0; change < changesMax; change++) {
    const ratePerHour = perHour / (2 * (isOn ? onRatio : 1 - onRatio));
    atMs += (-Math.log1p(-stream.nextUnit()) / ratePerHour) * hourMs;
    if (atMs >= timeline.leaveMs[participant]!) return;
    into.push({ atMs, participant, medium });
    isOn = !isOn;
  }
}

function drawScreenShare(
  model: MediaChangeModel,
  timeline: TimelineBuffer,
  stream: RandomStream,
  into: MediaChange[],
): void {
  const participant = Math.floor(stream.nextUnit() * timeline.participantCount);
  const joinMs = timeline.joinMs[participant]!;
  const leaveMs = timeline.leaveMs[participant]!;
  const atMs = joinMs + stream.nextUnit() * (leaveMs - joinMs);
  const minutes = Math.max(0, sampleDistribution(model.screenShareMinutes, stream));
  into.push({ atMs, participant, medium: 'screen' });
  const endMs = atMs + minutes * minuteMs;
  if (endMs < leaveMs) into.push({ atMs: endMs, participant, medium: 'screen' });
}

/**
 * The source of a replayed series of participants. The whole replay is worked out at once, since the series is known;
 * then each conference is handed out like the others.
 */
import type { RandomStreams } from '../engine/random/random-streams.ts';
import { replaySeries, type SeriesDemand, type SeriesReplay } from './series-replay.ts';
import type { ConferenceSource, TimelineBuffer } from './timeline.ts';

/**
 * @param demandIndex written into every timeline
 * @param horizonMs participants of the last sample stay at least until then
 */
export function createParticipantSeriesSource(
  demand: SeriesDemand,
  demandIndex: number,
  streams: RandomStreams,
  horizonMs: number,
): ConferenceSource {
  const replay = replaySeries(demand, streams, horizonMs);
  const { firstMember, member } = membersByConference(replay);
  const recordings = streams.stream(`workload/${demand.name}/recordings`);
  let next = 0;
  return {
    nextStartMs: () =>
      next < replay.conferenceCount ? replay.joinMs[member[firstMember[next]!]!]! : Number.POSITIVE_INFINITY,
    draw(into: TimelineBuffer) {
      if (next >= replay.conferenceCount) throw new RangeError('participant series: no conference is left');
      const from = firstMember[next]!;
      into.reset(demandIndex, firstMember[next + 1]! - from);
      for (let i = 0; i < into.participantCount; i += 1) copyParticipant(replay, member[from + i]!, into, i);
      if (recordings.at(next).nextUnit() < demand.conferenceClass.recordingRatio) recordWhole(into);
      next += 1;
    },
  };
}

function copyParticipant(replay: SeriesReplay, participant: number, into: TimelineBuffer, i: number): void {
  into.joinMs[i] = replay.joinMs[participant]!;
  into.leaveMs[i] = replay.leaveMs[participant]!;
  into.audioSender[i] = replay.audioSender[participant]!;
  into.videoSender[i] = replay.videoSender[participant]!;
}

/** A replayed conference has no planned times: it is recorded from the first join to the last leave. */
function recordWhole(into: TimelineBuffer): void {
  let lastLeaveMs = 0;
  for (let i = 0; i < into.participantCount; i += 1) lastLeaveMs = Math.max(lastLeaveMs, into.leaveMs[i]!);
  into.recordingStartMs = into.joinMs[0]!;
  into.recordingDurationMs = lastLeaveMs - into.recordingStartMs;
}

/** Counting sort: conference c has the participants member[firstMember[c]] to before member[firstMember[c + 1]]. */
function membersByConference(replay: SeriesReplay): { firstMember: Int32Array; member: Int32Array } {
  const { conference, conferenceCount } = replay;
  const firstMember = new Int32Array(conferenceCount + 1);
  for (const c of conference) firstMember[c + 1]! += 1;
  for (let c = 0; c < conferenceCount; c += 1) firstMember[c + 1]! += firstMember[c]!;
  const nextMember = firstMember.slice();
  const member = new Int32Array(conference.length);
  for (let participant = 0; participant < conference.length; participant += 1) {
    const c = conference[participant]!;
    member[nextMember[c]!] = participant;
    nextMember[c]! += 1;
  }
  return { firstMember, member };
}

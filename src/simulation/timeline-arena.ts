/**
 * Where the timelines of live conferences are kept: blocks of typed arrays, given out and taken back by size, so
 * that neither a conference nor an event allocates anything once the arena has grown.
 *
 * A block of capacity c holds up to c participants and their 2c events, sorted by time.
 */
import { grown } from '../jitsi/grown-array.ts';
import type { TimelineBuffer } from '../workload/timeline.ts';
import { sortEvents } from './sort-events.ts';

/** Event code: participant index * 2, plus 1 for a leave. */
export const leaveBit = 1;

/** A participant who is on no bridge: not joined yet, refused, or gone. */
export const notOnBridge = -1;

const largestClass = 24;

/** Fields of a participant, by offset: side by side, because a join or leave wants them all. */
const participantStride = 4;
const bridgeField = 0;
/** Room that the participant is in, while it is on a bridge; and the shard that it was sent to last. */
const roomField = 1;
const shardField = 2;
/** Number of the region, and what the participant sends (`sends` of jitsi/conference-table.ts) in the lowest bits. */
const kindField = 3;
const mediaBits = 3;
const mediaMask = 7;

/** Fields of an event: its time, milliseconds, and its code. */
const eventStride = 2;

const initialParticipants = 1024;

export class TimelineArena {
  private events = new Float64Array(initialParticipants * 2 * eventStride);
  private participants = new Int32Array(initialParticipants * participantStride);
  private capacity = initialParticipants;
  private used = 0;
  private readonly freeBlocks: number[][] = Array.from({ length: largestClass + 1 }, () => []);

  /** Copies a timeline in, its events sorted by time; returns the block's base (in participants). */
  store(timeline: TimelineBuffer): number {
    const count = timeline.participantCount;
    const base = this.allocate(count);
    const { events, participants } = this;
    const firstEvent = base * 2 * eventStride;
    for (let i = 0; i < count; i++) {
      const event = firstEvent + 2 * i * eventStride;
      events[event] = timeline.joinMs[i]!;
      events[event + 1] = i * 2;
      events[event + 2] = timeline.leaveMs[i]!;
      events[event + 3] = i * 2 + leaveBit;
      const fields = (base + i) * participantStride;
      const media = timeline.audioSender[i]! | (timeline.videoSender[i]! << 1);
      participants[fields + bridgeField] = notOnBridge;
      participants[fields + shardField] = 0;
      participants[fields + kindField] = (timeline.region[i]! << mediaBits) | media;
    }
    sortEvents(events, firstEvent, 2 * count);
    return base;
  }

  /** Time of the block's event with this number, counted from 0 in order of time. */
  eventMs(base: number, event: number): number {
    return this.events[(2 * base + event) * eventStride]!;
  }

  eventCode(base: number, event: number): number {
    return this.events[(2 * base + event) * eventStride + 1]!;
  }

  /** Bridge of the participant, or `notOnBridge`. */
  bridgeOf(participant: number): number {
    return this.participants[participant * participantStride + bridgeField]!;
  }

  /** Room of a participant who is on a bridge. */
  roomOf(participant: number): number {
    return this.participants[participant * participantStride + roomField]!;
  }

  /** The participant is on the bridge, in the room. */
  place(participant: number, bridge: number, room: number): void {
    this.participants[participant * participantStride + bridgeField] = bridge;
    this.participants[participant * participantStride + roomField] = room;
  }

  /** The participant is on no bridge any more. */
  takeOff(participant: number): void {
    this.participants[participant * participantStride + bridgeField] = notOnBridge;
  }

  shardOf(participant: number): number {
    return this.participants[participant * participantStride + shardField]!;
  }

  setShard(participant: number, shard: number): void {
    this.participants[participant * participantStride + shardField] = shard;
  }

  /** Number of the participant's region. */
  regionOf(participant: number): number {
    return this.participants[participant * participantStride + kindField]! >> mediaBits;
  }

  /** What the participant sends, as bits (`sends` of jitsi/conference-table.ts). */
  mediaOf(participant: number): number {
    return this.participants[participant * participantStride + kindField]! & mediaMask;
  }

  setMedia(participant: number, media: number): void {
    const place = participant * participantStride + kindField;
    this.participants[place] = (this.participants[place]! & ~mediaMask) | media;
  }

  /** Takes a block back. */
  release(base: number, participants: number): void {
    this.freeBlocks[sizeClass(participants)]!.push(base);
  }

  private allocate(participants: number): number {
    const size = sizeClass(participants);
    if (size > largestClass)
      throw new RangeError(`TimelineArena: ${participants} participants in one conference`);
    const reused = this.freeBlocks[size]!.pop();
    if (reused !== undefined) return reused;
    const base = this.used;
    this.used += 2 ** size;
    if (this.used > this.capacity) this.grow();
    return base;
  }

  private grow(): void {
    this.capacity = Math.max(this.used, this.capacity * 2);
    this.events = grown(this.events, new Float64Array(this.capacity * 2 * eventStride));
    this.participants = grown(this.participants, new Int32Array(this.capacity * participantStride));
  }
}

function sizeClass(participants: number): number {
  return Math.max(0, 32 - Math.clz32(participants - 1));
}

/**
 * Where the timelines of live conferences are kept: blocks of typed arrays, given out and taken back by size, so
 * that neither a conference nor an event allocates anything once the arena has grown.
 *
 * A block of capacity c holds up to c participants and their 2c events, sorted by time.
 */
import { grown } from '../jitsi/grown-array.ts';
import type { TimelineBuffer } from '../workload/timeline.ts';

/** Event code: participant index * 2, plus 1 for a leave. */
export const leaveBit = 1;

/** A participant who is on no bridge: not joined yet, refused, or gone. */
export const notOnBridge = -1;

const largestClass = 24;

export class TimelineArena {
  eventMs = new Float64Array(2048);
  eventCode = new Int32Array(2048);
  /** Bridge of each participant, or `notOnBridge`. */
  bridge = new Int32Array(1024);
  audioSender = new Uint8Array(1024);
  videoSender = new Uint8Array(1024);
  screenSender = new Uint8Array(1024);
  /** Room that the participant is in, while it is on a bridge; and the shard that it was sent to last. */
  room = new Int32Array(1024);
  shard = new Uint16Array(1024);
  /** Number of each participant's region. */
  region = new Uint8Array(1024);
  private used = 0;
  private readonly freeBlocks: number[][] = Array.from({ length: largestClass + 1 }, () => []);

  /** Copies a timeline in, its events sorted by time; returns the block's base (in participants). */
  store(timeline: TimelineBuffer): number {
    const participants = timeline.participantCount;
    const base = this.allocate(participants);
    const firstEvent = base * 2;
    for (let i = 0; i < participants; i++) {
      this.eventMs[firstEvent + 2 * i] = timeline.joinMs[i]!;
      this.eventCode[firstEvent + 2 * i] = i * 2;
      this.eventMs[firstEvent + 2 * i + 1] = timeline.leaveMs[i]!;
      this.eventCode[firstEvent + 2 * i + 1] = i * 2 + leaveBit;
      this.bridge[base + i] = notOnBridge;
      this.audioSender[base + i] = timeline.audioSender[i]!;
      this.videoSender[base + i] = timeline.videoSender[i]!;
      this.screenSender[base + i] = 0;
      this.region[base + i] = timeline.region[i]!;
      this.shard[base + i] = 0;
    }
    sortEvents(this.eventMs, this.eventCode, firstEvent, firstEvent + 2 * participants);
    return base;
  }

  /** Takes a block back. */
  release(base: number, participants: number): void {
    this.freeBlocks[sizeClass(participants)]!.push(base);
  }

  /** What the participant sends, as bits (`sends` of jitsi/conference-table.ts). */
  mediaOf(participant: number): number {
    const { audioSender, videoSender, screenSender } = this;
    return audioSender[participant]! | (videoSender[participant]! << 1) | (screenSender[participant]! << 2);
  }

  setMedia(participant: number, media: number): void {
    this.audioSender[participant] = media & 1;
    this.videoSender[participant] = (media >> 1) & 1;
    this.screenSender[participant] = media >> 2;
  }

  private allocate(participants: number): number {
    const size = sizeClass(participants);
    if (size > largestClass)
      throw new RangeError(`TimelineArena: ${participants} participants in one conference`);
    const reused = this.freeBlocks[size]!.pop();
    if (reused !== undefined) return reused;
    const base = this.used;
    this.used += 2 ** size;
    if (this.used > this.bridge.length) this.grow();
    return base;
  }

  private grow(): void {
    const capacity = Math.max(this.used, this.bridge.length * 2);
    this.eventMs = grown(this.eventMs, new Float64Array(capacity * 2));
    this.eventCode = grown(this.eventCode, new Int32Array(capacity * 2));
    this.bridge = grown(this.bridge, new Int32Array(capacity));
    this.audioSender = grown(this.audioSender, new Uint8Array(capacity));
    this.videoSender = grown(this.videoSender, new Uint8Array(capacity));
    this.screenSender = grown(this.screenSender, new Uint8Array(capacity));
    this.region = grown(this.region, new Uint8Array(capacity));
    this.room = grown(this.room, new Int32Array(capacity));
    this.shard = grown(this.shard, new Uint16Array(capacity));
  }
}

function sizeClass(participants: number): number {
  return Math.max(0, 32 - Math.clz32(participants - 1));
}

/** Sorts events [from, to) by time, then by code; in place: insertion sort when short, heap sort when long. */
function sortEvents(times: Float64Array, codes: Int32Array, from: number, to: number): void {
  if (to - from > longSort) {
    heapSortEvents(times, codes, from, to - from);
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const time = times[i]!;
    const code = codes[i]!;
    let j = i - 1;
    while (j >= from && (times[j]! > time || (times[j]! === time && codes[j]! > code))) {
      times[j + 1] = times[j]!;
      codes[j + 1] = codes[j]!;
      j -= 1;
    }
    times[j + 1] = time;
    codes[j + 1] = code;
  }
}

/** Events above which insertion sort's quadratic cost would show. */
const longSort = 48;

function heapSortEvents(times: Float64Array, codes: Int32Array, from: number, count: number): void {
  for (let root = (count >> 1) - 1; root >= 0; root--) siftDown(times, codes, from, root, count);
  for (let end = count - 1; end > 0; end--) {
    const time = times[from + end]!;
    const code = codes[from + end]!;
    times[from + end] = times[from]!;
    codes[from + end] = codes[from]!;
    times[from] = time;
    codes[from] = code;
    siftDown(times, codes, from, 0, end);
  }
}

function siftDown(times: Float64Array, codes: Int32Array, from: number, start: number, count: number): void {
  const time = times[from + start]!;
  const code = codes[from + start]!;
  let hole = start;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= count) break;
    if (child + 1 < count && isAfter(times, codes, from + child + 1, from + child)) child += 1;
    const childTime = times[from + child]!;
    if (childTime < time || (childTime === time && codes[from + child]! <= code)) break;
    times[from + hole] = childTime;
    codes[from + hole] = codes[from + child]!;
    hole = child;
  }
  times[from + hole] = time;
  codes[from + hole] = code;
}

function isAfter(times: Float64Array, codes: Int32Array, a: number, b: number): boolean {
  return times[a]! > times[b]! || (times[a]! === times[b]! && codes[a]! > codes[b]!);
}

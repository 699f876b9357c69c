/**
 * The rooms of a conference: one on each shard that has participants of it. Usually that is one; when a shard fails, the
 * conference starts again in a room on another; and when participants are sent to different shards it is split, and each
 * part is a conference of its own to its Jicofo, with its own bridges.
 *
 * The first room has the conference's own slot in the table; others take further slots, which are given back with it.
 */
import type { ConferenceTable } from '../jitsi/conference-table.ts';
import { grown } from '../jitsi/grown-array.ts';

const nowhere = -1;

/** Fields of a room, by slot: its shard, the next room of its conference, and the conference it is of. */
const roomStride = 4;
const shardField = 0;
const nextField = 1;
const ownerField = 2;

export class ConferenceRooms {
  private readonly table: ConferenceTable;
  private rooms = new Int32Array(64 * roomStride).fill(nowhere);

  constructor(table: ConferenceTable) {
    this.table = table;
  }

  open(conference: number): void {
    this.set(conference, nowhere, conference);
  }

  /** The conference is over; its own slot is the caller's to close. */
  close(conference: number): void {
    for (let room = this.nextOf(conference); room !== nowhere; room = this.nextOf(room))
      this.table.close(room);
    this.rooms[conference * roomStride + nextField] = nowhere;
  }

  /** Whether the slot is that of a conference, and not of a further room. */
  isConference(slot: number): boolean {
    return this.rooms[slot * roomStride + ownerField] === slot;
  }

  /** Another shard on which participants of the conference are; -1 when there is none. */
  otherShard(conference: number, shard: number): number {
    for (let room = conference; room !== nowhere; room = this.nextOf(room)) {
      if (this.shardOf(room) !== shard && this.table.endpointsIn(room) > 0) return this.shardOf(room);
    }
    return nowhere;
  }

  /** The shard on which the conference is, or was first; 0 before anybody of it is on a bridge. */
  mainShard(conference: number): number {
    const shard = this.otherShard(conference, nowhere);
    return Math.max(0, shard === nowhere ? this.shardOf(conference) : shard);
  }

  shardOf(room: number): number {
    return this.rooms[room * roomStride + shardField]!;
  }

  conferenceOf(room: number): number {
    return this.rooms[room * roomStride + ownerField]!;
  }

  /** Participants on bridges in all rooms of the conference. */
  presentIn(conference: number): number {
    let present = 0;
    for (let room = conference; room !== nowhere; room = this.nextOf(room))
      present += this.table.endpointsIn(room);
    return present;
  }

  /** Whether any room of the conference is on the bridge. */
  isOn(conference: number, bridge: number): boolean {
    for (let room = conference; room !== nowhere; room = this.nextOf(room)) {
      if (this.table.partOn(room, bridge) >= 0) return true;
    }
    return false;
  }

  /** The conference's room on the shard: the one that is there, an empty one, or a new one. */
  roomOn(conference: number, shard: number): number {
    let empty = nowhere;
    let last = conference;
    for (let room = conference; room !== nowhere; room = this.nextOf(room)) {
      if (this.shardOf(room) === shard) return room;
      if (empty === nowhere && this.table.endpointsIn(room) === 0) empty = room;
      last = room;
    }
    const room = empty === nowhere ? this.add(conference, last) : empty;
    this.rooms[room * roomStride + shardField] = shard;
    return room;
  }

  private add(conference: number, after: number): number {
    const room = this.table.open(this.table.demandOf(conference));
    this.set(room, nowhere, conference);
    this.rooms[after * roomStride + nextField] = room;
    return room;
  }

  private nextOf(room: number): number {
    return this.rooms[room * roomStride + nextField]!;
  }

  /** A room that is the last one of its conference. */
  private set(room: number, shard: number, conference: number): void {
    const base = room * roomStride;
    if (base >= this.rooms.length) {
      const known = this.rooms.length;
      const larger = new Int32Array(Math.max(base + roomStride, known * 2));
      this.rooms = grown(this.rooms, larger).fill(nowhere, known);
    }
    this.rooms[base + shardField] = shard;
    this.rooms[base + nextField] = nowhere;
    this.rooms[base + ownerField] = conference;
  }
}

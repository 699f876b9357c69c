/**
 * The rooms of a conference: one on each shard that has participants of it. Usually that is one; when a shard fails, the
 * conference starts again in a room on another; and when participants are sent to different shards it is split, and each
 * part is a conference of its own to its Jicofo, with its own bridges.
 *
 * The first room has the conference's own slot in the table; others take further slots, which are given back with it.
 */
import type { ConferenceTable } from '../jitsi/conference-table.ts';

const nowhere = -1;

export class ConferenceRooms {
  private readonly table: ConferenceTable;
  /** By slot: the shard of the room, the next room of its conference, and the conference it is of. */
  private readonly shard: number[] = [];
  private readonly next: number[] = [];
  private readonly owner: number[] = [];

  constructor(table: ConferenceTable) {
    this.table = table;
  }

  open(conference: number): void {
    this.shard[conference] = nowhere;
    this.next[conference] = nowhere;
    this.owner[conference] = conference;
  }

  /** The conference is over; its own slot is the caller's to close. */
  close(conference: number): void {
    for (let room = this.next[conference]!; room !== nowhere; room = this.next[room]!) this.table.close(room);
    this.next[conference] = nowhere;
  }

  /** Whether the slot is that of a conference, and not of a further room. */
  isConference(slot: number): boolean {
    return this.owner[slot] === slot;
  }

  /** Another shard on which participants of the conference are; -1 when there is none. */
  otherShard(conference: number, shard: number): number {
    for (let room = conference; room !== nowhere; room = this.next[room]!) {
      if (this.shard[room] !== shard && this.table.endpointsIn(room) > 0) return this.shard[room]!;
    }
    return nowhere;
  }

  /** The shard on which the conference is, or was first; 0 before anybody of it is on a bridge. */
  mainShard(conference: number): number {
    const shard = this.otherShard(conference, nowhere);
    return Math.max(0, shard === nowhere ? this.shard[conference]! : shard);
  }

  shardOf(room: number): number {
    return this.shard[room]!;
  }

  conferenceOf(room: number): number {
    return this.owner[room]!;
  }

  /** Participants on bridges in all rooms of the conference. */
  presentIn(conference: number): number {
    let present = 0;
    for (let room = conference; room !== nowhere; room = this.next[room]!)
      present += this.table.endpointsIn(room);
    return present;
  }

  /** Whether any room of the conference is on the bridge. */
  isOn(conference: number, bridge: number): boolean {
    for (let room = conference; room !== nowhere; room = this.next[room]!) {
      if (this.table.partOn(room, bridge) >= 0) return true;
    }
    return false;
  }

  /** The conference's room on the shard: the one that is there, an empty one, or a new one. */
  roomOn(conference: number, shard: number): number {
    let empty = nowhere;
    let last = conference;
    for (let room = conference; room !== nowhere; room = this.next[room]!) {
      if (this.shard[room] === shard) return room;
      if (empty === nowhere && this.table.endpointsIn(room) === 0) empty = room;
      last = room;
    }
    const room = empty === nowhere ? this.add(conference, last) : empty;
    this.shard[room] = shard;
    return room;
  }

  private add(conference: number, after: number): number {
    const room = this.table.open(this.table.demandOf(conference));
    this.next[after] = room;
    this.next[room] = nowhere;
    this.owner[room] = conference;
    return room;
  }
}

/**
 * Joins a second, and joins times the occupants they meet, from a series of participants in which one room grows
 * large while the others stay ordinary.
 */
import { CalibrationRefused } from '../refusal.ts';

/** A room that takes a fixed share of all joins from one minute until it is full at another. */
export interface LargeRoom {
  readonly fromMinute: number;
  readonly fullMinute: number;
  readonly size: number;
}

export interface JoinsOfMinute {
  readonly joinsPerSecond: number;
  /** Sum over the joins of the occupants each one meets, per second. */
  readonly joinsTimesOccupantsPerSecond: number;
}

/** Net falls count as no joins. Ordinary rooms are on average half full while they fill. */
export function joinsByRoom(options: {
  readonly minutes: readonly { readonly minute: number; readonly netJoinsPerMinute: number }[];
  readonly roomSize: number;
  readonly largeRoom: LargeRoom | null;
}): JoinsOfMinute[] {
  const { minutes, largeRoom } = options;
  const ordinaryOccupants = options.roomSize / 2;
  const share = largeRoom === null ? 0 : shareOfJoins(minutes, largeRoom);
  let occupants = 0;
  return minutes.map((row) => {
    const joins = Math.max(0, row.netJoinsPerMinute);
    const inWindow =
      largeRoom !== null && row.minute >= largeRoom.fromMinute && row.minute < largeRoom.fullMinute;
    const large = inWindow ? share * joins : 0;
    const met = large * occupants + (joins - large) * ordinaryOccupants;
    occupants += large;
    return { joinsPerSecond: joins / 60, joinsTimesOccupantsPerSecond: met / 60 };
  });
}

function shareOfJoins(
  minutes: readonly { readonly minute: number; readonly netJoinsPerMinute: number }[],
  room: LargeRoom,
): number {
  const joins = minutes
    .filter((row) => row.minute >= room.fromMinute && row.minute < room.fullMinute)
    .reduce((total, row) => total + Math.max(0, row.netJoinsPerMinute), 0);
  if (joins < room.size) {
    throw new CalibrationRefused({
      place: 'large room',
      problem: `a room of ${room.size} cannot fill from minute ${room.fromMinute} to ${room.fullMinute}: ${joins.toFixed(0)} participants joined in that time`,
      hint: 'check the size, the times and the unit of the join rate (per minute)',
    });
  }
  return room.size / joins;
}

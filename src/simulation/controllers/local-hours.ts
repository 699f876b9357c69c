/** Clock times of a run, for policies that know the hour. */
import { dayOfWeek, zoneClock } from '../../scenario/clock.ts';
import type { Horizon } from '../../scenario/scenario.ts';

/** Hour of the day, 0 to 23, that clocks show at a simulated time. */
export function localHours({ startEpochMs, timeZone }: Horizon): (nowMs: number) => number {
  const clock = clockOf(timeZone);
  return (nowMs) => clock.toWall(startEpochMs + nowMs).hour;
}

/** Hour with its fraction, and the day of the week (0 is Sunday). */
export function localTimes({
  startEpochMs,
  timeZone,
}: Horizon): (nowMs: number) => { readonly hour: number; readonly day: number } {
  const clock = clockOf(timeZone);
  return (nowMs) => {
    const wall = clock.toWall(startEpochMs + nowMs);
    return { hour: wall.hour + wall.minute / 60, day: dayOfWeek(wall) };
  };
}

function clockOf(timeZone: string) {
  const clock = zoneClock(timeZone);
  if (clock === null) throw new Error(`localHours: ${timeZone} is not a time zone`);
  return clock;
}

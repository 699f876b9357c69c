// Goal: wall clocks are read right, also on the days on which they are changed.
// Method: moments whose UTC time is published (the EU changes clocks at 01:00 UTC on the last Sundays of March and
// October; Lord Howe Island by half an hour; India is UTC+5:30 all year), and a round trip as a property.

import { describe, expect, test } from 'vitest';
import {
  addDays,
  dayOfWeek,
  parseTimeOfDay,
  parseWallTime,
  type WallTime,
  wallTimeText,
  type ZoneClock,
  zoneClock,
} from '../../../src/scenario/clock.ts';
import { fc } from '../../support/property.ts';

function clockOf(timeZone: string): ZoneClock {
  const clock = zoneClock(timeZone);
  if (clock === null) throw new Error(`no zone ${timeZone}`);
  return clock;
}

function utcOf(timeZone: string, text: string): string {
  return new Date(clockOf(timeZone).toEpochMs(parseWallTime(text)!)).toISOString();
}

describe('a zone clock', () => {
  test.each([
    ['UTC', '2026-11-23T00:00', '2026-11-23T00:00:00.000Z'],
    ['Europe/Paris', '2022-03-29T09:24', '2022-03-29T07:24:00.000Z'],
    ['Europe/Paris', '2022-01-15T12:00', '2022-01-15T11:00:00.000Z'],
    ['Asia/Kolkata', '2022-01-15T12:00', '2022-01-15T06:30:00.000Z'],
    ['America/New_York', '2026-07-04T20:15:30', '2026-07-05T00:15:30.000Z'],
    // One minute before and at the change to summer time.
    ['Europe/Paris', '2022-03-27T01:59', '2022-03-27T00:59:00.000Z'],
    ['Europe/Paris', '2022-03-27T03:00', '2022-03-27T01:00:00.000Z'],
    // 02:30 is skipped: read as if the clock had not been changed, it is 03:30 summer time.
    ['Europe/Paris', '2022-03-27T02:30', '2022-03-27T01:30:00.000Z'],
    // 02:30 comes twice in October: the first, still summer time.
    ['Europe/Paris', '2022-10-30T02:30', '2022-10-30T00:30:00.000Z'],
    ['Europe/Paris', '2022-10-30T03:00', '2022-10-30T02:00:00.000Z'],
    ['Australia/Lord_Howe', '2022-04-03T12:00', '2022-04-03T01:30:00.000Z'],
  ])('of %s shows %s at %s', (timeZone, wall, utc) => {
    expect(utcOf(timeZone, wall)).toBe(utc);
  });

  test('comes back to the same wall time for every moment that is shown once', () => {
    const zones = ['UTC', 'Europe/Paris', 'America/Sao_Paulo', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(2000, 0, 1) / 1000, max: Date.UTC(2037, 0, 1) / 1000 }),
        (timeZone, seconds) => {
          const clock = clockOf(timeZone);
          const wall = clock.toWall(seconds * 1000);
          const back = clock.toEpochMs(wall);
          // A repeated hour is read as its first pass, up to an hour earlier.
          expect(clock.toWall(back)).toEqual(wall);
          expect(seconds * 1000 - back).toBeGreaterThanOrEqual(0);
          expect(seconds * 1000 - back).toBeLessThanOrEqual(3_600_000);
        },
      ),
    );
  });

  test('does not exist for a zone nobody knows', () => {
    expect(zoneClock('Europe/Pariss')).toBeNull();
  });
});

describe('a written time', () => {
  test.each(['9:00', '09:00', '09:00:00', ' 09:00 '])('may be %s', (text) => {
    expect(parseTimeOfDay(text)).toEqual({ hour: 9, minute: 0, second: 0 });
  });

  test.each(['24:00', '9', '9:5', '09:60', '09:00:60', '', 'noon', '-1:00'])(
    'is no time of day as %s',
    (text) => {
      expect(parseTimeOfDay(text)).toBeNull();
    },
  );

  test.each(['2022-02-29', '2022-13-01', '2022-00-10', '2022-04-31T10:00', '2022-1-1', '2022-01-01T25:00'])(
    'is no date as %s',
    (text) => {
      expect(parseWallTime(text)).toBeNull();
    },
  );

  test('may be a date, and a date with a time after T or a space', () => {
    expect(parseWallTime('2024-02-29')).toMatchObject({ month: 2, day: 29, hour: 0 });
    expect(parseWallTime('2024-02-29 7:30')).toEqual(parseWallTime('2024-02-29T07:30:00'));
  });
});

describe('the calendar', () => {
  const newYearsEve: WallTime = { year: 2023, month: 12, day: 31, hour: 8, minute: 5, second: 0 };

  test('goes on over the end of a year and back', () => {
    expect(wallTimeText(addDays(newYearsEve, 60))).toBe('2024-02-29T08:05');
    expect(addDays(addDays(newYearsEve, 60), -60)).toEqual(newYearsEve);
  });

  test('knows the days of the week', () => {
    // 23 November 2026 is a Monday, 31 December 2023 was a Sunday.
    expect(dayOfWeek({ ...newYearsEve, year: 2026, month: 11, day: 23 })).toBe(1);
    expect(dayOfWeek(newYearsEve)).toBe(0);
  });
});

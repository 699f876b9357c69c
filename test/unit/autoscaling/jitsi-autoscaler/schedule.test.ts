// Goal: schedules begin and end where their hours say, and change exactly the options they name.
// Method: moments worked by hand from calendars; transitions from jitsi/jitsi-autoscaler@c302ef1
// src/scheduled_scaling_processor.ts.
import { expect, test } from 'vitest';
import {
  initialJitsiAutoscalerMemory,
  type JitsiAutoscalerMemory,
} from '../../../../src/autoscaling/jitsi-autoscaler/memory.ts';
import type { ScalingOptions, ScheduledPeriod } from '../../../../src/autoscaling/jitsi-autoscaler/policy.ts';
import {
  activePeriod,
  scheduleTimeZone,
  wallClock,
  withInvariants,
} from '../../../../src/autoscaling/jitsi-autoscaler/schedule.ts';
import {
  applySchedule,
  scheduleInhibitsScaleDown,
} from '../../../../src/autoscaling/jitsi-autoscaler/schedule-transition.ts';
import { aBridgePool } from './groups.ts';

const everyDay = [0, 1, 2, 3, 4, 5, 6];
const lessons: ScheduledPeriod = {
  name: 'lessons',
  dayOfWeek: [1, 2, 3, 4, 5],
  startHour: 7,
  startMinute: 30,
  endHour: 16,
  priority: 1,
  scalingOptions: { minDesired: 6, maxDesired: 20 },
  inhibitScaleDown: true,
};

/** Monday 23 November 2026; Paris is then one hour ahead of UTC. */
const monday = (utcTime: string): number => Date.parse(`2026-11-23T${utcTime}Z`);

function school(periods: readonly ScheduledPeriod[] = [lessons]) {
  return aBridgePool({ scheduledScaling: { enabled: true, timezone: 'Europe/Paris', periods } });
}

function at(epochMs: number) {
  return { nowMs: epochMs - monday('00:00:00'), epochMs, region: 'eu-frankfurt-1' };
}

test('reads the wall clock of the zone, over midnight and over the change to summer time', () => {
  expect(wallClock(monday('23:15:00'), 'Europe/Paris')).toEqual({ dayOfWeek: 2, hour: 0, minute: 15 });
  // On 29 March 2026 Paris goes from 02:00 to 03:00 at 01:00 UTC; the day is a Sunday.
  expect(wallClock(Date.parse('2026-03-29T00:59:00Z'), 'Europe/Paris')).toEqual({
    dayOfWeek: 0,
    hour: 1,
    minute: 59,
  });
  expect(wallClock(Date.parse('2026-03-29T01:00:00Z'), 'Europe/Paris')).toEqual({
    dayOfWeek: 0,
    hour: 3,
    minute: 0,
  });
});

test('takes the zone of the schedule, else of the region, else the default', () => {
  expect(scheduleTimeZone({ timezone: 'Asia/Tokyo' }, { region: 'us-ashburn-1' })).toBe('Asia/Tokyo');
  expect(scheduleTimeZone({}, { region: 'us-ashburn-1' })).toBe('America/New_York');
  expect(scheduleTimeZone({}, { region: 'somewhere' })).toBe('UTC');
});

test('a period begins on its minute and ends before its end', () => {
  const active = (time: string) =>
    activePeriod({ periods: [lessons] }, { epochMs: monday(time), timeZone: 'Europe/Paris' })?.name ?? null;
  expect(active('06:29:59')).toBeNull();
  expect(active('06:30:00')).toBe('lessons');
  expect(active('14:59:59')).toBe('lessons');
  expect(active('15:00:00')).toBeNull();
});

test('a period over midnight belongs to the day on which it begins', () => {
  const night = { ...lessons, dayOfWeek: [1], startHour: 22, startMinute: 0, endHour: 6 };
  const active = (epochMs: number) =>
    activePeriod({ periods: [night] }, { epochMs, timeZone: 'UTC' }) !== null;
  expect(active(monday('03:00:00'))).toBe(false);
  expect(active(monday('23:00:00'))).toBe(true);
  expect(active(monday('03:00:00') + 86_400_000)).toBe(true);
  expect(active(monday('23:00:00') + 86_400_000)).toBe(false);
});

test('of several active periods the highest priority counts, and the first listed on a tie', () => {
  const allDay = (name: string, priority: number): ScheduledPeriod => ({
    ...lessons,
    name,
    priority,
    dayOfWeek: everyDay,
    startHour: 0,
    startMinute: 0,
    endHour: 0,
  });
  const periods = [allDay('low', 1), allDay('first', 5), allDay('second', 5)];
  const when = { epochMs: monday('12:00:00'), timeZone: 'UTC' };
  expect(activePeriod({ periods }, when)?.name).toBe('first');
});

test('entering keeps the live desired within the new bounds, remembers the base and starts a grace period', () => {
  const policy = school();
  const before = initialJitsiAutoscalerMemory(policy);
  const { memory, reason } = applySchedule(policy, before, at(monday('06:30:00')));
  expect(memory.scalingOptions).toEqual({
    ...policy.scalingOptions,
    minDesired: 6,
    maxDesired: 20,
    desiredCount: 6,
  });
  expect(memory.scheduledBase).toEqual(policy.scalingOptions);
  expect(memory.graceUntilMs).toBe(6.5 * 3_600_000 + 600_000);
  expect(reason).toBe(
    'schedule: no period gives way to lessons, desired 2 to 6 within 6 to 20; no change by metrics for 600 s',
  );
});

test('between the boundaries it leaves alone what metrics and operators change', () => {
  const policy = school();
  const inside: JitsiAutoscalerMemory = {
    ...applySchedule(policy, initialJitsiAutoscalerMemory(policy), at(monday('06:30:00'))).memory,
    scalingOptions: { ...policy.scalingOptions, desiredCount: 17 },
  };
  const { memory, reason } = applySchedule(policy, inside, at(monday('10:00:00')));
  expect(memory).toBe(inside);
  expect(reason).toBeNull();
});

test('leaving restores the base but keeps the live desired, raising the maximum to fit it', () => {
  const policy = school();
  const inside = applySchedule(policy, initialJitsiAutoscalerMemory(policy), at(monday('06:30:00'))).memory;
  const grown = { ...inside, scalingOptions: { ...inside.scalingOptions, desiredCount: 15 } };
  const { memory } = applySchedule(policy, grown, at(monday('15:00:00')));
  expect(memory.scalingOptions).toEqual({ ...policy.scalingOptions, maxDesired: 15, desiredCount: 15 });
  expect(memory.scheduledPeriod).toBeNull();
  expect(memory.scheduledBase).toBeNull();
});

test('leaving a period that had set desired, or is no longer listed, returns to the base desired', () => {
  const setting = { ...lessons, scalingOptions: { minDesired: 6, maxDesired: 20, desiredCount: 10 } };
  const policy = school([setting]);
  const inside = applySchedule(policy, initialJitsiAutoscalerMemory(policy), at(monday('06:30:00'))).memory;
  expect(inside.scalingOptions.desiredCount).toBe(10);
  expect(applySchedule(policy, inside, at(monday('15:00:00'))).memory.scalingOptions.desiredCount).toBe(2);
  expect(applySchedule(school([]), inside, at(monday('10:00:00'))).memory.scalingOptions.desiredCount).toBe(
    2,
  );
});

test('a period that gives way to another is not mixed into it', () => {
  const noon: ScheduledPeriod = {
    ...lessons,
    name: 'noon',
    startHour: 12,
    startMinute: 0,
    endHour: 13,
    priority: 9,
    scalingOptions: { scaleUpQuantity: 3 },
  };
  const policy = school([lessons, noon]);
  const morning = applySchedule(policy, initialJitsiAutoscalerMemory(policy), at(monday('09:00:00'))).memory;
  const { memory } = applySchedule(policy, morning, at(monday('11:00:00')));
  expect(memory.scalingOptions).toEqual({ ...policy.scalingOptions, scaleUpQuantity: 3, desiredCount: 6 });
  expect(memory.scheduledBase).toEqual(policy.scalingOptions);
});

test('forbids scaling down only while such a period lasts', () => {
  expect(scheduleInhibitsScaleDown(school(), at(monday('10:00:00')))).toBe(true);
  expect(scheduleInhibitsScaleDown(school(), at(monday('20:00:00')))).toBe(false);
  expect(scheduleInhibitsScaleDown(aBridgePool(), at(monday('10:00:00')))).toBe(false);
});

test('repairs contradictory options in order: desired to the minimum, maximum to desired', () => {
  const options = (minDesired: number, maxDesired: number, desiredCount: number): ScalingOptions => ({
    ...aBridgePool().scalingOptions,
    minDesired,
    maxDesired,
    desiredCount,
  });
  expect(withInvariants(options(4, 8, 2))).toEqual(options(4, 8, 4));
  expect(withInvariants(options(1, 3, 10))).toEqual(options(1, 10, 10));
  expect(withInvariants(options(9, 5, 2))).toEqual(options(9, 9, 9));
});

// Goal: the controllers of the literature do what their formulas say.
// Method: every value is worked out by hand from the formulas (Ilyushkin et al. 2018; ahmedaley/Autoscalers@87f2220)
// with 100 units of load per instance.
import { expect, test } from 'vitest';
import { decideAdapt, initialAdaptMemory } from '../../../../src/autoscaling/reference-policies/adapt.ts';
import { decideHist, initialHistMemory } from '../../../../src/autoscaling/reference-policies/hist.ts';
import { parabolaAtLast } from '../../../../src/autoscaling/reference-policies/least-squares.ts';
import { decideReact } from '../../../../src/autoscaling/reference-policies/react.ts';
import { decideReg } from '../../../../src/autoscaling/reference-policies/reg.ts';
import { decideScheduled } from '../../../../src/autoscaling/reference-policies/scheduled.ts';

const policy = { loadPerInstance: 100, minCount: 1, maxCount: 50 };
const look = (load: number, count: number) => ({ nowMs: 0, load, count });

test('React adds 1.2 times what is missing, keeps 1.2 times what is needed, and holds in between', () => {
  const react = (load: number, count: number) => decideReact(policy, null, look(load, count)).desiredCount;
  expect(react(1950, 10)).toBe(22); // 20 needed, 10 missing: 10 + 12
  expect(react(1401, 10)).toBe(16); // 15 needed, 5 missing: 10 + 6
  expect(react(500, 10)).toBe(6); // 1.2 x 5
  expect(react(950, 10)).toBe(10); // 10 needed; 1.1 x 9.5 = 10.45 is not below 10
  expect(react(890, 10)).toBe(11); // 1.1 x 8.9 = 9.79 is below 10: 1.2 x 9 = 10.8, more than there is
  expect(react(99_999, 10)).toBe(50);
  expect(react(0, 10)).toBe(1);
});

test('Hist takes the 90th percentile of the hour and corrects it by the mean surplus of five intervals', () => {
  const needsByHour = initialHistMemory.needsByHour.map((needs, hour) =>
    hour === 9 ? [10, 11, 12, 13, 14, 15, 16, 17, 18, 30] : needs,
  );
  const at = (load: number, count: number, errors: readonly number[]) =>
    decideHist(policy, { needsByHour, errors }, { ...look(load, count), hour: 8, comingHour: 9 });
  // Ten needs: the one at index floor(10 x 0.9) = 9 is 30. Fewer than five errors: no correction.
  expect(at(500, 5, []).desiredCount).toBe(30);
  // Surplus 2, 2, 2, 2 and now 7 - 5 = 2: 30 - 2.
  expect(at(500, 7, [2, 2, 2, 2]).desiredCount).toBe(28);
  // Mean surplus 40 would leave nothing: a fifth of it is taken off, 30 - 8.
  expect(at(500, 45, [40, 40, 40, 40]).desiredCount).toBe(22);
  // 60 needed of 10: at least ceil(1.05 x 60) = 63, cut off at 50.
  expect(at(6000, 10, []).desiredCount).toBe(50);
  // The need is filed under the present hour; an hour never seen keeps what is there.
  expect(at(500, 5, []).memory.needsByHour[8]).toEqual([5]);
  const unseen = decideHist(policy, initialHistMemory, { ...look(300, 4), hour: 3, comingHour: 4 });
  expect(unseen.desiredCount).toBe(4);
});

test('the parabola through points of a parabola is that parabola, and through others the best one', () => {
  expect(parabolaAtLast([1, 4, 9, 16, 25])).toBeCloseTo(25, 12);
  // y = 0, 0, 1, 0, 0 at x = -2..2: c = (5 x 0 - 10 x 1) / (5 x 34 - 100) = -1/7, a = (1 + 10/7) / 5 = 17/35,
  // so at x = 2: 17/35 - 4/7 = -3/35.
  expect(parabolaAtLast([0, 0, 1, 0, 0])).toBeCloseTo(-3 / 35, 12);
  expect(parabolaAtLast([4, 8])).toBe(6);
});

test('Reg adds at once and releases along the curve, never above what is there', () => {
  const reg = (memory: readonly number[], load: number, count: number) =>
    decideReg(policy, memory, look(load, count)).desiredCount;
  expect(reg([], 2000, 10)).toBe(21); // ceil(1.05 x 20)
  expect(reg([25, 16, 9], 400, 30)).toBe(5); // 25, 16, 9, 4 lie on a parabola: 1.2 x 4 = 4.8
  expect(reg([10, 10, 10], 950, 11)).toBe(11); // 1.2 x 10 = 12, but 11 are there
  expect(reg([9, 9], 900, 9)).toBe(9);
  expect(reg([0, 0, 1, 0], 0, 9)).toBe(9); // the curve stands at -3/35
  expect(
    decideReg(
      policy,
      Array.from({ length: 60 }, () => 1),
      look(100, 2),
    ).memory,
  ).toHaveLength(60);
});

test('Adapt follows the change of the need, a quarter as fast downwards', () => {
  const first = decideAdapt(policy, initialAdaptMemory, look(1000, 10));
  expect(first.desiredCount).toBe(10);
  // Capacity 10 in both intervals, need 10 to 8: R = 10 x (-2) / 10 / 4 = -0.5, nothing whole yet.
  const second = decideAdapt(policy, first.memory, look(800, 10));
  expect(second.desiredCount).toBe(10);
  expect(second.memory.pending).toBeCloseTo(-0.5, 12);
  // Again by 2: -1 in all, one instance goes.
  const third = decideAdapt(policy, second.memory, look(600, 10));
  expect(third.desiredCount).toBe(9);
  expect(third.memory.pending).toBeCloseTo(0, 12);
  // Need 10 to 15 with 10 there: R = 5, and ceil(1.1 x 15) - 10 = 7 to repair.
  expect(decideAdapt(policy, first.memory, look(1500, 10)).desiredCount).toBe(22);
  // Never below the need: -40 / 4 = -10 would leave 10 of 20, but 12 are needed.
  const large = { ...first.memory, previousNeed: 52, capacitySum: 20 };
  expect(decideAdapt(policy, large, look(1200, 20)).desiredCount).toBe(12);
});

test('a timetable brings rises forward by the prewarm time and leaves falls where they are', () => {
  const hour = 3_600_000;
  const timetable = {
    steps: [
      { atMs: 0, count: 2 },
      { atMs: 9 * hour, count: 10 },
      { atMs: 17 * hour, count: 2 },
    ],
    prewarmSeconds: 900,
  };
  const at = (nowMs: number) => decideScheduled(timetable, null, { nowMs });
  expect(at(8.75 * hour - 1).desiredCount).toBe(2);
  expect(at(8.75 * hour).desiredCount).toBe(10);
  expect(at(8.75 * hour).reason).toBe('the timetable says 2, and 10 in 900 s');
  expect(at(17 * hour - 1).desiredCount).toBe(10);
  expect(at(17 * hour).desiredCount).toBe(2);
});

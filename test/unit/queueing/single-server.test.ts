// Goal: the single-server formulas are Kleinrock's.
// Method: hand-worked values, and the identities between M/D/1, M/M/1 and Erlang C.
import { expect, test } from 'vitest';
import { waitMeanMs } from '../../../src/queueing/erlang-c.ts';
import {
  mm1PresentMean,
  mm1TimeInSystemQuantileMs,
  pollaczekKhinchineWaitMs,
} from '../../../src/queueing/single-server.ts';

test('Pollaczek-Khinchine is M/M/1 for exponential, and half of it for constant service', () => {
  const system = { utilisation: 0.8, serviceMeanMs: 100 };
  const exponential = pollaczekKhinchineWaitMs({ ...system, serviceVariationSquared: 1 });
  expect(exponential).toBeCloseTo(400, 10);
  expect(exponential).toBeCloseTo(
    waitMeanMs({ servers: 1, offeredLoadErlangs: 0.8, serviceMeanMs: 100 }),
    10,
  );
  expect(pollaczekKhinchineWaitMs({ ...system, serviceVariationSquared: 0 })).toBeCloseTo(200, 10);
});

test('Pollaczek-Khinchine waits forever at full utilisation', () => {
  const system = { serviceMeanMs: 100, serviceVariationSquared: 0 };
  expect(pollaczekKhinchineWaitMs({ ...system, utilisation: 1 })).toBe(Number.POSITIVE_INFINITY);
  expect(() => pollaczekKhinchineWaitMs({ ...system, utilisation: -0.1 })).toThrow(/negative/);
});

test("M/M/1 holds rho / (1 - rho), and obeys Little's law with its wait", () => {
  expect(mm1PresentMean(0.75)).toBeCloseTo(3, 14);
  // L = arrival rate x (wait + service) = 0.75 / 100 x (300 + 100).
  const wait = pollaczekKhinchineWaitMs({
    utilisation: 0.75,
    serviceMeanMs: 100,
    serviceVariationSquared: 1,
  });
  expect(mm1PresentMean(0.75)).toBeCloseTo((0.75 / 100) * (wait + 100), 12);
  expect(mm1PresentMean(1)).toBe(Number.POSITIVE_INFINITY);
  expect(() => mm1PresentMean(Number.NaN)).toThrow(/NaN/);
});

test('M/M/1 keeps half of its arrivals longer than ln 2 mean times', () => {
  const system = { utilisation: 0.75, serviceMeanMs: 100 };
  expect(mm1TimeInSystemQuantileMs({ ...system, p: 0.5 })).toBeCloseTo(400 * Math.LN2, 10);
  expect(mm1TimeInSystemQuantileMs({ ...system, p: 0 })).toBe(0);
  expect(mm1TimeInSystemQuantileMs({ ...system, utilisation: 1, p: 0.5 })).toBe(Number.POSITIVE_INFINITY);
  expect(() => mm1TimeInSystemQuantileMs({ ...system, p: 1 })).toThrow(/below 1/);
});

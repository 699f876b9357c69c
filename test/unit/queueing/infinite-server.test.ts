// Goal: the mean present of M_t/G/infinity is exact for piecewise-linear rates and any stay.
// Method: SciPy 1.17 quadrature (1e-13) of the convolution as literals; ramps and bursts worked by hand; the published
// closed form for sinusoids, approached by short pieces.
import { describe, expect, test } from 'vitest';
import type { Distribution } from '../../../src/engine/random/distribution.ts';
import {
  type ArrivalRate,
  groupPeakedness,
  meanPresent,
  serversForOverflow,
  sinusoidalMeanPresent,
} from '../../../src/queueing/infinite-server.ts';

const minuteMs = 60_000;
/** Up to 60 an hour within the first hour, flat for two, down to 20 within the next. */
const morning: ArrivalRate = {
  timeMs: [0, 60, 180, 240].map((minutes) => minutes * minuteMs),
  ratePerHour: [0, 60, 60, 20],
};

describe('meanPresent', () => {
  test.each<{ stay: Distribution; at45: number; at120: number; at200: number; at300: number }>([
    {
      stay: { kind: 'lognormal', median: 30, logStandardDeviation: 0.8 },
      at45: 13.386163733480114,
      at120: 36.90792694299732,
      at200: 38.19151110140972,
      at300: 5.336589289161786,
    },
    {
      stay: { kind: 'gamma', shape: 2.5, scale: 12 },
      at45: 12.762365134479968,
      at120: 29.723918842363222,
      at200: 27.92727477014413,
      at300: 0.5650834496880095,
    },
    {
      stay: { kind: 'weibull', shape: 0.7, scale: 25 },
      at45: 9.293199637315919,
      at120: 26.203647818962597,
      at200: 28.510517401219776,
      at300: 6.129097383620767,
    },
    {
      // Its part below zero is a stay of no length.
      stay: { kind: 'normal', mean: 40, standardDeviation: 15 },
      at45: 15.340038808157022,
      at120: 39.952691323730456,
      at200: 37.834069869308834,
      at300: 0.2553310711561291,
    },
  ])('is the convolution of rate and survival, $stay.kind stays', ({ stay, at45, at120, at200, at300 }) => {
    const at = (minutes: number): number =>
      meanPresent({ arrivals: morning, stayMinutes: stay, atMs: minutes * minuteMs });
    for (const [minutes, expected] of [
      [45, at45],
      [120, at120],
      [200, at200],
      [300, at300],
    ] as const) {
      expect(Math.abs(at(minutes) - expected)).toBeLessThan(1e-9);
    }
  });

  test('is the area of the rate over the last stay when all stay equally long', () => {
    const stayMinutes: Distribution = { kind: 'constant', value: 30 };
    const at = (minutes: number): number =>
      meanPresent({ arrivals: morning, stayMinutes, atMs: minutes * minuteMs });
    // On the ramp: the integral of t/60 per minute from 15 to 45; on the flat: 30; after 240: the last 10 minutes at
    // 26.667 falling to 20 an hour.
    expect(at(45)).toBeCloseTo((45 ** 2 - 15 ** 2) / 120, 10);
    expect(at(120)).toBeCloseTo(30, 10);
    expect(at(260)).toBeCloseTo(((80 / 3 + 20) / 2 / 60) * 10, 10);
    expect(at(270)).toBe(0);
  });

  test('is nothing before the first arrival, and the load r E[S] long after a constant rate began', () => {
    const arrivals: ArrivalRate = { timeMs: [0, 1e12], ratePerHour: [90, 90] };
    const stayMinutes: Distribution = { kind: 'lognormal', median: 30, logStandardDeviation: 0.8 };
    expect(meanPresent({ arrivals, stayMinutes, atMs: 0 })).toBe(0);
    expect(meanPresent({ arrivals, stayMinutes, atMs: -5 })).toBe(0);
    expect(meanPresent({ arrivals, stayMinutes, atMs: 1e10 })).toBeCloseTo(1.5 * 41.31383293007872, 6);
    expect(meanPresent({ arrivals: { timeMs: [], ratePerHour: [] }, stayMinutes, atMs: 1 })).toBe(0);
  });

  test('lets a rate jump between two points at one time', () => {
    const arrivals: ArrivalRate = {
      timeMs: [0, 10, 10, 20].map((minutes) => minutes * minuteMs),
      ratePerHour: [0, 0, 120, 120],
    };
    const stayMinutes: Distribution = { kind: 'constant', value: 60 };
    expect(meanPresent({ arrivals, stayMinutes, atMs: 10 * minuteMs })).toBe(0);
    expect(meanPresent({ arrivals, stayMinutes, atMs: 15 * minuteMs })).toBeCloseTo(10, 12);
  });

  test('approaches the published sinusoid as the pieces get short', () => {
    const meanRatePerHour = 100;
    const periodMinutes = 1440;
    const stayMeanMinutes = 50;
    const points = 20_001;
    const days = 10;
    const load = (meanRatePerHour / 60) * stayMeanMinutes;
    const timeMs = Array.from(
      { length: points },
      (_, i) => (i / (points - 1)) * days * periodMinutes * minuteMs,
    );
    const ratePerHour = timeMs.map(
      (ms) => meanRatePerHour * (1 + 0.9 * Math.sin((2 * Math.PI * ms) / (periodMinutes * minuteMs))),
    );
    for (const atMinutes of [13_500, 13_777, 14_100]) {
      const exact = sinusoidalMeanPresent({
        meanRatePerHour,
        relativeAmplitude: 0.9,
        periodMinutes,
        stayMeanMinutes,
        atMinutes,
      });
      const piecewise = meanPresent({
        arrivals: { timeMs, ratePerHour },
        stayMinutes: { kind: 'exponential', mean: stayMeanMinutes },
        atMs: atMinutes * minuteMs,
      });
      // Interpolation error of a 0.72-minute grid: (0.72 * 2 pi / 1440)^2 / 8 of the mean load, 1.2e-6.
      expect(Math.abs(piecewise - exact) / load).toBeLessThan(1.5e-6);
    }
  });
});

describe('sinusoidalMeanPresent', () => {
  test('peaks later than the rate, by the arctangent the theory gives', () => {
    const periodMinutes = 1440;
    const stayMeanMinutes = 60;
    const frequency = (2 * Math.PI) / periodMinutes;
    const lagMinutes = Math.atan(frequency * stayMeanMinutes) / frequency;
    const at = (atMinutes: number): number =>
      sinusoidalMeanPresent({
        meanRatePerHour: 60,
        relativeAmplitude: 1,
        periodMinutes,
        stayMeanMinutes,
        atMinutes,
      });
    const peak = at(periodMinutes / 4 + lagMinutes);
    expect(peak).toBeCloseTo(60 * (1 + 1 / Math.sqrt(1 + (frequency * stayMeanMinutes) ** 2)), 9);
    expect(at(periodMinutes / 4 + lagMinutes - 1)).toBeLessThan(peak);
    expect(at(periodMinutes / 4 + lagMinutes + 1)).toBeLessThan(peak);
  });
});

describe('serversForOverflow', () => {
  test('is the Poisson table', () => {
    // Mean 10: P(N > 15) = 0.0487, P(N > 14) = 0.0835, P(N > 18) = 0.0072, P(N > 17) = 0.0143 (any Poisson table).
    expect(serversForOverflow({ meanPresent: 10, probabilityMax: 0.05 })).toBe(15);
    expect(serversForOverflow({ meanPresent: 10, probabilityMax: 0.01 })).toBe(18);
  });

  test('knows tails far below the rounding of one', () => {
    // Mean 1: P(N > s) = e^-1 / (s + 1)! (1 + ...); 21! = 5.1e19 and 22! = 1.1e21, so 1e-20 falls at s = 21.
    expect(serversForOverflow({ meanPresent: 1, probabilityMax: 1e-20 })).toBe(20);
    expect(serversForOverflow({ meanPresent: 1, probabilityMax: 7e-21 })).toBe(21);
  });

  test('needs nothing when nobody comes or everything is allowed', () => {
    expect(serversForOverflow({ meanPresent: 0, probabilityMax: 0.01 })).toBe(0);
    expect(serversForOverflow({ meanPresent: 50, probabilityMax: 1 })).toBe(0);
    expect(() => serversForOverflow({ meanPresent: 1, probabilityMax: 0 })).toThrow(/probability/);
  });
});

describe('groupPeakedness', () => {
  test('is 1 for single arrivals, E[B^2] / E[B] for groups that leave together', () => {
    expect(groupPeakedness({ sizeMean: 1, sizeVariance: 0, overlap: 1 })).toBe(1);
    expect(groupPeakedness({ sizeMean: 30, sizeVariance: 0, overlap: 1 })).toBe(30);
    // Geometric groups of mean 4: E[B^2] = 28, so 7 together and 4 apart.
    expect(groupPeakedness({ sizeMean: 4, sizeVariance: 12, overlap: 1 })).toBeCloseTo(7, 12);
    expect(groupPeakedness({ sizeMean: 4, sizeVariance: 12, overlap: 0.5 })).toBeCloseTo(4, 12);
  });

  test('refuses what is no group', () => {
    expect(() => groupPeakedness({ sizeMean: 0.5, sizeVariance: 0, overlap: 1 })).toThrow(/mean from 1/);
    expect(() => groupPeakedness({ sizeMean: 2, sizeVariance: 0, overlap: 1.5 })).toThrow(/overlap/);
  });
});

// Goal: conferences arrive as a non-homogeneous Poisson process along their curve, and as many participants are
//   present as queueing theory says.
// Method: 400 replications of a day on a curve with ramps, plateaus and an hour without conferences. Hourly counts
//   against the integral of the curve: chi-square about the known means, two-sided at 0.2 % (critical values of 23
//   degrees of freedom, NIST/SEMATECH e-Handbook 1.3.6.7.4), and their dispersion against that of Poisson counts. Gaps
//   on the scale of the cumulative rate against Exp(1): Kolmogorov-Smirnov at 0.1 %. Participants present against the
//   integral of rate times the probability to be present, by Simpson's rule: 99.9 % interval of the mean.
import { errorFunction, mean, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, test } from 'vitest';
import { aConferenceClass, hourMs } from '../support/scenario.ts';
import { alongCurve, drawAll, presentAt } from '../support/workload.ts';

const replications = Array.from({ length: 400 }, (_, replication) => replication);
/** Two-sided 0.2 %, normal. */
const z999 = 3.09;

/** [hour, conferences an hour]: nothing until 6, two humps, none at all between 20 and 21. */
const points = [
  [0, 4],
  [6, 4],
  [9, 60],
  [11, 60],
  [12.5, 15],
  [14, 50],
  [18, 10],
  [20, 0],
  [21, 0],
  [22, 12],
  [24, 6],
] as const;

function rateAt(hour: number): number {
  const after = points.findIndex(([at]) => at >= hour);
  if (after <= 0) return points[0][1];
  const [[fromHour, fromRate], [toHour, toRate]] = [points[after - 1]!, points[after]!];
  return fromRate + ((hour - fromHour) / (toHour - fromHour)) * (toRate - fromRate);
}

/** Integral of f by Simpson's rule with steps of at most `step`. */
function integral(f: (x: number) => number, from: number, to: number, step: number): number {
  const pairs = Math.max(1, Math.ceil((to - from) / (2 * step)));
  const h = (to - from) / (2 * pairs);
  let sum = f(from) + f(to);
  for (let i = 1; i < 2 * pairs; i += 1) sum += f(from + i * h) * (i % 2 === 1 ? 4 : 2);
  return (sum * h) / 3;
}

/** Expected conferences between two hours. Half-hour pieces: every corner of the curve is an end of one. */
function expectedBetween(from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 0.5) sum += integral(rateAt, at, Math.min(to, at + 0.5), 0.25);
  return sum;
}

describe('conferences along a curve', () => {
  const days = replications.map((replication) =>
    drawAll(alongCurve(points), { seed: 11, replication }).map(({ joinMs }) => joinMs[0]! / hourMs),
  );
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter(
    (hour) => expectedBetween(hour, hour + 1) > 0,
  );
  const counts = days.map((starts) =>
    hours.map((hour) => starts.filter((at) => Math.floor(at) === hour).length),
  );

  test('come in every hour in proportion to the curve, none in an hour without', () => {
    expect(hours).toHaveLength(23);
    let chiSquare = 0;
    for (const [i, hour] of hours.entries()) {
      const expected = expectedBetween(hour, hour + 1) * days.length;
      const observed = counts.reduce((sum, day) => sum + day[i]!, 0);
      chiSquare += (observed - expected) ** 2 / expected;
    }
    // Upper and lower 0.1 % points of 23 degrees of freedom; the means are known, none is fitted.
    expect(chiSquare).toBeLessThan(49.728);
    expect(chiSquare).toBeGreaterThan(7.529);
    expect(days.flat().filter((at) => at >= 20 && at < 21)).toEqual([]);
  });

  test('vary from day to day as Poisson counts do', () => {
    let statistic = 0;
    let degrees = 0;
    let variance = 0;
    for (const [i, hour] of hours.entries()) {
      const expected = expectedBetween(hour, hour + 1);
      for (const day of counts) statistic += (day[i]! - expected) ** 2 / expected;
      degrees += counts.length;
      // Var((N - m)^2 / m) = 2 + 1 / m for N Poisson with mean m.
      variance += counts.length * (2 + 1 / expected);
    }
    expect(Math.abs(statistic - degrees)).toBeLessThan(z999 * Math.sqrt(variance));
  });

  test('have independent exponential gaps once the curve is stretched flat', () => {
    const gaps = days.slice(0, 40).flatMap((starts) => {
      const masses = starts.map(
        (at) => expectedBetween(0, Math.floor(2 * at) / 2) + expectedBetween(Math.floor(2 * at) / 2, at),
      );
      return masses.map((mass, i) => mass - (masses[i - 1] ?? 0));
    });
    const sorted = [...gaps].sort((a, b) => a - b);
    const distance = Math.max(
      ...sorted.map((gap, i) => {
        const cdf = 1 - Math.exp(-gap);
        return Math.max(Math.abs(cdf - i / sorted.length), Math.abs((i + 1) / sorted.length - cdf));
      }),
    );
    // Asymptotic critical value at 0.1 %: sqrt(-ln(0.0005) / 2) / sqrt(n).
    expect(distance).toBeLessThan(Math.sqrt(-Math.log(0.0005) / 2) / Math.sqrt(sorted.length));
    // Neighbours of an independent sequence: correlation 0 with standard error 1 / sqrt(n).
    const products = gaps.slice(1).map((gap, i) => (gap - 1) * (gaps[i]! - 1));
    expect(Math.abs(mean(products))).toBeLessThan(z999 / Math.sqrt(gaps.length));
  });
});

describe('participants present, of conferences along a curve', () => {
  // Two or ten participants; they join within 5 minutes of the start and stay to an end at least 6 minutes after it.
  const meanSize = (2 * 3 + 10) / 4;
  const medianMinutes = 40;
  const logDeviation = 0.7;
  const conferenceClass = aConferenceClass({
    size: { kind: 'discrete', values: [2, 10], weights: [3, 1] },
    joinOffsetSeconds: { kind: 'uniform', low: 0, high: 300 },
    durationMinutes: {
      kind: 'clamped',
      of: { kind: 'lognormal', median: medianMinutes, logStandardDeviation: logDeviation },
      min: 6,
    },
  });
  const observed = [6.5, 8, 9, 10.5, 12, 13, 16, 20.9, 22.5];

  /** Probability to be there `minutes` after the planned start: joined, and not yet gone. */
  function presence(minutes: number): number {
    const joined = Math.min(1, minutes / 5);
    const z = Math.log(minutes / medianMinutes) / logDeviation;
    const gone = minutes < 6 ? 0 : (1 + errorFunction(z / Math.SQRT2)) / 2;
    return joined - gone;
  }

  /** In minutes after the planned start, piece by piece: corners of the curve and of the probability are ends. */
  function expectedPresent(hour: number): number {
    let sum = 0;
    for (let minute = 0; minute < 60 * hour; minute += 1) {
      sum += integral(
        (age) => (rateAt(hour - age / 60) / 60) * presence(Math.max(1e-9, age)),
        minute,
        minute + 1,
        0.25,
      );
    }
    return meanSize * sum;
  }

  const present = replications.map((replication) => {
    const timelines = drawAll(alongCurve(points, { conferenceClass }), { seed: 12, replication });
    return observed.map((hour) => presentAt(timelines, hour * hourMs));
  });

  test.each(observed.map((hour, i) => [hour, i] as const))(
    'at hour %d are as many as the integral of M_t/G/infinity says',
    (hour, i) => {
      const values = present.map((counts) => counts[i]!);
      const expected = expectedPresent(hour);
      const standardError = sampleStandardDeviation(values) / Math.sqrt(values.length);
      expect(expected).toBeGreaterThan(1);
      expect(standardError).toBeLessThan(0.07 * expected);
      expect(Math.abs(mean(values) - expected)).toBeLessThan(3.29 * standardError);
    },
  );
});

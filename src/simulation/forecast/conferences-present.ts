/**
 * How many conferences of a demand class are expected to be under way at a time: the mean of M_t/G/infinity for a curve,
 * with the aligned share of the starts in lumps on the marks of the clock; exact for bursts, traces and series.
 *
 * Simplification: planned starts and ends; joins before and leaves after them are left out.
 */
import { meanPresent } from '../../queueing/infinite-server.ts';
import { cdf } from '../../stats/distributions/cdf.ts';
import type { DemandClass } from '../../workload/demand.ts';
import { ratePerHourAt } from '../../workload/rate-curve.ts';

const msPerMinute = 60_000;
const msPerHour = 3_600_000;
/** Nobody is expected to stay longer than this. */
const stayMaxMs = 24 * msPerHour;

type CurveDemand = Extract<DemandClass, { readonly kind: 'curve' }>;

/** The smooth part of a curve's conferences changes slowly: it is worked out at every fifth point. */
const smoothEvery = 5;

export interface PresentSeries {
  readonly mean: Float64Array;
  /** Of the number present. */
  readonly variance: Float64Array;
}

/** Expected conferences at times 0, stepMs, 2 stepMs ..., and the variance of their number. */
export function conferencesPresent(demand: DemandClass, points: number, stepMs: number): PresentSeries {
  const present = { mean: new Float64Array(points), variance: new Float64Array(points) };
  const smooth = demand.kind === 'curve' ? smoothSeries(demand, points, stepMs) : null;
  for (let point = 0; point < points; point++) {
    const { mean, variance } = presentAt(demand, point * stepMs, smooth === null ? 0 : smooth[point]!);
    present.mean[point] = mean;
    present.variance[point] = variance;
  }
  return present;
}

function presentAt(demand: DemandClass, atMs: number, smooth: number): { mean: number; variance: number } {
  switch (demand.kind) {
    case 'curve': {
      const aligned = demand.alignment?.ratio ?? 0;
      const mean = (1 - aligned) * smooth + (aligned > 0 ? alignedPresent(demand, atMs) : 0);
      // Poisson, whatever moves the starts: they are thinned and shifted one by one.
      return { mean, variance: mean };
    }
    case 'burst': {
      const survival = survivalAt(demand, atMs - demand.startMs);
      const mean = demand.conferences * survival;
      return { mean, variance: mean * (1 - survival) };
    }
    case 'trace': {
      let present = 0;
      for (const { startMs, durationMs } of demand.conferences) {
        if (startMs <= atMs && atMs < startMs + durationMs) present += 1;
      }
      return { mean: present, variance: 0 };
    }
    case 'participant-series':
      return { mean: participantsAt(demand, atMs) / demand.roomSize, variance: 0 };
  }
}

function smoothSeries(demand: CurveDemand, points: number, stepMs: number): Float64Array {
  const series = new Float64Array(points);
  if ((demand.alignment?.ratio ?? 0) === 1) return series;
  for (let point = 0; point < points; point += smoothEvery) {
    series[point] = smoothPresent(demand, point * stepMs);
    const before = point - smoothEvery;
    for (let between = 1; before >= 0 && between < smoothEvery; between++) {
      const share = between / smoothEvery;
      series[before + between] = (1 - share) * series[before]! + share * series[point]!;
    }
  }
  const last = points - 1 - ((points - 1) % smoothEvery);
  for (let point = last + 1; point < points; point++) series[point] = smoothPresent(demand, point * stepMs);
  return series;
}

/** Participants that a series has at a time: the last value up to then. */
function participantsAt(
  { timeMs, participants }: Extract<DemandClass, { readonly kind: 'participant-series' }>,
  atMs: number,
): number {
  let index = -1;
  while (index + 1 < timeMs.length && timeMs[index + 1]! <= atMs) index += 1;
  return index < 0 ? 0 : participants[index]!;
}

/** Starts at the rate itself; nobody starts before time 0. */
function smoothPresent({ rate, conferenceClass }: CurveDemand, atMs: number): number {
  const fromMs = Math.max(0, atMs - stayMaxMs);
  const timeMs = [fromMs];
  const ratePerHour = [ratePerHourAt(rate, fromMs)];
  for (let index = 0; index < rate.timeMs.length; index++) {
    if (rate.timeMs[index]! <= fromMs || rate.timeMs[index]! >= atMs) continue;
    timeMs.push(rate.timeMs[index]!);
    ratePerHour.push(rate.ratePerHour[index]!);
  }
  timeMs.push(atMs);
  ratePerHour.push(ratePerHourAt(rate, atMs));
  return meanPresent({
    arrivals: { timeMs, ratePerHour },
    stayMinutes: conferenceClass.durationMinutes,
    atMs,
  });
}

/** Starts within half a period of a mark all begin on it. */
function alignedPresent(demand: CurveDemand, atMs: number): number {
  const { periodMinutes, ratio, originMs = 0 } = demand.alignment!;
  const periodMs = periodMinutes * msPerMinute;
  let present = 0;
  const newest = Math.floor((atMs - originMs) / periodMs);
  for (let mark = newest; mark >= newest - Math.ceil(stayMaxMs / periodMs); mark--) {
    const markMs = originMs + mark * periodMs;
    if (markMs < -periodMs / 2) break;
    // The middle of the rate over the period stands for its mean.
    const fromMs = Math.max(0, markMs - periodMs / 2);
    const untilMs = markMs + periodMs / 2;
    if (untilMs <= fromMs) continue;
    const starts = (ratePerHourAt(demand.rate, (fromMs + untilMs) / 2) * (untilMs - fromMs)) / msPerHour;
    const survival = survivalAt(demand, atMs - markMs);
    present += ratio * starts * survival;
    if (survival === 0) break;
  }
  return present;
}

function survivalAt({ conferenceClass }: DemandClass, ageMs: number): number {
  if (ageMs < 0) return 0;
  return 1 - cdf(conferenceClass.durationMinutes, ageMs / msPerMinute);
}

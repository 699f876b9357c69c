// Goal: the shape of demand is read from logs and from participants present, with its variability and its limits.
// Method: made-up weeks with known rates, day factors and variability; participants from the same starts by an
//   independent queue (every participant stays 40 minutes on average); clock changes of a real zone.
import { describe, expect, it } from 'vitest';
import { demandCurveModel, fitDemandCurve } from '../../../src/calibration/demand/demand-curve.ts';
import { startsFromLog, startsFromParticipants } from '../../../src/calibration/demand/hourly-starts.ts';
import { fitStartAlignment } from '../../../src/calibration/demand/start-alignment.ts';
import { createRandomStreams } from '../../../src/engine/random/random-streams.ts';
import { sampleDistribution } from '../../../src/engine/random/sample-distribution.ts';

const streams = createRandomStreams({ seed: 5, replication: 0 });
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
// Monday 5 January 2026, 00:00 UTC.
const monday = Date.UTC(2026, 0, 5);

/** Starts of `weeks` weeks: 40 an hour from 9 to 11, 20 from 14 to 16, none else; Fridays half, weekends a tenth. */
function starts(weeks: number, dayLogDeviation: number): number[] {
  const stream = streams.stream(`starts/${weeks}/${dayLogDeviation}`);
  const found: number[] = [];
  for (let day = 0; day < 7 * weeks; day++) {
    const factor = [1, 1, 1, 1, 0.5, 0.1, 0.1][day % 7]!;
    const luck = sampleDistribution(
      { kind: 'lognormal', median: 1, logStandardDeviation: dayLogDeviation },
      stream,
    );
    for (let hour = 0; hour < 24; hour++) {
      const rate = hour === 9 || hour === 10 ? 40 : hour === 14 || hour === 15 ? 20 : 0;
      const count =
        rate === 0 ? 0 : sampleDistribution({ kind: 'poisson', mean: rate * factor * luck }, stream);
      for (let i = 0; i < count; i++) found.push(monday + day * dayMs + (hour + stream.nextUnit()) * hourMs);
    }
  }
  return found;
}

function curve(weeks: number, dayLogDeviation: number) {
  const stream = streams.stream('bootstrap');
  const hourly = startsFromLog({
    startsEpochMs: starts(weeks, dayLogDeviation),
    fromEpochMs: monday,
    untilEpochMs: monday + 7 * weeks * dayMs,
    timeZone: 'UTC',
  });
  return fitDemandCurve({ hourly, nextUnit: () => stream.nextUnit(), draws: 200 });
}

describe('demand curve from starts', () => {
  it("finds the shape: 1 at 10 o'clock, half of it at 9 and 11, a quarter at 14, none at night", () => {
    const { relativeRateByHour, peakPerHour, peakPerHourInterval95 } = curve(8, 0.05);
    // Hours 9 and 10 carry 40 each, so 10 o'clock is their mean, 9 o'clock the mean of 0 and 40.
    expect(relativeRateByHour[10]).toBe(1);
    expect(relativeRateByHour[9]).toBeCloseTo(0.5, 1);
    expect(relativeRateByHour[15]).toBeCloseTo(0.5, 1);
    expect(relativeRateByHour[14]).toBeCloseTo(0.25, 1);
    expect(relativeRateByHour[3]).toBe(0);
    expect(relativeRateByHour[24]).toBe(relativeRateByHour[0]);
    // Four whole days and a half one: 40 * 4.5 / 5 = 36.
    expect(Math.abs(peakPerHour - 36)).toBeLessThan(2);
    expect(peakPerHourInterval95[0]).toBeLessThan(36);
    expect(peakPerHourInterval95[1]).toBeGreaterThan(36);
  });

  it('keeps the total of the day under the straight lines', () => {
    const { relativeRateByHour, peakPerHour } = curve(8, 0.05);
    const area = relativeRateByHour.slice(0, 24).reduce((total, rate) => total + rate, 0) * peakPerHour;
    // 120 starts on a whole weekday, times 4.5 / 5.
    expect(Math.abs(area - 108)).toBeLessThan(4);
  });

  it('finds the day factors and tells a varying week from chance', () => {
    const steady = curve(8, 0.0001);
    const varying = curve(8, 0.3);
    // Mean of 1, 1, 1, 1, .5, .1, .1 is 0.671: a full weekday is 1.49 of it, Friday 0.745, Sunday 0.149.
    expect(steady.dayFactors[1]).toBeCloseTo(1.49, 1);
    expect(steady.dayFactors[5]).toBeCloseTo(0.745, 1);
    expect(steady.dayFactors[0]).toBeCloseTo(0.149, 1);
    expect(steady.dayVariation).toBeLessThan(0.1);
    expect(Math.abs(varying.dayVariation - 0.3)).toBeLessThan(0.12);
  });

  it('warns of few days and writes a demand model in the shipped form', () => {
    const fit = curve(1, 0.1);
    expect(fit.warnings.join(' ')).toMatch(/only 5 weekdays/);
    const model = demandCurveModel({ name: 'mine', title: 'My own weekday', source: 'mine.csv', fit });
    expect(model.kind).toBe('demand');
    expect(model.parameters.relativeRateByHour?.value).toHaveLength(25);
    expect(model.parameters.relativeRateByHour?.note).toMatch(/95 % half-width/);
  });

  it('puts starts on the wall clock of the zone across a change of daylight saving', () => {
    // Paris: 28 March 2026 is UTC+1, 29 March ends in UTC+2. 09:30 on both days.
    const from = Date.UTC(2026, 2, 27, 23);
    const hourly = startsFromLog({
      startsEpochMs: [Date.UTC(2026, 2, 28, 8, 30), Date.UTC(2026, 2, 29, 7, 30)],
      fromEpochMs: from,
      untilEpochMs: from + 47 * hourMs,
      timeZone: 'Europe/Paris',
    });
    const busy = hourly.hours.filter((row) => row.starts > 0);
    expect(busy.map((row) => [row.date, row.hour])).toEqual([
      ['2026-03-28', 9],
      ['2026-03-29', 9],
    ]);
    expect(hourly.hours.filter((row) => row.date === '2026-03-29')).toHaveLength(23);
  });

  it('refuses seconds for milliseconds, an unknown zone, a window off the hour and too few starts', () => {
    const log = (startsEpochMs: number[], timeZone = 'UTC', from = monday) =>
      startsFromLog({ startsEpochMs, fromEpochMs: from, untilEpochMs: from + 7 * dayMs, timeZone });
    expect(() => log([monday / 1000])).toThrow(/seconds or milliseconds/);
    expect(() => log([monday], 'Europe/Atlantis')).toThrow(/no time zone 'Europe\/Atlantis'/);
    expect(() => log([monday], 'Asia/Kolkata')).toThrow(/not on the hour/);
    const few = log([monday + hourMs]);
    expect(() => fitDemandCurve({ hourly: few, nextUnit: Math.sqrt.bind(null, 0.25), draws: 0 })).toThrow(
      /1 starts on all days.*50 starts/,
    );
  });
});

describe('starts from participants present', () => {
  it('recovers a rate of 30 conferences an hour of 8 from participants who stay 40 minutes', () => {
    const stream = streams.stream('queue');
    const minutes = 48 * 60;
    const change = new Float64Array(minutes + 1);
    // An independent M/M/infinity queue, minute by minute: 30 * 8 = 240 joins an hour, stays exponential.
    for (let minute = 0; minute < minutes; minute++) {
      const joins = sampleDistribution({ kind: 'poisson', mean: 4 }, stream);
      for (let i = 0; i < joins; i++) {
        const until = minute + Math.round(sampleDistribution({ kind: 'exponential', mean: 40 }, stream));
        change[minute]! += 1;
        if (until <= minutes) change[until]! -= 1;
      }
    }
    let present = 0;
    const participants = change.map((step) => {
      present += step;
      return present;
    });
    const hourly = startsFromParticipants({
      participants,
      stepMinutes: 1,
      fromEpochMs: monday,
      timeZone: 'UTC',
      meanSize: 8,
      meanStayMinutes: 40,
    });
    const settled = hourly.hours.slice(6);
    const mean = settled.reduce((total, row) => total + row.starts, 0) / settled.length;
    expect(Math.abs(mean - 30)).toBeLessThan(1.5);
  });

  it('refuses a step that does not divide the hour and a missing size', () => {
    const read = (stepMinutes: number, meanSize: number) =>
      startsFromParticipants({
        participants: new Float64Array(3000),
        stepMinutes,
        fromEpochMs: monday,
        timeZone: 'UTC',
        meanSize,
        meanStayMinutes: 40,
      });
    expect(() => read(7, 5)).toThrow(/every 7 minutes/);
    expect(() => read(1, 0)).toThrow(/participants alone do not say how many conferences/);
  });
});

describe('alignment of starts', () => {
  const stream = streams.stream('alignment');
  const minute = (ratio: number, marks: readonly number[]) => {
    if (stream.nextUnit() >= ratio) return stream.nextUnit() * 60;
    return marks[Math.floor(stream.nextUnit() * marks.length)]! + (stream.nextUnit() - 0.5) * 6;
  };

  it('finds that 60 % start at the hour or the half, and that 40 % start at the hour only', () => {
    const halves = fitStartAlignment(Array.from({ length: 4000 }, () => minute(0.6, [0, 30])));
    expect(halves.periodMinutes).toBe(30);
    expect(halves.ratio).toBeCloseTo(0.6, 1);
    const hours = fitStartAlignment(Array.from({ length: 4000 }, () => minute(0.4, [0])));
    expect(hours.periodMinutes).toBe(60);
    expect(hours.ratioInterval95[0]).toBeLessThan(0.4);
    expect(hours.ratioInterval95[1]).toBeGreaterThan(0.38);
  });

  it('finds none in even starts and refuses too few', () => {
    const even = fitStartAlignment(Array.from({ length: 6000 }, (_, i) => (i * 60) / 6000));
    expect(even.ratio).toBeLessThan(0.01);
    expect(() => fitStartAlignment([1, 2, 3])).toThrow(/3 starts, at least 100/);
  });
});

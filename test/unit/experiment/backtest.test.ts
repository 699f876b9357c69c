// Goal: a backtest's scores are what their definitions say: error, bias, correlation, lag, matched scale events.
// Method: series worked by hand; a copy that is three minutes late; a simulated day held against itself and against itself
// with two bridges more.
import { describe, expect, it } from 'vitest';
import { backtest } from '../../../src/experiment/backtest.ts';
import { inThisThread } from '../../../src/experiment/executor.ts';
import { runReplications } from '../../../src/experiment/run-study.ts';
import { matchEvents, scaleEvents } from '../../../src/experiment/scale-events.ts';
import { bestLagMinutes, seriesAgreement } from '../../../src/experiment/series-agreement.ts';
import { resolved } from '../../support/study.ts';

describe('agreement of two series', () => {
  it('by hand: 8, 12, 6 and 5 against 10, 10, 5 and 0', () => {
    const { meanAbsolutePercentageError, bias, correlation } = seriesAgreement([8, 12, 6, 5], [10, 10, 5, 0]);
    // (2/10 + 2/10 + 1/5) / 3, the 0 left out; (-2 + 2 + 1 + 5) / 4.
    expect(meanAbsolutePercentageError).toBeCloseTo(0.2, 12);
    expect(bias).toBeCloseTo(1.5, 12);
    // Deviations 0.25, 4.25, -1.75, -2.75 and 3.75, 3.75, -1.25, -6.25: 36.25 / sqrt(28.75 x 68.75).
    expect(correlation).toBeCloseTo(36.25 / Math.sqrt(28.75 * 68.75), 12);
  });

  it('has no correlation without variation, and leaves gaps out', () => {
    expect(seriesAgreement([1, 1], [1, 2]).correlation).toBeNaN();
    expect(seriesAgreement([4, Number.NaN, 6], [4, 9, 6])).toMatchObject({ bias: 0, correlation: 1 });
  });

  it('finds a copy that is three minutes late, and calls a flat one by no lag', () => {
    const measured = Float64Array.from({ length: 120 }, (_, minute) => Math.sin(minute / 9) + minute / 50);
    const minute = Array.from(measured, (_, index) => index + 1);
    const late = measured.map((_, index) => measured[Math.max(0, index - 3)]!);
    expect(bestLagMinutes({ simulated: late, minute, measured, shiftMax: 20 })).toBe(3);
    expect(bestLagMinutes({ simulated: measured, minute, measured: late, shiftMax: 20 })).toBe(-3);
    const flat = new Float64Array(120);
    expect(bestLagMinutes({ simulated: flat, minute, measured, shiftMax: 20 })).toBeNaN();
  });
});

describe('scale events', () => {
  const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

  it('are changes of direction; steps two minutes apart are one', () => {
    expect(scaleEvents(minutes, [2, 3, 4, 4, 4, 4, 6, 5, 5, 4])).toEqual([
      { minute: 2, change: 2 },
      { minute: 7, change: 2 },
      { minute: 8, change: -2 },
    ]);
    expect(scaleEvents(minutes, [2, Number.NaN, 4])).toEqual([{ minute: 3, change: 2 }]);
  });

  it('are matched to the nearest of the same direction within the window, each once', () => {
    const observed = [
      { minute: 10, change: 2 },
      { minute: 14, change: 1 },
      { minute: 40, change: -3 },
    ];
    const simulated = [
      { minute: 13, change: 1 },
      { minute: 38, change: 1 },
      { minute: 60, change: -3 },
    ];
    // 14 takes 13 (a minute away), so 10 has none; 38 goes the wrong way; 60 is too late for 40.
    expect(matchEvents({ observed, simulated, windowMinutes: 15 })).toEqual([
      { observed: observed[1], simulated: simulated[0], lagMinutes: -1 },
    ]);
    expect(matchEvents({ observed, simulated, windowMinutes: 20 })).toHaveLength(2);
  });
});

describe('a backtest', () => {
  it('scores a day against measurements of itself, and against a fleet of two more', async () => {
    const yaml = (file: string) => `
name: Day
horizon: { start: 2026-11-23T08:00, hours: 1 }
demand: [{ class: team-meeting, conferences: { curve: flat, peakPerHour: 30 } }]
scaling: { bridges: { policy: static, count: 4 } }
run: { replications: 3 }
observed:
  - { name: fleet, column: bridgesReady, file: ${file}, timeColumn: time, valueColumn: bridges }
`;
    const rows = Array.from({ length: 59 }, (_, index) => `08:${String(index + 1).padStart(2, '0')},6`);
    const files = { 'day.csv': ['time,bridges', ...rows, ''].join('\n') };
    const variants = await resolved(yaml('day.csv'), files);
    if (typeof variants === 'string') throw new Error(variants);
    const study = { name: 'Day', scenarioHash: 'test', variants };
    const scores = backtest(study, await runReplications(study, { executor: inThisThread }));
    expect(scores).toMatchObject({ replications: 3, eventWindowMinutes: 15 });
    const [fleet] = scores.variants[0]!.series;
    // Four ready where six were measured: a third off, two too few, nothing scales.
    expect(fleet).toMatchObject({
      samples: 59,
      bias: { mean: -2, halfWidth95: 0 },
      events: { observed: 0, simulated: { mean: 0 }, matched: { mean: 0 } },
    });
    expect(fleet!.meanAbsolutePercentageError.mean).toBeCloseTo(1 / 3, 12);
    expect(fleet!.correlation.replications).toBe(0);
  });
});

// Goal: the policies of the literature and the timetable are resolved from what a user writes.
// Method: scenarios written here against the shipped presets; expected values are those of models/policies, or clock
// times counted by hand.
import { describe, expect, test } from 'vitest';
import { issuesOf, scenarioOf } from '../../support/study.ts';

const scenario = (policy: string, rest = ''): string => `name: S
horizon: { start: 2026-11-23T07:00, days: 2 }
demand: [{ class: team-meeting, conferences: { peakPerHour: 60 } }]
scaling: { bridges: ${policy} }
${rest}`;

const hourMs = 3_600_000;

describe.each(['react', 'hist', 'reg', 'adapt'])('policy %s', (policy) => {
  test('has the values of its preset unless the scenario gives others', async () => {
    const shipped = await scenarioOf(scenario(`{ policy: ${policy} }`));
    expect(shipped.scaling.bridges).toEqual({
      policy,
      load: { loadPerInstance: 0.5, minCount: 1, maxCount: 20 },
      controlIntervalSeconds: 60,
    });
    const given = await scenarioOf(
      scenario(`{ policy: ${policy}, targetStress: 0.3, min: 3, max: 7, controlIntervalSeconds: 30 }`),
    );
    expect(given.scaling.bridges).toEqual({
      policy,
      load: { loadPerInstance: 0.3, minCount: 3, maxCount: 7 },
      controlIntervalSeconds: 30,
    });
    expect(given.deployment.bridges.initialCount).toBe(3);
    const cited = shipped.modelsUsed.filter(({ model }) => model === `policies/${policy}-default`);
    expect(cited.map(({ parameter }) => parameter).sort()).toEqual([
      'controlIntervalSeconds',
      'maxCount',
      'minCount',
      'targetStress',
    ]);
  });
});

describe('policy scheduled', () => {
  test('repeats times of day every day, and knows what began the evening before', async () => {
    const { scaling, deployment } = await scenarioOf(
      scenario(
        '{ policy: scheduled, timetable: [{ at: 18:00, count: 2 }, { at: 08:00, count: 5 }, { at: 2026-11-24T12:00, count: 9 }] }',
      ),
    );
    expect(scaling.bridges).toMatchObject({ policy: 'scheduled', controlIntervalSeconds: 60 });
    if (scaling.bridges.policy !== 'scheduled') throw new Error('not scheduled');
    const { steps, prewarmSeconds } = scaling.bridges.scheduled;
    expect(prewarmSeconds).toBe(300);
    expect(steps.findLast(({ atMs }) => atMs <= 0)).toEqual({ atMs: -13 * hourMs, count: 2 });
    expect(steps.filter(({ atMs }) => atMs > 0)).toEqual([
      { atMs: 1 * hourMs, count: 5 },
      { atMs: 11 * hourMs, count: 2 },
      { atMs: 25 * hourMs, count: 5 },
      { atMs: 29 * hourMs, count: 9 },
      { atMs: 35 * hourMs, count: 2 },
    ]);
    expect(deployment.bridges.initialCount).toBe(2);
  });
});

describe('a wrong policy of the literature', () => {
  test.each([
    ['{ policy: react, min: 9, max: 3 }', /bridges\.max {2}must be at least min \(9\), got 3/],
    ['{ policy: reg, targetStress: 0 }', /targetStress {2}must be above 0/],
    ['{ policy: adapt, preset: swift }', /names a preset that adapt does not have, got "swift"/],
    ['{ policy: hist, controlIntervalSeconds: 0 }', /controlIntervalSeconds {2}must be at least 1/],
    ['{ policy: scheduled }', /timetable {2}is missing/],
    ['{ policy: scheduled, timetable: [] }', /timetable/],
    [
      '{ policy: scheduled, timetable: [{ at: noon, count: 3 }] }',
      /timetable\[0\]\.at {2}must be a clock time/,
    ],
    [
      '{ policy: scheduled, timetable: [{ at: 2026-12-24T12:00, count: 3 }] }',
      /timetable\[0\]\.at {2}lies outside the horizon/,
    ],
  ])('is refused as %s', async (policy, problem) => {
    expect(await issuesOf(scenario(policy))).toMatch(problem);
  });
});

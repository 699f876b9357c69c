// Goal: parameter uncertainty draws from distributions that say what the intervals say, the same for every variant,
// and changes nothing when it is off.
// Method: the quantiles at 2.5, 50 and 97.5 % are the interval and the value by definition; textbook normal and
// log-normal quantiles in between; properties over random intervals; runs of two variants compared.

import { describe, expect, it } from 'vitest';
import { parameterQuantile, withDrawnParameters } from '../../../src/experiment/draw-parameters.ts';
import { inThisThread } from '../../../src/experiment/executor.ts';
import { runStudy } from '../../../src/experiment/run-study.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import type { Study } from '../../../src/scenario/study.ts';
import { fc } from '../../support/property.ts';
import { resolved } from '../../support/study.ts';

const quantile = (value: number, interval95: readonly [number, number], unit: number, parameter = 'cores') =>
  parameterQuantile({ parameter, value, interval95 }, unit);

describe('the distribution of a parameter', () => {
  it('has the value as median and the interval as 2.5 and 97.5 % quantiles', () => {
    const positive = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    fc.assert(
      fc.property(positive, positive, positive, (a, b, c) => {
        const [low, value, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        expect(quantile(value, [low, high], 0.5)).toBeCloseTo(value, 9);
        expect(quantile(value, [low, high], 0.025) / low).toBeCloseTo(1, 9);
        expect(quantile(value, [low, high], 0.975) / high).toBeCloseTo(1, 9);
      }),
    );
  });

  it('is the normal one for a narrow symmetric interval: 10 +/- 1.96 is Normal(10, 1)', () => {
    // Standard normal quantile at 0.8413447 is 1 (tables).
    expect(quantile(10, [10 - 1.959964, 10 + 1.959964], 0.8413447461)).toBeCloseTo(11, 5);
    expect(quantile(10, [10 - 1.959964, 10 + 1.959964], 0.1586552539)).toBeCloseTo(9, 5);
  });

  it('is the log-normal one for a factor: 1 within exp(+/-1.96) has exp(1) at one deviation', () => {
    const ends: readonly [number, number] = [Math.exp(-1.959964), Math.exp(1.959964)];
    expect(quantile(1, ends, 0.8413447461)).toBeCloseTo(Math.E, 4);
    expect(quantile(1, ends, 0.1586552539)).toBeCloseTo(1 / Math.E, 5);
  });

  it('keeps ratios within 0 and 1, and positive quantities positive, at every probability', () => {
    const unit = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
    fc.assert(
      fc.property(unit, (at) => {
        const ratio = quantile(0.5, [0.1, 0.9], at, 'audioSenderRatio');
        expect(ratio).toBeGreaterThanOrEqual(0);
        expect(ratio).toBeLessThanOrEqual(1);
        expect(quantile(0.02, [0, 0.1], at)).toBeGreaterThanOrEqual(0);
        expect(quantile(14.2, [11.6, 26], at)).toBeGreaterThan(0);
      }),
    );
  });

  it('rises with the probability', () => {
    const unit = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    fc.assert(
      fc.property(unit, unit, (a, b) => {
        const at = (u: number) => quantile(0.689, [0.443, 1], u);
        expect(at(Math.min(a, b))).toBeLessThanOrEqual(at(Math.max(a, b)));
      }),
    );
  });
});

async function studyOf(yaml: string): Promise<Study> {
  const variants = await resolved(yaml);
  if (typeof variants === 'string') throw new Error(variants);
  return { name: variants[0]!.name, scenarioHash: 'test', variants };
}

const text = (run: string): string => `
name: Two ways
horizon: { start: 2026-11-23T08:00, hours: 2 }
demand:
  - class: { from: team-meeting, size: 9, durationMinutes: 90, joinOffsetSeconds: 0, leaveOffsetSeconds: 0 }
    burst: { at: "08:10", conferences: 40 }
    media: audio-dominated-10-senders
scaling: { bridges: { policy: static, count: 3 } }
variants: [{ name: three }, { name: four, set: { scaling: { bridges: { policy: static, count: 4 } } } }]
run: { seed: 3, replications: 6${run} }
`;

const first = (scenario: Scenario, replication: number) =>
  withDrawnParameters(scenario, { seed: 3, replication });

describe('a study with parameter uncertainty', () => {
  it('draws the same models for every variant, and others in every replication', async () => {
    const { variants } = await studyOf(text(', parameterUncertainty: true'));
    const [three, four] = variants as [Scenario, Scenario];
    const bridge = (scenario: Scenario, replication: number) =>
      first(scenario, replication).deployment.bridges.model;
    expect(bridge(three, 0)).toEqual(bridge(four, 0));
    expect(bridge(three, 0)).not.toEqual(bridge(three, 1));
    expect(bridge(three, 0)).not.toEqual(three.deployment.bridges.model);
    // Settings stay as they are.
    expect(bridge(three, 0).coresLimit).toBe(three.deployment.bridges.model.coresLimit);
    expect(bridge(three, 0).loadThresholdPps).toBe(three.deployment.bridges.model.loadThresholdPps);
  });

  it('changes not a bit of a scenario that does not ask for it', async () => {
    const { variants } = await studyOf(text(''));
    expect(first(variants[0]!, 0)).toBe(variants[0]);
  });

  it('widens the intervals of what depends on the models, and keeps the demand', async () => {
    const certain = await runStudy(await studyOf(text('')), { executor: inThisThread, version: 't' });
    const asked = await studyOf(text(', parameterUncertainty: true'));
    const uncertain = await runStudy(asked, { executor: inThisThread, version: 't' });
    const width = (results: typeof certain) => results.variants[0]!.estimates.stressP50.halfWidth95;
    // Half of the participants speak, or a tenth, or nine tenths: nothing else in this demand varies as much.
    expect(width(uncertain)).toBeGreaterThan(3 * width(certain));
    expect(uncertain.variants[0]!.estimates.conferences).toEqual(certain.variants[0]!.estimates.conferences);
  });
});

describe('warnings of extrapolation', () => {
  it('name model, quantity and variants that went beyond, with the furthest value', async () => {
    const study = await studyOf(`
name: Too much
horizon: { start: 2026-11-23T08:00, hours: 1 }
demand: [{ class: { from: load-test-room, size: 300 }, media: audio-dominated-10-senders, burst: { at: "08:05", conferences: 1 } }]
deployment: { bridges: { selection: { strategy: single } } }
scaling: { bridges: { policy: static, count: 1 } }
run: { replications: 2 }
`);
    const { warnings, variants } = await runStudy(study, { executor: inThisThread, version: 't' });
    // Ten senders among 300 by the fitted line: 50.8 x 10 x 299 + 245 x 10 = 154 kpps, on one bridge.
    expect(variants[0]!.estimates.bridgePacketRateMaxKpps.mean).toBeCloseTo(154.3, 0);
    expect(warnings.join('\n')).toMatch(
      /a bridge was offered up to 154 thousand packets a second; models\/bridges\/gp1-xs was measured up to 82\.7/,
    );
  });
});

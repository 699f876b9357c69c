// Goal: parameters that were estimated from the same points are drawn together, and each keeps its own distribution.
// Method: closed forms of the Gaussian copula (correlation 0 and 1; joint normal scores), and the variance of a sum of two
//   correlated terms against the scores drawn for the shipped media over 3000 replications.
import { describe, expect, it } from 'vitest';
import { tiedUnit, withDrawnParameters } from '../../../src/experiment/draw-parameters.ts';
import { checkModel } from '../../../src/scenario/model-registry.ts';
import { parseFile } from '../../../src/scenario/parse.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';
import { scenarioOf } from '../../support/study.ts';

const replications = 3000;

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - ma) * (b[i]! - mb)));
  return covariance / Math.sqrt(mean(a.map((v) => (v - ma) ** 2)) * mean(b.map((v) => (v - mb) ** 2)));
}

const text = (media: string): string =>
  `name: S\ndemand: [{ class: team-meeting, media: ${media}, conferences: { peakPerHour: 60 } }]\nrun: { parameterUncertainty: true }\n`;

function drawnMedia(scenario: Scenario): { readonly pair: number[]; readonly sender: number[] } {
  const drawn = Array.from({ length: replications }, (_, replication) => {
    return withDrawnParameters(scenario, { seed: 1, replication }).demand[0]!.media;
  });
  return {
    pair: drawn.map((media) => media.audioPairPacketRatePps),
    sender: drawn.map((media) => media.audioSenderPacketRatePps),
  };
}

describe('the copula of two', () => {
  it('is the own number at 0, the other at 1, and its mirror at -1', () => {
    for (const [other, own] of [
      [0.9, 0.3],
      [0.02, 0.6],
    ] as const) {
      expect(tiedUnit(other, own, 0)).toBeCloseTo(own, 9);
      expect(tiedUnit(other, own, 1)).toBeCloseTo(other, 9);
      expect(tiedUnit(other, own, -1)).toBeCloseTo(1 - other, 9);
    }
  });

  it('adds scores: 0.8 of one deviation and 0.6 of another are 1.4 deviations', () => {
    // Standard normal: P(Z <= 1) = 0.841345, P(Z <= 1.4) = 0.919243 (tables).
    expect(tiedUnit(0.8413447, 0.8413447, 0.8)).toBeCloseTo(0.919243, 5);
  });
});

describe('drawn parameters', () => {
  it('of the media move together as they were fitted, and each as if it were alone', async () => {
    const { pair, sender } = drawnMedia(await scenarioOf(text('audio-dominated-10-senders')));
    // Standard error of a correlation of -0.91 over 3000: (1 - 0.83) / sqrt(3000) = 0.003.
    expect(correlation(pair, sender)).toBeCloseTo(-0.91, 1);
    // Each keeps its interval: 95 % within, standard error 0.004.
    const within = (values: readonly number[], [low, high]: readonly [number, number]) =>
      values.filter((value) => value >= low && value <= high).length / values.length;
    expect(Math.abs(within(pair, [50.3, 51.3]) - 0.95)).toBeLessThan(0.015);
    expect(Math.abs(within(sender, [202, 287]) - 0.95)).toBeLessThan(0.015);
  });

  it('make the packets of 60 participants less uncertain than two independent ones would', async () => {
    const { pair, sender } = drawnMedia(await scenarioOf(text('audio-dominated-10-senders')));
    const packets = pair.map((q, i) => 590 * q + 10 * sender[i]!);
    const deviation = (values: readonly number[]) =>
      Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)));
    const [ofPairs, ofSenders] = [590 * deviation(pair), 10 * deviation(sender)];
    // sqrt(a^2 + b^2 - 2 x 0.91 a b) against sqrt(a^2 + b^2).
    const expected = Math.sqrt(ofPairs ** 2 + ofSenders ** 2 - 1.82 * ofPairs * ofSenders);
    expect(deviation(packets) / expected).toBeCloseTo(1, 1);
    expect(deviation(packets)).toBeLessThan(0.5 * Math.hypot(ofPairs, ofSenders));
  });

  it('are drawn alone when the scenario gives the other itself', async () => {
    const { uncertainParameters } = await scenarioOf(
      text('{ from: audio-dominated-10-senders, audioPairPacketRatePps: 50 }'),
    );
    const sender = uncertainParameters.find(({ parameter }) => parameter === 'audioSenderPacketRatePps');
    expect(sender).toBeDefined();
    expect(sender?.tiedTo).toBeUndefined();
  });
});

describe('a model file', () => {
  const file = (correlations: string) =>
    parseFile(
      'x.yaml',
      `name: x
kind: boot
title: A boot
parameters:
  stages: { value: [{ name: ready, atSeconds: 60 }], interval95: null, source: a test, trust: assumed, note: none }
  spreadLogStandardDeviation: { value: 0.2, interval95: [0.1, 0.3], source: a test, trust: assumed }
correlations: ${correlations}
`,
    );

  it.each([
    ['[{ between: [stages, spreadLogStandardDeviation], correlation: 0.5 }]', /have an interval/],
    ['[{ between: [nothing, spreadLogStandardDeviation], correlation: 0.5 }]', /have an interval/],
    [
      '[{ between: [spreadLogStandardDeviation, spreadLogStandardDeviation], correlation: 0.5 }]',
      /in one pair only/,
    ],
    ['[{ between: [stages, spreadLogStandardDeviation], correlation: 2 }]', /correlation/],
  ])('with correlations %s is refused', (correlations, why) => {
    const parsed = file(correlations);
    const checked = parsed.ok ? checkModel(parsed.value, 'boot', 'x') : parsed;
    expect(
      checked.ok ? [] : checked.issues.map(({ path, problem }) => `${path} ${problem}`).join('\n'),
    ).toMatch(why);
  });
});

// Goal: parameters that were estimated together are one group for shares of the variance, drawn as their model says.
// Method: the shipped media of audio-dominated meetings, whose pair and sender packets move at -0.91; joint scores by hand.
import { expect, test } from 'vitest';
import { parameterQuantile } from '../../../src/experiment/draw-parameters.ts';
import { groupsOf, tieName, tiesOf, valuesDrawn } from '../../../src/experiment/factor-ties.ts';
import { modelFactors } from '../../../src/experiment/factors.ts';
import { normalCdf } from '../../../src/stats/normal.ts';
import { scenarioOf } from '../../support/study.ts';

const scenario = await scenarioOf(
  `name: S
demand: [{ class: team-meeting, media: audio-dominated-10-senders, conferences: { peakPerHour: 60 } }]
run: { parameterUncertainty: true }
`,
);
const factors = modelFactors(scenario);
const ties = tiesOf(factors);
const media = ties.find(({ first }) => factors[first]!.name.startsWith('media/'))!;

test('a pair of the media is found and named once', () => {
  expect(media.correlation).toBeCloseTo(-0.91, 1);
  expect(tieName(factors, media)).toMatch(
    /^media\/audio-dominated-10-senders: audio\w+PacketRatePps with audio\w+PacketRatePps, correlation -0\.91$/,
  );
  const groups = groupsOf(factors, ties);
  expect(groups.flat().sort((a, b) => a - b)).toEqual([...factors.keys()]);
  expect(groups).toContainEqual([media.first, media.second]);
});

test('at one deviation of the first the second is drawn around -0.91 of one of its own', () => {
  const units = factors.map((_, at) => (at === media.first ? normalCdf(1) : 0.5));
  const values = valuesDrawn(factors, ties, units);
  const second = factors[media.second]!;
  if (second.kind !== 'model') throw new Error('a tied factor is of a model');
  expect(values[media.second]).toBeCloseTo(
    parameterQuantile(second.parameter, normalCdf(media.correlation)),
    6,
  );
});

test('without the other a parameter is alone', () => {
  const single = factors.filter((_, at) => at !== media.first);
  expect(tiesOf(single)).toHaveLength(ties.length - 1);
});

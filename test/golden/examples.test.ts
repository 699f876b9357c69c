/**
 * Goal: a regression guard. Examples give the figures they gave when they were last looked at; whether those figures
 * are right is shown by test/validation, not here.
 * Method: three replications of every example; figures to six digits and the fingerprints of the traces against
 * `expected.json`. Regenerate with: npx vitest run test/golden/examples.test.ts -u
 */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inThisThread } from '../../src/experiment/executor.ts';
import type { Estimate } from '../../src/experiment/results.ts';
import { runStudy } from '../../src/experiment/run-study.ts';
import { readScenario } from '../../src/io/node.ts';
import type { Study } from '../../src/scenario/study.ts';
import type { TotalName } from '../../src/simulation/rows.ts';

const examples = new URL('../../examples/', import.meta.url).pathname;
const replications = 3;

const totals: readonly TotalName[] = [
  'conferences',
  'joins',
  'joinFailureRatio',
  'participantsPeak',
  'overstressedParticipantMinutesRatio',
  'stressMax',
  'bridgesReadyMean',
  'bridgesPaidMax',
  'bridgeLaunches',
  'recordings',
  'recordingRefusedRatio',
  'cost',
];

function withReplications(study: Study): Study {
  return {
    ...study,
    variants: study.variants.map((scenario) => ({
      ...scenario,
      run: { seed: scenario.run.seed, replications },
    })),
  };
}

function digits({ mean, halfWidth95 }: Estimate): string {
  return `${Number(mean.toPrecision(6))} ± ${Number(halfWidth95.toPrecision(3))}`;
}

describe('examples', () => {
  const names = readdirSync(examples).sort();

  it('are there', () => {
    expect(names.length).toBeGreaterThanOrEqual(3);
  });

  it.each(names)('%s gives the expected results', async (name) => {
    const study = withReplications(await readScenario(`${examples}${name}`));
    const results = await runStudy(study, { executor: inThisThread, version: 'golden' });
    const expected = {
      note: 'Written by test/golden/examples.test.ts: three replications. A regression guard, no validation.',
      replications,
      variants: results.variants.map((variant) => ({
        variant: variant.variant,
        estimates: Object.fromEntries(totals.map((total) => [total, digits(variant.estimates[total])])),
        fingerprints: variant.fingerprints,
      })),
    };
    await expect(`${JSON.stringify(expected, null, 2)}\n`).toMatchFileSnapshot(
      `${examples}${name}/expected.json`,
    );
  });
});

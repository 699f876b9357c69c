// Goal: exit codes say of several variants what a user asks: does one of them do?
// Method: every combination of verdicts of two variants, against a table written by hand.
import { describe, expect, test } from 'vitest';
import { slug } from '../../../src/cli/commands/simulate.ts';
import { exitCodeOf } from '../../../src/cli/tell-results.ts';
import type { ObjectiveVerdict } from '../../../src/experiment/results.ts';

type Verdict = ObjectiveVerdict['verdict'];

function variant(...verdicts: readonly Verdict[]) {
  const estimate = { mean: 0, halfWidth95: 0, replications: 2 };
  return {
    objectives: verdicts.map((verdict) => ({ objective: 'costPerDay', limitMax: 1, estimate, verdict })),
  };
}

describe('the exit code', () => {
  test.each<[readonly Verdict[], number]>([
    [[], 0],
    [['met', 'met'], 0],
    [['met', 'inconclusive'], 3],
    [['inconclusive', 'violated'], 1],
    [['violated'], 1],
  ])('of one variant with verdicts %j is %i', (verdicts, code) => {
    expect(exitCodeOf([variant(...verdicts)])).toBe(code);
  });

  test.each<[Verdict, Verdict, number]>([
    ['met', 'violated', 0],
    ['violated', 'met', 0],
    ['inconclusive', 'met', 0],
    ['inconclusive', 'violated', 3],
    ['violated', 'violated', 1],
  ])('of variants %s and %s is %i', (first, second, code) => {
    expect(exitCodeOf([variant(first), variant(second)])).toBe(code);
  });
});

describe('the name of a results directory', () => {
  test.each([
    ['University Monday, 9:00', 'university-monday-9-00'],
    ['Été à Paris', 'ete-a-paris'],
    ['../../etc/passwd', 'etc-passwd'],
    ['朝の会議', '朝の会議'],
    ['***', 'scenario'],
  ])('of %s is %s', (name, directory) => {
    expect(slug(name)).toBe(directory);
  });
});

/**
 * A comparison in plain words: what the candidate saves and costs, and what lies within the noise.
 */
import { formatEstimate } from '../charts/figures.ts';
import type { CandidateComparison, Comparison, Difference } from '../experiment/compare.ts';
import type { TotalName } from '../simulation/rows.ts';
import type { Estimate } from '../stats/estimate.ts';

export interface ComparedMeasure {
  readonly total: TotalName;
  /** As in a table. */
  readonly title: string;
  /** As in `12 ± 9 overstressed participant-minutes`, `$` standing for the currency; null to keep it to the table. */
  readonly noun: string | null;
  /** As in `the difference in failed joins`. */
  readonly plain: string;
}

/** What people decide by, in the order in which it is told. */
export const comparedMeasures: readonly ComparedMeasure[] = [
  { total: 'costPerDay', title: 'cost per day, $', noun: '$ a day', plain: 'cost' },
  {
    total: 'overstressedParticipantMinutes',
    title: 'overstressed participant-minutes',
    noun: 'overstressed participant-minutes',
    plain: 'overstressed participant-minutes',
  },
  {
    total: 'degradedParticipantMinutes',
    title: 'degraded participant-minutes',
    noun: 'degraded participant-minutes',
    plain: 'degraded participant-minutes',
  },
  { total: 'joinsFailed', title: 'joins that failed', noun: 'failed joins', plain: 'failed joins' },
  {
    total: 'participantMinutesOut',
    title: 'participant-minutes out of the conference',
    noun: 'participant-minutes out of the conference',
    plain: 'participant-minutes out of the conference',
  },
  {
    total: 'recordingsRefused',
    title: 'recordings refused',
    noun: 'refused recordings',
    plain: 'refused recordings',
  },
  {
    total: 'joinWaitSecondsP95',
    title: 'wait for a join, 95 in 100 below, s',
    noun: 'seconds of wait for one join in twenty',
    plain: 'waits for joins',
  },
  {
    total: 'prosodyKills',
    title: 'restarts of Prosody',
    noun: 'restarts of Prosody',
    plain: 'restarts of Prosody',
  },
  {
    total: 'egressGigabytes',
    title: 'traffic to participants, GB',
    noun: 'GB of traffic to participants',
    plain: 'traffic to participants',
  },
  {
    total: 'bridgesReadyMean',
    title: 'bridges ready, mean',
    noun: null,
    plain: 'bridges',
  },
];

/** One sentence for each candidate. */
export function comparisonInWords(comparison: Comparison): string[] {
  return comparison.candidates.map((candidate) => candidateInWords(candidate, comparison));
}

function candidateInWords({ variant, differences }: CandidateComparison, comparison: Comparison): string {
  const measures = comparedMeasures.flatMap((measure) =>
    measure.noun === null ? [] : [{ measure, noun: measure.noun, difference: differences[measure.total] }],
  );
  const clauses = [
    ...changes(
      measures.filter(({ difference }) => difference.sign === 'less'),
      'saves',
      comparison,
    ),
    ...changes(
      measures.filter(({ difference }) => difference.sign === 'more'),
      'adds',
      comparison,
    ),
  ];
  const noise = measures.filter(({ difference }) => difference.sign === 'within-noise');
  const changed = `“${variant}” against “${comparison.baseline}”: ${clauses.join(' and ') || 'no difference is certain'}`;
  const rest = noise.map(({ measure }) => measure.plain);
  return noise.length === 0
    ? `${changed}.`
    : `${changed}; the difference in ${listed(rest)} is within the noise.`;
}

function changes(
  measures: readonly { readonly noun: string; readonly difference: Difference }[],
  verb: 'saves' | 'adds',
  { currency }: Comparison,
): string[] {
  if (measures.length === 0) return [];
  const parts = measures.map(
    ({ noun, difference }) => `${formatEstimate(size(difference.difference))} ${noun.replace('$', currency)}`,
  );
  return [`${verb} ${listed(parts)}`];
}

/** The size of a difference, its sign being told by the verb. */
function size(difference: Estimate): Estimate {
  return { ...difference, mean: Math.abs(difference.mean) };
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
